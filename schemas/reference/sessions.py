"""When the Council sat."""

from __future__ import annotations

import polars as pl

from schemas.columns import choice, day, integer, note, several, source, text
from schemas.grammar import SESSION
from schemas.table import Row, Table, rule

# The rule for dates looks at this many parts of a session; no session has had more than two.
MOST_SEGMENTS = 4
_DAY = r"\d{4}-\d{2}-\d{2}"


class Sessions(
    Table,
    path="reference/sessions",
    title="Sessions",
    key=("session",),
    repeats="Session {session} is already in the table.",
):
    """One session of the Council: regular (54), special (S-36) or an organizational meeting (OM/1)."""

    session: str = text(
        "The session, as symbols write it",
        example="54",
        required=True,
        pattern=SESSION,
        pattern_says="a session is written as in symbols: 54, S-36 for a special session, OM/1 for an organizational meeting",
    )
    type: str = choice("Kind of session", one_of=("regular", "special", "organizational"), example="regular")
    number: str = integer("Its number among its kind", example="54", required=True, minimum=1)
    opened_on: str = day("First day", example="2023-09-11", required=True)
    closed_on: str = day("Last day", example="2023-10-13")
    segments: str = several(
        "Its parts, where it was suspended and resumed",
        example="2020-02-24/2020-03-13; 2020-06-15/2020-06-23",
        pattern=rf"{_DAY}/{_DAY}",
        pattern_says="a part is written as first day/last day, for example 2020-02-24/2020-03-13",
    )
    subject: str = text("Subject of a special session", example="Sudan")
    resolutions_adopted: str = integer(
        "How many resolutions it adopted, where the list is complete",
        example="36",
        description="Given only where the session's list is known to be complete; the record must then hold all of them.",
        minimum=0,
    )
    date_basis: str = choice(
        "What the dates rest on",
        one_of=("report", "list", "announcement", "weak"),
        example="report",
        description="The session's report, an official list, an announcement shortly before, or one weak source.",
    )
    source_url: str = source()
    note: str = note(example="resumed")

    @rule(
        title="Kind and number as the session says",
        message="Session {session} is not number {number} of the {type} sessions.",
        why="54 is the fifty-fourth regular session, S-36 the thirty-sixth special one.",
        blames="number",
        disagrees_with=["session", "type"],
        blames_rather=lambda t: pl.when(t.session.is_duplicated()).then(pl.lit("session")).otherwise(pl.lit("number")),
        fix=lambda t: (
            pl.when(t.session.is_duplicated())
            .then(session_as_numbered(t))
            .otherwise(t.session.str.extract(r"(\d+)$", 1))
        ),
    )
    def number_of_session(t: Row) -> pl.Expr:
        return session_as_numbered(t) == t.session

    @rule(
        title="Closed after it opened",
        message="{closed_on} is before {opened_on}, the day it opened.",
        why="A session runs forward.",
        blames="closed_on",
        disagrees_with=["opened_on"],
    )
    def closed_after_opened(t: Row) -> pl.Expr:
        return t.closed_on >= t.opened_on

    @rule(
        title="A session lasts half a year at most",
        message="From {opened_on} to {closed_on} is longer than any session; the longest, interrupted in 2020, took four months.",
        why="Regular sessions last three to six weeks; one that is suspended and resumed spans some months.",
        blames="closed_on",
        disagrees_with=["opened_on"],
    )
    def half_a_year(t: Row) -> pl.Expr:
        return (t.closed_on - t.opened_on).dt.total_days() <= 183

    @rule(
        title="Parts within the session",
        message="The parts must begin on {opened_on} and end on {closed_on}, in order, and be four at most.",
        why="A suspended session is one session; its parts lie between its first and its last day.",
        blames="segments",
        disagrees_with=["opened_on", "closed_on"],
    )
    def segments_within(t: Row) -> pl.Expr:
        parts = t.segments
        first, last = t.typed_text("opened_on"), t.typed_text("closed_on")
        in_order = parts.list.sort().list.join("; ") == t.typed_text("segments")
        return (
            (parts.list.first().str.head(10) == first)
            & (parts.list.last().str.tail(10) == last)
            & in_order
            & (parts.list.len() <= MOST_SEGMENTS)
        )

    @rule(
        title="One session at a time",
        message="Session {session} would open before the regular session ahead of it had closed.",
        why="Regular sessions follow one another: three a year, none overlapping.",
        blames="opened_on",
        whole_table=True,
    )
    def in_order(t: Row) -> pl.Expr:
        regular = t.type == "regular"
        before = t.closed_on.shift(1).over(t.type, order_by=t.number)
        return ~regular | before.is_null() | (t.opened_on >= before)


def session_as_numbered(t: Row) -> pl.Expr:
    """The session as symbols write it, by its kind and number."""
    prefix = pl.when(t.type == "special").then(pl.lit("S-")).when(t.type == "organizational").then(pl.lit("OM/")).otherwise(pl.lit(""))  # fmt: skip
    return prefix + t.number.cast(pl.String)


def sat_on(day_: pl.Expr, opened: pl.Expr, closed: pl.Expr, segments: pl.Expr) -> pl.Expr:
    """Whether a session sat on a day, given its first and last day and its parts (a list, or null)."""
    inside = (day_ >= opened) & (day_ <= closed)
    in_parts = pl.any_horizontal(
        (
            (day_ >= segments.list.get(part, null_on_oob=True).str.head(10).str.to_date("%Y-%m-%d", strict=False))
            & (day_ <= segments.list.get(part, null_on_oob=True).str.tail(10).str.to_date("%Y-%m-%d", strict=False))
        ).fill_null(value=False)
        for part in range(MOST_SEGMENTS)
    )
    return inside & (segments.is_null() | in_parts)
