"""Rules that one row may break, because its source prints what the rule forbids."""

from __future__ import annotations

from schemas.columns import day, source, text
from schemas.table import Table


class Waivers(
    Table,
    path="waivers",
    title="Waivers",
    key=("rule", "row"),
    repeats="This rule is already waived for this row.",
    publish=False,
):
    """One rule waived for one row and one value; a waiver that matches nothing any more is itself an error."""

    rule: str = text("The rule, as an issue names it", example="sponsors.country.vocabulary", required=True)
    row: str = text(
        "The row, by its key", example="A/HRC/RES/51/2 | President of the Human Rights Council | main_sponsor",
        description="The key columns as typed, separated by “ | ”.", required=True,
    )  # fmt: skip
    value: str = text("The cell as it stands", example="President of the Human Rights Council", description="Empty for an empty cell.")  # fmt: skip
    reason: str = text("Why the rule does not hold here", example="The President tabled the text, not a State.", required=True)  # fmt: skip
    source_url: str = source()
    decided_on: str = day("Day the waiver was decided", example="2026-11-24", required=True)
