"""A table as JSON Schema (draft 2020-12), for its JSON file: an array of records.

Every record has every column, null where nothing is known; a list is an array, perhaps empty, never null. `x-key`, `x-refers-to`
and `x-derived` are ours: JSON Schema has no word for a key or a reference, and takes unknown words for remarks.

Limits. JSON Schema cannot say that keys are unique or references found (`uniqueItems` compares whole records, in time that grows
with the square of their number); `datapackage.json` and the SQLite file say both.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flows.describe.vouch import example_value
from schemas.description import PublishedColumn, PublishedTable

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(table: PublishedTable) -> dict[str, Any]:
    """The JSON Schema of the JSON file of a table."""
    return {
        "$schema": DIALECT,
        "$id": f"{table.name}.schema.json",
        "title": table.title,
        "description": table.description,
        "x-key": list(table.key),
        "type": "array",
        "items": record_schema(table),
    }


def record_schema(table: PublishedTable) -> dict[str, Any]:
    """The JSON Schema of one record, as it is in each line of a JSON Lines file."""
    return {
        "type": "object",
        "properties": {column.name: _property(column) for column in table.columns},
        "required": [column.name for column in table.columns],
        "additionalProperties": False,
    }


def state_schema(tables: Iterable[PublishedTable]) -> dict[str, Any] | None:
    """The JSON Schema of `countries/KAZ.json` (`flows.release.formats.states`); None where no table of States is published."""
    from flows.release.formats.states import STATES, owner

    by_name = {table.name: table for table in tables}
    if STATES not in by_name:
        return None
    owned = [table for table in by_name.values() if owner(table)]
    labels = {"type": "object", "additionalProperties": {"type": "object", "additionalProperties": {"type": "string"}}}
    properties = {
        "country": record_schema(by_name[STATES]),
        **{table.name: {"type": "array", "items": record_schema(table)} for table in owned},
        "labels": labels | {"description": "What the rows refer to is called: by table, then by key."},
    }
    return {
        "$schema": DIALECT,
        "$id": "state.schema.json",
        "title": "All rows of one State",
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _property(column: PublishedColumn) -> dict[str, Any]:
    about: dict[str, Any] = {"title": column.title}
    if column.description:
        about["description"] = column.description
    about |= _type(column)
    about["examples"] = [example_value(column)]
    if column.refers_to:
        about["x-refers-to"] = column.refers_to
    about["x-derived"] = column.derived
    return about


def _type(column: PublishedColumn) -> dict[str, Any]:
    words = {"enum": list(column.one_of)} if column.one_of else {}
    if column.type == "list":
        return {"type": "array", "items": {"type": "string"} | words}
    plain = {"text": "string", "date": "string"}.get(column.type, column.type)
    form: dict[str, Any] = {"format": "date"} if column.type == "date" else {}
    if column.required:
        return {"type": plain} | form | words
    if words:
        words["enum"].append(None)  # type: ignore[arg-type]
    return {"type": [plain, "null"]} | form | words
