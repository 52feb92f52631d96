"""Text as it may stand on a terminal."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from flows.report.plain import count, cut, printable, quoted, width, wrapped


@given(st.text())
def test_nothing_is_left_that_a_terminal_obeys_or_nobody_sees(text):
    assert printable(text).isprintable() or printable(text) == ""


@given(st.text(st.characters(exclude_categories=["C", "Z"], include_characters=" ")))
def test_what_can_be_seen_stays_as_it_is(text):
    assert printable(text) == text


def test_what_cannot_is_named():
    assert printable("a\x1b[2J\u202eb\u00a0") == "a‹U+001B›[2J‹U+202E›b‹U+00A0›"


@given(st.text(), st.integers(2, 60))
def test_a_cut_text_fits(text, limit):
    assert width(cut(printable(text), limit)) <= limit


def test_widths_are_those_of_a_terminal():
    assert width("Казахстан") == 9
    assert width("中国") == 4
    assert width("e\u0301") == 1


def test_an_empty_cell_is_said_to_be_empty():
    assert quoted(None) == quoted("") == "(empty)"
    assert quoted("x") == '"x"'


@settings(deadline=None, max_examples=50)
@given(st.lists(st.text("abc中", min_size=1, max_size=12), min_size=1, max_size=30), st.integers(20, 80))
def test_wrapping_loses_no_word_and_keeps_the_width(words, columns):
    lines = list(wrapped(" ".join(words), columns, "  "))
    assert " ".join(line[2:] for line in lines).split() == words
    assert all(width(line) <= max(columns, 26) for line in lines)


def test_counts():
    assert [count(0, "row"), count(1, "row"), count(1204, "row")] == ["0 rows", "1 row", "1,204 rows"]
