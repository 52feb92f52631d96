"""JSON (an array of records) and JSON Lines: dates as "2023-10-11", lists as arrays, null for what is not known.

One record stands on each line of the array too, so that git and people see what changed. JSON Lines is for tables so large
that nobody wants to parse them at once; the array is there for these as well, so no file goes when a table grows.

Limits: JavaScript reads integers beyond 2^53 inexactly; no column of the record has any.
"""

from __future__ import annotations

import io
from pathlib import Path

import polars as pl

from schemas.description import PublishedTable

SUFFIX = ".json"
LINES_SUFFIX = ".jsonl"
LARGE = 10_000  # rows from which a table has JSON Lines too: some 5 MB, where browsers and editors begin to labour
_CHUNK = 50_000  # rows made into text at a time, to bound memory


def write(frame: pl.DataFrame, path: Path) -> None:
    with path.open("wb") as file:
        file.write(b"[")
        for start in range(0, frame.height, _CHUNK):
            # A line end within a value is written as \n, so every one in the text ends a record.
            records = _lines(frame.slice(start, _CHUNK))[:-1].replace(b"\n", b",\n")
            file.write((b",\n" if start else b"\n") + records)
        file.write(b"\n]\n")


def write_lines(frame: pl.DataFrame, path: Path) -> None:
    with path.open("wb") as file:
        for start in range(0, frame.height, _CHUNK):
            file.write(_lines(frame.slice(start, _CHUNK)))


def record_lines(frame: pl.DataFrame) -> list[str]:
    """The record of each row as JSON text in one line."""
    return _lines(frame).decode().split("\n")[:-1]


def _lines(frame: pl.DataFrame) -> bytes:
    made = io.BytesIO()
    frame.write_ndjson(made)
    return made.getvalue()


def read(path: Path, table: PublishedTable) -> pl.DataFrame:
    """The rows of the array.

    Raises:
        ValueError, pl.exceptions.PolarsError: it is none, or its records have other columns.
    """
    data = path.read_bytes()
    if data.strip() in {b"[]", b"[\n]"}:
        return pl.DataFrame(schema=table.dtypes())
    return _typed(pl.read_json(io.BytesIO(data), schema=_json_types(table)), table)


def read_lines(path: Path, table: PublishedTable) -> pl.DataFrame:
    """The rows of the lines."""
    # Not from the path, which polars takes for a pattern where it has an asterisk or brackets.
    return _typed(pl.read_ndjson(path.read_bytes(), schema=_json_types(table)), table)


def _json_types(table: PublishedTable) -> dict[str, pl.DataType]:
    return {name: pl.String() if kind == pl.Date else kind for name, kind in table.dtypes().items()}


def _typed(frame: pl.DataFrame, table: PublishedTable) -> pl.DataFrame:
    dates = [column.name for column in table.columns if column.type == "date"]
    return frame.with_columns(pl.col(dates).str.to_date("%Y-%m-%d"))
