"""A code or number that is not in its usual letters: case, blanks, letters for digits and other dashes."""

from __future__ import annotations

import re

from flows.suggest.text import TO_LATIN, clean_text

_DIGITS = str.maketrans("OoIl", "0011")


def spellings(value: str) -> list[str]:
    """The ways in which a code may have been meant, the nearest to what was typed first."""
    plain = clean_text(value).translate(TO_LATIN)
    plain = re.sub(r"[‐‑‒–—−]", "-", plain).strip(" .,;:'\"")
    close = re.sub(r"\s+", "", plain)
    hyphens = re.sub(r"[\s_/.-]+", "-", plain)
    ways = [
        plain,
        plain.upper(),
        plain.lower(),
        close,
        close.upper(),
        close.lower(),
        hyphens,
        hyphens.lower(),
        hyphens.upper(),
    ]
    ways.append(plain.translate(_DIGITS))
    if plain.isdecimal():
        ways.append(plain.zfill(3))
    return [way for way in dict.fromkeys(ways) if way and way != value]
