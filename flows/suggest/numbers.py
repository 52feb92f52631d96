"""A whole number, as people write it: "28 ", "28.0", "2 8", "twenty-eight", "O" for 0 and "l" for 1."""

from __future__ import annotations

import re
import unicodedata

from flows.suggest.text import clean_text

_WORDS = {
    word: number
    for number, words in enumerate(
        (
            "zero nil", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
            "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
        )
    )
    for word in words.split()
}  # fmt: skip
_TENS = {word: 10 * (place + 2) for place, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"])}  # fmt: skip
_LETTERS = str.maketrans("OoОоQlIі|lІ", "00000111111")
_AROUND = re.compile(r"^(?:no\.?|№|votes?|item|=|\+|~|'|’|\")+\s*|\s*(?:votes?|'|’|\"|[.,;:])+$", re.IGNORECASE)


def read_number(value: str) -> str | None:
    """The number in plain digits, or None where what was typed does not decide it."""
    text = unicodedata.normalize("NFKC", clean_text(value)).strip()
    text = _AROUND.sub("", _AROUND.sub("", text)).strip()
    if whole := re.fullmatch(r"(\d+)[.,]0*", text):
        text = whole[1]
    if re.fullmatch(r"\d{1,3}(?:[ ,.'’]\d{3})+", text):  # thousands
        return _digits(re.sub(r"\D", "", text))
    digits = text.translate(_LETTERS)
    if re.search(r"\d", text) or len(text) == 1:
        digits = digits.replace(" ", "") if re.fullmatch(r"\d(?: \d)+", digits) else digits
        if digits.isdecimal():
            return _digits(digits)
    return _spelled(text.lower())


def _digits(text: str) -> str:
    return str(int(text))


def _spelled(text: str) -> str | None:
    """A number in English words, up to ninety-nine."""
    words = re.split(r"[\s-]+", text)
    if len(words) == 1 and words[0] in _TENS:
        return str(_TENS[words[0]])
    if len(words) == 1 and words[0] in _WORDS:
        return str(_WORDS[words[0]])
    if len(words) == 2 and words[0] in _TENS and 0 < _WORDS.get(words[1], 0) < 10:
        return str(_TENS[words[0]] + _WORDS[words[1]])
    return None
