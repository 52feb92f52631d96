"""The text a row is about, and the UN document it cites: what both say must be one text."""

from __future__ import annotations

import polars as pl

from schemas.grammar import in_place, names_document_site, own_address, symbol_in_address, with_symbol
from schemas.table import Expression, Row, derived, rule


def cited_symbol() -> Expression:
    """The column `symbol_in_source`: the symbol that the address of the source names; not published."""

    @derived("Symbol in the address of the source", example="A/HRC/RES/54/5", published=False)
    def symbol_in_source(t: Row) -> pl.Expr:
        return symbol_in_address(t.typed_text("source_url"))

    return symbol_in_source


def cites_its_text() -> Expression:
    """The rule of a table with a column `resolution` that the source of a row, where it is a UN text, is that text."""

    @rule(
        title="Text and document agree",
        message="The address is that of {symbol_in_source}, but the row is about {resolution}.",
        why="The row and the document it cites must be about the same text.",
        blames="resolution",
        disagrees_with=["source_url"],
        blames_rather=suspect,
        fix=lambda t: (
            pl.when(suspect(t) == "resolution")
            .then(t.symbol_in_source)
            .otherwise(with_symbol(t.typed_text("source_url"), t.resolution))
        ),
    )
    def resolution_and_document(t: Row) -> pl.Expr:
        return t.symbol_in_source == t.resolution

    return resolution_and_document


def names_its_text(column: str) -> Expression:
    """The rule that an address at a site of UN documents names a text, that of `column`."""

    @rule(
        title="The address of the text",
        message=f"The address is at a site of UN documents, but it does not name {{{column}}}, the text of the row.",
        why="A UN document is found at its symbol: a slip in the address leads to another document, or to none.",
        blames="source_url",
        disagrees_with=[column],
        fix=lambda t: own_address(t.typed_text("source_url"), getattr(t, column)),
    )
    def address_names_the_text(t: Row) -> pl.Expr:
        return ~names_document_site(t.typed_text("source_url")) | t.symbol_in_source.is_not_null()

    return address_names_the_text


def suspect(t: Row) -> pl.Expr:
    """Which of text and source is the likely slip where they disagree: the one that is out of the order of the rows."""
    misplaced = ~in_place(t.resolution, t.resolution) & in_place(t.symbol_in_source, t.resolution)
    return (
        pl.when(misplaced | ~t["resolution.found"].fill_null(value=False))
        .then(pl.lit("resolution"))
        .otherwise(pl.lit("source_url"))
    )
