"""The Council's standing agenda."""

from __future__ import annotations

from schemas.columns import integer, note, source, text
from schemas.table import Table


class AgendaItems(
    Table,
    path="reference/agenda_items",
    title="Agenda items",
    key=("item",),
    repeats="This item is already in the table.",
):
    """One standing item of the Council's agenda: resolution 5/1 of 18 June 2007, annex, part V."""

    item: str = integer("Number of the item", example="3", required=True, minimum=1, maximum=10)
    title: str = text("Title", example="Human rights bodies and mechanisms", required=True)
    short_title: str = text("Short title, ours", example="Bodies and mechanisms", required=True)
    source_url: str = source()
    note: str = note(example="fixed by resolution 5/1 of 18 June 2007")
