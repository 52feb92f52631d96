"""The United Nations human-rights treaties, and what Kazakhstan did with each."""

from __future__ import annotations

import polars as pl

from schemas.columns import choice, day, note, reference, several, source, text
from schemas.table import Row, Table, rule


class Treaties(
    Table,
    path="reference/treaties",
    title="Treaties",
    key=("abbreviation",),
    repeats="This treaty is already in the table.",
):
    """One United Nations human-rights treaty or protocol, with Kazakhstan's signature and ratification."""

    abbreviation: str = text("Abbreviation used in this record", example="ICCPR-OP2", required=True)
    untc_no: str = text(
        "Number in the UN Treaty Collection",
        example="IV-12",
        required=True,
        pattern=r"[IVX]+-\d+(-[a-z])?",
        pattern_says="a number looks like IV-12 or IV-11-d",
    )
    other_abbreviations: str = several("Abbreviations used elsewhere", example="CCPR-OP2-DP; OP2-ICCPR")
    title: str = text("Title", example="Convention on the Rights of the Child", required=True)
    parent_untc_no: str = reference("The treaty it is a protocol to", refers_to="treaties.untc_no", example="IV-4")
    adopted_on: str = day("Day of adoption", example="1989-12-15", required=True)
    in_force_on: str = day("Day it entered into force", example="1991-07-11")
    instrument_type: str = choice("Kind of instrument", one_of=("core", "protocol", "other"), example="protocol")
    kaz_signed_on: str = day("Kazakhstan: signed", example="2020-09-23")
    kaz_action: str = choice("Kazakhstan: how bound", one_of=("ratification", "accession", "none"), example="ratification", required=False)  # fmt: skip
    kaz_action_on: str = day("Kazakhstan: instrument deposited", example="2022-03-24")
    kaz_in_force_on: str = day("Kazakhstan: in force", example="2022-06-24")
    kaz_approving_act: str = text("Kazakhstan: approving act", example="Law of 2 January 2021 No. 404-VI")
    source_url: str = source()
    kaz_source_url: str = source("Where Kazakhstan's dates are written", required=False)
    note: str = note(example="not one of the nine core instruments")

    @rule(
        title="In force after adoption",
        message="{in_force_on} is before {adopted_on}, the day the treaty was adopted.",
        why="A treaty enters into force after it was adopted.",
        blames="in_force_on",
        disagrees_with=["adopted_on"],
    )
    def in_force_after_adoption(t: Row) -> pl.Expr:
        return t.in_force_on >= t.adopted_on

    @rule(
        title="Signed after adoption",
        message="{kaz_signed_on} is before {adopted_on}, the day the treaty was adopted.",
        why="A treaty is opened for signature once it is adopted.",
        blames="kaz_signed_on",
        disagrees_with=["adopted_on"],
    )
    def signed_after_adoption(t: Row) -> pl.Expr:
        return t.kaz_signed_on >= t.adopted_on

    @rule(
        title="Bound after signature",
        message="{kaz_action_on} is before {kaz_signed_on}, the day of signature.",
        why="A State that signs a treaty ratifies it afterwards (Vienna Convention on the Law of Treaties, article 14).",
        blames="kaz_action_on",
        disagrees_with=["kaz_signed_on"],
    )
    def bound_after_signature(t: Row) -> pl.Expr:
        return (t.kaz_action_on >= t.kaz_signed_on) & (t.kaz_action_on >= t.adopted_on)

    @rule(
        title="In force for a State after its instrument",
        message="{kaz_in_force_on} is before {kaz_action_on}, the day the instrument was deposited.",
        why="A treaty binds a State after its instrument is deposited (Vienna Convention, article 16).",
        blames="kaz_in_force_on",
        disagrees_with=["kaz_action_on"],
    )
    def binding_after_instrument(t: Row) -> pl.Expr:
        return t.kaz_in_force_on >= t.kaz_action_on

    @rule(
        title="A protocol names its treaty",
        message="A protocol needs the number of the treaty it belongs to.",
        why="A protocol adds to a treaty.",
        blames="parent_untc_no",
        disagrees_with=["instrument_type"],
    )
    def protocol_has_parent(t: Row) -> pl.Expr:
        return (t.instrument_type != "protocol") | t.typed_text("parent_untc_no").is_not_null()

    @rule(
        title="A number stands for one treaty",
        message="Another treaty above already has the number {untc_no}.",
        why="The Treaty Collection numbers each instrument once.",
        blames="untc_no",
        whole_table=True,
    )
    def untc_no_unique(t: Row) -> pl.Expr:
        return t.untc_no.is_first_distinct()
