"""The texts the Council adopted."""

from __future__ import annotations

import polars as pl

from schemas.cited import cited_symbol, names_its_text
from schemas.columns import choice, day, integer, note, reference, source, text, un_symbol
from schemas.grammar import (
    DOCUMENT_ADDRESS,
    DRAFT,
    DRAFT_SAYS,
    RESOLUTION,
    RESOLUTION_SAYS,
    in_place,
    kind_of,
    number_of,
    session_of,
    session_of_draft,
    with_symbol,
)
from schemas.reference.sessions import sat_on
from schemas.table import Row, Table, derived, rule
from schemas.vote_counts import (
    COUNTS,
    SEATS,
    first_count,
    likely_count,
    rest_of_members,
    suspicious_count,
    votes_cast,
    votes_given,
)


class Resolutions(
    Table,
    path="resolutions",
    title="Resolutions",
    key=("symbol",),
    repeats="{symbol} is already in the table.",
):
    """One text adopted by the Human Rights Council: a resolution, a decision or a statement by its President."""

    symbol: str = un_symbol(
        "Symbol of the text",
        example="A/HRC/RES/54/5",
        kind="resolution",
        pattern=RESOLUTION,
        pattern_says=RESOLUTION_SAYS,
        required=True,
    )

    @derived("Session that adopted it", example="54", refers_to="sessions.session", required=True)
    def session(t: Row) -> pl.Expr:
        return session_of(t.symbol)

    @derived("Number within the session", example="5", type="integer", required=True)
    def number(t: Row) -> pl.Expr:
        return number_of(t.symbol)

    title: str = text("Title, as printed", example="The right to development", required=True)
    adopted_on: str = day(
        "Day of adoption", example="2023-10-11", required=True, between=("session.opened_on", "session.closed_on")
    )
    agenda_item: str = integer("Agenda item", example="3", refers_to="agenda_items.item")
    adoption: str = choice(
        "How it was adopted",
        one_of=("without_vote", "recorded_vote"),
        example="without_vote",
        synonyms={"consensus": "without_vote", "by consensus": "without_vote", "adopted without a vote": "without_vote",
                  "recorded": "recorded_vote", "vote": "recorded_vote", "by vote": "recorded_vote"},
    )  # fmt: skip
    votes_for: str = integer("Votes in favour", example="28", minimum=0, maximum=SEATS)
    votes_against: str = integer("Votes against", example="7", minimum=0, maximum=SEATS)
    votes_abstaining: str = integer("Abstentions", example="12", minimum=0, maximum=SEATS)
    draft_symbol: str = un_symbol(
        "Symbol of the draft",
        example="A/HRC/54/L.12",
        kind="draft",
        pattern=DRAFT,
        pattern_says=DRAFT_SAYS,
    )
    themes: str = reference(
        "Subjects", refers_to="themes.theme", example="RIGHT TO EDUCATION; RIGHTS OF THE CHILD", many=True,
        description="Subject tags as the source gives them; empty where none was seen.",
    )  # fmt: skip

    @derived("Where the text is found", example="https://docs.un.org/en/A/HRC/RES/54/5", required=True)
    def document_url(t: Row) -> pl.Expr:
        return DOCUMENT_ADDRESS + t.symbol

    source_url: str = source()
    note: str = note(example="title as catalogued")

    @rule(
        title="Symbol and document agree",
        message="The address is that of {symbol_in_source}, but the symbol of the row is {symbol}.",
        why="The row and the document it cites must be about the same text.",
        blames="source_url",
        disagrees_with=["symbol"],
        blames_rather=lambda t: pl.when(symbol_is_suspect(t)).then(pl.lit("symbol")).otherwise(pl.lit("source_url")),
        fix=lambda t: pl.when(symbol_is_suspect(t)).then(t.symbol_in_source).otherwise(address_of_symbol(t)),
    )
    def symbol_and_document(t: Row) -> pl.Expr:
        return t.symbol_in_source == t.symbol

    address_names_the_text = names_its_text("symbol")

    symbol_in_source = cited_symbol()

    @rule(
        title="A number the session reached",
        message="Session {session} adopted {session.resolutions_adopted} resolutions, so there is none of number {number}.",
        why="Resolutions are numbered from 1 without gaps; the session's list is known to be complete.",
        blames="symbol",
    )
    def number_within_session(t: Row) -> pl.Expr:
        return (kind_of(t.symbol) != "RES") | (t.number <= t["session.resolutions_adopted"])

    @rule(
        title="Adopted while its session sat",
        message="Session {session} did not sit on {adopted_on}: it ran from {session.opened_on} to {session.closed_on}.",
        why="The Council adopts texts in session only; a suspended session sits in its parts.",
        blames="adopted_on",
        disagrees_with=["symbol"],
    )
    def adopted_in_session(t: Row) -> pl.Expr:
        return sat_on(t.adopted_on, t["session.opened_on"], t["session.closed_on"], t["session.segments"])

    @rule(
        title="The draft of the same session",
        message="{draft_symbol} is a draft of another session than {symbol}.",
        why="A draft is tabled and adopted at one session.",
        blames="draft_symbol",
        disagrees_with=["symbol"],
        fix=lambda t: pl.lit("A/HRC/") + t.session + t.draft_symbol.str.extract(r"(/L\..*)$", 1),
    )
    def draft_of_same_session(t: Row) -> pl.Expr:
        return session_of_draft(t.draft_symbol) == t.session

    @rule(
        title="Counts mean a vote",
        message="The row gives three vote counts, but says that there was no vote.",
        why="Votes are counted only where a recorded vote was taken.",
        blames="adoption",
        disagrees_with=COUNTS,
        fix=lambda t: pl.lit("recorded_vote"),
    )
    def counts_mean_a_vote(t: Row) -> pl.Expr:
        return (t.adoption != "without_vote") | (votes_given(t) < 3)

    @rule(
        title="A recorded vote has counts",
        message="The row gives no vote counts, but says that a recorded vote was taken.",
        why="A recorded vote is published with its counts: for, against, abstaining.",
        blames="adoption",
        disagrees_with=COUNTS,
        fix=lambda t: pl.lit("without_vote"),
    )
    def vote_has_counts(t: Row) -> pl.Expr:
        return (t.adoption != "recorded_vote") | (votes_given(t) > 0)

    @rule(
        title="No counts without a vote",
        message="The row gives a vote count, but says that there was no vote.",
        why="Votes are counted only where a recorded vote was taken.",
        blames="votes_for",
        disagrees_with=["adoption", "votes_against", "votes_abstaining"],
        blames_rather=lambda t: first_count(t, given=True),
        fix=lambda t: pl.lit(""),
    )
    def no_counts_without_vote(t: Row) -> pl.Expr:
        return (t.adoption != "without_vote") | votes_given(t).is_in([0, 3])

    @rule(
        title="All three counts of a vote",
        message="This count is missing: a recorded vote has all three, for, against and abstaining (0 where there were none).",
        why="A recorded vote is published with its three counts.",
        blames="votes_for",
        disagrees_with=["votes_against", "votes_abstaining"],
        blames_rather=lambda t: first_count(t, given=False),
        fix=lambda t: pl.when(votes_given(t) == 2).then(rest_of_members(t, COUNTS).cast(pl.String)),
    )
    def all_three_counts(t: Row) -> pl.Expr:
        return (t.adoption != "recorded_vote") | votes_given(t).is_in([0, 3])

    @rule(
        title="47 votes at most",
        message="{votes_for} for, {votes_against} against and {votes_abstaining} abstaining are more than 47 votes.",
        why="The Council has 47 members (General Assembly resolution 60/251, paragraph 7).",
        blames="votes_for",
        disagrees_with=["votes_against", "votes_abstaining"],
        blames_rather=lambda t: suspicious_count(t),
        fix=lambda t: likely_count(t),
    )
    def at_most_47_votes(t: Row) -> pl.Expr:
        return votes_cast(t) <= SEATS

    @rule(
        title="No more votes than members sat",
        message="{votes_for} for, {votes_against} against and {votes_abstaining} abstaining are more votes than States sat on the Council on {adopted_on}.",
        why="A vacant seat has no vote: 46 States sat from 20 June to 12 July 2018 and from 8 April to 9 May 2022.",
        blames="votes_for",
        disagrees_with=["votes_against", "votes_abstaining", "adopted_on"],
        blames_rather=lambda t: suspicious_count(t),
        fix=lambda t: likely_count(t),
    )
    def votes_of_members(t: Row) -> pl.Expr:
        sitting = t.count_covering("memberships", on=t.adopted_on)
        return (sitting == 0) | (votes_cast(t) <= sitting) | (votes_cast(t) > SEATS)

    @rule(
        title="More for than against",
        message="{votes_for} for and {votes_against} against: such a text is rejected, not adopted.",
        why="A text is adopted by a majority of the members present and voting (General Assembly rules of procedure, rule 125).",
        blames="votes_for",
        disagrees_with=["votes_against"],
    )
    def more_for_than_against(t: Row) -> pl.Expr:
        return t.votes_for > t.votes_against

    @rule(
        title="No number missing",
        message="The table lacks {expected}: session {session} adopted {session.resolutions_adopted} resolutions.",
        why="Resolutions are numbered from 1 without gaps, and the record holds all of a session whose list is complete.",
        blames="symbol",
        whole_table=True,
        expects=lambda t: missing_symbols(t),
    )
    def no_number_missing(t: Row) -> pl.Expr:
        is_resolution = (kind_of(t.symbol) == "RES") & t["session.resolutions_adopted"].is_not_null()
        return pl.when(is_resolution).then((t.number <= number_before(t) + 1) & (numbers_after(t) <= 0))


def number_before(t: Row) -> pl.Expr:
    """The number of the text before this one in its session; 0 of the first."""
    return t.number.shift(1).over(t.session, kind_of(t.symbol), order_by=t.number).fill_null(0)


def numbers_after(t: Row) -> pl.Expr:
    """Of the last text in the table how many its session adopted after it; 0 of all others."""
    is_last = t.number == t.number.max().over(t.session, kind_of(t.symbol))
    return pl.when(is_last).then(t["session.resolutions_adopted"] - t.number).otherwise(0)


def missing_symbols(t: Row) -> pl.Expr:
    """The symbols missing before this one, and of the last one those missing after it; one a line."""
    before = pl.int_ranges(number_before(t) + 1, t.number)
    after = pl.int_ranges(t.number + 1, t.number + 1 + numbers_after(t).clip(0))
    numbers = pl.concat_list(before, after).cast(pl.List(pl.String))
    prefix = pl.concat_str(pl.lit("A/HRC/RES/"), t.session, pl.lit("/"))
    return prefix + numbers.list.join("\n" + prefix)


def symbol_is_suspect(t: Row) -> pl.Expr:
    """Whether the symbol, rather than the source, is the likely slip where the two disagree.

    It is where the symbol is out of place by itself (it occurs twice, or lies beyond what its session adopted) and the text
    of the source is not in the table.
    """
    impossible = t.symbol.is_duplicated() | (t.number > t["session.resolutions_adopted"]).fill_null(value=False)
    misplaced = ~in_place(t.symbol, t.symbol) & in_place(t.symbol_in_source, t.symbol)
    return (impossible | misplaced) & ~t.symbol_in_source.is_in(t.symbol.implode())


def address_of_symbol(t: Row) -> pl.Expr:
    """The row's source with its own symbol in place of the one it names."""
    return with_symbol(t.typed_text("source_url"), t.symbol)
