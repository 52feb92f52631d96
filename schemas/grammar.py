"""How the United Nations names the Council's documents.

A *symbol* is A/HRC/ and the kind of text (RES resolution, DEC decision, PRST statement by the President), then the session
(54; S-36 for a special session; OM/1 for an organizational meeting) and the number within it. Decisions count from 101,
and a few have a letter (18/114A). A *draft* has the session first, then L. and a number, and Rev.1 where it was revised.
Source: the symbols in use at docs.un.org, 2006 to 2026; counts in the Official Document System.
"""

from __future__ import annotations

import polars as pl

SESSION = r"OM/[1-9]\d*|S-[1-9]\d*|[1-9]\d*"
RESOLUTION = rf"A/HRC/(RES|DEC|PRST)/({SESSION})/([1-9]\d*)([A-Z]?)"
RESOLUTION_SAYS = "a symbol looks like A/HRC/RES/54/5, or A/HRC/RES/S-36/1 for a special session"
DRAFT = rf"A/HRC/({SESSION})/L\.([1-9]\d*)(/Rev\.[1-9]\d*)?(/Add\.[1-9]\d*|/Corr\.[1-9]\d*)*"
DRAFT_SAYS = "a draft looks like A/HRC/54/L.12 or A/HRC/54/L.12/Rev.1"
DOCUMENT = rf"A/HRC/({SESSION}|WG\.\d+/\d+|[A-Z]+)/[A-Z0-9][A-Za-z0-9./-]*"
DOCUMENT_SAYS = "a document looks like A/HRC/59/33"

# Where a UN document is found by its symbol.
DOCUMENT_ADDRESS = "https://docs.un.org/en/"


def session_of(symbol: pl.Expr) -> pl.Expr:
    """The session in a symbol: "54", "S-36", "OM/1"; null where the text is no symbol."""
    return symbol.str.extract(rf"^{RESOLUTION}$", 2)


def number_of(symbol: pl.Expr) -> pl.Expr:
    """The number within the session, as an integer."""
    return symbol.str.extract(rf"^{RESOLUTION}$", 3).cast(pl.Int64, strict=False)


def kind_of(symbol: pl.Expr) -> pl.Expr:
    """Which kind of text a symbol names: "RES", "DEC" or "PRST"."""
    return symbol.str.extract(rf"^{RESOLUTION}$", 1)


def session_of_draft(draft: pl.Expr) -> pl.Expr:
    """The session in the symbol of a draft."""
    return draft.str.extract(rf"^{DRAFT}$", 1)


# The sites of the United Nations that find a document by its symbol.
DOCUMENT_SITE = r"https?://(?:docs\.un\.org|undocs\.org)/(?:(?:en|fr|es|ru|ar|zh)/)?"


def symbol_in_address(address: pl.Expr) -> pl.Expr:
    """The symbol that an address at a UN document site names; null where it names none."""
    return address.str.extract(rf"{DOCUMENT_SITE}({RESOLUTION})(?:[;?#\s]|$)", 1)


def with_symbol(address: pl.Expr, symbol: pl.Expr) -> pl.Expr:
    """An address with another symbol in place of the one it names."""
    before = address.str.extract(rf"^(.*?{DOCUMENT_SITE}){RESOLUTION}", 1)
    behind = address.str.extract(rf"{DOCUMENT_SITE}{RESOLUTION}([;?#\s].*)?$", 5)
    return before + symbol + behind.fill_null("")


def names_document_site(address: pl.Expr) -> pl.Expr:
    """Whether an address is at a UN document site, rightly written or nearly so."""
    return address.str.contains(r"(?i)(docs\.?un\.?org|undocs\.?org|docs\.un\.)")


def own_address(address: pl.Expr, symbol: pl.Expr) -> pl.Expr:
    """A cell of addresses with the one at the UN document site replaced by that of a symbol."""
    right = pl.lit(DOCUMENT_ADDRESS) + symbol
    items = address.str.split("; ")
    mended = pl.when(names_document_site(pl.element())).then(None).otherwise(pl.element())
    others = items.list.eval(mended).list.drop_nulls()
    return pl.when(others.list.len() > 0).then(right + "; " + others.list.join("; ")).otherwise(right)


def in_place(symbol: pl.Expr, column: pl.Expr) -> pl.Expr:
    """Whether a symbol would stand in the right place of a column that is sorted by session and number."""
    place = _place(symbol)
    before, after = _place(column.shift(1)), _place(column.shift(-1))
    return (before.is_null() | (place >= before)) & (after.is_null() | (place <= after))


def _place(symbol: pl.Expr) -> pl.Expr:
    """A number by which symbols sort as the tables do: regular sessions first, then special ones."""
    session = session_of(symbol)
    special = session.str.contains("-").cast(pl.Int64) * 1_000_000
    number = session.str.extract(r"(\d+)$", 1).cast(pl.Int64, strict=False)
    return special + number * 1_000 + number_of(symbol)
