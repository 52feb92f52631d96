from __future__ import annotations

import polars as pl

from flows.suggest.counts import TEXT, count
from flows.suggest.odd import Odd, Reader
from flows.suggest.vocabulary import Vocabulary

TEXTS = [
    "The right to development",
    "The right to education",
    "Women and the right to food",
    "adopted at the session",
] * 3


def words(*more: str) -> Vocabulary:
    cells = [*(f"{text} {number}" for number, text in enumerate(TEXTS)), *more]
    return Vocabulary(count([("t.c", TEXT, pl.Series(cells, dtype=pl.String))]))


def odd(text: str) -> list[Odd]:
    return Reader(words(text)).odd(text)


def test_a_word_one_letter_away_from_a_common_one() -> None:
    assert odd("The right to educaton now") == [Odd(13, 21, "educaton", "education")]
    assert odd("Womne") == [Odd(0, 5, "Womne", "Women")]


def test_words_that_are_only_other_forms_are_left_alone() -> None:
    assert odd("The rights") == []
    assert odd("sessions") == []


def test_a_blank_that_moved() -> None:
    assert odd("the righ tto food")[0].usual == "right to"


def test_capitals_inside_a_word() -> None:
    assert odd("wOmen and food")[0].usual == "Women"


def test_punctuation_that_stands_nowhere_else() -> None:
    assert [item.found for item in odd("adopted ,at the session")] == [" ,"]


def test_a_year_without_a_digit() -> None:
    assert [item.found for item in odd("adopted 18 June 207")] == ["207"]


def test_an_address_with_a_digit_missing() -> None:
    known = [f"https://library.org/record/{number}" for number in range(30000, 30040)]
    reader = Reader(words(*known, "https://library.org/record/3001"))
    found = reader.odd("https://library.org/record/3001", addresses=True)
    assert found[0].found == "https://library.org/record/3001"
    assert found[0].usual is None


def test_clean_text_has_nothing_odd() -> None:
    reader = Reader(words())
    assert not any(reader.odd(text) for text in TEXTS)
