"""The workbook for new rows."""

from __future__ import annotations

import io

import openpyxl
import polars as pl
import pytest

from flows.plans import load_plans
from flows.workbook.template import LISTS, README, ROWS, about, choices, workbook

PLANS = load_plans()
FRAMES = {
    "countries": pl.DataFrame({"alpha3": ["KAZ", "CIV"], "name": ["Kazakhstan", "=cmd|' /C calc'!A0"]}),
    "resolutions": pl.DataFrame({"symbol": ["A/HRC/RES/54/5", "A/HRC/RES/54/6"]}),
}


@pytest.fixture(scope="module")
def book():
    data = workbook(PLANS, ["sponsors", "votes", "resolutions"], FRAMES)
    return openpyxl.load_workbook(io.BytesIO(data))


def lists_of(book, sheet):
    """Column letter -> the words it offers, and whether others are refused."""
    found = {}
    for rule in book[sheet].data_validations.dataValidation:
        name, area = rule.formula1.lstrip("=").split("!")
        words = [cell.value for (cell,) in book[name][area.replace("$", "")]] if ":" in area else []
        found[str(rule.sqref).split(":")[0].rstrip("0123456789")] = (words, rule.showErrorMessage)
    return found


def test_a_sheet_for_each_table_and_the_lists_hidden(book):
    assert book.sheetnames == [README, "sponsors", "votes", "resolutions", LISTS]
    assert book[LISTS].sheet_state == "hidden"
    assert book.active.title == "sponsors"


@pytest.mark.parametrize("name", ["sponsors", "votes", "resolutions"])
def test_the_header_is_that_of_the_file_and_explains_itself(book, name):
    sheet = book[name]
    assert [cell.value for cell in sheet[1]] == PLANS[name].raw_columns()
    for cell in sheet[1]:
        assert "Example:" in cell.comment.text
    assert sheet.freeze_panes == "A2"
    assert sheet.max_row == 1


def test_cells_stay_as_they_are_typed(book):
    for number, name in enumerate(PLANS["resolutions"].raw_columns(), 1):
        letter = openpyxl.utils.get_column_letter(number)
        form = book["resolutions"].column_dimensions[letter].number_format
        assert form == ("0" if PLANS["resolutions"].column(name).type == "integer" else "@"), name


def test_agreed_words_are_strict_and_names_are_only_offered(book):
    lists = lists_of(book, "sponsors")
    assert lists["C"] == (["main_sponsor", "core_group", "cosponsor"], True)
    assert lists["B"] == (sorted(FRAMES["countries"]["name"], key=str.casefold), False)
    assert lists["A"] == (["A/HRC/RES/54/5", "A/HRC/RES/54/6"], False)


def test_the_lists_reach_all_prepared_rows(book):
    for rule in book["sponsors"].data_validations.dataValidation:
        assert str(rule.sqref).endswith(str(ROWS + 1))


def test_nothing_in_it_is_a_formula(book):
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", (sheet.title, cell.coordinate)
    assert any(
        cell.value == "=cmd|' /C calc'!A0" and cell.quotePrefix for row in book[LISTS].iter_rows() for cell in row
    )


def test_a_table_that_could_not_be_read_makes_no_list():
    assert choices(PLANS["sponsors"].column("country"), PLANS, {}) == ([], False)


def test_a_column_says_what_belongs_in_it():
    said = about(PLANS["resolutions"].column("adopted_on"))
    assert "(always given)" in said
    assert "Year-month-day." in said
    assert "2023-10-11" in said or "Example: " in said


def test_every_table_has_a_template():
    data = workbook(PLANS, list(PLANS), {})
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert set(PLANS) <= set(book.sheetnames)
