"""What the rows tell about the promises: under which name that which is gone lives on, and whether a new list holds all that was used.

A name is only suspected, never taken for certain: what is gone counts as breaking all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import polars as pl

from flows.compare.changes import AFTER, BEFORE, CellChanges, SchemaChange
from flows.compare.rows import Matched
from schemas.description import PublishedTable

_SAME = (
    0.9  # a column whose filled cells agree to this share with those of a column that is gone is perhaps that column
)


def judged(
    changes: Sequence[SchemaChange], old: pl.DataFrame, rows: Matched | None, cells: Sequence[CellChanges]
) -> tuple[SchemaChange, ...]:
    """The changes of one table that stayed, with what its rows tell of them; `old` are those before, `rows` is None where they could not be matched."""
    by_column = {column.column: column for column in cells}
    came = [change.column for change in changes if change.what == "column_added" and change.column]
    new_values = {change.column: change.after for change in changes if change.what == "value_added"}
    found = []
    for change in changes:
        match change.what:
            case "column_removed" if change.column and rows:
                found.append(_renamed(change, _column(rows, change.column, came)))
            case "value_removed" if change.column in new_values and change.column in by_column:
                found.append(_renamed(change, _value(change, changes, by_column[change.column])))
            case "values_listed":
                found.append(_listed(change, old))
            case _:
                found.append(change)
    return tuple(found)


def _renamed(change: SchemaChange, name: str | None) -> SchemaChange:
    if name is None:
        return change
    sentence = f"{change.sentence.removesuffix('.')}; perhaps it is called {name} now."
    return replace(change, renamed_to=name, sentence=sentence)


def _column(rows: Matched, gone: str, came: Sequence[str]) -> str | None:
    """The column that came and holds what the column that is gone held; None where there is none, or more than one."""
    old = rows.old(gone)
    told = old.list.len() > 0 if old.dtype == pl.List(pl.String) else old.is_not_null()
    if not told.any():
        return None
    alike = []
    for name in came:
        new = rows.new(name)
        if new.dtype == old.dtype and old.eq_missing(new).filter(told).mean() >= _SAME:  # type: ignore[operator]
            alike.append(name)
    return alike[0] if len(alike) == 1 else None


def _value(change: SchemaChange, changes: Sequence[SchemaChange], column: CellChanges) -> str | None:
    """The new value that stands where the value that is gone stood."""
    if column.cells.schema[BEFORE] != pl.String:
        return None
    now = column.cells.filter(pl.col(BEFORE) == change.before)[AFTER].drop_nulls().unique()
    added = {other.after for other in changes if other.what == "value_added" and other.column == change.column}
    return now.item() if len(now) == 1 and now.item() in added else None


def _listed(change: SchemaChange, old: pl.DataFrame) -> SchemaChange:
    """A list of allowed values that came breaks those who used a value that it leaves out."""
    assert change.column is not None
    used = old[change.column]
    used = (used.explode() if used.dtype == pl.List(pl.String) else used).drop_nulls().unique().cast(pl.String)
    left_out = sorted(set(used) - set(change.after))
    if not left_out:
        return change
    more = f" and {len(left_out) - 3} more" if len(left_out) > 3 else ""
    sentence = f"the column {change.column} holds only certain values from now on, and {', '.join(left_out[:3])}{more} is not one of them."
    return replace(change, effect="breaking", sentence=sentence)


def renamed_tables(
    gone: Mapping[str, tuple[PublishedTable, pl.DataFrame]], came: Mapping[str, tuple[PublishedTable, pl.DataFrame]]
) -> Iterator[tuple[str, str]]:
    """Pairs of a table that is gone and the only one that came with the same columns and the same rows."""
    for name, (old, frame) in gone.items():
        alike = [
            other
            for other, (new, rows) in came.items()
            if old.dtypes() == new.dtypes() and list(old.dtypes()) == list(new.dtypes()) and frame.equals(rows)
        ]
        if len(alike) == 1:
            yield name, alike[0]


def with_new_name(changes: Sequence[SchemaChange], name: str | None) -> tuple[SchemaChange, ...]:
    """The changes of a table that is gone, its perhaps new name said."""
    return tuple(_renamed(change, name) if change.what == "table_removed" else change for change in changes)
