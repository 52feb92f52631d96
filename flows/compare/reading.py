"""changes.json -> `Changes`: the way back, given the edition that the changes were made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from flows.compare.changes import (
    AFTER,
    BEFORE,
    ROW,
    CellChanges,
    Changes,
    CompareError,
    NewValues,
    Rekeyed,
    Retired,
    SchemaChange,
    TableChanges,
)
from flows.compare.promises import description
from flows.compare.writing import SCHEMA_VERSION
from flows.edition import Edition
from schemas.description import PublishedTable

Types = Mapping[str, pl.DataType]


def changes_of(said: Mapping[str, Any], old: Edition) -> Changes:
    """The changes that changes.json holds. Tables that it does not list did not change, and are not in the result.

    Raises:
        CompareError: it is of another version than this program knows, does not list its rows, or is damaged.
    """
    try:
        if said["schema_version"] != SCHEMA_VERSION:
            raise CompareError(
                f"The changes are written in version {said['schema_version']} of their format; this program reads version {SCHEMA_VERSION}."
            )
        if any(not table["rows_listed"] for table in said["tables"]):
            raise CompareError(
                "A first release has nothing before it, so its changes list no rows; its data files hold them."
            )
        before = {table.name: table for table in old.tables}
        return Changes(
            first=said["first"],
            order=tuple(said["table_order"]),
            reordered=said["tables_reordered"],
            tables=tuple(_table(table, before) for table in said["tables"]),
        )
    except KeyError as error:
        raise CompareError(
            f"The changes are damaged: they lack {error}, or speak of {error}, which is not there."
        ) from error
    except (TypeError, ValueError, AttributeError, pl.exceptions.PolarsError) as error:
        why = str(error).partition("\n")[0]
        raise CompareError(f"The changes are damaged: something in them is not what it should be ({why}).") from error


def _table(said: Mapping[str, Any], tables: Mapping[str, PublishedTable]) -> TableChanges:
    name, status = said["table"], said["status"]
    if status != "added" and name not in tables:
        raise CompareError(f"The changes speak of a table {name}, which this release does not have.")
    before = None if status == "added" else tables[name]
    after = None if status == "removed" else description(said["description"]) if said["description"] else before
    by = tuple(said["matched_by"])
    old, new = before.dtypes() if before else {}, after.dtypes() if after else {}
    return TableChanges(
        name=name,
        before=before,
        after=after,
        rows_before=said["rows"]["before"],
        rows_after=said["rows"]["after"],
        schema=tuple(SchemaChange(**change) for change in said["schema"]),
        matched_by=by,
        added=_frame(said["added"], new or old),
        removed=_frame(said["removed"], old or new),
        changed=tuple(_changed(said["changed"], by, new)),
        filled=tuple(_filled(column, by, new) for column in said["new_values"]),
        rekeyed=tuple(_rekeyed(pair, old, new) for pair in said["suspected_rekeyings"]),
        retired=tuple(
            Retired(
                column=retired["column"], values=tuple(retired["values"]), referred_by=tuple(retired["referred_by"])
            )
            for retired in said["retired"]
        ),
        rows_changed=said["rows"]["changed"],
    )


def _changed(rows: Sequence[Mapping[str, Any]], by: Sequence[str], types: Types) -> list[CellChanges]:
    """Changed rows, turned into changed columns in the order of the table."""
    columns: dict[str, list[tuple[Any, ...]]] = {}
    for position, row in enumerate(rows):
        key = [row["key"][name] for name in by]
        for cell in row["cells"]:
            columns.setdefault(cell["column"], []).append((position, *key, cell["before"], cell["after"]))
    changed = []
    for column in sorted(columns, key=list(types).index):
        kinds = {ROW: pl.UInt32(), **{name: types[name] for name in by}, BEFORE: types[column], AFTER: types[column]}
        parts = zip(*columns[column], strict=True)
        cells = [_series(name, list(values), kinds[name]) for name, values in zip(kinds, parts, strict=True)]
        changed.append(CellChanges(column=column, cells=pl.DataFrame(cells)))
    return changed


def _filled(said: Mapping[str, Any], by: Sequence[str], types: Types) -> NewValues:
    column, cells = said["column"], said["cells"]
    keys = [_series(name, [cell["key"][name] for cell in cells], types[name]) for name in by]
    values = _series(AFTER, [cell["value"] for cell in cells], types[column])
    return NewValues(column=column, cells=pl.DataFrame([*keys, values]))


def _rekeyed(pair: Mapping[str, Any], old: Types, new: Types) -> Rekeyed:
    return Rekeyed(
        before=tuple(_value(value, old[name]) for name, value in pair["before"].items()),
        after=tuple(_value(value, new[name]) for name, value in pair["after"].items()),
        agree=pair["cells_agreeing"],
        compared=pair["cells_compared"],
    )


def _frame(records: Sequence[Mapping[str, Any]], types: Types) -> pl.DataFrame:
    return pl.DataFrame([_series(name, [row[name] for row in records], dtype) for name, dtype in types.items()])


def _series(name: str, values: Sequence[Any], dtype: pl.DataType) -> pl.Series:
    return pl.Series(name, [_value(value, dtype) for value in values], dtype=dtype, strict=True)


def _value(value: Any, dtype: pl.DataType) -> Any:
    return date.fromisoformat(value) if dtype == pl.Date and value is not None else value
