"""How States voted."""

from __future__ import annotations

import polars as pl

from schemas.cited import cited_symbol, cites_its_text, names_its_text
from schemas.columns import choice, note, reference, source, state
from schemas.table import Row, Table, derived, rule


class Votes(
    Table,
    path="votes",
    title="Votes",
    key=("resolution", "country"),
    repeats="The vote of {country} on {resolution} is already in the table.",
):
    """The vote of one member of the Council on one text."""

    resolution: str = reference(
        "The text voted on", refers_to="resolutions.symbol", example="A/HRC/RES/22/1", required=True
    )

    @derived("Day of the vote", type="date", example="2013-03-21")
    def adopted_on(t: Row) -> pl.Expr:
        return t["resolution.adopted_on"]

    country: str = state("The State")

    @derived("Name of the State", example="Kazakhstan")
    def country_name(t: Row) -> pl.Expr:
        return t["country.name"]

    vote: str = choice(
        "How it voted",
        one_of=("in_favour", "against", "abstain", "not_recorded"),
        example="in_favour",
        description="not_recorded: a member that is not in the roll-call.",
        synonyms={"yes": "in_favour", "for": "in_favour", "in favor": "in_favour", "no": "against",
                  "abstention": "abstain", "abstained": "abstain", "abstaining": "abstain", "absent": "not_recorded",
                  "not voting": "not_recorded"},
    )  # fmt: skip
    source_url: str = source()
    note: str = note(example="spelled Kazakstan in the roll-call")

    resolution_and_document = cites_its_text()

    address_names_the_text = names_its_text("resolution")

    symbol_in_source = cited_symbol()

    @rule(
        title="A vote was taken",
        message="{resolution} was adopted without a vote, so nobody voted on it.",
        why="Only a recorded vote shows how each State voted.",
        blames="resolution",
    )
    def vote_was_taken(t: Row) -> pl.Expr:
        return t["resolution.adoption"] == "recorded_vote"

    @rule(
        title="Only members vote",
        message="{country} did not sit on the Council on {resolution.adopted_on}, when {resolution} was adopted.",
        why="Members of the Council vote; observers do not.",
        blames="country",
        disagrees_with=["resolution"],
    )
    def member_that_day(t: Row) -> pl.Expr:
        return t.covered("memberships", on=t["resolution.adopted_on"], by="country.alpha3", key=t["country.alpha3"])

    @rule(
        title="No more votes than were counted",
        message="More States are entered as “{vote}” on {resolution} than its count gives.",
        why="The counts of a recorded vote are the sum of the votes cast.",
        blames="vote",
        disagrees_with=["resolution"],
        whole_table=True,
    )
    def within_the_count(t: Row) -> pl.Expr:
        counted = (
            pl.when(t.vote == "in_favour").then(t["resolution.votes_for"])
            .when(t.vote == "against").then(t["resolution.votes_against"])
            .when(t.vote == "abstain").then(t["resolution.votes_abstaining"])
        )  # fmt: skip
        return t.vote.cum_count().over(t.resolution, t.vote) <= counted
