"""A date, as people and spreadsheets write it, read as year-month-day.

Numbers with dots, slashes, hyphens or blanks in either order, months in English, French, Russian and Kazakh, Excel's count of
days since 1900, two-digit years, a time behind it, a letter O for a zero. Where two readings are left, the days between
which the date must lie decide (`window`: the session's, for a day of adoption); if they do not, both are given and none
should be offered.

Limits: months of other languages; years before 1900; Excel's other count, since 1904.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from flows.suggest.text import clean_text

Window = tuple[date, date]

_MONTHS = (
    "january jan janvier janv январь января янв қаңтар",
    "february feb febr février fevrier févr fevr февраль февраля фев февр ақпан",
    "march mar mars март марта мар наурыз",
    "april apr avril avr апрель апреля апр сәуір",
    "may mai май мая мамыр",
    "june jun juin июнь июня июн маусым",
    "july jul juillet juil июль июля июл шілде",
    "august aug août aout август августа авг тамыз",
    "september sep sept septembre сентябрь сентября сен сент қыркүйек",
    "october oct octobre октябрь октября окт қазан",
    "november nov novembre ноябрь ноября ноя нояб қараша",
    "december dec décembre decembre déc декабрь декабря дек желтоқсан",
)
MONTHS = {word: place for place, words in enumerate(_MONTHS, start=1) for word in words.split()}
_WEEKDAY = re.compile(
    r"^(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
    r"|(?:le )?(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
    r"|понедельник|вторник|сред[аы]|четверг|пятниц[аы]|суббот[аы]|воскресенье"
    r"|дүйсенбі|сейсенбі|сәрсенбі|бейсенбі|жұма|сенбі|жексенбі)\.?,?\s+",
    re.IGNORECASE,
)
_ROMAN = {
    word: place
    for place, word in enumerate(["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"], start=1)
}
_KAZAKH_CASE = re.compile(r"(?:ы|і|да|де|та|те|дан|ден|нан|нен|ның|нің|ында|інде|ға|ге)$")
_TIME = re.compile(r"[T\s]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:Z|UTC|GMT|[AP]M|[+-]\d{2}:?\d{2})?$", re.IGNORECASE)
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|er|e|-?го)\b", re.IGNORECASE)
_SMALL = re.compile(r"\b(?:of|the|de|le|du|года|год|жылғы|жылдың|жыл|жылы|г|ж)\b\.?", re.IGNORECASE)
_LETTERS = str.maketrans("oоqli|", "000111")
_EXCEL_ZERO = date(1899, 12, 30)
_EARLIEST, _LATEST = 1900, 2099
_SERIALS = range(9133, 73051)  # 1925-01-01 to 2100-01-01


def read_date(value: str, window: Window | None = None, *, partial: bool = False) -> list[str]:
    """Every date that what was typed may mean, as 2023-10-11; with `partial` also 2023-10 and 2023.

    One reading: that is the date. Several: it cannot be known. `window` keeps those between two days, if there are any.
    """
    text = _plain(value)
    found = _serial(text) or _with_month(text, partial=partial) or _numbers(text, partial=partial)
    if not found and window:
        found = _one_slip(value, window)
    found = list(dict.fromkeys(found))
    if window and len(found) > 1:
        inside = [item for item in found if window[0].isoformat() <= item <= window[1].isoformat()]
        found = inside or found
    return found


def _plain(value: str) -> str:
    text = unicodedata.normalize("NFKC", clean_text(value)).strip(" '\"’“”.,;")
    text = re.sub(r"[‐‑‒–—−]", "-", text)
    text = _TIME.sub("", _WEEKDAY.sub("", text))
    return _SMALL.sub(" ", _ORDINAL.sub("", text.lower())).strip(" .,;")


def _day(year: int, month: int, day: int) -> list[str]:
    try:
        return [date(year, month, day).isoformat()] if _EARLIEST <= year <= _LATEST else []
    except ValueError:
        return []


def _serial(text: str) -> list[str]:
    """Excel's number of a day: 45210 is 11 October 2023."""
    if re.fullmatch(r"\d{4,5}(?:[.,]\d+)?", text) and int(re.split(r"[.,]", text)[0]) in _SERIALS:
        return [(_EXCEL_ZERO + timedelta(days=int(re.split(r"[.,]", text)[0]))).isoformat()]
    return []


def _with_month(text: str, *, partial: bool) -> list[str]:
    """A date with the month in letters, in any order: 11 October 2023, Oct. 11, 2023, 2023 жылғы 11 қазан."""
    words = re.findall(r"[^\W\d_]+|\d+", text)
    months = [MONTHS[word] for word in words if word in MONTHS] or [
        month for word in words if (month := _other_form(word) or _misspelt_month(word))
    ]
    numbers = [word for word in words if word.isdecimal()]
    if len(months) != 1 or len(words) != len(numbers) + 1:
        return []
    if len(numbers) == 1 and partial and len(numbers[0]) == 4:
        return [f"{numbers[0]}-{months[0]:02d}"] if _EARLIEST <= int(numbers[0]) <= _LATEST else []
    if len(numbers) != 2:
        return []
    years = [number for number in numbers if len(number) == 4] or [numbers[1]]
    day = numbers[0] if numbers[1] == years[0] else numbers[1]
    return _day(_year(years[0]), months[0], int(day)) if len(day) <= 2 else []


def _other_form(word: str) -> int | None:
    """A month as a Roman number, or in another case of Kazakh: 11 X 2023, 11 қазанда."""
    return _ROMAN.get(word) or MONTHS.get(_KAZAKH_CASE.sub("", word))


def _misspelt_month(word: str) -> int | None:
    """The month whose name is one slip away, in any of its forms."""
    from flows.suggest.slips import within

    if len(word) < 5:
        return None
    listed = [name for name in MONTHS if len(name) > 4]
    months = {MONTHS[listed[place]] for _, place in within(word, listed, 1)}
    return months.pop() if len(months) == 1 else None


def _year(text: str) -> int:
    """A year of two digits is of this century up to 49, else of the last."""
    if len(text) > 2:
        return int(text)
    return int(text) + (2000 if int(text) < 50 else 1900)


def _numbers(text: str, *, partial: bool) -> list[str]:  # noqa: PLR0911  one way out for each form
    """A date in digits alone, and with letters mistaken for digits."""
    text = text.translate(_LETTERS)
    if compact := re.fullmatch(r"((?:19|20)\d{2})(\d{2})(\d{2})", text):
        return _day(int(compact[1]), int(compact[2]), int(compact[3]))
    digits = re.sub(r"\D", "", text)
    if (
        re.fullmatch(r"(?:19|20)\d{6}", digits)
        and re.match(r"\d{4}\D|\d{5}", text)
        and not re.fullmatch(r"\d{4}(\D)\d\d?\1\d\d?", text)
    ):
        return _day(int(digits[:4]), int(digits[4:6]), int(digits[6:]))  # the eight digits are there, the marks are not
    parts = re.findall(r"\d+", text)
    if re.sub(r"\d", "", text).strip(" .,/\\-_:;'") or not parts:
        return []
    if len(parts) == 3:
        return _three(parts)
    if len(parts) == 2 and re.fullmatch(r"\d{4}-?\d{2}-?\d{2}|\d{2}-?\d{4}", text):
        return _compact(parts)
    if partial and len(parts) == 2 and len(parts[0]) == 4 and len(parts[1]) <= 2 and 1 <= int(parts[1]) <= 12:
        return [f"{parts[0]}-{int(parts[1]):02d}"]
    if partial and len(parts) == 2 and len(parts[1]) == 4 and len(parts[0]) <= 2 and 1 <= int(parts[0]) <= 12:
        return [f"{parts[1]}-{int(parts[0]):02d}"]
    if partial and len(parts) == 1 and len(parts[0]) == 4 and _EARLIEST <= int(parts[0]) <= _LATEST:
        return [parts[0]]
    return []


def _compact(parts: list[str]) -> list[str]:
    """One hyphen of a date missing: 2023-1011, 202310-11."""
    digits = "".join(parts)
    return _day(int(digits[:4]), int(digits[4:6]), int(digits[6:])) if len(digits) == 8 else []


def _three(parts: list[str]) -> list[str]:
    """Three numbers: year first, or day and month in either order and the year last.

    2023-10-1 may be the first, or have lost a digit; of 2023-9-1 the style is plain.
    """
    first, second, third = parts
    if len(first) == 4:
        if len(second) > 2 or len(third) > 2:
            return []
        if len(second) + len(third) == 3:
            return [
                day
                for month in _completed(second, 12)
                for number in _completed(third, 31)
                for day in _day(int(first), month, number)
            ]
        straight = _day(int(first), int(second), int(third))
        return straight or _day(int(first), int(third), int(second))
    if len(third) not in (2, 4) or len(first) > 2 or len(second) > 2:
        return []
    year = _year(third)
    return _day(year, int(second), int(first)) + _day(year, int(first), int(second))


def _completed(part: str, most: int) -> list[int]:
    """The numbers of two digits that a part may stand for: "1" for 01, 10, 11, 12; two digits for themselves."""
    if len(part) == 2:
        return [int(part)]
    return [number for number in range(1, most + 1) if part in f"{number:02d}"]


def _one_slip(value: str, window: Window) -> list[str]:
    """The days of a window that are one slip of the hand away from what was typed: 223-10-11, 2203-10-11."""
    from flows.suggest.slips import within

    days = (window[1] - window[0]).days
    listed = [(window[0] + timedelta(days=number)).isoformat() for number in range(min(days, 40_000) + 1)]
    return [listed[place] for _, place in within(clean_text(value), listed, 1)]


def near_days(value: str, window: Window) -> list[str]:
    """The days of a window that a date outside of it may have been meant for: one slip away."""
    return [day for day in _one_slip(value, window) if day != value]
