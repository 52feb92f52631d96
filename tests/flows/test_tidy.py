from __future__ import annotations

import polars as pl
import pytest

from flows.plans import load_plans
from flows.text import TextTable
from flows.tidy import tidy


def table(**cells: str) -> TextTable:
    plan = load_plans()["follow_ups"]
    frame = pl.DataFrame(
        [{name: cells.get(name) for name in plan.raw_columns()}], schema=dict.fromkeys(plan.raw_columns(), pl.String)
    )
    letters = {name: chr(ord("A") + at) for at, name in enumerate(plan.raw_columns())}
    return TextTable(name="follow_ups", file="raw/follow_ups.csv", frame=frame, lines=[7], rows=[5], letters=letters)


def test_a_clean_table_is_left_alone() -> None:
    text = table(title="The right to development")
    assert tidy(text) == (text, [])


@pytest.mark.parametrize(
    ("column", "typed", "clean", "seen"),
    [
        ("title", " Panel ", "Panel", "a blank at the start"),
        ("title", "Panel\u00a0discussion", "Panel discussion", "a no-break space (U+00A0) after “Panel”"),
        ("document_symbol", "A/\u202fHRC/59/33", "A/HRC/59/33", "a narrow no-break space (U+202F) after “A/”"),
        ("held_on", "2024\u00a0-09-18", "2024-09-18", "a no-break space (U+00A0) after “2024”"),
        ("kind", "report\u200b", "report", "a zero-width space (U+200B) at the end"),
    ],
)
def test_what_nobody_sees_is_taken_away_and_said(column: str, typed: str, clean: str, seen: str) -> None:
    tidied, issues = tidy(table(**{column: typed}), load_plans()["follow_ups"])
    assert tidied.frame[column].to_list() == [clean]
    [issue] = issues
    assert (issue.severity, issue.line, issue.column, issue.value, issue.suggestion) == (
        "warning",
        7,
        column,
        typed,
        clean,
    )
    assert seen in issue.message


@pytest.mark.parametrize("typed", ["А/HRC/59/33", "re\x07port", "CÃ´te d'Ivoire"])
def test_what_may_change_the_meaning_is_left_for_the_rules(typed: str) -> None:
    tidied, issues = tidy(table(title=typed), load_plans()["follow_ups"])
    assert tidied.frame["title"].to_list() == [typed]
    assert issues == []


def test_a_cell_of_blanks_is_empty() -> None:
    tidied, _ = tidy(table(title="\u00a0 "), load_plans()["follow_ups"])
    assert tidied.frame["title"].to_list() == [None]
