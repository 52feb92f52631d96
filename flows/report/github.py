"""The check as GitHub shows it on a pull request: an annotation on the raw line of each issue, and a summary of the job.

The workflow commands are those of GitHub's runner ("workflow commands for GitHub Actions"): `::error file=…,line=…::message`.
A cell can neither end a command nor begin one: line breaks, percent signs and, in properties, colons and commas are written
as %0A and so on. GitHub shows the first ten annotations of each kind for a step, so errors come first and the summary, which
is complete up to `MOST` rows, names the rest.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from flows.fix.edits import file_name, plan_of
from flows.fix.place import Places, places
from flows.report.plain import count, cut, printable
from flows.report.summary import Summary
from flows.report.text import said

if TYPE_CHECKING:
    from flows.issue import Issue
    from flows.pipeline import Checked

SHOWN = 10  # annotations of one kind that GitHub shows for a step (its documented limit)
MOST = 500  # rows of the job summary, which may be 1 MiB in all
_CELL = 200  # places of a cell or message in the job summary
_KINDS = {"error": "error", "warning": "warning"}


def check_github(checked: Checked, summary: Summary) -> str:
    """The annotations, errors first, and last the counts."""
    issues = _errors_first(checked.issues)
    columns = _Columns(checked)
    lines = [_annotation(issue, checked, columns) for issue in issues]
    more = max(summary.errors - SHOWN, 0) + max(summary.warnings - SHOWN, 0)
    hidden = f" GitHub shows the first {SHOWN} of each kind; the summary of the job has them all." if more else ""
    lines.append(f"::notice title=HRC Record::{_data(summary.sentence())}.{hidden}")
    return "\n".join(lines) + "\n"


def step_summary(checked: Checked, summary: Summary) -> str:
    """The same as Markdown, for the page of the job ($GITHUB_STEP_SUMMARY)."""
    mark = "❌" if summary.errors else "✅"
    lines = [f"## {mark} {summary.sentence()}", ""]
    issues = _errors_first(checked.issues)
    if issues:
        lines += ["| | where | cell | what is wrong |", "|---|---|---|---|", *map(_row, issues[:MOST])]
    if len(issues) > MOST:
        lines += ["", f"… and {count(len(issues) - MOST, 'more issue')}; `hrc check --all` shows every one."]
    if summary.errors:
        lines += ["", "Nothing is published while there are errors. `hrc check` says the same on your own computer."]
    return "\n".join(lines) + "\n"


def append_step_summary(markdown: str) -> None:
    """Add to the page of the job, where there is one."""
    place = os.environ.get("GITHUB_STEP_SUMMARY")
    if place:
        with contextlib.suppress(OSError), Path(place).open("a", encoding="utf-8", errors="backslashreplace") as page:
            page.write(markdown)


def _errors_first(issues: list[Issue]) -> list[Issue]:
    return sorted(issues, key=lambda issue: issue.severity != "error")


def _annotation(issue: Issue, checked: Checked, columns: _Columns) -> str:
    properties = "".join(f"{name}={_property(value)}," for name, value in _properties(issue, checked, columns))
    return f"::{_KINDS[issue.severity]} {properties[:-1]}::{_data(said(issue))}%0A{_data(issue.rule)}"


def _properties(issue: Issue, checked: Checked, columns: _Columns) -> Iterator[tuple[str, str]]:
    yield "file", path_in_repository(issue, checked)
    if issue.line:
        yield "line", str(issue.line)
        column = columns.first(issue)
        if column:
            yield "col", str(column)
    title = " ".join(part for part in (issue.cell, issue.column) if part) or issue.rule
    yield "title", printable(title)


def path_in_repository(issue: Issue, checked: Checked) -> str:
    """The file as GitHub knows it: from the folder in which the command runs."""
    snapshot = checked.snapshot
    path = snapshot.root / file_name(snapshot, issue.file)
    with contextlib.suppress(ValueError):
        return path.resolve().relative_to(Path.cwd().resolve()).as_posix()
    return path.as_posix()


class _Columns:
    """On which character of its raw line a cell begins; each file is opened once."""

    def __init__(self, checked: Checked) -> None:
        self._checked = checked
        self._opened: dict[str, Places | None] = {}

    def first(self, issue: Issue) -> int | None:
        """From 1; None where it cannot be told."""
        if issue.cell is None:
            return None
        name = file_name(self._checked.snapshot, issue.file)
        if name not in self._opened:
            self._opened[name] = self._open(name)
        opened = self._opened[name]
        cell = opened.cell(issue) if opened else None
        return opened.column_of(cell) if opened and cell else None

    def _open(self, name: str) -> Places | None:
        plan = plan_of(self._checked.plans, name)
        data = self._checked.snapshot.files.get(name)
        if plan is None or data is None or not name.endswith(".csv"):
            return None
        return places(data, plan.raw_columns())


def _row(issue: Issue) -> str:
    sign = "❌" if issue.severity == "error" else "⚠️"
    where = issue.file + (f":{issue.line}" if issue.line else "")
    cell = " ".join(part for part in (issue.cell, issue.column) if part)
    value = f" “{cut(printable(issue.value), 60)}”" if issue.value else ""
    return f"| {sign} | {_markdown(where)} | {_markdown(cell + value)} | {_markdown(said(issue))} |"


def _markdown(text: str) -> str:
    """The text as Markdown that says just this: no links, no HTML, no mention of anybody."""
    escaped = "".join(f"&#{ord(ch)};" if ch in "\\`*_{}[]<>()#+!|~&@:$" else ch for ch in cut(printable(text), _CELL))
    return escaped.replace("www.", "www&#46;")


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
