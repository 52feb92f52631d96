"""The report for a person at a terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_issue import issue

from flows.report.style import Style, style_for
from flows.report.summary import summary_of
from flows.report.text import around_change, check_text, said


def text(record, **more):
    return check_text(record, summary_of(record, 0.41), Style(), **more)


def test_an_issue_reads_from_place_to_rule(checked):
    assert text(checked([issue()])) == (
        "raw/sponsors.csv  1 error\n"
        "\n"
        'raw/sponsors.csv:2  B2 country  "Kazakstan"\n'
        '    error: No State goes by the name “Kazakstan”. Did you mean "Kazakhstan"?\n'
        '    row: resolution "A/HRC/RES/54/5", role "main_sponsor"\n'
        "    sponsors.country.vocabulary · hrc explain sponsors.country.vocabulary\n"
        "\n"
        "2 files, 2 rows: 1 error (0.4 s)\n"
        "Mend the cells named above and check again. Nothing is published while there are\n"
        "errors. For 1 issue the right text is offered: `hrc fix --interactive` writes\n"
        "it, if you agree.\n"
    )


def test_an_issue_of_a_file_has_no_cell_and_no_row(checked):
    lines = text(
        checked([issue(rule="read.encoding", line=None, column=None, cell=None, value=None, suggestion=None)])
    ).splitlines()
    assert lines[2] == "raw/sponsors.csv"
    assert not any("row:" in line for line in lines)


def test_an_empty_cell_is_named(checked):
    assert "B2 country  (empty)" in text(checked([issue(value=None, suggestion=None)]))


def test_no_issues_no_advice(checked):
    assert text(checked([])) == "2 files, 2 rows: no errors (0.4 s)\n"


def test_of_too_many_the_errors_are_shown_in_the_order_of_the_file(checked):
    issues = [issue(line=n, cell=f"B{n}", severity="error" if n % 10 == 0 else "warning") for n in range(2, 52)]
    shown = text(checked(issues), most=6)
    lines = [int(line.split(":")[1].split()[0]) for line in shown.splitlines() if line.startswith("raw/sponsors.csv:")]
    assert lines == [2, 10, 20, 30, 40, 50]
    assert "44 more issues in raw/sponsors.csv" in shown
    assert "5 errors, 45 warnings" in shown
    assert text(checked(issues), most=None).count("raw/sponsors.csv:") == 50


@pytest.mark.parametrize(
    ("value", "suggestion", "ends"),
    [
        ("Kazakstan", "Kazakhstan", 'Did you mean "Kazakhstan"?'),
        ("KAZAKHSTAN ", "Kazakhstan", 'It should read "Kazakhstan".'),
        ("a\u200bb", "ab", 'It should read "ab".'),
        ("\u0410/HRC", "A/HRC", 'It should read "A/HRC", with the Latin A in place of the Cyrillic \u0410 (U+0410).'),
        ("n/a", "", "Leave the cell empty."),
        ("x", None, "“Kazakstan”."),
        ("x", "x", "“Kazakstan”."),
        (None, "2023-10-11", 'Did you mean "2023-10-11"?'),
    ],
)
def test_the_right_text_is_offered_in_words_that_fit(value, suggestion, ends):
    assert said(issue(value=value, suggestion=suggestion)).endswith(ends)


def test_hostile_cells_messages_and_file_names(checked):
    bad = "\x1b]0;x\x07\r\n\u202e"
    shown = text(
        checked([issue(value=bad, message=f"“{bad}” is bad.", suggestion=bad + "!", file=f"raw/{bad}.csv", column=bad)])
    )
    assert all(ch.isprintable() or ch == "\n" for ch in shown)
    assert shown.count("\n") < 20


class Stream:
    def __init__(self, *, terminal: bool) -> None:
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


@pytest.mark.parametrize(
    ("terminal", "when", "environment", "colour"),
    [
        (True, "auto", {}, True),
        (False, "auto", {}, False),
        (True, "auto", {"NO_COLOR": "1"}, False),
        (True, "auto", {"NO_COLOR": ""}, True),
        (True, "auto", {"TERM": "dumb"}, False),
        (False, "always", {"NO_COLOR": "1"}, True),
        (True, "never", {}, False),
    ],
)
def test_colour(terminal, when, environment, colour):
    assert style_for(Stream(terminal=terminal), when, environment).colour is colour


def test_of_a_long_text_only_what_changes_is_shown():
    new = "a" * 100 + "right" + "b" * 100
    assert around_change("a" * 100 + "wrong" + "b" * 100, new) == "…" + "a" * 40 + "right" + "b" * 40 + "…"
    assert around_change("", "short") == "short"
    assert len(around_change("", "x" * 9999)) < 400


@given(st.text("ab ", max_size=300), st.text("ab ", max_size=300))
def test_what_is_shown_of_a_long_text_is_a_piece_of_it(old, new):
    assert around_change(old, new).strip("…") in new
