"""The names by which people write a State; what makes “Казахстан”, “Türkiye” and “USA” resolve."""

from __future__ import annotations

import polars as pl

from schemas.columns import choice, note, reference, text
from schemas.fold import fold
from schemas.table import Row, Table, rule


class CountryAliases(
    Table,
    path="reference/country_aliases",
    title="Names of States",
    key=("alias",),
    repeats="This spelling is already in the table.",
):
    """One spelling of the name of a State, in any language; case, accents and punctuation do not matter."""

    alias: str = text("The spelling", example="Казахстан", required=True, spelling=True)
    country: str = reference("The State it stands for", refers_to="countries.alpha3", example="KAZ", required=True)
    language: str = text(
        "Language",
        example="ru",
        description="Two-letter code; und where it is a code or of no one language.",
        required=True,
        pattern="[a-z]{2,3}(-[A-Za-z]{4})?",
        pattern_says="a language is written as its code of two or three small letters, such as en or ru",
    )
    kind: str = choice(
        "Kind of name",
        one_of=("un_short", "un_formal", "unsd", "iso", "common", "alt", "historical", "code", "as_printed"),
        example="un_short",
    )
    source: str = text("Where the spelling comes from", example="pycountry 26.2.16", required=True)
    note: str = note(example="as printed in a source of the record")

    @rule(
        title="A name stands for one State",
        message="Apart from case, accents and punctuation, “{alias}” is already in the table above.",
        why="A name that may mean two States resolves to neither.",
        blames="alias",
        whole_table=True,
    )
    def unambiguous(t: Row) -> pl.Expr:
        return fold(t.alias).is_first_distinct() | ~t.alias.is_first_distinct()
