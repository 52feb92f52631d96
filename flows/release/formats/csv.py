"""CSV that a spreadsheet opens well, and that still holds exactly the rows.

* UTF-8 with a byte order mark, without which Excel shows "TÃ¼rkiye"; comma, line ends CR LF, as RFC 4180 has them
* an empty cell is null; a text that is empty, which is not the same, is `""`
* lists are joined by "; ", which no item holds
* a text that a spreadsheet would take for a formula has an apostrophe before it. The rule can be undone: of a cell of a
  text or list column that begins with one or more apostrophes followed by one of `FORMULA`, take the first away

Limits: on a double click Excel drops the zeros before a number ("004") and makes dates of what looks like one; import the
file through Data > From Text/CSV with the columns as text, or use Parquet or SQLite.
"""

from __future__ import annotations

import io
from pathlib import Path

import polars as pl

from schemas.cells import SEPARATOR
from schemas.description import DTYPES, PublishedTable

SUFFIX = ".csv"
BOM = b"\xef\xbb\xbf"
# What begins a formula in Excel, LibreOffice and Google Sheets, in the full-width forms of East Asian keyboards too, and
# the characters they skip before it (OWASP, "CSV Injection").
FORMULA = "=+\\-@\t\r\n＝＋－＠"
_RISKY = rf"^('*[{FORMULA}])"
_GUARDED = rf"^'('*[{FORMULA}])"
_CHUNK = 50_000


def write(frame: pl.DataFrame, path: Path, table: PublishedTable) -> None:
    cells = as_cells(frame, table)
    with path.open("wb") as file:
        file.write(BOM)
        for start in range(0, max(cells.height, 1), _CHUNK):
            made = io.BytesIO()
            cells.slice(start, _CHUNK).write_csv(made, line_terminator="\r\n", include_header=start == 0)
            file.write(made.getbuffer())


def as_cells(frame: pl.DataFrame, table: PublishedTable) -> pl.DataFrame:
    """The table as it stands in the file: lists joined, an empty list null, what looks like a formula guarded."""
    return frame.select(
        _joined(column.name).str.replace(_RISKY, "'$1")
        if column.type == "list"
        else pl.col(column.name).str.replace(_RISKY, "'$1")
        if column.type == "text"
        else pl.col(column.name)
        for column in table.columns
    )


def _joined(name: str) -> pl.Expr:
    return pl.when(pl.col(name).list.len() > 0).then(pl.col(name).list.join(SEPARATOR)).alias(name)


def read(path: Path, table: PublishedTable) -> pl.DataFrame:
    """The rows of the file, guards undone and lists split.

    Raises:
        ValueError, pl.exceptions.PolarsError: it cannot be read, or a cell is not of the type of its column.
    """
    data = path.read_bytes()
    if not data.startswith(BOM):
        raise ValueError("the byte order mark is missing")
    if data.count(b"\n", 0, -1) == 0:  # no rows
        cells = pl.DataFrame(schema=dict.fromkeys(data[len(BOM) :].decode().strip().split(","), pl.String()))
    else:
        cells = pl.read_csv(data, infer_schema=False, encoding="utf8")
    return cells.select(_value(column.name, DTYPES[column.type]) for column in table.columns)


def _value(name: str, kind: pl.DataType) -> pl.Expr:
    cell = pl.col(name)
    if kind == pl.String:
        return cell.str.replace(_GUARDED, "$1")
    if kind == pl.Date:
        return cell.str.to_date("%Y-%m-%d")
    if kind == pl.Boolean:
        return cell.replace_strict({"true": True, "false": False}, return_dtype=pl.Boolean)
    if isinstance(kind, pl.List):
        return cell.str.replace(_GUARDED, "$1").str.split(SEPARATOR).fill_null(pl.lit([], dtype=kind))
    return cell.cast(kind)
