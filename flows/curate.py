"""curate: typed tables -> what is published: names resolved to codes, derived columns, joins, sorted by key.

Everything is declared in the tables (`schemas`); this step only evaluates it, once for each table, and keeps beside every
published row where it came from: file, line, the hash of the row as typed, and what was changed on the way. That sidecar
(`provenance`) is no part of the tables, so that a blank line added above a row changes no byte of the data.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from flows.edition import Edition
from flows.source import Source
from flows.text import Change, TextTable
from schemas.cells import precision
from schemas.description import DTYPES, PublishedTable
from schemas.engine import Record
from schemas.plan import Column, Plan

CHANGE = pl.Struct({"column": pl.String, "typed": pl.String, "used": pl.String, "by": pl.String})
PROVENANCE = {
    "table": pl.String(),
    "key": pl.List(pl.String),  # the values of the key columns, as text, in their order
    "file": pl.String(),  # "raw/sponsors.csv"
    "line": pl.Int64(),  # the physical line on which the record starts
    "row_sha256": pl.String(),  # of the cells as typed: see `row_hash`
    "changes": pl.List(CHANGE),  # cells that were tidied or corrected before anything was made of them
    "waived": pl.List(pl.String),  # rules this row may break, by a row of waivers.csv
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Curated:
    """All that a release is made of."""

    edition: Edition
    provenance: (
        pl.DataFrame
    )  # columns and types of `PROVENANCE`, a row for each published row, in the order of the tables
    source: Source


def curate(
    record: Record,
    texts: Mapping[str, TextTable],
    changes: Mapping[str, Iterable[Change]],
    waived: Mapping[str, Mapping[int, list[str]]],
    source: Source,
) -> Curated:
    """Make the published tables.

    Args:
        record: the tables as they are used: typed text, tidied and corrected, without errors.
        texts: the tables as typed.
        changes: by table, the cells that are used otherwise than typed.
        waived: by table and row, the rules that the row may break.
        source: what was read.
    """
    frames: dict[str, pl.DataFrame] = {}
    tables: list[PublishedTable] = []
    provenance: list[pl.DataFrame] = []
    for name, plan in record.plans.items():
        if plan.publishes is None:
            continue
        frame, order = published(record, plan)
        tables.append(plan.publishes)
        frames[name] = frame
        provenance.append(_provenance(plan, frame, order, texts[name], changes.get(name, ()), waived.get(name, {})))
    edition = Edition(tables=tuple(tables), frames=frames)
    return Curated(edition=edition, provenance=pl.concat(provenance), source=source)


def published(record: Record, plan: Plan) -> tuple[pl.DataFrame, list[int]]:
    """The published rows of one table, sorted by key, and of each the row of the raw table it comes from."""
    table = plan.publishes
    assert table is not None
    prepared = record.prepared(plan.name)
    values = prepared.lazy().select(_values(plan, table)).collect()
    order = values.with_row_index("@row").sort(table.key, maintain_order=True)["@row"]
    return values[order], order.to_list()


def _values(plan: Plan, table: PublishedTable) -> list[pl.Expr]:
    """One expression for each published column, of its published type."""
    values = {column.name: _value(column) for column in plan.columns}
    partial = [column.name for column in plan.columns if column.type == "partial_date"]
    values |= {f"{name}_precision": precision(name) for name in partial}
    made = []
    for column in table.columns:
        value = values[column.name].cast(DTYPES[column.type])
        if column.type == "list":
            value = value.fill_null(pl.lit([], dtype=pl.List(pl.String)))
        made.append(value.alias(column.name))
    return made


def _value(column: Column) -> pl.Expr:
    """The value of a column as it is published: what is found by a name, as the key of the row found."""
    reference = column.reference
    if reference and reference.named_in:
        return pl.col(f"{column.name}.{reference.column}")
    return column.value


def _provenance(
    plan: Plan,
    frame: pl.DataFrame,
    order: list[int],
    text: TextTable,
    changes: Iterable[Change],
    waived: Mapping[int, list[str]],
) -> pl.DataFrame:
    by_row: dict[int, list[dict[str, str | None]]] = defaultdict(list)
    for change in changes:
        by_row[change.row].append(
            {"column": change.column, "typed": change.typed, "used": change.used, "by": change.by}
        )
    typed = text.frame.rows()
    assert plan.publishes is not None
    return pl.DataFrame(
        {
            "table": [plan.name] * frame.height,
            "key": key_texts(frame, plan.publishes),
            "file": [text.file_of(row) for row in order],
            "line": [text.lines[row] for row in order],
            "row_sha256": [row_hash(typed[row]) for row in order],
            "changes": [by_row.get(row, []) for row in order],
            "waived": [waived.get(row, []) for row in order],
        },
        schema=PROVENANCE,
    )


def key_texts(frame: pl.DataFrame, table: PublishedTable) -> list[list[str]]:
    """The key of each row as texts."""
    return [list(row) for row in frame.select(pl.col(table.key).cast(pl.String)).rows()]


def row_hash(cells: Iterable[str | None]) -> str:
    """The SHA-256 of the cells of a row as typed, in the order of the declaration, each with its length in bytes before it.

    Lengths keep ("ab", "c") apart from ("a", "bc"); an empty cell has the length 0.
    """
    digest = hashlib.sha256()
    for cell in cells:
        data = (cell or "").encode()
        digest.update(b"%d:" % len(data) + data)
    return digest.hexdigest()
