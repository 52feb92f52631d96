"""The logical hash of a table: what it holds, whoever wrote it and in which format.

Parquet files of the same rows differ with the version of the writer; this hash does not. It is the SHA-256, as 64 small
hexadecimal digits, of these bytes, one after the other and with nothing between them. `text(s)` is a netstring: the number
of bytes of `s` in UTF-8, in decimal digits, then `:`, then those bytes: `text("Côte")` is `5:Côte`.

1. `text("hrc-record table 1")`: the name of this form.
2. The number of rows as `text`, such as `3:824`; the number of columns as `text`; the number of key columns as `text`; then
   the name of each key column as `text`, in the order of the key.
3. For each column, in the order of the table: its name as `text`, its type as `text` (`text`, `integer`, `boolean`,
   `date` or `list`), then its cells from the first row to the last:

   ==========  =========================================================================================
   empty       `n`, one byte; the empty text is `0:`, which is something else
   text        `text(value)`, with no normalisation
   integer     `text` of the decimal digits, `-` before them if negative: `2:-5`
   boolean     `4:true` or `5:false`
   date        `text` of year-month-day with four, two and two digits: `10:2023-10-11`
   list        `[`, the number of items in decimal digits, `:`, then each item like a cell of text: `[2:1:a1:b`
   ==========  =========================================================================================

Rows stand in the order of the key: by its first column, rows that agree there by the second, and so on. Texts are ordered by
their bytes in UTF-8 (which is the order of code points), integers by size, dates by time, false before true. The order in
which the rows of the frame happen to stand is therefore of no account; names, order and types of the columns and the key are.
The name of the table, titles, descriptions, vocabularies and references are not part of it.

Every value carries its length, so that no two different tables are the same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import polars as pl

from flows.compare.order import in_order
from schemas.description import PublishedTable, PublishedType

_AT_ONCE = 50_000  # rows made into bytes at one time: bounds the memory, changes nothing of the result


def logical_hash(frame: pl.DataFrame, table: PublishedTable) -> str:
    """The SHA-256 of what a table holds, as 64 hexadecimal digits; the module docstring gives the bytes that are hashed.

    Args:
        frame: the rows, with exactly the columns and types of `table.dtypes()`, in any order.
        table: their description; only names, order and types of the columns and the key are used.

    Raises:
        CompareError: the frame is not as its description says, or a key is empty or names two rows.
    """
    rows = in_order(frame, table)
    digest = hashlib.sha256()
    head = ["hrc-record table 1", str(rows.height), str(len(table.columns)), str(len(table.key)), *table.key]
    for part in head:
        digest.update(_netstring(part))
    for column in table.columns:
        digest.update(_netstring(column.name) + _netstring(column.type))
        for data in _cells(rows[column.name], column.type):
            digest.update(data)
    return digest.hexdigest()


def _netstring(text: str) -> bytes:
    data = text.encode()
    return b"%d:" % len(data) + data


def _cells(values: pl.Series, type_: PublishedType) -> Iterator[bytes]:
    for start in range(0, values.len(), _AT_ONCE):
        some = values.slice(start, _AT_ONCE).alias("v").to_frame()
        cells = some.select(_canonical(pl.col("v"), type_).str.join("")).item()
        yield cells.encode()


def _canonical(value: pl.Expr, type_: PublishedType) -> pl.Expr:
    """The bytes of each cell, as text."""
    if type_ == "list":
        items = value.list.eval(_netstrings(pl.element()).fill_null("n"))
        cell = pl.format("[{}:{}", value.list.len(), items.list.join(""))
    elif type_ == "date":
        cell = _netstrings(value.dt.strftime("%Y-%m-%d"))
    elif type_ == "boolean":
        cell = pl.when(value).then(pl.lit("4:true")).when(value.not_()).then(pl.lit("5:false"))
    else:
        cell = _netstrings(value.cast(pl.String))
    return pl.when(value.is_null()).then(pl.lit("n")).otherwise(cell)


def _netstrings(text: pl.Expr) -> pl.Expr:
    return pl.format("{}:{}", text.str.len_bytes(), text)
