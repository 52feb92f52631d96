"""Text to records, each with the lines it stands on; damage costs the record it is in and not the rest of the file.

Python's `csv.reader(strict=True)` splits the cells: it is exact on quotation marks and its `line_num` is the true physical line. What it lacks is here:
a fresh start on the line after a broken record, and doubt where a quoted cell spans lines that are whole rows by themselves (two stray quotation marks
far apart make valid CSV that lacks the rows between them).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from flows.reading.dialect import Dialect

FaultKind = Literal["unclosed_quote", "stray_quote", "swallowed_rows", "too_damaged"]
_REREAD = (
    20  # how many times the length of the file may be read again after breaks before it is given up as too damaged
)


@dataclass(slots=True)
class Record:
    """One record: first and last physical line (1-based), row as a spreadsheet counts, cells as typed."""

    line: int
    last: int
    row: int
    cells: list[str]


@dataclass(slots=True)
class Fault:
    """A line where no record could be read: its place, and the index of the cell where the trouble starts."""

    kind: FaultKind
    line: int
    last: int
    row: int
    cell: int | None


@dataclass(slots=True)
class Parsed:
    """What was made of some lines."""

    records: list[Record] = field(default_factory=list)  # blank rows included, with no cells
    faults: list[Fault] = field(default_factory=list)


def split_lines(text: str) -> list[str]:
    """The physical lines with their ends; only LF, CRLF and CR end a line (`str.splitlines` also splits at U+2028 and others)."""
    return io.StringIO(text, newline="").readlines()


def parse(lines: Sequence[str], dialect: Dialect, width: int | None = None) -> Parsed:
    """The records of `lines`; with `width`, the number of columns, cells that swallowed rows are found too."""
    parsed = Parsed()
    at, row, reread = dialect.first, 1, 0
    while at < len(lines):
        reader = csv.reader(
            map(lines.__getitem__, range(at, len(lines))),
            delimiter=dialect.delimiter,
            quotechar=dialect.quote,
            strict=True,
        )
        began = at
        kind: FaultKind
        try:
            for cells in reader:
                ended = at + reader.line_num
                if width and ended - began > 1 and _swallowed(lines[began:ended], dialect, width):
                    kind = "swallowed_rows"
                    break
                parsed.records.append(Record(began + 1, ended, row, cells))
                began, row = ended, row + 1
            else:
                return parsed
        except csv.Error:
            ended = at + reader.line_num
            kind = "unclosed_quote" if ended - began > 1 or _open(lines[began], dialect) else "stray_quote"
        reread += ended - began
        last = ended if kind == "swallowed_rows" else began + 1
        if reread > 1000 + _REREAD * len(lines):
            parsed.faults.append(Fault("too_damaged", began + 1, len(lines), row, None))
            return parsed
        parsed.faults.append(Fault(kind, began + 1, last, row, broken_cell(lines[began], dialect)))
        at, row = began + 1, row + 1
    return parsed


def _swallowed(lines: Sequence[str], dialect: Dialect, width: int) -> bool:
    """Whether every line of a record would be a whole row by itself, were it not for the mark that opens in the first."""
    if width < 2:
        return False
    first = dialect.cells(lines[0])
    if len(first) - 1 + len(dialect.cells(first[-1])) != width:
        return False
    try:
        return all(
            len(next(csv.reader([line], delimiter=dialect.delimiter, quotechar=dialect.quote, strict=True), []))
            == width
            for line in lines[1:]
        )
    except csv.Error:
        return False


def _open(line: str, dialect: Dialect) -> bool:
    """Whether a quotation mark is still open at the end of a line."""
    try:
        list(csv.reader([line], delimiter=dialect.delimiter, quotechar=dialect.quote, strict=True))
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def broken_cell(line: str, dialect: Dialect) -> int:
    """The index of the first cell of a line that is not rightly quoted."""
    quote, end = re.escape(dialect.quote), re.escape(dialect.delimiter)
    cell = re.compile(rf"(?:{quote}(?:[^{quote}]|{quote}{quote})*{quote}|(?!{quote})[^{end}\r\n]*)({end}|[\r\n]|\Z)")
    index, at = 0, 0
    while (match := cell.match(line, at)) and match[1] == dialect.delimiter:
        index, at = index + 1, match.end()
    return index
