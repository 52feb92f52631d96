"""changes.json: what changed, for programs. Complete: no cell is cut, no row left out, and `flows.compare.apply` needs nothing else.

`flows.compare.schema` is its JSON Schema, and says what each part means. The order is that of the release: tables, then rows
by key, then columns; the same two releases always give the same bytes. Only the rows of a first release are not listed: they
are its data files.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl

from flows.compare.changes import Changes, SchemaChange, TableChanges
from flows.compare.promises import described

SCHEMA_VERSION = 1


def changes_json(changes: Changes, old_version: str | None, new_version: str | None) -> dict[str, Any]:
    """What changed, as the object that changes.json holds; `new_version` is None for what is not released."""
    return {
        "schema_version": SCHEMA_VERSION,
        "previous": old_version,
        "version": new_version,
        "bump": changes.bump,
        "first": changes.first,
        "summary": summary(changes),
        "breaking": changes.breaking,
        "shrunk": changes.shrunk,
        "table_order": list(changes.order),
        "tables_reordered": changes.reordered,
        "tables": [_table(table, listed=not changes.first) for table in changes.tables if not table.unchanged],
    }


def summary(changes: Changes) -> dict[str, int]:
    """The counts of all tables together."""
    schema = [change.what for table in changes.tables for change in table.schema]
    return {
        "tables_added": schema.count("table_added"),
        "tables_removed": schema.count("table_removed"),
        "columns_added": schema.count("column_added"),
        "columns_removed": schema.count("column_removed"),
        "rows_added": sum(table.added.height for table in changes.tables),
        "rows_removed": sum(table.removed.height for table in changes.tables),
        "rows_changed": sum(table.rows_changed for table in changes.tables),
        "cells_changed": sum(table.cells_changed for table in changes.tables),
    }


def _table(table: TableChanges, *, listed: bool) -> dict[str, Any]:
    said: dict[str, Any] = {
        "table": table.name,
        "status": table.status,
        "rows": {
            "before": table.rows_before,
            "after": table.rows_after,
            "added": table.added.height,
            "removed": table.removed.height,
            "changed": table.rows_changed,
        },
        "matched_by": list(table.matched_by),
        "schema": [_schema(change) for change in table.schema],
        "description": described(table.after) if table.after and (table.schema or not table.before) else None,
        "rows_listed": listed,
        "added": records(table.added) if listed else [],
        "removed": records(table.removed),
        "changed": [
            {
                "key": dict(zip(table.matched_by, map(value, key), strict=True)),
                "cells": [
                    {"column": cell.column, "before": value(cell.before), "after": value(cell.after)} for cell in cells
                ],
            }
            for key, cells in table.changed_rows()
        ],
        "new_values": [
            {"column": column.column, "cells": _new_values(column.cells, table.matched_by)} for column in table.filled
        ],
        "suspected_rekeyings": [
            _rekeyed(table, pair.before, pair.after, pair.agree, pair.compared) for pair in table.rekeyed
        ],
        "retired": [
            {
                "column": retired.column,
                "values": list(retired.values),
                "referred_by": list(retired.referred_by),
            }
            for retired in table.retired
        ],
    }
    return said


def _schema(change: SchemaChange) -> dict[str, Any]:
    return {
        "what": change.what,
        "effect": change.effect,
        "column": change.column,
        "before": change.before,
        "after": change.after,
        "renamed_to": change.renamed_to,
        "sentence": change.sentence,
    }


def _new_values(cells: pl.DataFrame, by: Sequence[str]) -> list[dict[str, Any]]:
    return [{"key": dict(zip(by, map(value, row[:-1]), strict=True)), "value": value(row[-1])} for row in cells.rows()]


def _rekeyed(
    table: TableChanges, before: Sequence[Any], after: Sequence[Any], agree: int, compared: int
) -> dict[str, Any]:
    assert table.before is not None
    assert table.after is not None
    return {
        "before": dict(zip(table.before.key, map(value, before), strict=True)),
        "after": dict(zip(table.after.key, map(value, after), strict=True)),
        "cells_agreeing": agree,
        "cells_compared": compared,
    }


def records(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """The rows as the JSON files of a release have them: dates as "2023-10-11", lists as lists, empty as null."""
    return [{name: value(cell) for name, cell in zip(frame.columns, row, strict=True)} for row in frame.rows()]


def value(cell: Any) -> Any:
    """A cell as JSON has it."""
    return cell.isoformat() if isinstance(cell, date) else cell
