"""record.sqlite: all tables in one file, with keys, indexes, foreign keys and full-text search.

Datasette serves it without any setting: it finds the search of a table by its `<table>_fts` with that table as content, and
follows the foreign keys. What there is for each table:

    resolutions               its columns; dates as "2023-10-11", booleans 0 and 1, lists joined by "; "
    resolutions_themes        for each list: the key, `position` from 1, and the item, with a foreign key of its own
    resolutions_fts           full-text search over its texts and lists (FTS5, accents ignored), but not codes and addresses
    resolutions_full          a view: its columns, and those of the rows it refers to ("agenda_item_title")

The same rows give the same bytes: fixed page size and encoding, rows in the order of the key, no clock, vacuumed, and the
header's counter and library version set to fixed values (`_settle`).

Limits: a reference to a column that is not unique cannot be a foreign key in SQLite and is left out; the layout of the pages
is that of the SQLite library in use, so another release of it may give other bytes for the same rows.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from flows.edition import Edition
from flows.release.formats.sqlite_schema import Child, Layout, layout, quoted
from schemas.cells import SEPARATOR
from schemas.description import PublishedTable

NAME = "record.sqlite"
APPLICATION_ID = 0x48524352  # "HRCR"
FORMAT = 1  # PRAGMA user_version
_CHUNK = 20_000
_COUNTER, _VALID_FOR, _LIBRARY = 24, 92, 96  # offsets in the header, https://sqlite.org/fileformat.html section 1.3


def write(edition: Edition, path: Path) -> None:
    """Write the database.

    Raises:
        sqlite3.Error: it cannot be written, or SQLite was built without FTS5.
    """
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        for pragma in (
            "page_size = 4096", "encoding = 'UTF-8'", "journal_mode = OFF", "synchronous = OFF", "foreign_keys = OFF",
            "cache_size = -65536", "temp_store = MEMORY", f"application_id = {APPLICATION_ID}", f"user_version = {FORMAT}",
        ):  # fmt: skip
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN")
        plan = layout(edition)
        for statement in plan.tables:
            connection.execute(statement)
        for table in edition.tables:
            _fill(connection, plan, table, edition.frames[table.name])
        for statement in plan.after:
            connection.execute(statement)
        connection.execute("COMMIT")
        connection.execute("VACUUM")
    finally:
        connection.close()
    _settle(path)


def _fill(connection: sqlite3.Connection, plan: Layout, table: PublishedTable, frame: pl.DataFrame) -> None:
    parts = [(table.name, as_rows(frame, table))]
    parts += [(child.name, as_child(frame, child)) for child in plan.children[table.name]]
    for name, rows in parts:
        marks = ", ".join("?" * rows.width)
        for some in _chunks(rows):
            connection.executemany(f"INSERT INTO {quoted(name)} VALUES ({marks})", some)  # noqa: S608


def as_rows(frame: pl.DataFrame, table: PublishedTable) -> pl.DataFrame:
    """The rows as SQLite holds them: nothing but text, integers and null."""
    kinds = {column.name: column.type for column in table.columns}
    return frame.select(
        pl.col(name).list.join(SEPARATOR)
        if kind == "list"
        else pl.col(name).cast(pl.String)
        if kind == "date"
        else pl.col(name).cast(pl.Int64)
        if kind == "boolean"
        else pl.col(name)
        for name, kind in kinds.items()
    )


def as_child(frame: pl.DataFrame, child: Child) -> pl.DataFrame:
    """The items of a list column: key, position from 1, item."""
    item = pl.col(child.column)
    listed = frame.filter(item.list.len() > 0).select(
        *(pl.col(name) for name in child.key),
        pl.int_ranges(1, item.list.len().cast(pl.Int64) + 1).alias(child.position),
        item,
    )
    exploded = listed.explode(child.position, child.column)
    dates = [name for name, kind in exploded.schema.items() if kind == pl.Date]
    flags = [name for name, kind in exploded.schema.items() if kind == pl.Boolean]
    return exploded.with_columns(pl.col(dates).cast(pl.String), pl.col(flags).cast(pl.Int64))


def _chunks(frame: pl.DataFrame) -> Iterator[list[tuple[Any, ...]]]:
    """The rows as tuples, some at a time, to bound memory."""
    for start in range(0, frame.height, _CHUNK):
        yield frame.slice(start, _CHUNK).rows()


def _settle(path: Path) -> None:
    """Set what the header says of how often and with which library the file was written, which is no part of the data."""
    with path.open("r+b") as file:
        for offset, value in ((_COUNTER, 1), (_VALID_FOR, 1), (_LIBRARY, 3_037_000)):
            file.seek(offset)
            file.write(value.to_bytes(4, "big"))


def differences(path: Path, edition: Edition) -> list[str]:
    """How the database differs from the tables, and what it says itself is wrong; one sentence each.

    Raises:
        sqlite3.Error: it is no database.
    """
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        found = [
            f"SQLite says of it: {line}." for (line,) in connection.execute("PRAGMA quick_check(5)") if line != "ok"
        ]
        if found:
            return found
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
        found += [f"{row[0]} has {len(broken)} rows that refer to nothing in {row[2]}." for row in broken[:1]]
        plan = layout(edition)
        for table in edition.tables:
            frame = edition.frames[table.name]
            parts = [(table.name, as_rows(frame, table))]
            parts += [(child.name, as_child(frame, child)) for child in plan.children[table.name]]
            found += [f"Its table {name} does not hold the rows of {table.name}.parquet." for name, rows in parts if not _same(connection, name, rows)]  # fmt: skip
    finally:
        connection.close()
    return found


def _same(connection: sqlite3.Connection, name: str, rows: pl.DataFrame) -> bool:
    try:
        columns = ", ".join(quoted(column) for column in rows.columns)
        held = connection.execute(f"SELECT {columns} FROM {quoted(name)} ORDER BY rowid")  # noqa: S608
        return all(held.fetchmany(_CHUNK) == some for some in _chunks(rows)) and held.fetchone() is None
    except sqlite3.OperationalError:  # no such table or column
        return False
