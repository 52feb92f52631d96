from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.suggest.codes import spellings
from flows.suggest.numbers import read_number
from flows.suggest.slips import nearest, one_slip, slips
from flows.suggest.words import nearest_items, nearest_word, tidy_items

MODES = ["without_vote", "recorded_vote"]
THEMES = ["RIGHT TO EDUCATION", "children", "RACISM, RACIAL DISCRIMINATION", "death-penalty"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("Recorded vote", "recorded_vote"), ("recorded", "recorded_vote"), ("without-vote", "without_vote"), ("witout_vote", "without_vote"),
     ("withoutvote", "without_vote"), ("consensus", "without_vote"), ("x", None), ("vote", None), ("", None)],
)  # fmt: skip
def test_the_word_that_was_meant(typed: str, meant: str | None) -> None:
    assert nearest_word(typed, MODES, {"consensus": "without_vote"}) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("RIGHT TO EDUCATION, children", "RIGHT TO EDUCATION; children"),
        ("right to education;children;", "RIGHT TO EDUCATION; children"),
        ("RIGHT TO EDUCATON; RACISM, RACIAL DISCRIMINATION", "RIGHT TO EDUCATION; RACISM, RACIAL DISCRIMINATION"),
        ("children; children", "children"),
        ("RIGHT TO EDUCATIONchildren", "RIGHT TO EDUCATION; children"),
        ("something else", None),
    ],
)
def test_several_values_are_put_in_order(typed: str, meant: str | None) -> None:
    assert nearest_items(typed, THEMES) == meant


def test_items_without_a_list_of_words() -> None:
    assert tidy_items("a;b ; a|c;") == "a; b; c"


@pytest.mark.parametrize(
    ("typed", "number"),
    [("28 ", "28"), ("28.0", "28"), ("twenty-eight", "28"), ("2 8", "28"), ("O", "0"), ("l", "1"), ("2O", "20"), ("28 votes", "28"),
     ("007", "7"), ("1,234", "1234"), ("abc", None), ("-", None), ("2023-10-11", None), ("1.5", None), ("", None)],
)  # fmt: skip
def test_numbers(typed: str, number: str | None) -> None:
    assert read_number(typed) == number


@given(st.text(max_size=12))
def test_a_number_is_digits(typed: str) -> None:
    number = read_number(typed)
    assert number is None or (number.isdecimal() and str(int(number)) == number)


@given(st.text("abcd", max_size=8), st.text("abcd", max_size=8))
def test_one_slip_is_one_step_of_damerau(one: str, other: str) -> None:
    assert one_slip(one, other) == (slips(one, other, 2) == 1)


def test_nothing_is_nearest_where_two_are() -> None:
    assert nearest("recordes", ["recorded", "recorder"]) is None
    assert nearest("ICCPR-OP3", ["ICCPR-OP1", "ICCPR"]) is None
    assert nearest("ab", ["abc"]) is None


def test_codes_in_other_letters() -> None:
    assert "IV-12" in spellings("iv 12")
    assert "KAZ" in spellings("каz".replace("к", "k").replace("а", "a"))
    assert "004" in spellings("4")
