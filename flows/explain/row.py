"""One key -> all there is to say of its rows: where they were typed, what became of each cell, and what they were allowed.

A key is written as waivers and messages write it: `A/HRC/RES/54/5`, `kaz-iccpr-op2-ratification-2022`, or its parts with
` | ` between: `A/HRC/RES/54/5 | KAZ | main_sponsor`. All tables are searched. Where nothing has the key, those whose key begins
with it or is nearest to it are offered: `A/HRC/RES/54/5 | KAZ` leads to that State's sponsorship.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from flows.explain.archive import KEY_SEPARATOR, Archive, Where, open_archive
from flows.explain.cells import cells
from flows.explain.step import Cell
from flows.plans import load_plans
from flows.report.plain import printable
from schemas.plan import Plan

_OFFERED = 8  # keys named at most where none is right


class NotFound(LookupError):
    """Nothing has the key, or no rule the name; its text offers what comes nearest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """A rule that the row may break, and why."""

    rule: str
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One published row and where it comes from."""

    table: str
    title: str
    key: tuple[str, ...]
    file: str  # "raw/sponsors.csv"
    line: int  # when the release was made
    where: Where
    line_now: int | None  # where it is found elsewhere now
    cells: tuple[Cell, ...]
    waived: tuple[Waiver, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The rows that have a key, in the release that was looked into."""

    key: str
    version: str
    commit: str | None
    committed_at: str | None
    rows: tuple[Row, ...]


def explain_row(
    release: Path, key: str, plans: Mapping[str, Plan] | None = None, raw: Path | None = None
) -> Explanation:
    """Explain the rows that have a key.

    Args:
        release: the folder of the release, `curated/latest` for instance.
        key: as above.
        plans: the declarations of the tables; those of this program unless given.
        raw: the raw folder; unless given, the one beside `curated` or in the working folder. Without any, what was typed is
            not shown.

    Raises:
        NotFound: no row has the key; the text offers the nearest.
        OSError, flows.release.errors.ReleaseError: there is no release, or it is damaged.
    """
    archive = open_archive(release, plans or load_plans(), raw)
    wanted = KEY_SEPARATOR.join(part.strip() for part in key.split("|")).strip("| ")
    names = archive.provenance["name"]
    rows = archive.provenance.filter(names == wanted)
    if rows.is_empty():
        rows = archive.provenance.filter(names.str.to_lowercase() == wanted.lower())
    if rows.is_empty():
        raise NotFound(_not_found(wanted, names))
    source = archive.manifest.source
    return Explanation(
        key=wanted,
        version=archive.manifest.version,
        commit=source.commit,
        committed_at=source.committed_at,
        rows=tuple(rows_of(archive, rows)),
    )


def rows_of(archive: Archive, provenance: pl.DataFrame) -> Iterator[Row]:
    """The explanation of each row of (a part of) the sidecar."""
    published: dict[str, dict[tuple[str, ...], dict[str, Any]]] = {}
    for place in provenance.iter_rows(named=True):
        name, key = place["table"], tuple(place["key"])
        if name not in published:
            wanted = provenance.filter(pl.col("table") == name)["key"]
            published[name] = _by_key(archive, name, wanted)
        origin = archive.origin(name, place["row_sha256"], place["line"])
        yield Row(
            table=name,
            title=archive.table(name).title,
            key=key,
            file=place["file"],
            line=place["line"],
            where=origin.where,
            line_now=origin.line if origin.where == "moved" else None,
            cells=cells(
                archive, name, published[name][key], origin.cells, place["changes"] or (), place["waived"] or ()
            ),
            waived=tuple(_waivers(archive, KEY_SEPARATOR.join(key), place["waived"] or ())),
        )


def _by_key(archive: Archive, table: str, keys: pl.Series) -> dict[tuple[str, ...], dict[str, Any]]:
    """The published rows that have one of the keys."""
    columns = archive.table(table).key
    frame = archive.frame(table)
    names = frame.select(pl.concat_list(pl.col(columns).cast(pl.String)).alias("@key"))
    frame = frame.with_columns(names["@key"])
    if keys.len() < frame.height:
        joined = pl.col("@key").list.join(KEY_SEPARATOR)
        frame = frame.filter(joined.is_in(keys.list.join(KEY_SEPARATOR).to_list()))
    return {tuple(row.pop("@key")): row for row in frame.iter_rows(named=True)}


def _waivers(archive: Archive, key: str, rules: Iterable[str]) -> Iterator[Waiver]:
    listed = [row for _, row in archive.raw_rows("waivers")] if rules else []
    for rule in rules:
        reasons = (row.get("reason") for row in listed if row.get("rule") == rule and row.get("row") == key)
        yield Waiver(rule=rule, reason=next(reasons, None))


def _not_found(wanted: str, names: pl.Series) -> str:
    lower = names.str.to_lowercase()
    near = names.filter(lower.str.starts_with(wanted.lower())) if wanted else names.head(0)
    if near.is_empty() and wanted:
        near = names.filter(lower.str.contains(wanted.lower(), literal=True))
    offered = near.unique(maintain_order=True).to_list()
    if not offered and wanted:
        from rapidfuzz import fuzz, process, utils

        found = process.extract(
            wanted,
            names.unique(maintain_order=True).to_list(),
            scorer=fuzz.ratio,
            processor=utils.default_process,
            limit=3,
            score_cutoff=70,
        )
        offered = [name for name, _, _ in found]
    says = f"No row of the release has the key “{printable(wanted)}”."
    if not offered:
        return f"{says} A key is what names a row: A/HRC/RES/54/5 or kaz-social-code-2023; its parts stand with “ | ” between."
    more = f"\n  and {len(offered) - _OFFERED:,} more" if len(offered) > _OFFERED else ""
    return f"{says} These come near:\n" + "\n".join(f"  {printable(name)}" for name in offered[:_OFFERED]) + more
