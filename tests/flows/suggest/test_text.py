from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.suggest.text import clean_text, describe, is_safe, without_odd_blanks


@pytest.mark.parametrize(
    ("typed", "clean", "seen"),
    [
        ("Kazakhstan\u00a0", "Kazakhstan", "a no-break space (U+00A0) at the end"),
        (" Kazakhstan", "Kazakhstan", "a blank at the start"),
        ("right  to", "right to", "two blanks in a row after “right”"),
        ("Kazakh\u200bstan", "Kazakhstan", "a zero-width space (U+200B) after “Kazakh”"),
        ("А/HRC", "A/HRC", "Cyrillic А (U+0410) where Latin A belongs"),
        ("Cоsponsor", "Cosponsor", "Cyrillic о (U+043E) where Latin o belongs"),
        ("Казaхстан", "Казахстан", "Latin a (U+0061) where Cyrillic а belongs"),
        ("a\tb", "a b", "a tab (U+0009) after “a”"),
        ("CÃ´te", "Côte", "letters read in the wrong encoding: it should read “Côte”"),
        ("e\u0301t\u00e9", "été", "an accent stored apart from its letter"),
    ],
)
def test_what_cannot_be_seen_is_named_and_cleaned(typed: str, clean: str, seen: str) -> None:
    assert clean_text(typed) == clean
    assert seen in describe(typed)


def test_only_what_shows_nowhere_is_safe() -> None:
    assert is_safe("Kazakhstan\u00a0", "Kazakhstan")
    assert is_safe("right  to", "right to")
    assert not is_safe("А/HRC", "A/HRC")
    assert not is_safe("Kazakstan", "Kazakhstan")
    assert not is_safe("a\x07b", "ab")


def test_what_was_lost_stays_lost() -> None:
    assert clean_text("Kazakhstan\ufffd") == "Kazakhstan\ufffd"


def test_an_odd_blank_inside_a_code_is_taken_away() -> None:
    assert without_odd_blanks("A/\u202fHRC/59/33") == "A/HRC/59/33"
    assert without_odd_blanks("CHILDREN;\u00a0YOUTH") == "CHILDREN; YOUTH"


@given(st.text(st.characters(max_codepoint=0x2FFF), max_size=40).filter(lambda text: not set(text) & set("ÃÂÐÑÒâ")))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = clean_text(text)
    assert clean_text(once) == once


@given(st.text(alphabet=st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=40))
def test_plain_text_only_loses_blanks(text: str) -> None:
    assert clean_text(text) == " ".join(text.split())
    assert is_safe(text, clean_text(text))
