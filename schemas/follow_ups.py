"""What the Council asked for: panels, reports, studies and the like."""

from __future__ import annotations

import polars as pl

from schemas.columns import choice, day, note, reference, source, text, un_symbol
from schemas.grammar import (
    DOCUMENT,
    DOCUMENT_SAYS,
    SESSION,
    in_place,
    names_document_site,
    own_address,
    symbol_in_address,
    with_symbol,
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

    @rule(
        title="Text and document agree",
        message="The address is that of {symbol_in_source}, but the row is about {resolution}.",
        why="The row and the document it cites must be about the same text.",
        blames="resolution",
        disagrees_with=["source_url"],
        blames_rather=lambda t: suspect(t),
        fix=lambda t: (
            pl.when(suspect(t) == "resolution")
            .then(t.symbol_in_source)
            .otherwise(with_symbol(t.typed_text("source_url"), t.resolution))
        ),
    )
    def resolution_and_document(t: Row) -> pl.Expr:
        return t.symbol_in_source == t.resolution

    @rule(
        title="The address of the text",
        message="The address is at a site of UN documents, but it does not name {resolution}, the text of the row.",
        why="A UN document is found at its symbol: a slip in the address leads to another document, or to none.",
        blames="source_url",
        disagrees_with=["resolution"],
        fix=lambda t: own_address(t.typed_text("source_url"), t.resolution),
    )
    def address_names_the_text(t: Row) -> pl.Expr:
        return ~names_document_site(t.typed_text("source_url")) | t.symbol_in_source.is_not_null()

    @derived("Symbol in the address of the source", example="A/HRC/RES/54/5", published=False)
    def symbol_in_source(t: Row) -> pl.Expr:
        return symbol_in_address(t.typed_text("source_url"))

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


def suspect(t: Row) -> pl.Expr:
    """Which of text and source is the likely slip where they disagree: the one that is out of the order of the rows."""
    misplaced = ~in_place(t.resolution, t.resolution) & in_place(t.symbol_in_source, t.resolution)
    return (
        pl.when(misplaced | ~t["resolution.found"].fill_null(value=False))
        .then(pl.lit("resolution"))
        .otherwise(pl.lit("source_url"))
    )
