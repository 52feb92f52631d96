"""Records with too few or too many cells: what happened to each, said once; none is dropped without an issue, none is used unless only empty cells at its end differ."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from flows.issue import Issue
from flows.reading.dialect import DELIMITERS, Dialect
from flows.reading.header import Header
from flows.reading.neighbours import Neighbours
from flows.reading.records import Record
from flows.reading.rules import found, shown, some_lines

_FEW = 3  # rows from which on they are no accident
_WEIGHED = 100  # bad rows that are compared with their neighbours; more of them are one damage, and time is short


@dataclass(slots=True)
class Settled:
    """Records of the header's width, in order, and what was said of the others."""

    kept: list[Record] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)


@dataclass(slots=True)
class _Table:
    """All that a judgement of one row may look at."""

    header: Header
    width: int
    full: int  # cells of the header, unnamed ones at its end counted
    lines: Sequence[str]
    dialect: Dialect
    file: str
    neighbours: Neighbours
    cut_at: int  # the last physical line if it has no end, else 0
    above: dict[int, Record]  # whole rows by their last line


def is_whole(record: Record, width: int, full: int) -> bool:
    """Whether a record has the header's cells; columns without a name at the end may be there or not, if they are empty."""
    return width <= len(record.cells) <= full and not any(record.cells[width:])


def settle(
    records: Sequence[Record],
    header: Header,
    lines: Sequence[str],
    dialect: Dialect,
    file: str,
    required: frozenset[int],
) -> Settled:
    """Sort `records` (no blank rows, no header) into those of the right width and issues about all others."""
    width, full = header.width, len(header.record.cells)
    settled = Settled()
    whole = [record for record in records if is_whole(record, width, full)]
    odd = [record for record in records if not is_whole(record, width, full)]
    if not odd:
        settled.kept = whole
        return _fitted(settled, width)
    cut_at = len(lines) if lines and not lines[-1].endswith(("\n", "\r")) else 0
    neighbours = Neighbours([record.cells[:width] for record in whole], width, required)
    above = {one.last: one for one in whole}
    table = _Table(header, width, full, lines, dialect, file, neighbours, cut_at, above)
    tails = _without_tails(odd, len(records), table, required)
    odd = [record for record in odd if record.line not in tails]
    if len(odd) > len(whole) + len(tails):
        odd, more = _mass(odd, len(records), header, file, settled.issues)
        whole = sorted(whole + more, key=lambda record: record.line)
    mended: list[tuple[Record, str]] = [(record, "fewer") for record in tails.values()]
    done: set[int] = set()
    for at, record in enumerate(odd):
        if record.line in done:
            continue
        settled.issues.extend(_judge(record, odd[at + 1 :][: 2 * width], table, mended, done, at < _WEIGHED))
    settled.issues.extend(_trailing(mended, file))
    settled.kept = sorted(whole + [record for record, _ in mended], key=lambda record: record.line)
    return _fitted(settled, width)


def _fitted(settled: Settled, width: int) -> Settled:
    for record in settled.kept:
        if len(record.cells) != width:
            record.cells = record.cells[:width] + [""] * (width - len(record.cells))
    return settled


def _without_tails(odd: Sequence[Record], total: int, table: _Table, required: frozenset[int]) -> dict[int, Record]:
    """Rows by line from which Excel left out the empty cells at the end: many of one width, and nothing in them fits better further right."""
    tails: dict[int, Record] = {}
    by_size: dict[int, list[Record]] = {}
    for record in odd:
        if 1 < len(record.cells) < table.width and record.last != table.cut_at:
            by_size.setdefault(len(record.cells), []).append(record)
    for size, same in by_size.items():
        if (
            table.neighbours.count < _FEW
            or len(same) < max(_FEW, total * 0.1)
            or required & set(range(size, table.width))
        ):
            continue
        sample = same[:: max(1, len(same) // _WEIGHED)]
        if sum(table.neighbours.stays(record.cells) for record in sample) >= 0.9 * len(sample):
            fits = table.neighbours.stays if len(same) <= 10 * _WEIGHED else table.neighbours.usual  # the quicker one
            tails |= {record.line: record for record in same if fits(record.cells)}
    return tails


def _mass(
    odd: list[Record], total: int, header: Header, file: str, issues: list[Issue]
) -> tuple[list[Record], list[Record]]:
    """Where most rows share one wrong width, that is one cause: all are taken (only empty cells differ) or all refused."""
    size, many = Counter(len(record.cells) for record in odd).most_common(1)[0]
    same = [record for record in odd if len(record.cells) == size]
    if many < _FEW or many < total / 2 or size < 2:
        return odd, []
    rest = [record for record in odd if len(record.cells) != size]
    if size > header.width and not any(any(record.cells[header.width :]) for record in same):
        message = f"{many:,} rows have {size - header.width} empty cells more than the header names columns. Only empty cells were left out; delete the empty columns."
        issues.append(found("trailing_cells", file, message, line=same[0].line))
        return rest, same
    message = (
        f"The header names {header.width} columns, but {'all' if many == total else f'{many:,} of {total:,}'} rows have {_cells(size)}, from line {same[0].line:,} on, so it cannot be told which cell belongs to which column."
        " None of these rows was used. Give the header a name for every column, in the order of the rows."
    )
    issues.append(found("row_width", file, message, line=same[0].line))
    return rest, []


def _judge(
    record: Record,
    following: Sequence[Record],
    table: _Table,
    mended: list[tuple[Record, str]],
    done: set[int],
    weigh: bool,
) -> list[Issue]:
    """What happened to one bad row. Adds to `mended` where only empty cells differ, to `done` the lines of rows that share its cause."""
    cells, width, file = record.cells, table.width, table.file
    filled = [cell for cell in cells if cell]
    if len(filled) == 1 and len(table.dialect.cells(filled[0])) == width:
        message = f"The whole row stands in the first cell, in quotation marks: {shown(filled[0])}. This happens when Excel opens a file with another separator and saves it. Remove the quotation marks around the row."
        return [found("row_in_one_cell", file, message, line=record.line)]
    other = _other_delimiter(record, table)
    if other:
        run = [record, *_run(record, following, lambda one: _other_delimiter(one, table) == other)]
        done.update(one.line for one in run)
        message = f"In {some_lines([one.line for one in run])} the cells are separated by {DELIMITERS[other]}, in the rest of the file by {DELIMITERS.get(table.dialect.delimiter, 'another sign')}. Separate them all in the same way."
        return [found("other_delimiter", file, message, line=record.line)]
    parts = _parts(record, following, width)
    if parts:
        done.update(one.line for one in parts)
        column, cell = table.header.place(len(cells) - 1, record.row)
        message = f"The row is broken: it goes on in line {parts[0].line:,}. A line break was typed inside the cell {shown(cells[-1] or column or '')}, or the row was cut. Put it on one line, or the cell with the break in quotation marks."
        return [found("broken_row", file, message, line=record.line, column=column, cell=cell)]
    if len(cells) == 1 and record.line > 1 and _ended_above(record, table):
        column, _ = table.header.place(width - 1, record.row)
        message = f"The line holds only {shown(cells[0])}. It is probably the rest of the cell for {shown(column or 'the last column')} in the row above, in which a line break was typed. Put it back there."
        return [found("broken_row", file, message, line=record.line)]
    if width > 2 and len(cells) in (2 * width - 1, 2 * width):
        message = f"There are {len(cells)} cells in this line, those of two rows: the line break between them is missing, about where {shown(cells[width - 1])} stands. Put each row on a line of its own."
        return [
            found("joined_rows", file, message, line=record.line, column=table.header.place(width - 1, record.row)[0])
        ]
    few = len(cells) < width
    return _too_few(record, table, mended, weigh) if few else _too_many(record, table, mended, weigh)


def _too_few(record: Record, table: _Table, mended: list[tuple[Record, str]], weigh: bool) -> list[Issue]:
    cells, width = record.cells, table.width
    padded = (*cells, *[""] * (width - len(cells)))
    reading = table.neighbours.filled(cells) if weigh and len(cells) > 1 else None  # one cell says too little
    cut = record.last == table.cut_at
    fits = table.neighbours.count >= 3 and table.neighbours.usual(padded)
    if (
        not cut
        and fits
        and (reading is None or reading.sure)
        and (reading is None or reading.cells == padded)
        and weigh
    ):
        mended.append((record, "fewer"))
        return []
    column = cell = None
    guess = "Which one is missing cannot be told from the rows around it."
    if cut:
        guess = "It is the last line and has no end, so the file was probably cut short, and rows after it may be lost too. Fetch it again or restore it."
    elif reading and reading.sure:
        column, cell = table.header.place(reading.at, record.row)
        before = f"after {shown(cells[reading.at - 1])}" if 0 < reading.at <= len(cells) else "at the start"
        guess = f"By what the other rows hold, the cell for {shown(column or cell or '')} is missing, {before}."
    elif reading is None and len(cells) == 1:
        guess = f"It holds only {shown(cells[0])}."
    message = f"The row has {_cells(len(cells))} where the header names {width} columns. {guess} The row was not used, since every cell after the gap would stand in the wrong column."
    return [found("too_few_cells", table.file, message, line=record.line, column=column, cell=cell)]


def _too_many(record: Record, table: _Table, mended: list[tuple[Record, str]], weigh: bool) -> list[Issue]:
    cells, width, delimiter = record.cells, table.width, table.dialect.delimiter
    core = list(cells)
    while len(core) > width and not core[-1]:
        core.pop()
    reading = table.neighbours.joined(cells, delimiter) if weigh else None
    if (
        len(core) == width
        and weigh
        and (reading is None or reading.cells == tuple(core))
        and table.neighbours.usual(core)
    ):
        mended.append((record, "more"))
        return []
    column = cell = value = suggestion = None
    sign = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}.get(delimiter, "separator")
    guess = f"Probably a cell holds a {sign} and is not in quotation marks; which one cannot be told from the rows around it."
    if reading and reading.sure:
        column, cell = table.header.place(reading.at, record.row)
        text = reading.cells[reading.at]
        if delimiter in text and text.count('"') == 1 and text.endswith('"'):
            value, suggestion = cells[reading.at], text[:-1]
            guess = f"By what the other rows hold, the cell for {shown(column or cell or '')} is {shown(text[:-1])}, and the quotation mark before it is missing. Add it."
        elif delimiter in text:
            value, suggestion = cells[reading.at], text
            guess = f"By what the other rows hold, the cell for {shown(column or cell or '')} was split at a {sign} that belongs to its text: {shown(text)}. Put that cell in quotation marks."
        else:
            guess = f"By what the other rows hold, there is one {sign} too many at {shown(column or cell or '')}, beside {shown(text)}."
    message = f"The row has {len(cells)} cells where the header names {width} columns. {guess} The row was not used, since cells would stand in the wrong columns."
    return [
        found(
            "too_many_cells",
            table.file,
            message,
            line=record.line,
            column=column,
            cell=cell,
            value=value,
            suggestion=suggestion,
        )
    ]


def _ended_above(record: Record, table: _Table) -> bool:
    """Whether the row right above is whole and ends in a cell with text."""
    above = table.above.get(record.line - 1)
    return above is not None and bool(above.cells[table.width - 1])


def _cells(count: int) -> str:
    return "1 cell" if count == 1 else f"{count:,} cells"


def _other_delimiter(record: Record, table: _Table) -> str | None:
    if record.last != record.line or not table.lines or len(record.cells) >= table.width:
        return None
    line = table.lines[record.line - 1]
    for delimiter in DELIMITERS:
        if delimiter == table.dialect.delimiter or line.count(delimiter) < max(1, table.width - 1):
            continue
        try:
            cells = len(next(csv.reader([line], delimiter=delimiter, strict=True)))
        except csv.Error:
            continue
        if cells == table.width or (cells > table.width and len(record.cells) == 1):
            return delimiter
    return None


def _run(record: Record, following: Sequence[Record], same: Callable[[Record], bool]) -> list[Record]:
    run: list[Record] = []
    for one in following:
        if one.line != (run[-1] if run else record).last + 1 or not same(one):
            break
        run.append(one)
    return run


def _parts(record: Record, following: Sequence[Record], width: int) -> list[Record]:
    """The bad rows right below that, joined to this one, make a whole row."""
    parts: list[Record] = []
    total = len(record.cells)
    for one in _run(record, following, lambda one: len(one.cells) < width):
        parts.append(one)
        total += len(one.cells) - 1
        if total >= width:
            break
    return parts if total == width else []


def _trailing(mended: list[tuple[Record, str]], file: str) -> list[Issue]:
    issues = []
    for way, seen in (("fewer", "end before the last columns"), ("more", "have empty cells after the last column")):
        lines = [record.line for record, how in mended if how == way]
        if lines:
            rows = "1 row" if len(lines) == 1 else f"{len(lines):,} rows"
            message = f"{rows} {seen} ({some_lines(lines)}). By their other cells only empty ones differ, so they were read as if these were there. Excel saves files in this way."
            issues.append(found("trailing_cells", file, message, line=lines[0]))
    return issues
