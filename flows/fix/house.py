"""A file that was read rightly but is not saved as the record saves its files is saved so: UTF-8, commas, LF, columns in order.

Cells are moved as they stand, quotation marks and all; they are quoted anew only where another separator makes it necessary.
The caller proves the result: read again, it must hold the same rows, cell for cell (`flows.fix.mend`).

Limits: rows above the header and columns that are not of the table stay where they are; a file with rows that could not be
read is only saved as UTF-8, and rearranged once they are mended.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flows.fix.edits import Rewrite
from flows.fix.place import cell_spans, written
from flows.issue import Issue
from flows.reading.assemble import is_blank
from flows.reading.careful import parse_in_any_style
from flows.reading.dialect import DELIMITERS, Dialect, choose
from flows.reading.encoding import decode
from flows.reading.header import find_header
from flows.reading.records import Record, split_lines

_HOUSE = Dialect(",")
# The warnings about how a file is saved, and what is done about each.
_DONE = {
    "read.encoding": "saved as UTF-8",
    "read.delimiter": "cells separated by commas",
    "read.quote_style": "cells quoted in the usual way",
    "read.line_ends": "lines ended in the usual way",
    "read.last_line_end": "last line ended",
    "read.blank_rows": "empty rows left out",
    "read.trailing_cells": "empty cells at the end of rows as in the header",
    "read.empty_columns": "columns without name and content left out",
}
_REARRANGING = frozenset(_DONE) - {"read.encoding", "read.last_line_end"}


@dataclass(frozen=True, slots=True)
class _Rows:
    """The records of a file, the lines they stand on, and how they were read."""

    lines: list[str]
    dialect: Dialect
    records: list[Record]
    header: Record


def in_house_style(
    name: str, data: bytes, columns: Sequence[str], issues: Sequence[Issue], used: frozenset[int]
) -> Rewrite | None:
    """The file as it should be saved; None where it is, or where that cannot be done for sure.

    Args:
        name: the file below the raw folder.
        data: its bytes.
        columns: the declared names.
        issues: all issues of this file.
        used: the lines of the records that were read; others are carried over untouched.
    """
    rules = {issue.rule for issue in issues if issue.severity == "warning" and issue.rule in _DONE}
    decoded = decode(data, name)
    if not decoded.usable or decoded.bad_lines:
        return None
    text = decoded.text
    rows = _rows(text, columns, name, used) if used else None
    moved = rows is not None and _order(rows, columns) is not None
    what = [_DONE[rule] for rule in _DONE if rule in rules]
    if rows is not None and (rules & _REARRANGING or moved):
        text = _rearranged(rows, columns, used)
        what += ["columns in the usual order"] if moved else []
    elif rules & _REARRANGING:
        what = [_DONE[rule] for rule in _DONE if rule in rules - _REARRANGING]
    if "read.last_line_end" in rules and not text.endswith(("\n", "\r")):
        text += "\r\n" if text.endswith("\r\n") or text.count("\r\n") * 2 > text.count("\n") else "\n"
    new = text.encode("utf-8", "surrogatepass")
    file = issues[0].file if issues else name
    return Rewrite(name=name, file=file, what=tuple(what), data=new) if what and new != data else None


def _rows(text: str, columns: Sequence[str], name: str, used: frozenset[int]) -> _Rows | None:
    """The records, if all below the header were read: between other separators a row that was not would say something else."""
    lines = split_lines(text)
    dialect = choose(lines, columns)
    lines, parsed, _ = parse_in_any_style(lines, dialect, columns, name)
    at = find_header(parsed.records, columns)
    if parsed.faults or at is None or dialect.delimiter not in DELIMITERS:
        return None
    if any(record.line not in used and not is_blank(record) for record in parsed.records[at + 1 :]):
        return None
    return _Rows(lines, dialect, parsed.records, parsed.records[at])


def _order(rows: _Rows, columns: Sequence[str]) -> list[int] | None:
    """At which index each column stands, where the file has just the columns of the table in another order."""
    named = [cell for cell in rows.header.cells if cell]
    if named == list(columns) or sorted(named) != sorted(columns) or rows.header.cells[: len(named)] != named:
        return None
    return [named.index(column) for column in columns]


def _rearranged(rows: _Rows, columns: Sequence[str], used: frozenset[int]) -> str:
    width = max(i + 1 for i, cell in enumerate(rows.header.cells) if cell.strip())
    order = _order(rows, columns)
    usual = "\r\n" if sum(line.endswith("\r\n") for line in rows.lines) * 2 > len(rows.lines) else "\n"
    pieces: list[str] = []
    for record in rows.records:
        if is_blank(record):
            continue
        raw = "".join(rows.lines[record.line - 1 : record.last])
        cells = _cells(raw, record, rows.dialect)
        if record.line in used or record is rows.header:
            if not any(record.cells[width:]):
                cells = (cells + [""] * width)[:width]
            if order is not None and len(cells) == width:
                cells = [cells[index] for index in order]
        end = raw[len(raw.rstrip("\r\n")) :]
        pieces += [",".join(cells), end if end in ("\n", "\r\n") else usual]
    return "".join(pieces)


def _cells(raw: str, record: Record, dialect: Dialect) -> list[str]:
    """The cells of a record as they are to be written: as they stand, if that says the same between commas."""
    spans = cell_spans(raw, dialect)
    if dialect == _HOUSE and [held for _, _, held in spans] == record.cells:
        return [raw[start:end] for start, end, _ in spans]
    return [written(cell, _HOUSE) for cell in record.cells]
