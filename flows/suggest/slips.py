"""One slip of the hand: a letter too many, one missing, one wrong, or two that changed places.

Damerau (1964) found more than four misspellings in five to be a single one of these. Distances here count such slips (the
optimal string alignment of Damerau and Levenshtein). A choice is offered only where it is nearer than every other by a
whole slip, and near enough for its length: two short words a slip apart are more often two words than one and a typo.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import polars as pl

_DIGITS = re.compile(r"\D+")


def slips(one: str, other: str, most: int) -> int:
    """How many slips lie between two texts; `most + 1` where there are more."""
    from rapidfuzz.distance import OSA

    return int(OSA.distance(one, other, score_cutoff=most))


def one_slip(one: str, other: str) -> bool:
    """Whether two words differ by one letter more, less or other, or by two neighbours that changed places."""
    if len(one) < len(other):
        one, other = other, one
    if len(one) - len(other) > 1 or one == other:
        return False
    start = 0
    while start < len(other) and one[start] == other[start]:
        start += 1
    if len(one) > len(other):
        return one[start + 1 :] == other[start:]
    rest, its = one[start:], other[start:]
    return rest[1:] == its[1:] or (rest[:2] == its[1::-1] and rest[2:] == its[2:])


def allowed(length: int) -> int:
    """How many slips a word of this length may have and still be known: 4 letters 1, 9 letters 2, 16 letters 3."""
    return 0 if length < 4 else 1 if length < 9 else 2 if length < 16 else 3


def within(value: str, choices: Sequence[str], most: int) -> list[tuple[int, int]]:
    """The choices at most that many slips away: (slips, place among the choices), nearest first."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    found = process.extract(value, choices, scorer=OSA.distance, score_cutoff=most, limit=None)
    return sorted((int(distance), place) for _, distance, place in found)


def nearest(value: str, choices: Sequence[str], most: int | None = None) -> int | None:
    """The place of the one choice that is nearest by a whole slip, or None.

    Digits are never guessed at: a choice whose digits differ stands against the nearest, but is not offered.
    """
    limit = allowed(len(value)) if most is None else most
    if limit == 0:
        return None
    found = within(value, choices, limit + 1)
    if not found or found[0][0] > limit:
        return None
    best, place = found[0]
    rivals = [other for distance, other in found[1:] if distance <= best and choices[other] != choices[place]]
    if rivals or _DIGITS.sub("", choices[place]) != _DIGITS.sub("", value):
        return None
    return place


def shortened(words: pl.Series) -> pl.DataFrame:
    """Each word with itself and with what is left of it without one letter: words one slip apart share one of these."""
    word, at = pl.col("piece"), pl.col("at")
    return (
        pl.LazyFrame({"piece": words})
        .with_columns(at=pl.int_ranges(0, word.str.len_chars().cast(pl.Int64) + 1))
        .explode("at")
        .with_columns(
            key=pl.when(at == 0).then(word).otherwise(word.str.slice(0, (at - 1).clip(0)) + word.str.slice(at))
        )
        .select("piece", "key")
        .collect()
    )
