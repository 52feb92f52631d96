"""A table as a Table Schema (Data Package 2.0), for its CSV file.

The tables of the data package are the CSV files: it is the one format that every reader of data packages reads (those for R
and Julia read no other), and a table without rows is still a table. What CSV cannot say is said here: a list is the field
type `list` with the delimiter `; `, an empty cell is null (`missingValues`), and since an empty list is written as an empty
cell too, a list is never `required`. Table Schema has no foreign key for the items of a list; `refersTo`, ours, names the
column in which each of them is found, and does so for plain columns as well.

Limits. The JSON Schema that the standard publishes as profile 2.0 defines the type `list`, as the text of the standard does, but
forgets to admit it among the fields; a validator that goes by that file alone will complain of it.

Source: https://datapackage.org/standard/table-schema/ (2.0, 26 June 2024).
"""

from __future__ import annotations

from typing import Any

from schemas.cells import SEPARATOR
from schemas.description import PublishedColumn, PublishedTable, PublishedType

PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"
TYPES: dict[PublishedType, str] = {
    "text": "string",
    "integer": "integer",
    "boolean": "boolean",
    "date": "date",
    "list": "list",
}


def table_schema(table: PublishedTable) -> dict[str, Any]:
    """The Table Schema of a table."""
    schema: dict[str, Any] = {
        "$schema": PROFILE,
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.key),
    }
    keys = [_foreign_key(table, column) for column in table.columns if column.refers_to and column.type != "list"]
    return schema | ({"foreignKeys": keys} if keys else {})


def _field(column: PublishedColumn) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "type": TYPES[column.type], "title": column.title}
    if column.description:
        field["description"] = column.description
    field["example"] = column.example
    if column.type == "list":
        field |= {"delimiter": SEPARATOR, "itemType": "string"}
    constraints: dict[str, Any] = {}
    if column.required and column.type != "list":
        constraints["required"] = True
    if column.one_of and column.type == "text":
        # Categories say what the words are to statistical programs, the constraint that there are no others.
        field |= {"categories": list(column.one_of), "categoriesOrdered": False}
        constraints["enum"] = list(column.one_of)
    if constraints:
        field["constraints"] = constraints
    if column.refers_to:
        field["refersTo"] = column.refers_to
    field["derived"] = column.derived
    return field


def _foreign_key(table: PublishedTable, column: PublishedColumn) -> dict[str, Any]:
    target, _, name = (column.refers_to or "").partition(".")
    reference: dict[str, Any] = {} if target == table.name else {"resource": target}
    return {"fields": [column.name], "reference": reference | {"fields": [name]}}
