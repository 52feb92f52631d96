"""What is unusual in a cell by what the rest of the record holds: rules that no row can be judged by alone.

A word one letter away from a word that the record uses often, punctuation that stands nowhere else, the one empty cell of a
column that is filled in every other row, a published cell that has lost a letter since. `flows.judging.unusual` and `flows.judging.altered`
judge them, since it takes all tables and the last release at once; here they are declared, so that they have a name, can be explained and
can be waived like any other. All are warnings: a word may be new and right.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from schemas.plan import Column, Rule

_NOWHERE = pl.lit(None, dtype=pl.Boolean)


def is_free(column: Column) -> bool:
    """Whether a column takes words that no list and no other rule knows."""
    return (
        column.raw
        and column.type in ("text", "list")
        and not (column.one_of or column.symbol or column.reference or column.coded or column.spelling)
    )


def unusual_rules(table: str, columns: Sequence[Column], *, published: bool) -> list[Rule]:
    """The rules of one table; one that is not published has no last release to be held against."""
    free = tuple(column.name for column in columns if is_free(column))
    optional = tuple(c.name for c in columns if c.raw and not c.required and c.type != "partial_date")
    rules = []
    if free:
        rules.append(
            _rule(
                f"{table}.spelling",
                free,
                "A word spelled as elsewhere",
                "“{word}” stands nowhere else in the record, and “{usual}” is one letter away. If the word is right, leave it, or add it to words.csv.",
                "A misspelt word or address is not found by those who look for it.",
            )
        )
        rules.append(
            _rule(
                f"{table}.punctuation",
                free,
                "Punctuation as elsewhere",
                "The punctuation {word} {place} stands nowhere else in the record, and “{usual}” is one mark away. If it is right, leave it.",
                "A mark too many or too few breaks an address and hides a word.",
            )
        )
    if optional:
        rules.append(
            _rule(
                f"{table}.left_empty",
                optional,
                "Filled in, as in every other row",
                "The cell is empty, but {others} have something here. Was it forgotten? If it is not known, leave it empty.",
                "A column that is filled in every other row is rarely empty on purpose.",
            )
        )
    if published:
        rules.append(
            _rule(
                f"{table}.altered",
                tuple(column.name for column in columns if column.raw),
                "As the last release has it, or changed on purpose",
                "The last release has another text here, and the difference looks like a slip of the hand. If it is meant, leave it.",
                "What was published was checked; a letter lost since then, or a cell emptied, is rarely a correction.",
            )
        )
    return rules


def _rule(name: str, columns: tuple[str, ...], title: str, message: str, why: str) -> Rule:
    return Rule(
        id=name,
        kind="unusual",
        severity="warning",
        columns=columns,
        title=title,
        message=message,
        why=why,
        holds=_NOWHERE,
    )
