"""Files are saved in house style, their rows unchanged."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.fix.house import in_house_style
from flows.reading.careful import read_carefully

COLUMNS = ["resolution", "country", "note"]
ROWS = [
    ["A/HRC/RES/54/5", "Kazakhstan", "a; b"],
    ["A/HRC/RES/54/6", "Côte d'Ivoire", 'says "yes", twice'],
    ["A/HRC/RES/54/7", "Türkiye", "on two\nlines"],
]
CELLS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"], exclude_characters="\ufffd“”„\\'"), max_size=9)  # fmt: skip


def table(rows, *, delimiter=",", end="\n", codec="utf-8", columns=COLUMNS, quoting=csv.QUOTE_MINIMAL):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows([columns, *rows])
    return out.getvalue().encode(codec)


def read(data):
    return read_carefully(data, COLUMNS, ["resolution"], "raw/x.csv")


def rewritten(data):
    part = read(data)
    return in_house_style("x.csv", data, COLUMNS, part.issues, frozenset(part.lines))


HOUSE = table(ROWS)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (table(ROWS, delimiter=";"), "commas"),
        (table(ROWS, delimiter="\t"), "commas"),
        (table(ROWS, codec="utf-16"), "UTF-8"),
        (table(ROWS, codec="cp1252"), "UTF-8"),
        (table(ROWS, codec="cp1252", delimiter=";"), "UTF-8"),
        (b"sep=;\n" + table(ROWS, delimiter=";"), "commas"),
        (HOUSE.rstrip(b"\n"), "last line"),
        (HOUSE.replace(b"A/HRC/RES/54/6", b"\n\nA/HRC/RES/54/6"), "empty rows"),
        (table([[row[2], row[0], row[1]] for row in ROWS], columns=["note", "resolution", "country"]), "order"),
    ],
)
def test_a_file_saved_otherwise_becomes_the_one_in_house_style(data, what):
    rewrite = rewritten(data)
    assert rewrite is not None
    assert what in ", ".join(rewrite.what)
    assert rewrite.data == HOUSE
    assert read(rewrite.data).frame.equals(read(data).frame)
    assert rewritten(rewrite.data) is None


def test_line_ends_of_old_computers():
    rows = [row for row in ROWS if "\n" not in row[2]]
    rewrite = rewritten(table(rows, end="\r"))
    assert rewrite is not None
    assert rewrite.data == table(rows)


@pytest.mark.parametrize("data", [HOUSE, table(ROWS, end="\r\n"), b"\xef\xbb\xbf" + HOUSE, table(ROWS, quoting=csv.QUOTE_ALL), b"", b"PK\x03\x04", b"\xff\x00"])  # fmt: skip
def test_a_file_in_order_or_past_help_is_left_alone(data):
    assert rewritten(data) is None


def test_a_row_that_was_not_read_keeps_the_separators_of_its_file():
    data = table(ROWS, delimiter=";") + b"A/HRC/RES/54/8;Peru;one;two;three\n"
    assert rewritten(data) is None


def test_a_column_that_is_not_of_the_table_stays():
    data = table([[*row, "mine"] for row in ROWS], delimiter=";", columns=[*COLUMNS, "extra"])
    rewrite = rewritten(data)
    assert rewrite is not None
    assert rewrite.data == table([[*row, "mine"] for row in ROWS], columns=[*COLUMNS, "extra"])


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=5), st.sampled_from(";\t"), st.sampled_from(["utf-8", "utf-16"]))  # fmt: skip
def test_the_same_rows_are_read_before_and_after_and_twice_is_once(rows, delimiter, codec):
    data = table([["A/HRC/RES/1/1", *row[1:]] for row in rows], delimiter=delimiter, codec=codec)
    rewrite = rewritten(data)
    if rewrite is None:
        return
    assert read(rewrite.data).frame.equals(read(data).frame)
    assert rewritten(rewrite.data) is None
