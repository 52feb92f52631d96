"""apply: an edition and what changed -> the next edition, exactly.

The proof that a comparison is complete, and a way to bring a copy of the data up to date without fetching it again. Nothing
is applied to rows other than those the changes were made from: each row that is to go and each cell that is to change must be
there as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from flows.compare.changes import AFTER, BEFORE, ROW, CellChanges, Changes, CompareError, NewValues, TableChanges
from flows.compare.order import frame_of, in_order
from flows.edition import Edition
from schemas.description import PublishedTable


def apply(old: Edition, changes: Changes | Mapping[str, Any]) -> Edition:
    """The edition that comes of the changes, as `compare` gave them or as read from changes.json.

    Raises:
        CompareError: the changes were not made from this edition, or do not list all rows (those of a first release do not).
    """
    if not isinstance(changes, Changes):
        from flows.compare.reading import changes_of

        changes = changes_of(changes, old)
    before = {table.name: table for table in old.tables}
    made = {table.name: table for table in changes.tables}
    frames: dict[str, pl.DataFrame] = {}
    tables: list[PublishedTable] = []
    for name, table in made.items():
        if table.before is not None and name not in before:
            raise CompareError(f"The changes speak of a table {name}, which this release does not have.")
        if table.before is not None and before[name] != table.before:
            raise CompareError(f"The changes of the table {name} were made from another release than this one.")
    for name in changes.order:
        change = made.get(name)
        if change is None or change.unchanged:
            described, frame = _kept(old, before, name)
        else:
            described, frame = _changed(old, change)
        tables.append(described)
        frames[name] = frame
    return Edition(tables=tuple(tables), frames=frames)


def _kept(old: Edition, before: Mapping[str, PublishedTable], name: str) -> tuple[PublishedTable, pl.DataFrame]:
    table = before.get(name)
    if table is None:
        raise CompareError(f"The changes speak of a table {name}, which this release does not have.")
    return table, frame_of(old, table)


def _changed(old: Edition, change: TableChanges) -> tuple[PublishedTable, pl.DataFrame]:
    """Description and rows of a table that came or changed."""
    after = change.after
    if after is None:
        raise CompareError(
            f"The changes of the table {change.name} contradict each other: it is gone, and it is there."
        )
    if change.before is None or not change.matched_by:
        frame = change.added
    else:
        rows = _without(frame_of(old, change.before), change)
        by = list(change.matched_by)
        changed = {column.column: column for column in change.changed}
        filled = {column.column: column for column in change.filled}
        columns = []
        for name, dtype in after.dtypes().items():
            if name in filled:
                columns.append(_filled(rows, filled[name], by, dtype))
            elif name in changed:
                columns.append(_mended(rows, changed[name], by, change.name))
            else:
                columns.append(rows[name])
        frame = pl.concat([pl.DataFrame(columns), change.added])
    frame = in_order(frame, after)
    if frame.height != change.rows_after:
        raise _foreign(change.name)
    return after, frame.sort(after.key)


def _without(rows: pl.DataFrame, change: TableChanges) -> pl.DataFrame:
    """The rows that stay."""
    if not change.removed.height:
        return rows
    by = list(change.matched_by)
    there = rows.join(change.removed.select(by), on=by, how="semi", maintain_order="left")
    if not there.sort(by).equals(change.removed.sort(by)):
        raise _foreign(change.name)
    return rows.join(change.removed, on=by, how="anti", maintain_order="left")


def _mended(rows: pl.DataFrame, change: CellChanges, by: list[str], table: str) -> pl.Series:
    """A column with its changed cells."""
    name = change.column
    cells = (
        change.cells.drop(ROW).rename({BEFORE: "@old", AFTER: "@new"}).with_columns(pl.lit(value=True).alias("@hit"))
    )
    beside = rows.select(*by, name).join(cells, on=by, how="left", maintain_order="left")
    hit = beside["@hit"].fill_null(value=False)
    if hit.sum() != change.cells.height or beside[name].ne_missing(beside["@old"]).filter(hit).any():
        raise _foreign(table)
    return beside.select(pl.when(hit).then("@new").otherwise(name).alias(name)).to_series()


def _filled(rows: pl.DataFrame, change: NewValues, by: list[str], dtype: pl.DataType) -> pl.Series:
    """A column that came: its values, elsewhere empty."""
    cells = change.cells.with_columns(pl.lit(value=True).alias("@hit"))
    beside = rows.select(by).join(cells, on=by, how="left", maintain_order="left")
    empty = pl.lit([] if dtype == pl.List(pl.String) else None, dtype=dtype)
    return beside.select(pl.when(pl.col("@hit")).then(AFTER).otherwise(empty).alias(change.column)).to_series()


def _foreign(table: str) -> CompareError:
    return CompareError(f"The changes of the table {table} were made from other rows than those of this release.")
