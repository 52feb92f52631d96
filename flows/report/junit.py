"""The check as a JUnit report: a suite for each file, a failed case for each error, so that a CI system counts and lists them.

The format is that of the Ant task which most systems read (`testsuites/testsuite/testcase/failure`). It knows no warnings;
they stand in the output of the file's own case. Characters that XML forbids are written as their code.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr  # writing only; nothing is parsed here

from flows.report.context import Surroundings
from flows.report.plain import printable
from flows.report.style import Style
from flows.report.summary import Summary
from flows.report.text import issue_lines, said

if TYPE_CHECKING:
    from flows.issue import Issue
    from flows.pipeline import Checked


def check_junit(checked: Checked, summary: Summary) -> str:
    """The report as XML; a file without errors is a case that passed."""
    by_file: dict[str, list[Issue]] = defaultdict(list)
    for name in checked.snapshot.files:
        by_file[f"{checked.snapshot.shown}/{name}"] = []
    for issue in checked.issues:
        by_file[issue.file].append(issue)
    cases = sum(max(_errors(found), 1) for found in by_file.values())
    head = f'name="hrc check" tests="{cases}" failures="{summary.errors}" errors="0" time="{summary.seconds:.3f}"'
    around = Surroundings(checked)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<testsuites {head}>"]
    for file, found in by_file.items():
        lines += _suite(file, found, around)
    return "\n".join([*lines, "</testsuites>"]) + "\n"


def _errors(found: list[Issue]) -> int:
    return sum(issue.severity == "error" for issue in found)


def _suite(file: str, found: list[Issue], around: Surroundings) -> Iterator[str]:
    errors = [issue for issue in found if issue.severity == "error"]
    warnings = [issue for issue in found if issue.severity == "warning"]
    name = quoteattr(printable(file))
    yield f'  <testsuite name={name} tests="{max(len(errors), 1)}" failures="{len(errors)}" errors="0" skipped="0">'
    for issue in errors:
        where = " ".join(
            str(part) for part in (f"line {issue.line}" if issue.line else "", issue.cell, issue.column) if part
        )
        yield f"    <testcase classname={name} name={_attribute(f'{issue.rule} {where}'.strip())}>"
        yield f"      <failure type={_attribute(issue.rule)} message={_attribute(said(issue))}>{_words([issue], around)}</failure>"  # fmt: skip
        yield "    </testcase>"
    if not errors:
        yield f'    <testcase classname={name} name="no errors"/>'
    if warnings:
        yield f"    <system-out>{_words(warnings, around)}</system-out>"
    yield "  </testsuite>"


def _words(issues: list[Issue], around: Surroundings) -> str:
    blocks = ["\n".join(issue_lines(issue, around, Style(), 120)) for issue in issues]
    return escape(_allowed("\n\n".join(blocks)))


def _attribute(text: str) -> str:
    return quoteattr(_allowed(printable(text)))


def _allowed(text: str) -> str:
    """Without the characters that XML 1.0 has no way to write; `printable` has named all but the last of them."""
    return "".join(ch for ch in text if ch in "\t\n\r" or " " <= ch <= "\ud7ff" or "\ue000" <= ch <= "\ufffd" or ch >= "\U00010000")  # fmt: skip
