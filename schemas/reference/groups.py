"""The groups on whose behalf States speak."""

from __future__ import annotations

from schemas.columns import choice, note, several, source, text
from schemas.table import Table


class Groups(
    Table,
    path="reference/groups",
    title="Groups of States",
    key=("group",),
    repeats="This group is already in the table.",
):
    """One group of States on whose behalf texts are tabled."""

    group: str = text("Short name, never changed", example="OIC", required=True)
    name: str = text("Full name", example="Organization of Islamic Cooperation", required=True)
    other_names: str = several("Other names it is written by", example="Organisation of Islamic Cooperation")
    kind: str = choice(
        "Kind of group",
        one_of=("regional_group", "political_group", "union", "informal"),
        example="political_group",
    )
    source_url: str = source()
    note: str = note(example="as printed in a source of the record")
