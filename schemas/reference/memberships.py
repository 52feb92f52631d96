"""Who sat on the Council, and when."""

from __future__ import annotations

import polars as pl

from schemas.columns import choice, day, integer, note, source, state
from schemas.reference.countries import REGIONAL_GROUPS
from schemas.table import Row, Table, derived, rule

SEATS = 47


class Memberships(
    Table,
    path="reference/memberships",
    title="Terms on the Council",
    key=("country", "term_start"),
    repeats="This term of {country} is already in the table.",
    term=("term_start", "term_end"),
):
    """One term of one State on the Human Rights Council."""

    country: str = state("The member State")

    @derived("Name of the State", example="Kazakhstan")
    def country_name(t: Row) -> pl.Expr:
        return t["country.name"]

    term_start: str = day("First day of the term", example="2022-01-01", required=True)
    term_end: str = day("Last day of the term", example="2024-12-31", description="Empty while no end is known.")
    elected_in: str = integer("Year of the election", example="2021", required=True, minimum=2006)
    regional_group: str = choice("Regional group at the election", one_of=REGIONAL_GROUPS, example="Asia-Pacific")
    source_url: str = source()
    note: str = note(example="withdrew before the end of the term")

    @rule(
        title="A term ends after it begins",
        message="{term_end} is before {term_start}, the first day of the term.",
        why="A term runs forward.",
        blames="term_end",
        disagrees_with=["term_start"],
    )
    def ends_after_start(t: Row) -> pl.Expr:
        return t.term_end >= t.term_start

    @rule(
        title="A term lasts three years at most",
        message="From {term_start} to {term_end} is more than three years and seven months, longer than any term.",
        why="Members serve for three years (General Assembly resolution 60/251, paragraph 7); terms of 2009 to 2011 were "
        "extended to the end of the calendar year.",
        blames="term_end",
        disagrees_with=["term_start"],
    )
    def three_years(t: Row) -> pl.Expr:
        return (t.term_end - t.term_start).dt.total_days() <= 366 * 3 + 215

    @rule(
        title="Elected before the term",
        message="An election in {elected_in} does not fit a term that begins on {term_start}.",
        why="The General Assembly elects in the year before a term, or in the same year.",
        blames="elected_in",
        disagrees_with=["term_start"],
    )
    def elected_before(t: Row) -> pl.Expr:
        return (t.elected_in <= t.term_start.dt.year()) & (t.elected_in >= t.term_start.dt.year() - 1)

    @rule(
        title="The regional group of the State",
        message="{country} is in the group {country.regional_group}, not {regional_group}.",
        why="Seats are divided between the regional groups (General Assembly resolution 60/251, paragraph 7).",
        blames="regional_group",
        disagrees_with=["country"],
        fix=lambda t: t["country.regional_group"],
    )
    def group_of_state(t: Row) -> pl.Expr:
        return t.regional_group == t["country.regional_group"]

    @rule(
        title="One term at a time",
        message="{country} already sits on the Council on {term_start}, by another row.",
        why="A State holds one seat.",
        blames="term_start",
        disagrees_with=["country"],
        whole_table=True,
    )
    def no_overlap(t: Row) -> pl.Expr:
        return t.count_covering("memberships", on=t.term_start, by="country.alpha3", key=t["country.alpha3"]) <= 1

    @rule(
        title="47 members at most",
        message="On {term_start} more than 47 States would sit on the Council: a term that begins on that day, or one before it that ends too late, is wrong.",
        why="The Council has 47 members (General Assembly resolution 60/251, paragraph 7).",
        blames="term_start",
        whole_table=True,
    )
    def at_most_47(t: Row) -> pl.Expr:
        too_many = t.count_covering("memberships", on=t.term_start) > SEATS
        unusual = ~usual_term(t).fill_null(value=False)
        blamed = pl.when(unusual.any().over(t.term_start)).then(unusual).otherwise(t.term_start.is_first_distinct())
        return ~(too_many & blamed)

    @rule(
        title="A seat that falls free is taken",
        message="On the day after {term_end} fewer than 46 States would sit on the Council: this term ends too early, or the one that follows it begins too late.",
        why="The Council has 47 members; it has never had more than one vacant seat, in 2018 and in 2022.",
        blames="term_end",
        whole_table=True,
    )
    def seats_are_taken(t: Row) -> pl.Expr:
        day_after = t.term_end.dt.offset_by("1d")
        sitting = t.count_covering("memberships", on=day_after)
        known = day_after <= t.term_start.max()
        unusual = ~usual_term(t).fill_null(value=False)
        blamed = pl.when(unusual.any().over(t.term_end)).then(unusual).otherwise(t.term_end.is_first_distinct())
        return ~known | (sitting >= SEATS - 1) | ~blamed


def usual_term(t: Row) -> pl.Expr:
    """Whether a term is one of those that the Council's calendar gives, as far as other rows show: the same two days together."""
    return pl.len().over(t.term_start, t.term_end) > 1
