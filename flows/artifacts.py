"""What an operator sees of a publish in Prefect: a report in Markdown and a table of issues.

Cells of the raw record come from anywhere and are shown in a browser, so nothing of them may act as markup: characters
that Markdown or HTML give a meaning are escaped, invisible ones are spelled out, long ones are cut. Prefect's page loads
a table as a whole, hence the cap; the complete list is what `hrc check` prints.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from flows.issue import Issue
from flows.result import PublishResult

REPORT_KEY = "hrc-report"
ISSUES_KEY = "hrc-issues"
MOST_ISSUES = 500
LONGEST = 1000  # characters of a cell, message or line; longer than the longest title of a resolution
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_MARKS = frozenset("\\`*_{}[]()#+-.!|~$:@")


def visible(text: str) -> str:
    """The text in one line with control and other invisible characters spelled out, cut to a readable length."""
    cut = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in cut)


def escape_markdown(text: str) -> str:
    """The text as Markdown that shows exactly `visible(text)` and does nothing."""
    return "".join(_ENTITIES.get(c) or (f"\\{c}" if c in _MARKS else c) for c in visible(text))


def report_markdown(result: PublishResult) -> str:
    """The report of one run: what came of it, why, how much was read, and which rules were broken how often."""
    lines = [f"# {result.result.capitalize()}", ""]
    for line in result.reason.splitlines():
        lines += [escape_markdown(line), ""]
    facts = {
        "Release": result.version,
        "Folder": str(result.path) if result.path else None,
        "Rows read": str(result.rows),
        "Errors": str(result.errors),
        "Warnings": str(result.warnings),
    }
    lines += ["| | |", "| --- | --- |", *(f"| {k} | {escape_markdown(v)} |" for k, v in facts.items() if v), ""]
    if result.issues:
        counts = Counter((issue.severity, issue.rule) for issue in result.issues)
        lines += ["| severity | rule | issues |", "| --- | --- | --- |"]
        lines += [f"| {sev} | {escape_markdown(rule)} | {n} |" for (sev, rule), n in sorted(counts.items())]
        lines += ["", f"The issues are in the artifact {ISSUES_KEY}."]
    return "\n".join(lines)


def issues_table(issues: Sequence[Issue]) -> list[dict[str, str]]:
    """The issues as rows of text, errors first, `MOST_ISSUES` at the most."""
    shown = sorted(issues, key=lambda issue: (issue.severity, issue.order()))[:MOST_ISSUES]
    return [
        {
            name: visible("" if value is None else str(value)).replace("](", "] (")  # no link out of a cell
            for name, value in (
                ("severity", issue.severity),
                ("file", issue.file),
                ("line", issue.line),
                ("column", issue.column),
                ("value", issue.value),
                ("message", issue.message),
                ("suggestion", issue.suggestion),
                ("rule", issue.rule),
            )
        }
        for issue in shown
    ]
