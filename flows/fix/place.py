"""Where a cell stands in the bytes of its file, so that it can be replaced and every other byte left alone.

The file is split as the reader splits it (`flows.reading`); of a record the cells are then found again with their quotation
marks, and believed only if they hold what the reader says they hold.

Limits: a cell on a line that the reader could not read, or only after rewriting it, has no place here.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from flows.issue import Issue
from flows.reading.dialect import Dialect, choose
from flows.reading.header import find_header
from flows.reading.records import Record, parse, split_lines

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ADDRESS = re.compile(r"([A-Z]+)\d+\Z")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its record, its place among the record's cells, and from where to where it stands in the text, marks included."""

    record: Record
    index: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Places:
    """The text of one UTF-8 or UTF-16 file, and where its records are."""

    text: str
    mark: bytes  # the byte-order mark before it
    codec: str
    dialect: Dialect
    starts: tuple[int, ...]  # of each line, its first character in the text; one more for the end
    records: dict[int, Record]  # by the line on which each begins
    header: tuple[str, ...]  # the names of the columns as they stand in the file; () where there is no header

    def cell(self, issue: Issue) -> Cell | None:
        """The cell an issue is about; None where it cannot be told for sure."""
        record = self.records.get(issue.line or 0)
        if record is None or (issue.value is None and issue.column is None):
            return None
        for index in self._candidates(issue):
            if index < len(record.cells) and _holds(record.cells[index], issue.value):
                return self.at(record, index)
        return None

    def _candidates(self, issue: Issue) -> Iterator[int]:
        """Indexes at which the cell may stand: by its address, by the name of its column in the header."""
        address = _ADDRESS.match(issue.cell or "")
        if address:
            yield _index(address[1])
        named = self.index(issue.column or "")
        if named is not None:
            yield named

    def index(self, column: str) -> int | None:
        """At which index a column stands, by its name in the header."""
        return self.header.index(column) if column in self.header else None

    def at(self, record: Record, index: int) -> Cell | None:
        """The cell at `index` of a record."""
        first = self.starts[record.line - 1]
        spans = cell_spans(self.text[first : self.starts[record.last]], self.dialect)
        if [text for _, _, text in spans] != record.cells or index >= len(spans):
            return None
        start, end, _ = spans[index]
        return Cell(record, index, first + start, first + end)

    def column_of(self, cell: Cell) -> int:
        """The character of its line on which the cell begins, from 1."""
        return cell.start - self.starts[cell.record.line - 1] + 1

    def replaced(self, changes: Iterable[tuple[int, int, str]]) -> bytes:
        """The bytes of the file with these stretches of the text replaced: (start, end, new text), none overlapping."""
        pieces: list[str] = []
        at = 0
        for start, end, new in sorted(changes):
            pieces += [self.text[at:start], new]
            at = end
        return self.mark + "".join([*pieces, self.text[at:]]).encode(self.codec)


def places(data: bytes, columns: Sequence[str]) -> Places | None:
    """Where things are in a file; None where it is not Unicode, or no table.

    Of a file in another encoding nothing is replaced: it is saved as UTF-8 first (`flows.fix.house`).
    """
    mark, codec = next(((mark, codec) for mark, codec in _MARKS if data.startswith(mark)), (b"", "utf-8"))
    try:
        text = data[len(mark) :].decode(codec)
    except UnicodeDecodeError:
        return None
    if (mark + text.encode(codec)) != data:
        return None
    lines = split_lines(text)
    if not lines:
        return None
    dialect = choose(lines, columns)
    parsed = parse(lines, dialect, len(columns))
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    at = find_header(parsed.records, columns)
    header = () if at is None else tuple(parsed.records[at].cells)
    by_line = {record.line: record for record in parsed.records}
    return Places(text, mark, codec, dialect, tuple(starts), by_line, header)


def cell_spans(text: str, dialect: Dialect) -> list[tuple[int, int, str]]:
    """Of each cell of one record where it starts and ends, quotation marks included, and what it holds; [] if it is not well formed."""
    quote, delimiter = re.escape(dialect.quote), re.escape(dialect.delimiter)
    cell = re.compile(rf"(?:{quote}((?:[^{quote}]|{quote}{quote})*){quote}|((?!{quote})[^{delimiter}\r\n]*))(?={delimiter}|[\r\n]|\Z)")  # fmt: skip
    found: list[tuple[int, int, str]] = []
    at = 0
    while match := cell.match(text, at):
        inside = match[1]
        held = match[2] if inside is None else inside.replace(dialect.quote * 2, dialect.quote)
        found.append((match.start(), match.end(), held))
        if match.end() == len(text) or text[match.end()] in "\r\n":
            rest = text[match.end() :]
            return found if not rest.strip("\r\n") else []
        at = match.end() + 1
    return []


def written(value: str, dialect: Dialect, old: str = "") -> str:
    """A cell as it is written: between quotation marks where it must be, or where the `old` one was without need."""
    quote = dialect.quote
    needed = _needs_quotes(value, dialect)
    if not needed and old.startswith(quote):
        held = old[1:-1].replace(quote * 2, quote)
        needed = not _needs_quotes(held, dialect)
    return quote + value.replace(quote, quote * 2) + quote if needed else value


def _needs_quotes(value: str, dialect: Dialect) -> bool:
    return any(ch in value for ch in (dialect.delimiter, dialect.quote, "\r", "\n"))


def _holds(cell: str, value: str | None) -> bool:
    """Whether a cell is the one an issue saw: as typed, or after tidying."""
    if cell == (value or ""):
        return True
    from flows.suggest.text import clean_text

    return bool(value) and clean_text(cell) == value


def _index(letters: str) -> int:
    """The index of a spreadsheet column: "A" is 0, "AA" is 26."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1
