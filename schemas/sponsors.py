"""Who stood behind each text."""

from __future__ import annotations

import polars as pl

from schemas.cited import cited_symbol, cites_its_text
from schemas.columns import choice, note, reference, source, state, text
from schemas.table import Row, Table, derived

EXCEPT = ", except "


class Sponsors(
    Table,
    path="sponsors",
    title="Sponsors",
    key=("resolution", "sponsor", "role"),
    repeats="{country} already stands behind {resolution} as {role}, in a row above.",
):
    """One State standing behind one resolution, in one role."""

    resolution: str = reference(
        "The text it stood behind", refers_to="resolutions.symbol", example="A/HRC/RES/54/5", required=True
    )

    @derived("The sponsor: a State's code, or as printed", example="KAZ", required=True,
             description="The code of the State; where the sponsor is no State, what the source prints.")  # fmt: skip
    def sponsor(t: Row) -> pl.Expr:
        return pl.coalesce(t["country.alpha3"], t.country)

    country: str = state(
        "The State",
        description="As the source writes it; published as its code, and empty where the sponsor is no State.",
        may_be_unknown=True,
    )

    @derived("Name of the State", example="Kazakhstan")
    def country_name(t: Row) -> pl.Expr:
        return t["country.name"]

    @derived("Regional group of the State", example="Asia-Pacific")
    def regional_group(t: Row) -> pl.Expr:
        return t["country.regional_group"]

    @derived(
        "Whether it sat on the Council",
        type="boolean",
        example="true",
        description="On the day the text was adopted. States that are no members may sponsor all the same.",
    )
    def council_member(t: Row) -> pl.Expr:
        return t.covered("memberships", on=t["resolution.adopted_on"], by="country.alpha3", key=t["country.alpha3"])

    role: str = choice(
        "How it stood behind the text",
        one_of=("main_sponsor", "core_group", "cosponsor"),
        example="main_sponsor",
        description="Main sponsors table a text, the core group drafts it, cosponsors sign it.",
        synonyms={"main": "main_sponsor", "sponsor": "main_sponsor", "lead sponsor": "main_sponsor",
                  "core": "core_group", "co-author": "cosponsor", "additional sponsor": "cosponsor"},
    )  # fmt: skip
    on_behalf_of: str = text(
        "The group it spoke for",
        example="Organization of Islamic Cooperation, except Albania",
        description="As printed, with the States that the group excepts.",
    )

    @derived("Short name of that group", example="OIC", refers_to="groups.group",
             named_in=("groups.group", "groups.name", "groups.other_names"))  # fmt: skip
    def group(t: Row) -> pl.Expr:
        return t.on_behalf_of.str.split(EXCEPT).list.first()

    @derived("States of the group that do not take part", type="list", example="ALB", refers_to="countries.alpha3",
             named_in=("country_aliases.alias",))  # fmt: skip
    def group_except(t: Row) -> pl.Expr:
        excepted = t.on_behalf_of.str.extract(rf"{EXCEPT}(.+)$", 1)
        return excepted.str.replace_all(" and ", ", ", literal=True).str.split(", ")

    source_url: str = source()
    note: str = note()

    resolution_and_document = cites_its_text()

    symbol_in_source = cited_symbol()
