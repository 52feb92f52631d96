"""The States that may sponsor, vote and reform: members and observers of the United Nations."""

from __future__ import annotations

import polars as pl

from schemas.columns import choice, day, note, source, text
from schemas.table import Row, Table, rule

# The five regional groups between which the Council's seats are divided: General Assembly resolution 60/251, paragraph 7.
REGIONAL_GROUPS = ("African", "Asia-Pacific", "Eastern European", "GRULAC", "WEOG")


class Countries(
    Table,
    path="reference/countries",
    title="States",
    key=("alpha3",),
    repeats="This State is already in the table.",
):
    """One State: a member of the United Nations or a non-member observer State."""

    alpha3: str = text("ISO 3166-1 alpha-3 code", example="KAZ", required=True, pattern="[A-Z]{3}", pattern_says="the code has three capital letters")  # fmt: skip
    alpha2: str = text("ISO 3166-1 alpha-2 code", example="KZ", required=True, pattern="[A-Z]{2}", pattern_says="the code has two capital letters")  # fmt: skip
    m49: str = text("UN M49 code", example="398", required=True, pattern="[0-9]{3}", pattern_says="the code has three digits, zeros in front included")  # fmt: skip
    name: str = text("Short name in English", example="Kazakhstan", description="As the UN writes it.", required=True)
    formal_name: str = text("Formal name in English", example="Republic of Kazakhstan", required=True)
    name_ru: str = text("Short name in Russian", example="Казахстан")
    formal_name_ru: str = text("Formal name in Russian", example="Республика Казахстан")
    un_status: str = choice("Standing at the United Nations", one_of=("member", "observer"), example="member")
    regional_group: str = choice(
        "Regional group",
        one_of=REGIONAL_GROUPS,
        example="Asia-Pacific",
        description="The regional group for elections; observers have none.",
        required=False,
    )
    un_admitted_on: str = day("Day of admission to the United Nations", example="1992-03-02")
    un_admission_basis: str = choice(
        "How it was admitted",
        one_of=("charter_original", "ga_resolution"),
        example="ga_resolution",
        description="As an original member under Article 3 of the Charter, or by a resolution of the General Assembly.",
        required=False,
    )
    un_admission_resolution: str = text("General Assembly resolution of admission", example="46/224")
    m49_region: str = text("Region by M49", example="Asia", required=True)
    m49_subregion: str = text("Subregion by M49", example="Central Asia", required=True)
    source_url: str = source()
    note: str = note(example="non-member observer State; no regional group")

    @rule(
        title="A member has a regional group",
        message="A member State needs its regional group: the Council's seats are divided between the groups.",
        why="General Assembly resolution 60/251, paragraph 7.",
        blames="regional_group",
        disagrees_with=["un_status"],
    )
    def member_has_group(t: Row) -> pl.Expr:
        return (t.un_status != "member") | t.regional_group.is_not_null()

    @rule(
        title="A code stands for one State",
        message="Another State above already has the code {alpha2}.",
        why="ISO 3166-1 gives each State its own code.",
        blames="alpha2",
        whole_table=True,
    )
    def alpha2_unique(t: Row) -> pl.Expr:
        return t.alpha2.is_first_distinct()

    @rule(
        title="A number stands for one State",
        message="Another State above already has the number {m49}.",
        why="M49 gives each State its own number.",
        blames="m49",
        whole_table=True,
    )
    def m49_unique(t: Row) -> pl.Expr:
        return t.m49.is_first_distinct()

    @rule(
        title="Admitted after the Charter",
        message="{un_admitted_on} is before 24 October 1945, the day the United Nations began.",
        why="The Charter entered into force on 24 October 1945.",
        blames="un_admitted_on",
    )
    def admitted_after_charter(t: Row) -> pl.Expr:
        return t.un_admitted_on >= pl.date(1945, 10, 24)
