"""What the Council asked for: panels, reports, studies and the like."""

from __future__ import annotations

import polars as pl

from schemas.cited import cited_symbol, cites_its_text, names_its_text
from schemas.columns import choice, day, note, reference, source, text, un_symbol
from schemas.grammar import (
    DOCUMENT,
    DOCUMENT_SAYS,
    SESSION,
)
from schemas.table import Row, Table, derived, rule

KINDS = ("report", "oral_update", "panel_discussion", "study", "meeting", "workshop", "interactive_debate",
         "interactive_dialogue", "working_group", "call_for_input", "plan_of_action")  # fmt: skip


class FollowUps(
    Table,
    path="follow_ups",
    title="Follow-ups",
    key=("follow_up",),
    repeats="This follow-up of {resolution} is already in the table: same kind, session and paragraph.",
):
    """One thing a text asks for: it says what was mandated, and what came of it only where a source was seen."""

    @derived("Name of the row", example="54-5-panel_discussion-57-op8", required=True,
             description="Text, kind, session due and operative paragraph.")  # fmt: skip
    def follow_up(t: Row) -> pl.Expr:
        text_ = t.resolution.str.strip_prefix("A/HRC/").str.strip_prefix("RES/").str.replace_all("/", "-", literal=True)
        paragraph = "op" + t.paragraph.cast(pl.String)
        return pl.concat_str([text_, t.kind, t.due_session, paragraph], separator="-", ignore_nulls=True)

    resolution: str = reference(
        "The text that asks for it", refers_to="resolutions.symbol", example="A/HRC/RES/54/5", required=True
    )
    kind: str = choice("What is asked for", one_of=KINDS, example="report")
    due_session: str = text(
        "Session at which, or before which, it is due",
        example="59",
        description="It may be one still to come, which the table of sessions does not have yet.",
        pattern=SESSION,
        pattern_says="a session is written as in symbols: 54, or S-36 for a special session",
    )

    @derived("Operative paragraph that asks for it", type="integer", example="9")
    def paragraph(t: Row) -> pl.Expr:
        return t.note.str.extract(r"operative paragraph (\d+)", 1).cast(pl.Int64, strict=False)

    held_on: str = day("Day it was held, or the deadline of a call", example="2024-09-18")
    document_symbol: str = un_symbol(
        "Symbol of the document", example="A/HRC/59/33", kind="document", pattern=DOCUMENT, pattern_says=DOCUMENT_SAYS
    )
    title: str = text("Title", example="Panel discussion on quality education for peace and tolerance for every child")
    source_url: str = source()
    note: str = note(example="mandated in operative paragraph 8, for HRC session 57")

    resolution_and_document = cites_its_text()

    address_names_the_text = names_its_text("resolution")

    symbol_in_source = cited_symbol()

    @rule(
        title="Held after it was asked for",
        message="{held_on} is before {resolution.adopted_on}, the day {resolution} asked for it.",
        why="What a text asks for comes after the text.",
        blames="held_on",
        disagrees_with=["resolution"],
    )
    def held_after_adoption(t: Row) -> pl.Expr:
        return t.held_on >= t["resolution.adopted_on"]

    @rule(
        title="Due after it was asked for, and within five years",
        message="Session {due_session} is not among the fifteen sessions that follow the adoption of {resolution}.",
        why="What a text asks for comes after the text; the Council meets three times a year and plans five years ahead at "
        "the most.",
        blames="due_session",
        disagrees_with=["resolution"],
    )
    def due_within_five_years(t: Row) -> pl.Expr:
        ahead = t.due_session.cast(pl.Int64, strict=False) - t["resolution.session"].cast(pl.Int64, strict=False)
        return (ahead > 0) & (ahead <= 15)

    @rule(
        title="The session the note names",
        message="The note names session {session_in_note}, but the row is due at session {due_session}.",
        why="The note keeps the wording of the mandate, from which the session is taken.",
        blames="due_session",
        disagrees_with=["note"],
        fix=lambda t: t.session_in_note,
    )
    def session_of_note(t: Row) -> pl.Expr:
        return t.session_in_note == t.due_session

    @derived("Session named in the note", example="59", published=False)
    def session_in_note(t: Row) -> pl.Expr:
        return t.note.str.extract(r"HRC session (\d+)", 1)
