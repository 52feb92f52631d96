"""What an operator sees in Prefect: readable, and harmless whatever the cells hold."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import artifacts
from flows.issue import Issue
from flows.result import PublishResult


def issue(**about) -> Issue:
    given = {"rule": "sponsors.country.vocabulary", "severity": "error", "file": "raw/sponsors.csv", "message": "No."}
    return Issue(**(given | about))


@given(st.text())
def test_escaped_text_is_one_line_that_no_markdown_or_html_reads_as_markup(text):
    escaped = artifacts.escape_markdown(text)
    assert escaped.isprintable()
    assert not re.search(r"(?<!\\)[`*_\[\]()#|~$:@!]", escaped.replace("\\\\", ""))
    assert "<" not in escaped
    assert ">" not in escaped


@given(st.text(st.characters(categories=["L", "N", "Zs"], include_characters="/ ."), max_size=150))
def test_plain_text_is_shown_as_it_is(text):
    shown = artifacts.escape_markdown(text).replace("\\", "")
    assert shown == artifacts.visible(text).replace("\\", "")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("a\u202eb", "a\\u202eb"), ("a\nb", "a\\nb"), ("\x1b[2J", "\\x1b[2J"), ("x" * 1300, "x" * 999 + "…")],
)
def test_what_cannot_be_seen_is_spelled_out(typed, shown):
    assert artifacts.visible(typed) == shown


def test_the_report_says_result_reason_release_and_counts_by_rule():
    found = (
        issue(line=2),
        issue(line=9),
        issue(severity="warning", rule="resolutions.gap", file="raw/resolutions.csv"),
    )
    result = PublishResult(
        result="rejected", reason="The raw record has 2 errors.", errors=2, warnings=1, rows=4673, issues=found
    )
    report = artifacts.report_markdown(result)
    assert report.startswith("# Rejected\n\nThe raw record has 2 errors\\.\n")
    assert "| Rows read | 4673 |" in report
    assert "| error | sponsors\\.country\\.vocabulary | 2 |" in report
    assert "| warning | resolutions\\.gap | 1 |" in report
    assert "Release" not in report


def test_a_reason_of_several_lines_is_shown_whole():
    reason = f"Nothing was published:\n- sponsors: {'many ' * 60}rows are gone\nSee hrc diff."
    lines = artifacts.report_markdown(PublishResult(result="rejected", reason=reason)).split("\n")
    assert lines[2] == "Nothing was published\\:"
    assert lines[4].startswith("\\- sponsors\\: many")
    assert lines[4].endswith("rows are gone")
    assert lines[6] == "See hrc diff\\."


@given(
    st.lists(st.builds(issue, value=st.text(), line=st.integers(1, 9), severity=st.sampled_from(["error", "warning"])))
)
def test_the_table_is_json_with_errors_first_and_without_links(issues):
    rows = json.loads(json.dumps(artifacts.issues_table(issues)))
    assert [row["severity"] for row in rows] == sorted(row["severity"] for row in rows)
    assert all(isinstance(cell, str) and "](" not in cell for row in rows for cell in row.values())


def test_the_table_is_cut_where_a_browser_would_choke():
    assert (
        len(artifacts.issues_table([issue(line=n) for n in range(artifacts.MOST_ISSUES + 5)])) == artifacts.MOST_ISSUES
    )
