"""The check as one page that can be mailed: of each table the rows with issues, their bad cells marked, the message beside them.

Everything is in the page: no script, no font, no picture, nothing loaded from anywhere (its own policy forbids it), so that it
opens from an attachment, on a phone, and years later. Cells are escaped by jinja2; what cannot be seen is named. Colours say
nothing that a word does not say too, and suit light and dark screens.

Limits: a page names at most `MOST` issues of a file, errors first; all rows of a table are never shown, only those to mend.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from flows.report.plain import count, cut, printable
from flows.report.summary import Summary, counts
from flows.report.text import chosen

if TYPE_CHECKING:
    from jinja2 import Template

    from flows.issue import Issue
    from flows.pipeline import Checked
    from flows.text import TextTable

MOST = 500  # issues shown of one file: about as much as a phone scrolls
_LONG = 300  # places of a cell that is only there for orientation


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One cell of a row as it is drawn."""

    column: str
    address: str
    text: str
    severity: str  # "error", "warning" or "" for a good cell
    offered: str | None  # the right text, where it is known and not empty


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row of the raw file with its issues; `boxes` is empty where an issue is about the file or a row that was not read."""

    number: int | None
    boxes: Sequence[Box]
    issues: Sequence[Issue]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One file."""

    file: str
    title: str
    counts: str
    lines: Sequence[Line]
    more: str  # how many issues are not shown


def check_html(checked: Checked, summary: Summary) -> str:
    """The page, as HTML 5."""
    return _template().render(summary=summary, sheets=_sheets(checked), sentence=summary.sentence())


@cache
def _template() -> Template:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("flows.report", "."),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["seen"] = printable
    return environment.get_template("check.html.jinja")


def _sheets(checked: Checked) -> list[Sheet]:
    sheets = []
    for file, group in groupby(checked.issues, key=lambda issue: issue.file):
        found = list(group)
        errors = sum(issue.severity == "error" for issue in found)
        shown = chosen(found, MOST)
        text = _table_of(checked, file)
        title = checked.plans[text.name].title if text else ""
        left = len(found) - len(shown)
        sheets.append(
            Sheet(
                file=file,
                title=title,
                counts=counts(errors, len(found) - errors),
                lines=_lines(shown, text),
                more=f"… and {count(left, 'more issue')} in this file." if left else "",
            )
        )
    return sheets


def _table_of(checked: Checked, file: str) -> TextTable | None:
    return next((text for text in checked.texts.values() if file in (text.files or [text.file])), None)


def _lines(issues: Sequence[Issue], text: TextTable | None) -> list[Line]:
    rows = {} if text is None else {(text.file_of(row), line): row for row, line in enumerate(text.lines)}
    lines = []
    for number, group in groupby(issues, key=lambda issue: issue.line):
        found = list(group)
        row = rows.get((found[0].file, number or 0))
        boxes = [] if row is None or text is None else _boxes(text, row, found)
        lines.append(Line(number=number, boxes=boxes, issues=found))
    return lines


def _boxes(text: TextTable, row: int, issues: Sequence[Issue]) -> list[Box]:
    worst = {issue.column: issue for issue in reversed(issues)}
    worst |= {issue.column: issue for issue in issues if issue.severity == "error"}
    boxes = []
    for column in text.letters:
        cell = text.frame[column][row] or ""
        issue = worst.get(column)
        if not cell and issue is None:
            continue
        boxes.append(
            Box(
                column=column,
                address=text.cell(column, row) or "",
                text=cell if issue else cut(cell, _LONG),
                severity=issue.severity if issue else "",
                offered=issue.suggestion or None if issue else None,
            )
        )
    return boxes
