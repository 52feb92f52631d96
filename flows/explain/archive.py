"""A release, and the raw record it was made of, looked into on demand.

The sidecar `provenance.parquet` says of each row its file, line and the hash of its cells as typed. Lines move as people add
rows, so a raw row is known by its hash: it is looked for in the raw folder as it is now, and where it has been changed since,
in the commit of the release, if git has it.

Limits. A raw table is read as the declarations of today say; a release made under other columns has other hashes, and then only
the file and line are known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import polars as pl

from flows.curate import row_hash
from flows.places import MANIFEST, resolve
from flows.read import Snapshot, read_table, snapshot
from flows.release.manifest import Manifest, from_bytes
from flows.source import file_at
from flows.text import TextTable
from schemas.description import PublishedTable
from schemas.fold import fold
from schemas.plan import Plan

KEY_SEPARATOR = " | "
Where = Literal["now", "moved", "commit", "gone"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """A raw row: its cells as typed by column, and where it was found.

    now: at its line in the raw folder; moved: there, on another line; commit: only in the commit of the release;
    gone: in neither, so that `cells` is None.
    """

    where: Where
    cells: Mapping[str, str | None] | None = None
    line: int | None = None


@dataclass(frozen=True, kw_only=True)
class Archive:
    """One release; everything in it is read when it is first asked for."""

    folder: Path
    manifest: Manifest
    plans: Mapping[str, Plan]
    raw: Path | None
    _frames: dict[str, pl.DataFrame] = field(default_factory=dict)
    _texts: dict[tuple[str, bool], dict[str, tuple[TextTable, int]]] = field(default_factory=dict)
    _lookups: dict[tuple[str, str], dict[Any, dict[str, Any]]] = field(default_factory=dict)
    _names: dict[tuple[str, str], dict[str, list[dict[str, Any]]]] = field(default_factory=dict)

    def table(self, name: str) -> PublishedTable:
        """The description of a table of the release.

        Raises:
            KeyError: it has none of that name.
        """
        return {table.name: table for table in self.manifest.tables}[name]

    def frame(self, name: str) -> pl.DataFrame:
        """The rows of a table."""
        if name not in self._frames:
            self._frames[name] = pl.read_parquet((self.folder / f"{name}.parquet").read_bytes())
        return self._frames[name]

    @cached_property
    def provenance(self) -> pl.DataFrame:
        """The sidecar, with `name`, the key as one text."""
        frame = pl.read_parquet((self.folder / "provenance.parquet").read_bytes())
        return frame.with_columns(pl.col("key").list.join(KEY_SEPARATOR).alias("name"))

    def find(self, table: str, column: str, value: Any) -> dict[str, Any] | None:
        """The first row of a table that has a value in a column."""
        if (table, column) not in self._lookups:
            rows: dict[Any, dict[str, Any]] = {}
            for row in self.frame(table).iter_rows(named=True):
                rows.setdefault(row[column], row)
            self._lookups[table, column] = rows
        return self._lookups[table, column].get(value)

    def named(self, table: str, column: str, name: str) -> list[dict[str, Any]]:
        """The rows of a table that go by a name in a column, whatever its case, accents and punctuation."""
        if (table, column) not in self._names:
            frame = self.frame(table)
            if frame.schema[column] == pl.List:
                frame = frame.with_columns(pl.col(column).alias("@each")).explode("@each")
            else:
                frame = frame.with_columns(pl.col(column).alias("@each"))
            by_name: dict[str, list[dict[str, Any]]] = {}
            for folded, row in zip(frame.select(fold(pl.col("@each")).alias("f"))["f"], frame.iter_rows(named=True), strict=True):  # fmt: skip
                if folded:
                    by_name.setdefault(folded, []).append(row)
            self._names[table, column] = by_name
        return self._names[table, column].get(_folded(name), [])

    def origin(self, table: str, row_sha256: str, line: int) -> Origin:
        """The raw row of that hash."""
        for at_commit in (False, True):
            found = self._by_hash(table, at_commit).get(row_sha256)
            if found:
                text, index = found
                cells = dict(zip(text.frame.columns, text.frame.row(index), strict=True))
                now: Where = "now" if text.lines[index] == line else "moved"
                return Origin(where="commit" if at_commit else now, cells=cells, line=text.lines[index])
        return Origin(where="gone")

    def raw_rows(self, table: str) -> Iterator[tuple[int, dict[str, str | None]]]:
        """Line and cells of each row of a raw table, as it was when the release was made if that is known."""
        for at_commit in (True, False):
            rows = self._by_hash(table, at_commit)
            if rows:
                yield from ((text.lines[index], dict(zip(text.frame.columns, text.frame.row(index), strict=True))) for text, index in rows.values())  # fmt: skip
                return

    def _by_hash(self, table: str, at_commit: bool) -> dict[str, tuple[TextTable, int]]:
        if (table, at_commit) not in self._texts:
            source = self._committed if at_commit else self._present
            rows: dict[str, tuple[TextTable, int]] = {}
            if source is not None and table in self.plans:
                text = read_table(self.plans[table], source)
                for index, cells in enumerate(text.frame.iter_rows()):
                    rows.setdefault(row_hash(cells), (text, index))
            self._texts[table, at_commit] = rows
        return self._texts[table, at_commit]

    @cached_property
    def _present(self) -> Snapshot | None:
        """The raw folder as it is now."""
        try:
            return snapshot(self.plans, self.raw) if self.raw else None
        except OSError:
            return None

    @cached_property
    def _committed(self) -> Snapshot | None:
        """The raw folder as it was in the commit of the release."""
        commit = self.manifest.source.commit
        if not commit or not self.raw:
            return None
        files = {}
        for path in self.manifest.source.files:
            shown, _, below = path.partition("/")
            data = file_at(self.raw, commit, below)
            if data is None:
                return None
            files[below] = data
        return Snapshot(self.raw, shown, files) if files else None


def open_archive(release: Path, plans: Mapping[str, Plan], raw: Path | None = None) -> Archive:
    """Open the folder of a release, `curated/latest` or `curated/releases/1.4.0`.

    Args:
        release: the folder.
        plans: the declarations of the tables.
        raw: the raw folder; unless given, the one beside `curated` or in the working folder.

    Raises:
        OSError: there is no release there.
        flows.release.errors.ReleaseError: it is damaged.
    """
    folder = resolve(release)
    manifest = from_bytes((folder / MANIFEST).read_bytes())
    return Archive(folder=folder, manifest=manifest, plans=plans, raw=raw or _raw_folder(folder, manifest))


def _raw_folder(release: Path, manifest: Manifest) -> Path | None:
    """Where the raw record probably is. A wrong guess shows nothing wrong, as rows are known by their hash."""
    shown = next((path.partition("/")[0] for path in manifest.source.files), "raw")
    above = release.resolve().parents
    places = [above[2] / shown] if len(above) > 2 else []
    return next((place for place in [*places, Path(shown)] if place.is_dir()), None)


def _folded(name: str) -> str:
    folded: str = pl.select(fold(pl.lit(name))).item()
    return folded
