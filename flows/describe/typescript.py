"""`types.d.ts`: the JSON files as TypeScript types.

A type for the records of each table (`ResolutionsRow`) and one that names all files (`Tables`). A column that refers to another
table has that column's type, so that an editor leads from a sponsor to its resolution; a closed list of words is a union.

Limits. Dates are text in JSON and so in TypeScript: `IsoDate` says what they look like, and no more.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from flows.describe import about
from schemas.description import PublishedColumn, PublishedTable

_PLAIN = {"text": "string", "integer": "number", "boolean": "boolean", "date": "IsoDate"}


def typescript(tables: Iterable[PublishedTable]) -> str:
    """The declarations of all tables.

    Args:
        tables: all published tables; those referred to must be among them.
    """
    tables = list(tables)
    lines = [
        f"// {about.TITLE}: types of the JSON files. Generated from the declarations of the tables; do not edit.",
        "",
        "/** A day, as `2023-10-11`. */",
        "export type IsoDate = string;",
        "",
    ]
    for table in tables:
        lines += [*_interface(table), ""]
    lines += [
        '/** Each table by name: `resolutions.json` holds `Tables["resolutions"]`. */',
        "export interface Tables {",
        *(f"  {table.name}: {type_name(table.name)}[];" for table in tables),
        "}",
        "",
        "export type TableName = keyof Tables;",
        "",
        *_state_file(tables),
        "/** The columns that name a row of each table. */",
        "export interface Keys {",
        *(f"  {table.name}: readonly [{', '.join(map(json.dumps, table.key))}];" for table in tables),
        "}",
    ]
    return "\n".join(lines) + "\n"


def _state_file(tables: list[PublishedTable]) -> list[str]:
    """The type of `countries/KAZ.json`, where there is a table of States: see `flows.release.formats.states`."""
    from flows.release.formats.states import CODE, STATES, owner

    if STATES not in {table.name for table in tables}:
        return []
    return [
        f"/** `{STATES}/KAZ.json`: all rows of one State. `labels` says, by table and key, what the rows refer to. */",
        "export interface StateFile {",
        f"  country: {type_name(STATES)};",
        *(f"  {table.name}: {type_name(table.name)}[];" for table in tables if owner(table)),
        f'  labels: Partial<Record<Exclude<TableName, "{STATES}">, Record<string, string>>>;',
        "}",
        "",
        f'/** The code of a State, as in the name of its file. */\nexport type StateCode = {type_name(STATES)}["{CODE}"];',
        "",
    ]


def type_name(table: str) -> str:
    """The name of the type of a table's records: "follow_ups" -> "FollowUpsRow"."""
    return "".join(part.capitalize() for part in table.split("_")) + "Row"


def _interface(table: PublishedTable) -> Iterator[str]:
    yield from _remark("", f"{table.title}. {table.description}", f"Key: {', '.join(table.key)}.")
    yield f"export interface {type_name(table.name)} {{"
    for column in table.columns:
        yield from _remark("  ", f"{column.title}. {column.description}".strip(), f"Example: {column.example}")
        yield f"  {column.name}: {_type(table, column)};"
    yield "}"


def _type(table: PublishedTable, column: PublishedColumn) -> str:
    if column.one_of:
        plain = " | ".join(json.dumps(word, ensure_ascii=False) for word in column.one_of)
    elif column.refers_to:
        target, _, name = column.refers_to.partition(".")
        # A column that referred to itself would be a type without end.
        plain = f'{type_name(target)}["{name}"]' if (target, name) != (table.name, column.name) else "string"
    else:
        plain = _PLAIN.get(column.type, "string")
    if column.type == "list":
        return f"({plain})[]" if " | " in plain else f"{plain}[]"
    return plain if column.required else f"{plain} | null"


def _remark(indent: str, *parts: str) -> Iterator[str]:
    """A remark that no text can end early."""
    text = " ".join(parts).replace("*/", "*\\/").replace("\n", " ")
    yield f"{indent}/** {text} */"
