"""The house style, proved and read in one go; whatever is not proved to be in house style is left to `flows.reading.careful`.

House style is UTF-8 (a byte-order mark is tolerated), commas, LF or CRLF, the exact header, a whole row on every line, every quotation mark where
RFC 4180 has it, no odd characters. polars reads such a file rightly and quickly, but reads many others wrongly and in silence (short rows are filled up,
stray quotation marks dropped), so the structure is proved first: one regular expression says what a whole row is, and every line must be one.

A cell with a line break takes several lines, none of them whole by itself; such lines are joined and tried again. A line that is a whole row in the midst
of a quoted cell may be a row swallowed by a stray mark, so that file is not for here. The physical line of each record comes out of the proof.

Measured (benchmarks/bench_read.py): 1,000,000 rows of 10 columns in about twice the time that polars alone needs to read them as text.
What is left to the careful path is read some thirty times slower.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import polars as pl

from flows.reading.part import Part
from flows.text import column_letters

_ASCII = bytes(range(128))
_MARK = b"\xef\xbb\xbf"
_ODD = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffd"  # `flows.reading.characters` names these
_CELL = rf'(?:[^",\r\n{_ODD}]*|"(?:[^"{_ODD}]|"")*")'
_SMALL = 1_000_000  # bytes up to which Python splits lines quicker than polars


def read_plain(data: bytes, columns: Sequence[str]) -> Part | None:
    """The part, where `data` is in house style without any doubt; None otherwise.

    `columns` are the names the header must have, in their order; none holds a comma or a quotation mark.
    """
    if data.startswith(_MARK):
        data = data[3:]
    header = ",".join(columns).encode()
    if not data.startswith((header + b"\n", header + b"\r\n")) or not data.endswith(b"\n"):
        return None
    if b"\r" in data and data.count(b"\r") != data.count(b"\r\n"):
        return None
    if not data.isascii() and _garbled(data):
        return None
    starts = _record_lines(data, columns)
    if starts is None:
        return None
    frame = _parse(data, columns, len(starts))
    if frame is None:
        return None
    rows = starts if not starts or starts[-1] == len(starts) + 1 else list(range(2, len(starts) + 2))
    letters = {name: column_letters(index) for index, name in enumerate(columns)}
    return Part(frame=frame, lines=starts, rows=rows, letters=letters)


def _garbled(data: bytes) -> bool:
    """Whether letters may have been garbled, or are not UTF-8."""
    from flows.reading.garbled import garbled

    try:
        # Garbled letters are a run of characters outside ASCII, so that the rest may be left out; runs that only meet by that are sorted out after.
        return garbled(data.translate(None, _ASCII).decode("utf-8")) and garbled(data.decode("utf-8"))
    except UnicodeDecodeError:
        return True


def _record_lines(data: bytes, columns: Sequence[str]) -> list[int] | None:
    """The physical line of each record; None where a line is not, and does not belong to, a whole row."""
    try:
        lines = _lines(data)
    except (UnicodeDecodeError, pl.exceptions.PolarsError):
        return None
    row = _CELL + f"(?:,{_CELL}){{{len(columns) - 1}}}"
    whole = _match(lines, f"^{row}\r?$")
    if whole.all():
        return list(range(2, lines.len() + 1))
    return _joined(lines, whole, row)


def _match(lines: pl.Series, pattern: str) -> pl.Series:
    """Which lines match; a large file in as many pieces as polars has threads, since it searches one column in one."""
    if lines.len() < _SMALL / 10:
        return lines.str.contains(pattern)
    size = lines.len() // pl.thread_pool_size() + 1
    pieces = [lines.slice(at, size).to_frame("line").lazy() for at in range(0, lines.len(), size)]
    matched = pl.collect_all([piece.select(pl.col("line").str.contains(pattern)) for piece in pieces])
    return pl.concat([frame.to_series() for frame in matched])


def _lines(data: bytes) -> pl.Series:
    if len(data) <= _SMALL:
        lines = data.decode("utf-8").split("\n")
        lines.pop()  # what follows the last line end
        return pl.Series(lines, dtype=pl.String)
    frame = pl.read_csv(data, has_header=False, separator="\x1f", quote_char=None, infer_schema=False)
    return frame.to_series().fill_null("")


def _joined(lines: pl.Series, whole: pl.Series, row: str) -> list[int] | None:
    """The same where some records take several lines; each must be a whole row when its lines are joined."""
    record = re.compile(row)
    parts = (~whole).arg_true().to_list()
    texts = lines.gather(parts).to_list()
    inner: set[int] = set()
    buffer, last, marks = "", -1, 0
    for at, line in zip(parts, texts, strict=True):
        if marks % 2:
            if at != last + 1:
                return None  # a whole row within a cell
            inner.add(at)
            buffer += "\n"
        buffer += line.removesuffix("\r")
        marks, last = marks + line.count('"'), at
        if marks % 2 == 0:
            if not record.fullmatch(buffer):
                return None
            buffer, marks = "", 0
    if marks:
        return None
    return [at + 1 for at in range(1, lines.len()) if at not in inner]


def _parse(data: bytes, columns: Sequence[str], records: int) -> pl.DataFrame | None:
    """What polars makes of it, all text, null for an empty cell; None where that is not one row for each record, or a row holds nothing or names of columns."""
    if not records:
        return pl.DataFrame(schema=dict.fromkeys(columns, pl.String))
    try:
        frame = pl.read_csv(data, infer_schema=False)
    except pl.exceptions.PolarsError:
        return None
    if frame.height != records or frame.columns != list(columns):
        return None
    if b'"' in data and b'""' in data:
        frame = frame.with_columns(pl.when(pl.all() != "").then(pl.all()))  # a quoted empty cell is an empty cell
    return None if _odd_rows(frame, data) else frame


def _odd_rows(frame: pl.DataFrame, data: bytes) -> bool:
    """Whether a row holds nothing, or names columns. Most files are cleared by a quick look that may only be wrong in one way."""
    name = frame.columns[0]
    first, header = pl.col(name), pl.any_horizontal(pl.all() == name)
    if len(data) <= _SMALL:
        needles = (b"\n ", b'\n" ', *(mark + name.encode() for mark in (b"\n", b",", b'"')))
        perhaps = frame[name].null_count() > 0 or any(needle in data for needle in needles)
    else:
        perhaps = frame.select((first.is_null() | first.str.starts_with(" ") | header).any()).item()
    if not perhaps:
        return False
    blank = pl.all_horizontal(pl.all().fill_null("").str.strip_chars() == "")
    return bool(frame.select((blank | header).any()).item())
