"""A CSV file that is not in house style, read with care: each doubt is an issue with a line, and no row is used that may have been read wrongly.

This module puts the parts in their order; each part judges one thing. Some thirty times slower than the quick path, which is why both are there.
"""

from __future__ import annotations

from collections.abc import Sequence

from flows.issue import Issue
from flows.reading.assemble import Found, assemble, is_blank
from flows.reading.conflicts import without_conflicts
from flows.reading.dialect import DELIMITERS, REWRITES, Dialect, choose
from flows.reading.encoding import decode
from flows.reading.header import find_header
from flows.reading.kinds import other_kind
from flows.reading.part import Part, nothing
from flows.reading.records import Parsed, parse, split_lines
from flows.reading.rules import found, shown


def read_carefully(data: bytes, columns: Sequence[str], required: Sequence[str], file: str) -> Part:
    """The records of the file `data` for the declared `columns`, of which `required` are never empty. Never raises, whatever the bytes."""
    kind = other_kind(data, file)
    if kind:
        return nothing(columns, [kind])
    decoded = decode(data, file)
    if not decoded.usable:
        return nothing(columns, decoded.issues)
    lines = split_lines(decoded.text)
    issues = list(decoded.issues)
    lines, conflicting = without_conflicts(lines, file, issues)
    dialect = choose(lines, columns)
    lines, parsed, style = parse_in_any_style(lines, dialect, columns, file)
    dark = decoded.bad_lines | conflicting
    text = Found(
        records=[record for record in parsed.records if not dark.intersection(range(record.line, record.last + 1))],
        faults=[fault for fault in parsed.faults if fault.line not in dark],
        lines=lines,
        dialect=dialect,
        lost=len({*decoded.bad_lines}) + len(conflicting) // 2,
        excused=any(issue.severity == "error" for issue in issues),
    )
    part = assemble(text, columns, required, file)
    if not part.readable:  # how it was saved matters little where nothing was read
        return nothing(columns, [*(issue for issue in issues if issue.severity == "error"), *part.issues])
    issues.extend(_dialect(dialect, lines, file))
    issues.extend(style)
    issues.extend(_line_ends(lines, part, parsed, file))
    return Part(
        frame=part.frame, lines=part.lines, rows=part.rows, letters=part.letters,
        issues=sorted([*issues, *part.issues], key=Issue.order), lost=part.lost,
    )  # fmt: skip


def parse_in_any_style(
    lines: list[str], dialect: Dialect, columns: Sequence[str], file: str
) -> tuple[list[str], Parsed, list[Issue]]:
    """The records, and the lines and warnings where lines had to be rewritten into the usual way of quoting."""
    parsed = parse(lines, dialect)
    width = _width(parsed, columns)
    issues: list[Issue] = []
    if (
        parsed.faults
        or _tailed(parsed, columns)
        or any(len(record.cells) != width and not is_blank(record) for record in parsed.records)
    ):
        for kind, what, mark, rewrite in REWRITES:
            changed = [at for at, line in enumerate(lines) if at >= dialect.first and mark in line]
            if not changed:
                continue
            other = list(lines)
            for at in changed:
                other[at] = rewrite(lines[at], dialect)
            if other == lines:
                continue
            reparsed = parse(other, dialect)
            if _sound(reparsed, columns) > _sound(parsed, columns):
                first = next(at for at in changed if other[at] != lines[at])
                lines, parsed, width = other, reparsed, _width(reparsed, columns)
                issues.append(found(kind, file, what, line=first + 1))
    if any(record.last > record.line for record in parsed.records):
        parsed = parse(lines, dialect, width)
    if dialect.quote != '"':
        message = "The cells are wrapped in apostrophes (') in place of quotation marks. They were read rightly, without the apostrophes; other programs would take these for text. Save the file as “CSV UTF-8”."
        issues.append(found("quote_style", file, message, line=dialect.first + 1))
    return lines, parsed, issues


def _tailed(parsed: Parsed, columns: Sequence[str]) -> bool:
    """Whether the header ends in empty cells of another separator, which would else pass for text."""
    at = find_header(parsed.records, columns)
    return at is not None and any(cell.endswith(";") for cell in parsed.records[at].cells[-1:])


def _width(parsed: Parsed, columns: Sequence[str]) -> int:
    at = find_header(parsed.records, columns)
    if at is None:
        return len(columns)
    return max((i + 1 for i, cell in enumerate(parsed.records[at].cells) if cell), default=0)


def _sound(parsed: Parsed, columns: Sequence[str]) -> tuple[int, int, int]:
    """How well a way of reading makes sense: a header that is known, whole rows, few broken ones."""
    at = find_header(parsed.records, columns)
    known = 0 if at is None else len(set(columns) & set(parsed.records[at].cells))
    width = _width(parsed, columns)
    return known, sum(len(record.cells) == width for record in parsed.records), -len(parsed.faults)


def _dialect(dialect: Dialect, lines: Sequence[str], file: str) -> list[Issue]:
    told = f" The first line, {shown(lines[0].strip())}, which says so to Excel, was left out." if dialect.first else ""
    if dialect.delimiter != ",":
        what = DELIMITERS.get(dialect.delimiter, shown(dialect.delimiter))
        message = f"The cells are separated by {what} and not by commas. They were read rightly.{told} In Excel choose “CSV UTF-8 (comma delimited)”, so that all files of the record are alike."
        return [found("delimiter", file, message, line=1)]
    if told:
        message = f"The first line, {shown(lines[0].strip())}, says to Excel how cells are separated. It was left out; other programs would take it for the header. Delete the line."
        return [found("title_rows", file, message, line=1)]
    return []


def _line_ends(lines: Sequence[str], part: Part, parsed: Parsed, file: str) -> list[Issue]:
    if not lines:
        return []
    bare = sum(line.endswith("\r") for line in lines)
    issues = []
    if bare and bare >= len(lines) - 1:
        message = "The lines end as on old Macintosh computers (CR alone). They were read rightly; many programs would see one long line. Save the file as “CSV UTF-8”."
        issues.append(found("line_ends", file, message, line=1))
    elif bare and bare == sum(line == "\r\n" for line in lines):
        message = "Every line ends twice (CR, then CR and LF), as happens when a file is copied between systems. It was read rightly; Excel shows an empty row after each. Save the file again as “CSV UTF-8”."
        issues.append(found("line_ends", file, message, line=1))
    elif bare:
        ends = [record for record in parsed.records if lines[record.last - 1].endswith("\r")]
        used = set(part.lines)
        good = [record.line for record in ends if record.line in used]
        if good:
            message = "Some lines end in CR alone, the others do not. The rows were read rightly; many programs would join these lines. Save the file as “CSV UTF-8”."
            issues.append(found("line_ends", file, message, line=good[0]))
    if not lines[-1].endswith(("\n", "\r")) and (part.lines and part.lines[-1] == parsed.records[-1].line):
        message = "The last line has no line end, as in a file that was cut short. If its last row is complete, all is well: save the file again."
        issues.append(found("last_line_end", file, message, line=parsed.records[-1].line))
    return issues
