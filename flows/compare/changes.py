"""What changed between two editions, as data: what every other part of this package makes, writes, shows or applies.

A change is kept by column, as small frames of the cells that differ, so that a comparison of a million rows costs what differs
and not what is there. `TableChanges.changed_rows` turns that into rows for those who write them down.

The version number follows from here (`Changes.bump`). The question is always the same: **can a program that read the old
release, by the names of tables and columns, break on the new one?** The Data Package version pattern
(https://datapackage.org/recipes/data-package-version/) is the starting point:

======  ==========================================================================================================
major   a table, a column or an allowed value is gone or has another name; a type, a key or a reference is another;
        columns stand in another order; an empty cell is newly allowed; a list of allowed values is given up, or comes
        and leaves out values that were used; a row is gone or has another key while other tables referred to it
        (the pattern: "delete … data that is referenced by another data resource")
minor   tables, columns, allowed values or rows come; rows to which no table referred are gone; a promise becomes
        stronger (never empty any more, a new reference, a list of allowed values that holds all that was used)
patch   cells are corrected; titles, descriptions and examples are reworded; tables stand in another order
======  ==========================================================================================================

Where this departs from the pattern, and why: a column that comes is major there, since files may be read by position; ours
are read by name, and columns already there keep their order. A stronger promise is major there, since data may be *written*
by the schema; ours is only read. An empty cell newly allowed is minor there; it breaks every reader that relied on a value.
A row removed that nothing referred to is not in the pattern: it is more than the correction of a cell, as an identifier that
somebody may have kept is found no more, yet nothing that reads the release breaks. It counts as minor.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import polars as pl

from schemas.description import PublishedTable

Bump = Literal["major", "minor", "patch"]
Effect = Literal["breaking", "additive", "wording"]

ROW, BEFORE, AFTER = "@row", "@before", "@after"  # no column of a table begins with @

# A table that lost more than this share of its rows is not published unasked. The record only grows; the largest honest
# removal is a session withdrawn from it, 4 to 6 % of the resolutions. A file saved with a filter on, cut off on the way,
# or missing from a folder costs more than a tenth.
SHRINK_SHARE = 0.10


class CompareError(Exception):
    """Two editions cannot be compared, or changes do not belong to an edition; `str()` is a sentence for a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaChange:
    """One change of what a table promises. `before` and `after` are JSON values: the attribute that changed."""

    what: str  # "column_removed", "null_allowed", …: the words are in `flows.compare.schema.WHATS`
    effect: Effect
    column: str | None
    before: Any
    after: Any
    sentence: str  # for a person, without the name of the table
    renamed_to: str | None = None  # the new name of what is gone, where the data suggests one


@dataclass(frozen=True, slots=True, kw_only=True)
class CellChanges:
    """The cells of one column that differ, in the order of the new rows.

    `cells` has `@row` (position among the new rows), the columns by which rows are matched, `@before` and `@after`.
    """

    column: str
    cells: pl.DataFrame


@dataclass(frozen=True, slots=True, kw_only=True)
class NewValues:
    """The values of a column that came, or that has another type now, in rows that were there before; empty ones left out.

    `cells` has the columns by which rows are matched, and `@after`.
    """

    column: str
    cells: pl.DataFrame


@dataclass(frozen=True, slots=True, kw_only=True)
class Rekeyed:
    """A row removed and a row added that are perhaps the same row under another key: `agree` of `compared` cells agree."""

    before: tuple[Any, ...]  # values of the old key
    after: tuple[Any, ...]  # values of the new key
    agree: int
    compared: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Retired:
    """Values of a column that are found no more, though other tables referred to them."""

    column: str
    values: tuple[str, ...]  # as text
    referred_by: tuple[str, ...]  # names of tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell that differs."""

    column: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class TableChanges:
    """What changed in one table; `before` is None for a table that came, `after` for one that is gone."""

    name: str
    before: PublishedTable | None
    after: PublishedTable | None
    rows_before: int
    rows_after: int
    schema: tuple[SchemaChange, ...]
    matched_by: tuple[str, ...]  # columns that name a row in both; empty: rows cannot be matched, all are listed
    added: pl.DataFrame  # columns of `after`, sorted by its key
    removed: pl.DataFrame  # columns of `before`, sorted by its key
    changed: tuple[CellChanges, ...]
    filled: tuple[NewValues, ...]
    rekeyed: tuple[Rekeyed, ...]
    retired: tuple[Retired, ...]
    rows_changed: int  # rows with at least one cell in `changed`

    @property
    def status(self) -> Literal["added", "removed", "kept"]:
        """Whether the table came, went or stayed."""
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "kept"

    @property
    def unchanged(self) -> bool:
        """Whether neither a row nor a word of the description differs."""
        return not (self.schema or self.added.height or self.removed.height or self.rows_changed)

    @property
    def cells_changed(self) -> int:
        """Number of cells in `changed`."""
        return sum(column.cells.height for column in self.changed)

    @property
    def gone(self) -> int:
        """Rows that are gone and do not seem to live on under another key."""
        return self.removed.height - len(self.rekeyed)

    def changed_rows(self) -> Iterator[tuple[tuple[Any, ...], list[Cell]]]:
        """The key of each changed row and its cells that differ, rows in the order of the new table, cells in that of its columns."""
        parts = [
            (position, number, row)
            for number, column in enumerate(self.changed)
            for position, row in zip(column.cells[ROW].to_list(), column.cells.drop(ROW).rows(), strict=True)
        ]
        parts.sort(key=lambda part: part[:2])
        for _, same in itertools.groupby(parts, key=lambda part: part[0]):
            found = list(same)
            cells = [
                Cell(column=self.changed[number].column, before=row[-2], after=row[-1]) for _, number, row in found
            ]
            yield found[0][2][:-2], cells


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """All that changed from one edition to the next; `first` says that there was none before."""

    first: bool
    order: tuple[str, ...]  # tables of the new edition
    reordered: bool  # tables that stayed stand in another order
    tables: tuple[TableChanges, ...]  # in the order of the new edition, then those that are gone

    @property
    def bump(self) -> Bump | None:
        """Which part of the version number grows; None where nothing changed. The first release counts as minor."""
        if self.breaking:
            return "major"
        if self.first:
            return "minor"
        if any(table.added.height or table.removed.height for table in self.tables):
            return "minor"
        effects = {change.effect for table in self.tables for change in table.schema}
        if "additive" in effects:
            return "minor"
        if effects or self.reordered or any(table.rows_changed for table in self.tables):
            return "patch"
        return None

    @property
    def breaking(self) -> list[str]:
        """A sentence for each change on which a program that reads the release can break."""
        sentences = []
        for table in self.tables:
            sentences += [f"{table.name}: {change.sentence}" for change in table.schema if change.effect == "breaking"]
            sentences += [f"{table.name}: {_retired(retired, table.rekeyed)}" for retired in table.retired]
        return sentences

    @property
    def shrunk(self) -> list[str]:
        """A sentence for each table that lost more than `SHRINK_SHARE` of its rows; a table that is gone is in `breaking`."""
        sentences = []
        for table in self.tables:
            if table.status == "kept" and table.gone > SHRINK_SHARE * table.rows_before:
                share = 100 * table.gone / table.rows_before
                sentences.append(
                    f"{table.name}: {table.gone:,} of {table.rows_before:,} rows {'is' if table.gone == 1 else 'are'} gone ({share:.0f}%). The record only "
                    f"grows; more than {100 * SHRINK_SHARE:.0f}% is what a file loses that was saved with a filter on, or cut off on the way."
                )
        return sentences


def _retired(retired: Retired, rekeyed: Sequence[Rekeyed]) -> str:
    """What is gone, what it is perhaps called now, and who referred to it."""
    now = {str(pair.before[0]): pair.after[0] for pair in rekeyed if len(pair.before) == len(pair.after) == 1}
    named = [f"{value} (perhaps {now[value]} now)" if value in now else value for value in retired.values[:3]]
    more = f" and {len(retired.values) - 3:,} more" if len(retired.values) > 3 else ""
    verb, what = ("is", "it") if len(retired.values) == 1 else ("are", "them")
    tables = " and ".join(filter(None, [", ".join(retired.referred_by[:-1]), retired.referred_by[-1]]))
    return f"{', '.join(named)}{more} {verb} no longer found in {retired.column}, and {tables} referred to {what}."
