"""Records, wherever they come from, to the rows of a table: the header found, what holds no record set aside and named, the rest sorted by width."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from flows.issue import Issue
from flows.reading.characters import judge_characters
from flows.reading.dialect import Dialect, key_of
from flows.reading.faults import judge_cell_quotes, judge_faults
from flows.reading.header import Header, find_header, match
from flows.reading.part import Part, nothing
from flows.reading.records import Fault, Record
from flows.reading.rules import found, shown, some_lines
from flows.reading.widths import settle
from flows.text import column_letters

_INVISIBLE = " \t\r\n\x0b\x0c\xa0\u200b\u200c\u200d\u2060\ufeff\u202f"
_SAME = 0.6  # the share of the column names that makes a row a header


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The records of a file, blank ones included, and where none could be read. `lines` is empty for a workbook."""

    records: list[Record]
    faults: list[Fault]
    lines: Sequence[str]
    dialect: Dialect
    lost: int = 0  # records that are known to be lost already
    excused: bool = False  # whether something was said already that explains a missing header


def is_blank(record: Record) -> bool:
    """Whether no cell of a record holds anything that can be seen."""
    return not any(cell and cell.strip(_INVISIBLE) for cell in record.cells)


def assemble(text: Found, columns: Sequence[str], required: Sequence[str], file: str) -> Part:
    """The table that `text` holds. Rows of the wrong width, and what is no record, are left out, each with an issue."""
    at = find_header(text.records, columns)
    if at is None:
        return _without_header(text, columns, file)
    head = text.records[at]
    issues: list[Issue] = []
    records = _above(text.records[:at], len(columns), head, file, issues)
    below, lost = _headers_below(text.records[at + 1 :], head, columns, file, issues)
    records += [record for record in below if not is_blank(record)]
    header = _columns(match(head, columns, file, _empty(records, len(head.cells))), records, file)
    _blank_rows(below, text.lines, file, issues)
    needed = frozenset(header.columns[name] for name in required if name in header.columns)
    settled = settle(records, header, text.lines, text.dialect, file, needed)
    faults = judge_faults(text.faults, header, text.lines, file)
    closed = {fault.last for fault in text.faults if fault.kind == "swallowed_rows"}
    settled.kept = [record for record in settled.kept if record.line not in closed]
    named = _one_cause(header.issues, settled.issues)
    issues += [*named, *settled.issues, *faults]
    quotes, torn = judge_cell_quotes(settled.kept, header, text.lines, text.dialect, file)
    settled.kept = [record for record in settled.kept if record.line not in torn]
    issues += quotes
    issues += judge_characters([head, *settled.kept], header, file)
    lost += text.lost + len(records) - len(settled.kept) + len(text.faults)
    lost += sum(issue.rule == "read.joined_rows" for issue in settled.issues)
    return Part(
        frame=_frame(settled.kept, header, columns),
        lines=[record.line for record in settled.kept],
        rows=[record.row for record in settled.kept],
        letters=header.letters(),
        issues=sorted(issues, key=Issue.order),
        readable=bool(settled.kept) or not lost,
        lost=lost,
    )


def _frame(records: Sequence[Record], header: Header, columns: Sequence[str]) -> pl.DataFrame:
    data: dict[str, list[str | None]] = {}
    for name in columns:
        index = header.columns.get(name)
        data[name] = [None if index is None else record.cells[index] or None for record in records]
    return pl.DataFrame(data, schema=dict.fromkeys(columns, pl.String))


def _without_header(text: Found, columns: Sequence[str], file: str) -> Part:
    issues = judge_faults(text.faults[:1], None, text.lines, file)
    filled = [record for record in text.records if not is_blank(record)]
    if not issues and not text.excused:
        first = (
            f"The first line with content reads {shown(_start(filled[0]))}."
            if filled
            else "There is no line with content."
        )
        message = (
            f"The row with the names of the columns is missing, so nobody can tell what the cells are. {first}"
            f" Write above it, in one line: {','.join(columns)}"
        )
        issues = [found("no_header", file, message, line=filled[0].line if filled else 1)]
    return nothing(columns, issues)


def _start(record: Record) -> str:
    return ", ".join(cell for cell in record.cells if cell)


def _above(above: Sequence[Record], width: int, head: Record, file: str, issues: list[Issue]) -> list[Record]:
    """What stands above the header: titles are left out, whole rows are records that were sorted there."""
    filled = [record for record in above if not is_blank(record)]
    rows = [
        record
        for record in filled
        if abs(len(record.cells) - width) <= 1 and sum(map(bool, record.cells)) >= max(2, width * 0.4)
    ]
    if rows:
        message = f"The header stands in line {head.line:,}, below rows of the table ({some_lines([row.line for row in rows])}). They were read as rows all the same. Move the header to the first line; this happens when a sheet is sorted with its header."
        issues.append(found("misplaced_header", file, message, line=head.line))
    titles = [record for record in filled if record not in rows]
    if titles:
        what = "a line that is" if len(titles) == 1 else f"{len(titles):,} lines that are"
        message = f"Above the header there is {what} no part of the table: {shown(_start(titles[0]))}. It was left out." if len(titles) == 1 else (
            f"Above the header there are {what} no part of the table, from {shown(_start(titles[0]))} on. They were left out."
        )  # fmt: skip
        issues.append(found("title_rows", file, message + " Delete all above the header.", line=titles[0].line))
    elif above and not rows:
        message = f"Above the header there {'is an empty row' if len(above) == 1 else f'are {len(above):,} empty rows'}. Delete all above the header, which must be the first line."
        issues.append(found("blank_rows", file, message, line=above[0].line))
    return rows


def _headers_below(
    below: Sequence[Record], head: Record, columns: Sequence[str], file: str, issues: list[Issue]
) -> tuple[list[Record], int]:
    """The records without those that name the columns again; from a header with another order on, none is used."""
    known = {*columns, *head.cells} - {""}
    again: list[int] = []
    kept: list[Record] = []
    for at, record in enumerate(below):
        if len(known.intersection(record.cells)) < _SAME * len(columns):
            kept.append(record)
            continue
        if [key_of(cell) for cell in record.cells if cell] == [key_of(cell) for cell in head.cells if cell]:
            again.append(record.line)
            continue
        rows = [one for one in below[at + 1 :] if not is_blank(one)]
        message = f"In line {record.line:,} a second header begins, with other columns than the first. The {len(rows):,} rows below it were not used. Bring their cells into the order of the first header, and delete the second."
        issues.append(found("second_header", file, message, line=record.line))
        return kept, len(rows)
    if again:
        times = "again" if len(again) == 1 else f"{len(again):,} more times"
        message = f"The header stands in the file {times} ({some_lines(again)}). It was left out there; rows were probably pasted with it. Delete it below the first line."
        issues.append(found("repeated_header", file, message, line=again[0]))
    return kept, 0


def _blank_rows(below: Sequence[Record], lines: Sequence[str], file: str, issues: list[Issue]) -> None:
    blank = [record.line for record in below if is_blank(record)]
    if not blank or (lines and _doubled_ends(blank, lines)):
        return
    what = (
        f"The row in line {blank[0]:,} is empty"
        if len(blank) == 1
        else f"{len(blank):,} rows are empty ({some_lines(blank)})"
    )
    left = "It was left out; delete it" if len(blank) == 1 else "They were left out; delete them"
    issues.append(found("blank_rows", file, f"{what}. {left}.", line=blank[0]))


def _doubled_ends(blank: Sequence[int], lines: Sequence[str]) -> bool:
    return all(lines[line - 2].endswith("\r") and lines[line - 1] == "\r\n" for line in blank)


def _empty(records: Sequence[Record], width: int) -> frozenset[int]:
    """The indexes of columns that hold nothing in any record."""
    return frozenset(
        i for i in range(width) if not any(i < len(one.cells) and one.cells[i].strip(_INVISIBLE) for one in records)
    )


def _columns(header: Header, records: Sequence[Record], file: str) -> Header:
    """The header with its columns without a name judged: with content they are an error, empty ones are left out and named."""
    full = len(header.record.cells)
    whole = [record for record in records if len(record.cells) == full]
    most = max(1, len(records) / 2)
    while header.width < full and sum(any(record.cells[header.width :]) for record in whole) >= most:
        header = replace(header, width=header.width + 1, names=(*header.names, ""))
    unnamed = [i for i in range(full) if not (header.names[i] if i < header.width else "")]
    holding = [i for i in unnamed if i < header.width and any(i < len(one.cells) and one.cells[i] for one in records)]
    for i in holding:
        example = next(one.cells[i] for one in records if i < len(one.cells) and one.cells[i])
        message = f"Column {column_letters(i)} has no name in the header but holds text, {shown(example)} for one. It would neither be checked nor published. Give the column its name, or empty it."
        cell = header.place(i, header.record.row)[1]
        header.issues.append(found("unnamed_column", file, message, line=header.record.line, cell=cell))
    empty = [column_letters(i) for i in unnamed if i not in holding]
    if empty:
        which = f"Column {empty[0]} has" if len(empty) == 1 else f"Columns {', '.join(empty[:-1])} and {empty[-1]} have"
        it = "It was left out; delete it" if len(empty) == 1 else "They were left out; delete them"
        message = f"{which} neither a name nor any content. {it}."
        header.issues.append(found("empty_columns", file, message, line=header.record.line))
    return header


def _one_cause(named: list[Issue], settled: list[Issue]) -> list[Issue]:
    """The header's issues, less those that only say again why the rows are wider or narrower than it."""
    at = next((i for i, issue in enumerate(settled) if issue.rule == "read.row_width"), None)
    if at is None:
        return named
    about = {
        "read.missing_column",
        "read.unexpected_column",
        "read.unnamed_column",
        "read.doubled_column",
        "read.empty_columns",
    }
    told = [issue for issue in named if issue.rule in about]
    missing = [shown(issue.column or "") for issue in told if issue.rule == "read.missing_column"]
    odd = [
        shown(issue.column or "") for issue in told if issue.rule in {"read.unexpected_column", "read.doubled_column"}
    ]
    more = f" The header lacks {' and '.join(missing)}." if missing else ""
    more += f" It should not name {' and '.join(odd)}." if odd else ""
    settled[at] = replace(settled[at], message=settled[at].message + more)
    return [issue for issue in named if issue.rule not in about]
