"""A template filled and taken back."""

from __future__ import annotations

import datetime as dt

import openpyxl
import pytest

from flows.plans import load_plans
from flows.workbook.importing import as_csv, read_sheets

ROW = [
    "A/HRC/RES/54/5",
    "France",
    "cosponsor",
    "",
    "https://docs.un.org/en/A/HRC/RES/54/5",
    'says "yes", on\ntwo lines',
]


@pytest.fixture
def fill(hrc, record):
    """A template with these rows of sponsors in it."""

    def make(*rows, sheet="sponsors"):
        assert hrc("template", "sponsors", "votes").code == 0
        path = record.parent / "hrc-template.xlsx"
        book = openpyxl.load_workbook(path)
        for row in rows:
            book[sheet].append(row)
        book.save(path)
        return str(path)

    return make


def test_rows_go_to_the_end_and_the_rest_stays_byte_for_byte(hrc, fill, record):
    before = (record / "sponsors.csv").read_bytes()
    said = hrc("import", fill(ROW), "--yes")
    after = (record / "sponsors.csv").read_bytes()
    assert said.code == 0
    assert (
        after
        == before
        + b'A/HRC/RES/54/5,France,cosponsor,,https://docs.un.org/en/A/HRC/RES/54/5,"says ""yes"", on\ntwo lines"\n'
    )
    assert "sponsors.csv  1 new row" in said.out
    assert "Add rows typed in hrc-template.xlsx: 1 of sponsors" in said.out
    assert hrc("check").code == 0
    (kept,) = [entry for entry in (record / ".backup").iterdir() if entry.is_dir()]
    assert (kept / "sponsors.csv").read_bytes() == before


def test_a_row_that_would_break_something_is_refused_with_its_cell_in_the_workbook(hrc, fill, record):
    before = (record / "sponsors.csv").read_bytes()
    said = hrc("import", fill(ROW, ["A/HRC/RES/54/5", "Frnce", *ROW[2:]]), "--yes")
    assert said.code == 1
    assert 'hrc-template.xlsx, sheet sponsors:3  B3 country  "Frnce"' in said.out
    assert "1 error" in said.out
    assert (record / "sponsors.csv").read_bytes() == before


def test_the_same_row_twice_is_refused(hrc, fill, record):
    path = fill(ROW)
    assert hrc("import", path, "--yes").code == 0
    said = hrc("import", path, "--yes")
    assert said.code == 1
    assert "A2" in said.out


def test_nothing_is_added_without_a_yes(hrc, fill, record):
    before = (record / "sponsors.csv").read_bytes()
    path = fill(ROW)
    assert hrc("import", path).code == 2
    assert hrc("import", path, "--check").code == 0
    assert (record / "sponsors.csv").read_bytes() == before


def test_an_empty_template_adds_nothing(hrc, fill, record):
    said = hrc("import", fill(), "--yes")
    assert said.code == 0
    assert "nothing to add" in said.out


def test_the_order_the_ends_and_the_separator_are_those_of_the_file(hrc, fill, record):
    path = record / "votes.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_bytes("\r\n".join(lines).encode())  # no line end at the end
    row = ["A/HRC/RES/22/1", "Austria", "in_favour", "https://docs.un.org/en/A/HRC/RES/22/1", ""]
    said = hrc("import", fill(row, sheet="votes"), "--yes")
    assert said.code == 0, said.out
    assert path.read_bytes().endswith(
        b"\r\nA/HRC/RES/22/1,Austria,in_favour,https://docs.un.org/en/A/HRC/RES/22/1,\r\n"
    )


def test_a_note_for_all_rows(hrc, fill, record):
    assert hrc("import", fill([*ROW[:5], "weak"]), "--yes", "--note", "typed by hand").code == 0
    assert (record / "sponsors.csv").read_bytes().endswith(b",weak; typed by hand\n")


def test_a_sheet_of_another_name_needs_the_table(hrc, record):
    book = openpyxl.Workbook()
    book.active.append(load_plans()["sponsors"].raw_columns())
    book.active.append(ROW)
    path = record.parent / "mine.xlsx"
    book.save(path)
    said = hrc("import", str(path), "--yes")
    assert said.code == 2
    assert "--table" in said.err
    assert hrc("import", str(path), "--table", "sponsors", "--yes").code == 0


def test_what_is_no_workbook(hrc, record):
    path = record.parent / "x.xlsx"
    path.write_bytes(b"resolution,country\n")
    said = hrc("import", str(path))
    assert said.code == 2
    assert "could not be opened" in said.err
    assert hrc("import", "nowhere.xlsx").code == 2
    assert hrc("import", str(path), "--table", "nix").code == 2


def test_a_workbook_is_read_as_a_person_typed_it(tmp_path):
    plans = load_plans()
    columns = plans["resolutions"].raw_columns()
    book = openpyxl.Workbook()
    book.active.title = "resolutions"
    book.active.append(columns)
    values = {
        "symbol": "A/HRC/RES/54/5",
        "adopted_on": dt.date(2023, 10, 11),
        "agenda_item": 3.0,
        "votes_for": 28,
    }
    book.active.append([values.get(name) for name in columns])
    path = tmp_path / "x.xlsx"
    book.save(path)
    (sheet,) = read_sheets(path.read_bytes(), plans, "x.xlsx")
    assert {name: cell for name, cell in sheet.rows[0].items() if cell} == {
        "symbol": "A/HRC/RES/54/5", "adopted_on": "2023-10-11", "agenda_item": "3", "votes_for": "28",
    }  # fmt: skip
    assert as_csv(sheet).startswith("A/HRC/RES/54/5,,2023-10-11,3,")
