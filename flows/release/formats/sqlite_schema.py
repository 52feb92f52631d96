"""The statements that make record.sqlite, derived from the descriptions of the tables (see `flows.release.formats.sqlite`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from flows.edition import Edition
from schemas.description import PublishedColumn, PublishedTable

_TYPES = {"text": "TEXT", "integer": "INTEGER", "boolean": "INTEGER", "date": "TEXT", "list": "TEXT"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """The table that holds the items of one list column."""

    name: str  # "resolutions_themes"
    column: str  # "themes", here as in the table itself
    key: tuple[str, ...]  # the key of the table it belongs to
    position: str  # "position"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What is executed before and after the rows are there, and the tables made of lists."""

    tables: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    children: dict[str, list[Child]] = field(default_factory=dict)


def layout(edition: Edition) -> Layout:
    """The statements for all tables of an edition."""
    plan = Layout()
    taken = {table.name for table in edition.tables}
    unique = set(_unique(edition))
    for table in edition.tables:
        plan.tables.append(_create(table, unique))
        plan.children[table.name] = [_child(table, column, taken) for column in table.columns if column.type == "list"]
        for child in plan.children[table.name]:
            column = next(column for column in table.columns if column.name == child.column)
            plan.tables.append(_create_child(table, column, child, unique))
            plan.after.append(_index(child.name, child.column))
        plan.after.extend(_indexes(table, unique))
    for table in edition.tables:
        plan.after.extend(_search(table, _free(f"{table.name}_fts", taken)))
        plan.after.extend(_full(edition, table, _free(f"{table.name}_full", taken)))
    return plan


def quoted(name: str) -> str:
    """A name in SQL."""
    return '"' + name.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _free(name: str, taken: set[str]) -> str:
    """The name, with underscores after it until nothing else is called so."""
    while name in taken:
        name += "_"
    taken.add(name)
    return name


def _unique(edition: Edition) -> Iterator[tuple[str, str]]:
    """The columns, as (table, column), that something refers to and that name one row: only these can be foreign keys."""
    for name in sorted({column.refers_to for table in edition.tables for column in table.columns if column.refers_to}):
        parent, _, column = name.partition(".")
        values = edition.frames[parent][column].drop_nulls()
        if values.n_unique() == len(values):
            yield parent, column


def _reference(column: PublishedColumn, unique: set[tuple[str, str]]) -> list[str]:
    parent, _, place = (column.refers_to or "").partition(".")
    if (parent, place) not in unique:
        return []
    return [f"FOREIGN KEY ({quoted(column.name)}) REFERENCES {quoted(parent)} ({quoted(place)})"]


def _create(table: PublishedTable, unique: set[tuple[str, str]]) -> str:
    lines = []
    for column in table.columns:
        line = f"{quoted(column.name)} {_TYPES[column.type]}"
        if column.required or column.type == "list" or column.name in table.key:
            line += " NOT NULL"
        if column.one_of and column.type == "text":
            line += f" CHECK ({quoted(column.name)} IN ({', '.join(_text(value) for value in column.one_of)}))"
        lines.append(line)
    lines.append(f"PRIMARY KEY ({', '.join(map(quoted, table.key))})")
    for column in table.columns:
        if column.type != "list":
            lines += _reference(column, unique)
    return f"CREATE TABLE {quoted(table.name)} (\n  " + ",\n  ".join(lines) + "\n)"


def _child(table: PublishedTable, column: PublishedColumn, taken: set[str]) -> Child:
    position = _free("position", {column.name, *table.key})
    return Child(name=_free(f"{table.name}_{column.name}", taken), column=column.name, key=table.key, position=position)


def _create_child(table: PublishedTable, column: PublishedColumn, child: Child, unique: set[tuple[str, str]]) -> str:
    kinds = {each.name: _TYPES[each.type] for each in table.columns}
    key = ", ".join(map(quoted, child.key))
    lines = [f"{quoted(name)} {kinds[name]} NOT NULL" for name in child.key]
    lines += [f"{quoted(child.position)} INTEGER NOT NULL", f"{quoted(column.name)} TEXT NOT NULL"]
    lines.append(f"PRIMARY KEY ({key}, {quoted(child.position)})")
    lines.append(f"FOREIGN KEY ({key}) REFERENCES {quoted(table.name)} ({key})")
    lines += _reference(column, unique)
    return f"CREATE TABLE {quoted(child.name)} (\n  " + ",\n  ".join(lines) + "\n)"


def _index(table: str, column: str, kind: str = "INDEX") -> str:
    return f"CREATE {kind} {quoted(f'{table}_by_{column}')} ON {quoted(table)} ({quoted(column)})"


def _indexes(table: PublishedTable, unique: set[tuple[str, str]]) -> Iterator[str]:
    """What is referred to or refers, where the primary key does not serve already."""
    for column in table.columns:
        if (table.name, column.name) in unique and (column.name,) != table.key:
            yield _index(table.name, column.name, "UNIQUE INDEX")
        elif column.refers_to and column.type != "list" and column.name != table.key[0]:
            yield _index(table.name, column.name)


def _search(table: PublishedTable, name: str) -> Iterator[str]:
    """Full-text search over what people write: texts and lists, without codes of a closed list and web addresses."""
    columns = [
        quoted(column.name)
        for column in table.columns
        if column.type in {"text", "list"}
        and not column.one_of
        and not column.example.startswith(("http://", "https://"))
    ]
    if columns:
        options = f"content={quoted(table.name)}, tokenize='unicode61 remove_diacritics 2'"
        yield f"CREATE VIRTUAL TABLE {quoted(name)} USING fts5({', '.join(columns)}, {options})"
        yield f"INSERT INTO {quoted(name)} ({quoted(name)}) VALUES ('rebuild')"  # noqa: S608
        yield f"INSERT INTO {quoted(name)} ({quoted(name)}) VALUES ('optimize')"  # noqa: S608


def _full(edition: Edition, table: PublishedTable, name: str) -> Iterator[str]:
    """A view of the table with the columns of the rows it refers to, named "<column>_<their column>"."""
    shown = [f"t.{quoted(column.name)}" for column in table.columns]
    taken = {column.name for column in table.columns}
    joins = []
    for column in table.columns:
        parent_name, _, place = (column.refers_to or "").partition(".")
        if not parent_name or column.type == "list":
            continue
        alias = quoted(f"@{column.name}")
        parent = edition.table(parent_name)
        joins.append(f"LEFT JOIN {quoted(parent_name)} AS {alias} ON {alias}.{quoted(place)} = t.{quoted(column.name)}")
        for theirs in parent.columns:
            label = f"{column.name}_{theirs.name}"
            if theirs.name != place and theirs.type != "list" and label not in taken:
                taken.add(label)
                shown.append(f"{alias}.{quoted(theirs.name)} AS {quoted(label)}")
    if joins:
        lines = [f"CREATE VIEW {quoted(name)} AS SELECT", "  " + ",\n  ".join(shown), f"FROM {quoted(table.name)} AS t"]
        yield "\n".join([*lines, *joins])
