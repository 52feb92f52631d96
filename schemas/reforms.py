"""What was reformed at home."""

from __future__ import annotations

import polars as pl

from schemas.columns import choice, day, note, reference, source, state, text
from schemas.table import Row, Table, derived, rule


class Reforms(
    Table,
    path="reforms",
    title="Reforms",
    key=("reform_id",),
    repeats="{reform_id} is already in the table; each step has an identifier of its own.",
):
    """One dated step of one reform in one State: a signature, a law, an entry into force."""

    reform_id: str = text(
        "Name of the row, never changed or used again",
        example="kaz-iccpr-op2-ratification-2022",
        required=True,
        pattern=r"[a-z]{3}(-[a-z0-9]+)+",
        pattern_says="an identifier has small letters, digits and hyphens, and begins with the State's code: kaz-social-code-2023",
    )
    country: str = state("The State")

    @derived("Name of the State", example="Kazakhstan")
    def country_name(t: Row) -> pl.Expr:
        return t["country.name"]

    title: str = text("What was done", example="Ratification of ICCPR-OP2", required=True)
    kind: str = choice(
        "Kind of reform",
        one_of=("treaty_action", "constitutional", "legislation", "institution", "national_plan", "other"),
        example="treaty_action",
    )
    instrument: str = text(
        "The instrument",
        example="ICCPR-OP2",
        description="Of a treaty action the treaty's abbreviation; otherwise the kind of act.",
        required=True,
    )

    @derived("The treaty, of a treaty action", example="ICCPR-OP2", refers_to="treaties.abbreviation")
    def treaty(t: Row) -> pl.Expr:
        return pl.when(t.kind == "treaty_action").then(t.instrument)

    action: str = choice(
        "The step taken",
        one_of=("signature", "ratification_law", "ratification", "accession", "adopted_by_lower_house",
                "adopted_by_parliament", "adopted", "signed", "amended", "operational", "reviewed"),
        example="ratification",
        description="ratification: the instrument was deposited; ratification_law: the law that approves it was signed.",
    )  # fmt: skip
    decided_on: str = day(
        "Day of the step",
        example="2022-03-24",
        description="Signature, vote or deposit; the month or the year alone where no source gives the day.",
        partial=True,
    )
    in_force_on: str = day("Day it took effect", example="2022-06-24", partial=True)
    legal_act: str = text("The act", example="Law of 2 January 2021 No. 404-VI")
    themes: str = reference("Subjects", refers_to="themes.theme", example="death-penalty", many=True)
    resolutions: str = reference(
        "Council texts it answers to", refers_to="resolutions.symbol", example="A/HRC/RES/54/35", many=True
    )
    source_url: str = source()
    note: str = note(example="number not found")

    @rule(
        title="The identifier begins with the State's code",
        message="{reform_id} should begin with the code of {country}, {country.alpha3}, in small letters.",
        why="The identifier tells whose reform it is.",
        blames="reform_id",
        disagrees_with=["country"],
    )
    def id_of_state(t: Row) -> pl.Expr:
        return t.reform_id.str.head(3) == t["country.alpha3"].str.to_lowercase()

    @rule(
        title="The identifier names the treaty and the step",
        message="{reform_id} should be {expected_id}: State, treaty, step and year.",
        why="The identifier of a treaty action is made from the row.",
        blames="reform_id",
        disagrees_with=["instrument", "action", "decided_on"],
        fix=lambda t: t.expected_id,
    )
    def id_of_treaty_action(t: Row) -> pl.Expr:
        # Where the table of treaties has another date for the step, that is the issue.
        return (t.reform_id == t.expected_id) | (t.decided_on != t.date_in_treaties).fill_null(value=False)

    @derived("Identifier that the row would have", example="kaz-iccpr-op2-ratification-2022", published=False)
    def expected_id(t: Row) -> pl.Expr:
        step = t.action.str.replace_all("_", "-", literal=True)
        parts = [t["country.alpha3"], t.treaty, step, t.typed_text("decided_on").str.head(4)]
        return pl.concat_str(parts, separator="-").str.to_lowercase()

    @rule(
        title="The title names the step and the treaty",
        message="The title of this step is usually “{usual_title}”.",
        why="Titles of treaty actions are ours, and all written in one way.",
        blames="title",
        disagrees_with=["instrument", "action"],
        severity="warning",
        fix=lambda t: t.usual_title,
    )
    def title_of_treaty_action(t: Row) -> pl.Expr:
        return t.title == t.usual_title

    @derived("Title that the step would have", example="Ratification of ICCPR-OP2", published=False)
    def usual_title(t: Row) -> pl.Expr:
        step = t.action.replace_strict(
            {"signature": "Signature of ", "ratification": "Ratification of ", "accession": "Accession to ",
             "ratification_law": "Law on ratification of "}, default=None, return_dtype=pl.String,
        )  # fmt: skip
        return step + t.treaty

    @rule(
        title="The identifier ends with the year",
        message="{reform_id} should end with the year of the step, {year}.",
        why="The identifier tells when the step was taken.",
        blames="reform_id",
        disagrees_with=["decided_on", "in_force_on"],
        fix=lambda t: t.reform_id.str.replace(r"-?\d*$", "") + "-" + t.year,
    )
    def id_ends_with_year(t: Row) -> pl.Expr:
        return (t.kind == "treaty_action") | (t.reform_id.str.extract(r"(\d+)$", 1).fill_null("") == t.year)

    @derived("Year of the step", example="2022", published=False)
    def year(t: Row) -> pl.Expr:
        return pl.coalesce(t.typed_text("decided_on"), t.typed_text("in_force_on")).str.head(4)

    @rule(
        title="A date for every step",
        message="A reform needs the day it was decided or the day it took effect; a month or a year alone will do.",
        why="A reform is one dated step.",
        blames="decided_on",
        disagrees_with=["in_force_on"],
    )
    def has_a_date(t: Row) -> pl.Expr:
        return t.typed_text("decided_on").is_not_null() | t.typed_text("in_force_on").is_not_null()

    @rule(
        title="In force not before it was decided",
        message="{in_force_on} is before {decided_on}, the day it was decided.",
        why="An act takes effect once it is decided.",
        blames="in_force_on",
        disagrees_with=["decided_on"],
    )
    def in_force_after_decided(t: Row) -> pl.Expr:
        # The first day of a month or a year stands for all of it, so a year may not be held against a day in it.
        exact = pl.min_horizontal(
            t.typed_text("decided_on").str.len_chars(), t.typed_text("in_force_on").str.len_chars()
        )
        return t.typed_text("in_force_on").str.slice(0, exact) >= t.typed_text("decided_on").str.slice(0, exact)

    @rule(
        title="A treaty action is an action on a treaty",
        message="“{action}” is not something a State does with a treaty: signature, ratification_law, ratification or accession.",
        why="Treaties are signed, ratified or acceded to (Vienna Convention on the Law of Treaties, article 11).",
        blames="action",
        disagrees_with=["kind"],
    )
    def action_on_treaty(t: Row) -> pl.Expr:
        return (t.kind != "treaty_action") | t.action.is_in(
            ["signature", "ratification_law", "ratification", "accession"]
        )

    @rule(
        title="Not before the treaty",
        message="{decided_on} is before {treaty.adopted_on}, the day {instrument} was adopted.",
        why="A State can act on a treaty only once there is one.",
        blames="decided_on",
        disagrees_with=["instrument"],
    )
    def after_treaty_adoption(t: Row) -> pl.Expr:
        return t.decided_on >= t["treaty.adopted_on"]

    @rule(
        title="The date of the treaty table",
        message="The table of treaties gives {date_in_treaties} for this step of Kazakhstan, not {decided_on}.",
        why="The two tables hold one fact, from the UN Treaty Collection; a slip in either shows.",
        blames="decided_on",
        disagrees_with=["instrument", "action"],
        # Where the identifier bears out the year of this row, the other table is the likelier slip.
        fix=lambda t: pl.when(
            (t.reform_id.str.tail(4) != t.typed_text("decided_on").str.head(4))
            | (t.reform_id.str.tail(4) == t.date_in_treaties.dt.year().cast(pl.String))
        ).then(t.date_in_treaties.cast(pl.String)),
    )
    def date_of_treaty_table(t: Row) -> pl.Expr:
        return t.decided_on == t.date_in_treaties

    @derived("Day of this step in the table of treaties", type="date", example="2022-03-24", published=False)
    def date_in_treaties(t: Row) -> pl.Expr:
        of_kazakhstan = t["country.alpha3"] == "KAZ"
        bound = t.action == t["treaty.kaz_action"]
        return (
            pl.when(of_kazakhstan & (t.action == "signature")).then(t["treaty.kaz_signed_on"])
            .when(of_kazakhstan & bound).then(t["treaty.kaz_action_on"])
        )  # fmt: skip

    @rule(
        title="Signed before ratified",
        message="{instrument} was ratified on {decided_on}, before it was signed by a row of this table.",
        why="A State that signs a treaty ratifies it afterwards (Vienna Convention on the Law of Treaties, article 14).",
        blames="decided_on",
        disagrees_with=["instrument", "action"],
        whole_table=True,
    )
    def ratified_after_signature(t: Row) -> pl.Expr:
        signed = pl.when(t.action == "signature").then(t.decided_on).min().over(t["country.alpha3"], t.treaty)
        return pl.when(t.action.is_in(["ratification", "ratification_law"]) & t.treaty.is_not_null()).then(
            t.decided_on >= signed
        )
