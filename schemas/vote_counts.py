"""The three counts of a recorded vote: what they add up to, and which of them is the likely slip where they cannot be right."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from schemas.table import Row

SEATS = 47  # General Assembly resolution 60/251, paragraph 7
COUNTS = ("votes_for", "votes_against", "votes_abstaining")


def votes_given(t: Row) -> pl.Expr:
    """How many of the three vote counts are filled in."""
    return pl.sum_horizontal(t.typed_text(name).is_not_null().cast(pl.Int64) for name in COUNTS)


def votes_cast(t: Row) -> pl.Expr:
    """For, against and abstaining together; null where one is missing."""
    return t.votes_for + t.votes_against + t.votes_abstaining


def first_count(t: Row, *, given: bool) -> pl.Expr:
    """The name of the first of the three counts that is filled in, or is not."""
    cells = ((name, t.typed_text(name).is_not_null() == pl.lit(given)) for name in COUNTS)
    return pl.coalesce(pl.when(there).then(pl.lit(name)) for name, there in cells)


def largest_count(t: Row) -> pl.Expr:
    """The name of the largest of the three counts: where their sum is too large, most likely the slip."""
    most = pl.max_horizontal(t.votes_for, t.votes_against, t.votes_abstaining)
    return (
        pl.when(t.votes_for == most).then(pl.lit("votes_for"))
        .when(t.votes_against == most).then(pl.lit("votes_against"))
        .otherwise(pl.lit("votes_abstaining"))
    )  # fmt: skip


def rest_of_members(t: Row, counts: Sequence[str]) -> pl.Expr:
    """The members sitting that day less the votes in these columns; in nine votes of ten all of them vote."""
    cast = pl.sum_horizontal(getattr(t, name) for name in counts)
    rest = t.count_covering("memberships", on=t.adopted_on) - cast
    return pl.when(rest.is_between(0, SEATS)).then(rest)


def near_count(t: Row, name: str) -> pl.Expr:
    """What a count should be for all members to have voted, if that is one digit away from what was typed."""
    typed = t.typed_text(name)
    right = rest_of_members(t, [other for other in COUNTS if other != name]).cast(pl.String)
    longer = (typed.str.len_chars() == right.str.len_chars() + 1) & (
        typed.str.starts_with(right) | typed.str.ends_with(right)
    )
    shorter = (typed.str.len_chars() + 1 == right.str.len_chars()) & (
        right.str.starts_with(typed) | right.str.ends_with(typed)
    )
    other = (typed.str.len_chars() == 2) & (right.str.len_chars() == 2) & (
        (typed.str.head(1) == right.str.head(1)) | (typed.str.tail(1) == right.str.tail(1))
    )  # fmt: skip
    return pl.when(longer | shorter | other).then(right)


def suspicious_count(t: Row) -> pl.Expr:
    """Which of the three counts is the likely slip: the only one that a digit would put right, or else the largest."""
    near = {name: near_count(t, name).is_not_null() for name in COUNTS}
    alone = pl.sum_horizontal(near.values()) == 1
    return pl.coalesce(*(pl.when(alone & there).then(pl.lit(name)) for name, there in near.items()), largest_count(t))


def likely_count(t: Row) -> pl.Expr:
    """The right text of that count, where a digit would put it right."""
    near = [near_count(t, name) for name in COUNTS]
    return pl.when(pl.sum_horizontal(text.is_not_null() for text in near) == 1).then(pl.coalesce(near))
