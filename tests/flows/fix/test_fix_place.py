"""Cells are found in the bytes of their file, and nothing but them is replaced."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.fix.place import cell_spans, places, written
from flows.issue import Issue
from flows.reading.dialect import Dialect

COLUMNS = ["resolution", "country", "note"]
CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\r\x00\ufeff"), max_size=12)
ROWS = st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=6)


def as_bytes(rows, delimiter=",", end="\n", quoting=csv.QUOTE_MINIMAL, codec="utf-8"):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows([COLUMNS, *rows])
    return out.getvalue().encode(codec)


def issue(line, column, value, cell=None):
    return Issue(rule="a.b", severity="error", file="raw/x.csv", message="m", line=line, column=column, value=value, cell=cell)  # fmt: skip


@settings(deadline=None)
@given(ROWS, st.sampled_from(",;\t"), st.sampled_from(["\n", "\r\n"]), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]), st.data())  # fmt: skip
def test_one_cell_is_replaced_and_every_other_byte_stays(rows, delimiter, end, quoting, data):
    raw = as_bytes(rows, delimiter, end, quoting)
    opened = places(raw, COLUMNS)
    assert opened is not None
    records = sorted(opened.records.values(), key=lambda record: record.line)
    if [record.cells for record in records[1:]] != rows or opened.dialect.delimiter != delimiter:
        return  # blank rows and the like: the reader sees something else, and nothing is claimed
    at, index = data.draw(st.integers(1, len(rows))), data.draw(st.integers(0, 2))
    new = data.draw(CELLS)
    cell = opened.at(records[at], index)
    assert cell is not None
    old = opened.text[cell.start : cell.end]
    changed = opened.replaced([(cell.start, cell.end, written(new, opened.dialect, old))])
    before, after = opened.text[: cell.start].encode(), opened.text[cell.end :].encode()
    assert changed.startswith(before)
    assert changed.endswith(after)
    expected = [list(row) for row in rows]
    expected[at - 1][index] = new
    assert list(csv.reader(io.StringIO(changed.decode(), newline=""), delimiter=delimiter))[1:] == expected


@given(st.lists(CELLS, min_size=1, max_size=5), st.sampled_from(",;\t"))
def test_spans_hold_what_csv_says(cells, delimiter):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerow(cells)
    spans = cell_spans(out.getvalue(), Dialect(delimiter))
    assert [text for _, _, text in spans] == cells


@pytest.mark.parametrize("text", ['a,"b', 'a,"b"c,d', "a\nb\n", '"'])
def test_what_is_not_one_well_formed_record_has_no_spans(text):
    assert cell_spans(text, Dialect(",")) == []


@given(st.binary(max_size=200))
def test_any_bytes_are_opened_or_left_alone(data):
    opened = places(data, COLUMNS)
    assert opened is None or opened.replaced([]) == data


@pytest.mark.parametrize(
    ("value", "old", "as_written"),
    [
        ("a", "", "a"),
        ("a,b", "", '"a,b"'),
        ('a"b', "", '"a""b"'),
        ("a\nb", "", '"a\nb"'),
        ("a", '"x"', '"a"'),  # quoted without need before: that is the style of the file
        ("a", '"x,y"', "a"),  # quoted because it had to be: no longer
    ],
)
def test_a_cell_is_quoted_where_it_must_be_or_was_by_habit(value, old, as_written):
    assert written(value, Dialect(","), old) == as_written


def test_the_cell_of_an_issue_by_its_address_or_its_column():
    opened = places(as_bytes([["A/1", "Kenya", "x"], ["A/2", "Peru", ""]]), COLUMNS)
    assert opened is not None
    by_address = opened.cell(issue(3, None, "Peru", "B3"))
    by_column = opened.cell(issue(3, "country", "Peru"))
    assert by_address == by_column
    assert by_address is not None
    assert opened.text[by_address.start : by_address.end] == "Peru"
    assert opened.column_of(by_address) == 5


def test_a_cell_that_holds_something_else_is_not_the_one():
    opened = places(as_bytes([["A/1", "Kenya", "x"]]), COLUMNS)
    assert opened is not None
    assert opened.cell(issue(2, "country", "Peru", "B2")) is None
    assert opened.cell(issue(9, "country", "Peru", "B9")) is None
    assert opened.cell(issue(2, "country", "Peru", "Z2")) is None


def test_marks_and_codecs_are_kept():
    raw = b"\xef\xbb\xbf" + as_bytes([["A/1", "Kenya", "x"]], end="\r\n")
    opened = places(raw, COLUMNS)
    assert opened is not None
    assert opened.replaced([]) == raw
    assert places("\ufeffa,b\n".encode("utf-16"), COLUMNS) is not None
    assert places("é".encode("cp1252"), COLUMNS) is None
