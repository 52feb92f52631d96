"""Only true descriptions are published: what a declaration says of a table is held against itself and the rows first.

Open data portals are full of keys that name no column and examples that are no value of theirs. So nothing is written for a
table that lacks a title, a description or a key that is there; whose example could not stand in its column; which refers to
a table that is not part of the release; or whose rows have other columns than it says.

Limits. A title that is there may still be a bad one. Whether keys are unique and references are found is for the check
before and the verification after; here it is only asked whether the words are about what is published.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from flows.edition import Edition
from schemas.cells import SEPARATOR
from schemas.description import PublishedColumn, PublishedTable

# A name that is the same in every language and format: an identifier in SQL, TypeScript and R, and the name of a file.
_NAME = re.compile(r"[a-z][a-z0-9_]*")


class Untrue(ValueError):
    """A description that does not fit what it describes; its text says where, one line for each."""


def vouch(edition: Edition) -> None:
    """Make sure that the descriptions of an edition are true of it.

    Raises:
        Untrue: they are not; the text names each table and column.
    """
    found = [*doubts(edition.tables), *_of_rows(edition)]
    if found:
        raise Untrue("The description of the data is not true, so nothing is published.\n" + "\n".join(found))


def doubts(tables: Iterable[PublishedTable]) -> list[str]:
    """What is wrong with the descriptions themselves, a sentence each."""
    tables = list(tables)
    there = {f"{table.name}.{column.name}": column for table in tables for column in table.columns}
    found = [f"Two tables are called {name}." for name in _twice(table.name for table in tables)]
    for table in tables:
        found += _of_table(table)
        for column in table.columns:
            found += [f"{table.name}.{column.name}: {doubt}" for doubt in _of_column(column, there)]
    return found


def example_value(column: PublishedColumn) -> str | int | bool | list[str]:
    """The example of a column as a value of its type; a date stays text, as JSON has none.

    Raises:
        ValueError: it is no value of that type.
    """
    text = column.example
    if not text or text != text.strip():
        raise ValueError("the example is empty or has blanks at its edge")
    if column.type == "integer":
        if not re.fullmatch(r"0|-?[1-9]\d*", text):
            raise ValueError(f"the example “{text}” is no whole number")
        return int(text)
    if column.type == "boolean":
        if text not in {"true", "false"}:
            raise ValueError(f"the example “{text}” is neither true nor false")
        return text == "true"
    if column.type == "date":
        try:
            is_day = date.fromisoformat(text).isoformat() == text
        except ValueError:
            is_day = False
        if not is_day:
            raise ValueError(f"the example “{text}” is no date such as 2023-10-11")
    return text.split(SEPARATOR) if column.type == "list" else text


def _of_table(table: PublishedTable) -> Iterator[str]:
    names = [column.name for column in table.columns]
    if not _NAME.fullmatch(table.name):
        yield f"{table.name!r} cannot be the name of a table: small letters, digits and underscores only."
    said = {"a title": table.title, "a description": table.description, "a key": table.key, "a raw file": table.source}
    for what, words in said.items():
        if not words or not " ".join(words).strip():
            yield f"{table.name}: the table lacks {what}."
    for name in _twice(names):
        yield f"{table.name}: two columns are called {name}."
    for column in table.columns:
        if column.name in table.key and not column.required:
            yield f"{table.name}.{column.name}: it is part of the key, so it may not be empty."
    for name in table.key:
        if name not in names:
            yield f"{table.name}: the key names the column {name}, which there is not."


def _of_column(column: PublishedColumn, there: dict[str, PublishedColumn]) -> Iterator[str]:
    if not _NAME.fullmatch(column.name):
        yield "a column's name has small letters, digits and underscores only."
    if not column.title.strip():
        yield "it has no title."
    for word in _twice(column.one_of):
        yield f"the word {word} is in its list twice."
    if column.one_of and column.type not in {"text", "list"}:
        yield f"a list of words does not fit the type {column.type}."
    if column.refers_to:
        target = there.get(column.refers_to)
        if target is None:
            yield f"it refers to {column.refers_to}, which is not published."
        elif target.type != ("text" if column.type == "list" else column.type):
            yield f"it refers to {column.refers_to}, which is of another type ({target.type})."
    try:
        value = example_value(column)
    except ValueError as error:
        yield f"{error}."
        return
    items = value if isinstance(value, list) else [value]
    if column.one_of and not set(items) <= set(column.one_of):
        yield f"the example “{column.example}” is not among its words."


def _of_rows(edition: Edition) -> Iterator[str]:
    for table in edition.tables:
        frame = edition.frames.get(table.name)
        if frame is None:
            yield f"{table.name}: the table has no rows to describe."
        elif dict(frame.schema) != table.dtypes() or frame.columns != list(table.dtypes()):
            yield f"{table.name}: the rows have other columns or types than the description."
        else:
            for column in table.columns:
                empty = frame[column.name].null_count()
                if column.required and empty:
                    yield f"{table.name}.{column.name}: it is said to be always filled, but is empty in {empty:,} of {frame.height:,} rows."


def _twice(names: Iterable[str]) -> list[str]:
    seen: set[str] = set()
    return [name for name in names if name in seen or seen.add(name)]  # type: ignore[func-returns-value]
