"""compare: two editions -> what changed. Data in, data out; whatever cannot be compared raises, and then nothing is published."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from flows.compare.changes import ROW, CellChanges, Changes, NewValues, Retired, SchemaChange, TableChanges
from flows.compare.order import frame_of
from flows.compare.promises import schema_changes
from flows.compare.rekeyed import suspected
from flows.compare.renames import judged, renamed_tables, with_new_name
from flows.compare.retired import retired_values
from flows.compare.rows import changed_cells, matching, new_values
from flows.edition import Edition
from schemas.description import PublishedTable


def compare(old: Edition | None, new: Edition) -> Changes:
    """What changed from one edition to the next; `old` is None for the first release.

    Raises:
        CompareError: an edition is not what it says it is, so that no comparison could be trusted.
    """
    before = {table.name: table for table in old.tables} if old else {}
    after = {table.name: table for table in new.tables}
    frames = {name: frame_of(old, table) for name, table in before.items()} if old else {}
    rows = {name: frame_of(new, table) for name, table in after.items()}
    gone = {name: (table, frames[name]) for name, table in before.items() if name not in after}
    came = {name: (table, rows[name]) for name, table in after.items() if name not in before}
    tables = [
        _stayed(before[name], table, frames[name], rows[name], old)
        if old and name in before
        else _came(table, rows[name])
        for name, table in after.items()
    ]
    names = dict(renamed_tables(gone, came))
    tables += [_gone(table, frame, names.get(name)) for name, (table, frame) in gone.items()]
    stayed = [name for name in before if name in after]
    return Changes(
        first=old is None,
        order=tuple(after),
        reordered=stayed != [name for name in after if name in before],
        tables=tuple(tables),
    )


def _stayed(
    before: PublishedTable, after: PublishedTable, old: pl.DataFrame, new: pl.DataFrame, edition: Edition
) -> TableChanges:
    """A table that both editions have."""
    schema = tuple(schema_changes(before, after))
    types = before.dtypes()
    alike = [name for name, dtype in after.dtypes().items() if types.get(name) == dtype]
    rows = matching(before, after, old, new)
    if rows is None:  # no key names the rows of both
        removed, added = old, new
        changed: tuple[CellChanges, ...] = ()
        filled: tuple[NewValues, ...] = ()
    else:
        removed, added = _in_order(rows.gone, before), _in_order(rows.came, after)
        changed = changed_cells(rows, alike)
        filled = new_values(rows, [name for name in after.dtypes() if name not in alike])
    return TableChanges(
        name=after.name,
        before=before,
        after=after,
        rows_before=old.height,
        rows_after=new.height,
        schema=judged(schema, old, rows, changed),
        matched_by=rows.by if rows else (),
        added=added,
        removed=removed,
        changed=changed,
        filled=filled,
        rekeyed=suspected(before, after, removed, added),
        retired=_retired(edition, before, old, new, changed, removed),
        rows_changed=_rows_changed(changed),
    )


def _in_order(rows: pl.DataFrame, table: PublishedTable) -> pl.DataFrame:
    return rows.sort(table.key) if rows.height else rows


def _rows_changed(changed: Sequence[CellChanges]) -> int:
    """Rows with at least one cell that differs."""
    if not changed:
        return 0
    return pl.concat([column.cells[ROW] for column in changed]).n_unique()


def _retired(
    edition: Edition,
    before: PublishedTable,
    old: pl.DataFrame,
    new: pl.DataFrame,
    changed: Sequence[CellChanges],
    removed: pl.DataFrame,
) -> tuple[Retired, ...]:
    """Values that others referred to and that are gone; only a row gone or a cell changed can take one along."""
    touched = {column.column for column in changed}
    columns = [column.name for column in before.columns if removed.height or column.name in touched]
    return retired_values(edition, before, columns, old, new)


def _came(table: PublishedTable, rows: pl.DataFrame) -> TableChanges:
    """A table that only the new edition has."""
    return _whole(table.name, None, table, rows.clear(), rows, tuple(schema_changes(None, table)))


def _gone(table: PublishedTable, rows: pl.DataFrame, name: str | None) -> TableChanges:
    """A table that only the old edition has; `name` is what it is perhaps called now."""
    return _whole(table.name, table, None, rows, rows.clear(), with_new_name(tuple(schema_changes(table, None)), name))


def _whole(
    name: str,
    before: PublishedTable | None,
    after: PublishedTable | None,
    removed: pl.DataFrame,
    added: pl.DataFrame,
    schema: tuple[SchemaChange, ...],
) -> TableChanges:
    return TableChanges(
        name=name,
        before=before,
        after=after,
        rows_before=removed.height,
        rows_after=added.height,
        schema=schema,
        matched_by=(),
        added=added,
        removed=removed,
        changed=(),
        filled=(),
        rekeyed=(),
        retired=(),
        rows_changed=0,
    )
