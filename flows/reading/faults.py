"""Quotation marks that stand where they should not: lines that could not be read for them, and cells that were read but look broken."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flows.issue import Issue
from flows.reading.dialect import Dialect
from flows.reading.header import Header
from flows.reading.records import Fault, Record
from flows.reading.rules import found, shown, some_lines


def judge_faults(faults: Sequence[Fault], header: Header | None, lines: Sequence[str], file: str) -> list[Issue]:
    """An issue for each line where no record could be read."""
    issues = []
    for fault in faults:
        column, cell = header.place(fault.cell, fault.row) if header else (None, None)
        where = f"the cell for {shown(column)}" if column else f"cell {cell}" if cell else "a cell"
        message = _message(fault, where, lines) if header else _in_header(fault)
        issues.append(found(fault.kind, file, message, line=fault.line, column=column, cell=cell))
    return issues


def _in_header(fault: Fault) -> str:
    return f"A quotation mark in line {fault.line:,} opens a cell that is never closed, or stands in the middle of one, and the names of the columns are on that line. No row of the file could be read. Remove the mark or add the one that is missing."


def _message(fault: Fault, where: str, lines: Sequence[str]) -> str:
    if fault.kind == "unclosed_quote":
        if fault.line == len(lines) and not lines[-1].endswith(("\n", "\r")):
            return f"The file ends within {where}, whose quotation mark is never closed: it was cut short, and rows after this one may be lost. Fetch the file again or restore it from an earlier version."
        return f"The quotation mark that opens {where} is never closed, so everything after it would become part of that cell. The row was not used; the rows below were read. Close the cell with a quotation mark, or remove the one that opens it."
    if fault.kind == "stray_quote":
        return f'A quotation mark stands in the middle of {where}, where it would end the cell. The row was not used. Double each quotation mark that belongs to the text (""), and put the cell in quotation marks.'
    if fault.kind == "swallowed_rows":
        return f"Two quotation marks, one in {where} and one in line {fault.last:,}, make one cell of the rows between them. One of the two should not be there. The rows of these two lines were not used."
    return "From here on quotation marks open and close so irregularly that no row can be told from another, so none from this line on was used. Restore the file from an earlier version, or save it again from the program it comes from."


def judge_cell_quotes(
    records: Sequence[Record], header: Header, lines: Sequence[str], dialect: Dialect, file: str
) -> tuple[list[Issue], frozenset[int]]:
    """Quotation marks in cells that have none around them, and the lines of rows that must not be used for them.

    A pair of them in a text is only unusual. One left over is an error; in two cells of a row, they once were the two ends of one cell,
    and since a separator stood between them, the cells of that row stand in wrong columns.
    """
    quote = dialect.quote
    issues: list[Issue] = []
    usual: list[int] = []
    broken: set[int] = set()
    for record in records if lines else ():
        if record.line != record.last or quote not in lines[record.line - 1]:
            continue
        typed = _typed(lines[record.line - 1], dialect)[: len(record.cells)]
        bare = [index for index, cell in enumerate(typed) if quote in cell and not cell.startswith(quote)]
        single = [index for index in bare if typed[index].count(quote) == 1]
        if len(single) > 1:
            broken.add(record.line)
            issues.append(_torn(record, single, header, file))
        elif single and not re.search(rf"[0-9]{quote}.", typed[single[0]]):
            issues.append(_left_over(record, single[0], header, file))
        elif bare:
            usual.append(record.line)
    if usual:
        message = f"Quotation marks stand in cells that are not in quotation marks themselves ({some_lines(usual)}). They were read as part of the text; other programs would drop them. Save the file as “CSV UTF-8”."
        issues.append(found("quote_style", file, message, line=usual[0]))
    return issues, frozenset(broken)


def _torn(record: Record, single: Sequence[int], header: Header, file: str) -> Issue:
    column, cell = header.place(single[0], record.row)
    before = record.cells[single[0]].partition('"')[0]
    message = f"A quotation mark opens in the middle of a cell, after {shown(before)}, and closes in a later one. Probably the separator before it is missing. The row was not used, since cells would stand in the wrong columns."
    return found("stray_quote", file, message, line=record.line, column=column, cell=cell)


def _left_over(record: Record, index: int, header: Header, file: str) -> Issue:
    column, cell = header.place(index, record.row)
    text = record.cells[index]
    end = text.endswith('"')
    message = f"There is a single quotation mark in {shown(text)}; the one that belongs to it is missing. {'Remove it, or put' if end else 'Put'} the whole cell in quotation marks."
    suggestion = text[:-1] if end and text[:-1] and not text[-2].isdigit() else None  # 5" may be five inches
    return found(
        "stray_quote", file, message, line=record.line, column=column, cell=cell, value=text, suggestion=suggestion
    )


def _typed(line: str, dialect: Dialect) -> list[str]:
    """The cells of one line with their quotation marks, as they stand in the file."""
    quote, end = re.escape(dialect.quote), re.escape(dialect.delimiter)
    cell = re.compile(rf"({quote}(?:[^{quote}]|{quote}{quote})*{quote}|[^{end}\r\n]*)(?:{end}|[\r\n]|\Z)")
    cells, at = [], 0
    line = line.rstrip("\r\n")
    while at <= len(line) and (match := cell.match(line, at)):
        cells.append(match[1])
        if match.end() == at or (match.end() >= len(line) and not match[0].endswith(dialect.delimiter)):
            break
        at = match.end()
    return cells
