"""The JSON Schema of changes.json (draft 2020-12), published as `schema/changes.schema.json` in every release."""

from __future__ import annotations

from typing import Any

_TEXT: dict[str, Any] = {"type": "string"}
_TEXT_OR_NULL: dict[str, Any] = {"type": ["string", "null"]}
_COUNT: dict[str, Any] = {"type": "integer", "minimum": 0}
_TEXTS: dict[str, Any] = {"type": "array", "items": _TEXT}
_CELL: dict[str, Any] = {"$ref": "#/$defs/cell"}
_RECORD: dict[str, Any] = {"$ref": "#/$defs/record"}
_VERSION: dict[str, Any] = {
    "type": ["string", "null"],
    "pattern": r"^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)$",
}

# What can happen to the description of a table; `flows.compare.changes` says which of them break a reader.
WHATS = (
    "table_added", "table_removed", "table_title_changed", "table_description_changed", "table_source_changed",
    "key_changed", "column_added", "column_removed", "columns_reordered", "type_changed", "null_allowed",
    "null_ruled_out", "value_added", "value_removed", "values_listed", "values_freed", "values_reordered",
    "reference_added", "reference_removed", "reference_changed", "column_title_changed", "column_description_changed",
    "column_example_changed", "column_derived_changed",
)  # fmt: skip


def _object(said: str, properties: dict[str, Any]) -> dict[str, Any]:
    """An object with exactly these properties."""
    return {
        "type": "object",
        "description": said,
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(said: str, items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "description": said, "items": items}


def changes_schema() -> dict[str, Any]:
    """The JSON Schema that every changes.json satisfies."""
    top = _object(
        "What changed from one release of HRC Record to the next. The old release and these changes give the new one, exactly.",
        {
            "schema_version": {"const": 1, "description": "Version of this format."},
            "previous": _VERSION | {"description": "The release before; null if there was none."},
            "version": _VERSION | {"description": "The release that this made; null for what is not released."},
            "bump": {
                "enum": ["major", "minor", "patch", None],
                "description": "The part of the version number that grew: major, a program that reads the release can break; minor, tables, "
                "columns, allowed values or rows came, or rows went; patch, corrections. Null: nothing changed.",
            },
            "first": {"type": "boolean", "description": "Whether there was no release before."},
            "summary": _object("Counts over all tables.", dict.fromkeys(_SUMMARY, _COUNT)),
            "breaking": _TEXTS | {"description": "A sentence for each change on which a program can break."},
            "shrunk": _TEXTS | {"description": "A sentence for each table that lost a large share of its rows."},
            "table_order": _TEXTS | {"description": "Names of all tables of the new release, in order."},
            "tables_reordered": {"type": "boolean", "description": "Whether tables that stayed changed places."},
            "tables": _list("The tables that changed.", {"$ref": "#/$defs/table"}),
        },
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "changes.schema.json",
        "title": "Changes of a release of HRC Record",
        **top,
        "$defs": {
            "cell": {
                "description": "A value as the JSON files of a release have it: dates as 2023-10-11, empty as null.",
                "anyOf": [
                    {"type": ["string", "integer", "boolean", "null"]},
                    {"type": "array", "items": _TEXT_OR_NULL},
                ],
            },
            "record": {
                "type": "object",
                "description": "Values by name of column.",
                "additionalProperties": _CELL,
            },
            "table": _table(),
            "description": _description(),
        },
    }


_SUMMARY = (
    "tables_added", "tables_removed", "columns_added", "columns_removed",
    "rows_added", "rows_removed", "rows_changed", "cells_changed",
)  # fmt: skip


def _table() -> dict[str, Any]:
    cell = _object("A cell that differs.", {"column": _TEXT, "before": _CELL, "after": _CELL})
    return _object(
        "What changed in one table.",
        {
            "table": _TEXT,
            "status": {"enum": ["added", "removed", "kept"]},
            "rows": _object("Counts.", dict.fromkeys(("before", "after", "added", "removed", "changed"), _COUNT)),
            "matched_by": _TEXTS
            | {
                "description": "Columns that name a row in both releases; none: all rows are listed as removed and added."
            },
            "schema": _list("Changes of the description.", _schema_change()),
            "description": {
                "description": "The whole description of the table as it is now; null where it did not change.",
                "anyOf": [{"$ref": "#/$defs/description"}, {"type": "null"}],
            },
            "rows_listed": {
                "type": "boolean",
                "description": "False for a first release, whose rows are its data files.",
            },
            "added": _list("Rows that came, whole.", _RECORD),
            "removed": _list("Rows that are gone, as they were.", _RECORD),
            "changed": _list(
                "Rows with cells that differ.",
                _object("One row.", {"key": _RECORD, "cells": _list("Its cells that differ.", cell)}),
            ),
            "new_values": _list(
                "Values, in rows that were there before, of columns that came or have another type now.",
                _object(
                    "One column; a row that is not listed has no value in it (of lists: an empty list).",
                    {
                        "column": _TEXT,
                        "cells": _list("Its values.", _object("One value.", {"key": _RECORD, "value": _CELL})),
                    },
                ),
            ),
            "suspected_rekeyings": _list(
                "Pairs of a row removed and a row added that are perhaps one row under another key; they are listed there too.",
                _object(
                    "One pair of keys.",
                    {"before": _RECORD, "after": _RECORD, "cells_agreeing": _COUNT, "cells_compared": _COUNT},
                ),
            ),
            "retired": _list(
                "Values found no more though other tables referred to them.",
                _object("Of one column.", {"column": _TEXT, "values": _TEXTS, "referred_by": _TEXTS}),
            ),
        },
    )


def _schema_change() -> dict[str, Any]:
    return _object(
        "One change of what the table promises.",
        {
            "what": {"enum": list(WHATS)},
            "effect": {"enum": ["breaking", "additive", "wording"]},
            "column": _TEXT_OR_NULL,
            "before": {"description": "What it was: a value of the description, in its own form."},
            "after": {"description": "What it is."},
            "renamed_to": _TEXT_OR_NULL | {"description": "The new name of what is gone, where the rows suggest one."},
            "sentence": _TEXT,
        },
    )


def _description() -> dict[str, Any]:
    column = _object(
        "One column.",
        {
            "name": _TEXT,
            "type": {"enum": ["text", "integer", "boolean", "date", "list"]},
            "title": _TEXT,
            "description": _TEXT,
            "example": _TEXT,
            "required": {"type": "boolean"},
            "one_of": _TEXTS,
            "refers_to": _TEXT_OR_NULL,
            "derived": {"type": "boolean"},
        },
    )
    return _object(
        "A table: its columns in order, its key, the raw file it comes from.",
        {
            "name": _TEXT,
            "title": _TEXT,
            "description": _TEXT,
            "columns": _list("Columns, in order.", column),
            "key": _TEXTS,
            "source": _TEXT,
        },
    )
