"""Text from a file as it may stand on a terminal: nothing that a terminal would obey or that a person could not see.

A cell may hold an escape sequence that clears the screen, a line break or a mark that turns the reading direction; each such
character is written as its code. Widths are those of a terminal: Chinese takes two places, a combining accent none.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator


def printable(text: str) -> str:
    """The text with every character that is not seen, or that a terminal obeys, named: "‹U+001B›"."""
    if text.isprintable():
        return text
    return "".join(ch if ch.isprintable() else f"‹U+{ord(ch):04X}›" for ch in text)


def quoted(text: str | None, limit: int = 0) -> str:
    """A cell as it is shown: in quotation marks, cut at `limit` places with "…"; an empty one as "(empty)"."""
    if not text:
        return "(empty)"
    return f'"{cut(printable(text), limit)}"'


def cut(text: str, limit: int) -> str:
    """The text on at most `limit` places, ending with "…" where something was left out; 0 is no limit."""
    if not limit or width(text) <= limit:
        return text
    kept, used = [], 1
    for ch in text:
        used += _places(ch)
        if used > limit:
            break
        kept.append(ch)
    return "".join(kept) + "…"


def width(text: str) -> int:
    """How many places the text takes on a terminal."""
    return len(text) if text.isascii() else sum(_places(ch) for ch in text)


def _places(ch: str) -> int:
    if unicodedata.combining(ch):
        return 0
    return 2 if unicodedata.east_asian_width(ch) in "WF" else 1


def wrapped(text: str, columns: int, indent: str = "") -> Iterator[str]:
    """The lines of a paragraph on `columns` places, each after `indent`; a longer word stays whole."""
    line = ""
    room = columns - width(indent)
    for word in text.split(" "):
        if line and width(line) + 1 + width(word) > room:
            yield indent + line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield indent + line


def count(number: int, word: str) -> str:
    """Such as "1 error" or "1,204 errors"."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"
