"""Text that is not what it looks like: what is invisible is named, and cleaned where it can be.

Blanks of all kinds, zero-width and control characters, accents stored apart, letters of another alphabet that look like the
right ones (a Cyrillic А in HRC), and text once read in the wrong encoding ("CÃ´te"). `is_safe` tells the changes that nobody
can see on the page from those that replace one letter by another.

Limits: a lookalike is replaced only inside a word whose other letters are all of one alphabet; the replacement character
(U+FFFD) stays, since what it stood for is lost.
"""

from __future__ import annotations

import re
import unicodedata

# Letters that look the same in two alphabets (Unicode confusables, upright sans-serif), Cyrillic and Greek to Latin.
_CYRILLIC = "АВЕЅІЈКМНОРСТХУҮҺаеѕіјорсухүһ"
_CYRILLIC_AS_LATIN = "ABESIJKMHOPCTXYYhaesijopcxyyh"
_GREEK = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοανυρικ"
_GREEK_AS_LATIN = "ABEZHIKMNOPTYXoavupik"
TO_LATIN = str.maketrans(_CYRILLIC + _GREEK, _CYRILLIC_AS_LATIN + _GREEK_AS_LATIN)
# Back to Cyrillic only letters that both Russian and Kazakh have.
_LATIN = "ABEKMHOPCTXYIaeopcxyi"
TO_CYRILLIC = str.maketrans(_LATIN, "АВЕКМНОРСТХУІаеорсхуі")

_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")  # fmt: skip
_BLANK = re.compile(r"[\s\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_WORD = re.compile(r"[^\W\d_]+")
_MISREAD = re.compile("[ÃÂÐÑÒ][\u0080-\u00bf\u0152-\u0178\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]|â€")
_NAMES = {
    "\t": "a tab", "\n": "a line break", "\r": "a line break", "\u00a0": "a no-break space", "\u202f": "a narrow no-break space",
    "\u200b": "a zero-width space", "\u200c": "a zero-width non-joiner", "\u200d": "a zero-width joiner",
    "\u200e": "a left-to-right mark", "\u200f": "a right-to-left mark", "\u2060": "a word joiner",
    "\ufeff": "a byte-order mark", "\u00ad": "a soft hyphen", "\u3000": "a wide blank", "\ufffd": "a replacement character",
    "\u2028": "a line separator", "\u2029": "a paragraph separator", "\x00": "a NUL character",
}  # fmt: skip
_MOST_NAMED = 4


def alphabet(letter: str) -> str:
    """The alphabet of a letter: "Latin", "Cyrillic", "Greek" or ""."""
    if letter.isascii():
        return "Latin" if letter.isalpha() else ""
    word = unicodedata.name(letter, "").split(" ", 1)[0]
    return word.capitalize() if word in ("LATIN", "CYRILLIC", "GREEK") else ""


def clean_text(text: str) -> str:
    """The text with blanks, invisible characters, lookalikes and accents as they should be; "" if nothing is left."""
    return _letters(_visible(_read_again(text)))


def is_safe(old: str, new: str) -> bool:
    """Whether a change shows nowhere on the page: blanks, invisible characters and the form of accents only."""
    return not _CONTROL.search(old) and new in (_visible(old), without_odd_blanks(old))


def without_odd_blanks(text: str) -> str:
    """The text cleaned, blanks that no keyboard has taken away; behind a separator they stand for a plain one."""
    return _visible(re.sub(r"(?<![;,.:])[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000](?! )", "", text))


def _visible(text: str) -> str:
    """Without invisible characters, with plain single blanks, none at the edges, accents in one piece."""
    text = _CONTROL.sub("", _INVISIBLE.sub("", text))
    return _BLANK.sub(" ", unicodedata.normalize("NFC", text)).strip(" ")


def _read_again(text: str) -> str:
    """Text that was written as UTF-8 and read as Windows-1252 or Latin-1, read rightly; other text as it is."""
    if not _MISREAD.search(text):
        return text
    for encoding in ("cp1252", "latin-1"):
        try:
            right = text.encode(encoding).decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
        if not _CONTROL.search(right):
            return right
    return text


def _letters(text: str) -> str:
    """Each word in one alphabet: a lookalike gives way to the letter of the alphabet that the other letters have."""
    if text.isascii():
        return text
    known = [alphabet(letter) for word in _WORD.findall(text) for letter in word]
    mostly_latin = known.count("Latin") >= known.count("Cyrillic")
    alone = known.count("Cyrillic") == 1 and "Latin" in known

    def mend(match: re.Match[str]) -> str:
        word = match[0]
        found = {alphabet(letter) for letter in word} - {""}
        if len(found) < 2 and not (alone and found == {"Cyrillic"} and len(word) == 1):
            return word
        latin, cyrillic = word.translate(TO_LATIN), word.translate(TO_CYRILLIC)
        as_latin = {alphabet(letter) for letter in latin} == {"Latin"}
        as_cyrillic = {alphabet(letter) for letter in cyrillic} == {"Cyrillic"}
        if as_latin and as_cyrillic:
            return latin if mostly_latin else cyrillic
        return latin if as_latin else cyrillic if as_cyrillic else word

    return _WORD.sub(mend, text)


def describe(text: str) -> list[str]:
    """What is invisible or misleading in a text, in words: "a no-break space (U+00A0) at the end"."""
    seen: list[str] = []
    if _read_again(text) != text:
        seen.append(f"letters read in the wrong encoding: it should read “{_read_again(text)}”")
    for place, character in enumerate(text):
        name = _name(character)
        if name:
            seen.append(f"{name} (U+{ord(character):04X}) {_where(text, place)}")
    plain = text.strip(" ")
    if text.startswith(" "):
        seen.append("a blank at the start")
    if text.endswith(" "):
        seen.append("a blank at the end")
    if "  " in plain:
        seen.append(f"two blanks in a row {_where(text, text.index('  ', len(text) - len(text.lstrip(' '))))}")
    seen.extend(_foreign(text))
    if not seen and unicodedata.normalize("NFC", text) != text:
        seen.append("an accent stored apart from its letter")
    seen = list(dict.fromkeys(seen))
    more = len(seen) - _MOST_NAMED
    return [*seen[:_MOST_NAMED], f"{more} more of this kind"] if more > 0 else seen


def _name(character: str) -> str:
    if character in _NAMES:
        return _NAMES[character]
    if character != " " and (_BLANK.match(character) or _INVISIBLE.match(character) or _CONTROL.match(character)):
        name = unicodedata.name(character, "").lower()
        return f"an invisible character, {name}," if name else "a control character"
    return ""


def _where(text: str, place: int) -> str:
    """Where a character stands, as a person would say it."""
    before = text[:place].split()
    if not text[place:].split() or not (text[place + 1 :].strip()):
        return "at the end"
    if not before:
        return "at the start"
    return f"after “{before[-1][-20:]}”"


def _foreign(text: str) -> list[str]:
    """Letters that belong to another alphabet than the word they stand in."""
    mended = _letters(text)
    if mended == text or len(mended) != len(text):
        return []
    changed = [(old, new) for old, new in zip(text, mended, strict=True) if old != new]
    return [
        f"{alphabet(old)} {old} (U+{ord(old):04X}) where {alphabet(new)} {new} belongs"
        for old, new in dict.fromkeys(changed)
    ]
