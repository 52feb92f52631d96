"""The word of a closed list that was meant, and the same for several in one cell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from flows.suggest.slips import nearest, one_slip
from flows.suggest.text import clean_text

_LETTERS = str.maketrans("0О", "oo")


def nearest_word(  # noqa: PLR0911  one way out for each reading
    value: str, words: Sequence[str], synonyms: Mapping[str, str] | None = None
) -> str | None:
    """The one word that was meant, or None.

    In order: the same but for case, blanks, hyphens and underscores; a known synonym; one slip away from one word alone
    (two slips in a long one); the beginning of one word alone.
    """
    typed = _plain(value)
    if not typed:
        return None
    plain = [_plain(word) for word in words]
    same = [word for word, folded in zip(words, plain, strict=True) if folded == typed]
    if same:
        return same[0] if len(same) == 1 else None
    known = {_plain(word): meant for word, meant in (synonyms or {}).items()}
    if typed in known:
        return known[typed]
    choices = [*plain, *known]
    exact = [word for word in words if one_slip(value, word)]
    if len(exact) == 1 and nearest(value, exact, 1) is not None:
        return exact[0]
    place = nearest(typed, choices)
    if place is not None:
        return words[place] if place < len(plain) else known[choices[place]]
    if len(typed) >= 4 and not typed.isdecimal():
        begun = [word for word, folded in zip(words, plain, strict=True) if folded.startswith(typed)]
        return begun[0] if len(begun) == 1 else None
    return None


def nearest_items(value: str, keys: Sequence[str]) -> str | None:
    """A cell of several values as it should be: each one of the keys, once, with "; " between; None where one is not known.

    A key may itself hold a comma, so commas separate only where the pieces are keys.
    """
    text = clean_text(value)
    exact = set(keys)
    for separator in (r"\s*;\s*", r"\s*[;|/\n]\s*", r"\s*[;,|]\s*", r"\s*(?:[;,|/]|\band\b)\s*", r"\s*[.:]\s+"):
        parts = [part for part in re.split(separator, text.strip(" ;,|")) if part]
        found = [part if part in exact else nearest_word(part, keys) for part in parts]
        if found and all(found):
            return "; ".join(dict.fromkeys(item for item in found if item))
    return _joined(text, keys)


def _joined(text: str, keys: Sequence[str]) -> str | None:
    """Two keys run together, the separator lost."""
    plain = {_plain(key): key for key in keys}
    pieces = re.split(r"(\s*;\s*)", text)[::2]
    found: list[str] = []
    for piece in pieces:
        whole = plain.get(_plain(piece))
        if whole:
            found.append(whole)
            continue
        ways = [
            (plain[_plain(piece[:cut])], plain[_plain(piece[cut:])])
            for cut in range(2, len(piece) - 1)
            if _plain(piece[:cut]) in plain and _plain(piece[cut:]) in plain
        ]
        if len(set(ways)) != 1:
            return None
        found.extend(ways[0])
    return "; ".join(dict.fromkeys(found))


def _plain(text: str) -> str:
    """Lower case, one blank for each run of blanks, hyphens and underscores; zeros as letters where there are no digits."""
    plain = re.sub(r"[\s_\-–—.]+", " ", clean_text(text).casefold()).strip(" ,;:'\"“”")
    return plain.translate(_LETTERS) if re.fullmatch(r"[a-zO0 ]+", plain) and not re.search(r"[1-9]", plain) else plain


def tidy_items(text: str) -> str:
    """Several values with "; " between them, each once, none empty."""
    text = re.sub(r"([-/])\1+", r"\1", text) if "://" not in text else text
    parts = [part.strip(" ,") for part in re.split(r"\s*[;|\n]\s*", text)]
    return "; ".join(dict.fromkeys(part for part in parts if part))
