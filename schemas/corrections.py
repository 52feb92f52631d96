"""Values that a source prints wrongly, and what they should be."""

from __future__ import annotations

import polars as pl

from schemas.columns import day, source, text
from schemas.table import Row, Table, rule


class Corrections(
    Table,
    path="corrections",
    title="Corrections",
    key=("table", "row", "column"),
    repeats="This cell is already corrected.",
    publish=False,
):
    """One cell whose printed value is replaced when the record is published; it fails once it matches nothing."""

    table: str = text("The table", example="resolutions", required=True)
    row: str = text(
        "The row, by its key", example="A/HRC/RES/50/2", description="The key columns as typed, separated by “ | ”.",
        required=True,
    )  # fmt: skip
    column: str = text("The column", example="votes_for", required=True)
    expected: str = text("The cell as typed", example="28", description="Empty for an empty cell.")
    value: str = text("What is published instead", example="29", description="Empty for an empty cell.")
    reason: str = text("Why the printed value is wrong", example="The report of the session gives 29.", required=True)
    source_url: str = source()
    decided_on: str = day("Day the correction was decided", example="2026-11-24", required=True)

    @rule(
        title="A correction changes something",
        message="The value to publish is the value that is there.",
        why="A correction that changes nothing hides what it was for.",
        blames="value",
        disagrees_with=["expected"],
    )
    def changes_something(t: Row) -> pl.Expr:
        return t.expected.is_null() | t.value.is_null() | (t.expected != t.value)
