from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.suggest.dates import near_days, read_date

SESSION_54 = (date(2023, 9, 11), date(2023, 10, 13))
DAYS = st.dates(date(1950, 1, 1), date(2049, 12, 31))
ENGLISH = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
FRENCH = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
RUSSIAN = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
]
KAZAKH = [
    "қаңтар",
    "ақпан",
    "наурыз",
    "сәуір",
    "мамыр",
    "маусым",
    "шілде",
    "тамыз",
    "қыркүйек",
    "қазан",
    "қараша",
    "желтоқсан",
]


@pytest.mark.parametrize(
    "typed",
    ["11.10.2023", "11/10/23", "Oct. 11, 2023", "11 октября 2023 г.", "11 octobre 2023", "11 қазан 2023", "45210",
     "2023/10/11", "20231011", "2023-10-11T00:00:00", "2O23-10-11", "11-Oct-23", "Wed, 11 Oct 2023", "2023 жылғы 11 қазан",
     "11th of October 2023", "2023-10-1l", "Octber 11, 2023", "11.10.2023 г.", "2023–10–11", "223-10-11", "2023-1011",
     " 2023-10-11", "2023-10-111", "10/11/2023", "2023-1-011"],
)  # fmt: skip
def test_a_date_of_the_session_in_any_common_form(typed: str) -> None:
    assert read_date(typed, SESSION_54) == ["2023-10-11"]


@pytest.mark.parametrize(("typed", "several"), [("11.10.2023", 2), ("2023-10-1", 13), ("2023-1-11", 4)])
def test_what_may_be_several_dates_is_given_as_several(typed: str, several: int) -> None:
    assert len(read_date(typed)) == several


@pytest.mark.parametrize(
    "typed", ["", "soon", "11 of 2023", "2023-02-30", "October", "12 May or June 2023", "A/HRC/54/5"]
)
def test_what_is_no_date_is_none(typed: str) -> None:
    assert read_date(typed) == []


def test_a_partial_date_needs_only_its_year() -> None:
    assert read_date("2021.12", partial=True) == ["2021-12"]
    assert read_date("December 2021", partial=True) == ["2021-12"]
    assert read_date("2024 год", partial=True) == ["2024"]
    assert read_date("December 2021") == []


@given(DAYS)
def test_every_unambiguous_form_of_every_day_is_read(day: date) -> None:
    for months in (ENGLISH, FRENCH, RUSSIAN, KAZAKH):
        assert read_date(f"{day.day} {months[day.month - 1]} {day.year}") == [day.isoformat()]
    assert read_date(f"{day:%Y/%m/%d}") == [day.isoformat()]
    assert read_date(f"{day:%Y%m%d}") == [day.isoformat()]
    assert day.isoformat() in read_date(f"{day:%d.%m.%Y}")
    assert day.isoformat() in read_date(f"{day:%m/%d/%Y}")


@given(DAYS, st.integers(1, 60), st.text(max_size=20))
def test_a_window_never_adds_a_day_outside_of_it_to_several(day: date, days: int, typed: str) -> None:
    window = (day, day + timedelta(days))
    for text in (f"{day:%d.%m.%Y}", typed):
        found = read_date(text, window)
        if len(found) > 1:
            inside = [item for item in found if window[0].isoformat() <= item <= window[1].isoformat()]
            assert inside in ([], found)


@given(st.text(max_size=30))
def test_whatever_is_typed_comes_out_as_real_days(typed: str) -> None:
    for found in read_date(typed):
        assert date.fromisoformat(found).isoformat() == found


def test_near_days_are_one_slip_away_and_inside() -> None:
    assert "2023-10-11" in near_days("2032-10-11", SESSION_54)
    assert near_days("2019-03-22", SESSION_54) == []
