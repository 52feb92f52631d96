"""The names by which people write a State; what makes “Казахстан”, “Türkiye” and “USA” resolve."""

from __future__ import annotations

import polars as pl

from schemas.columns import choice, note, reference, text
from schemas.fold import fold
from schemas.table import Row, Table, rule

_CYRILLIC = ("ru", "kk", "ky", "uk", "be")
_LATIN = ("en", "fr", "es")


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
        title="A UN name is that of the table of States",
        message="“{alias}” is entered as a UN name of {country}, and the table of States writes its names otherwise.",
        why="The same name stands in two tables, typed twice; where the two differ, one is a slip.",
        blames="alias",
        disagrees_with=["country"],
        whole_table=True,
    )
    def as_in_the_table_of_states(t: Row) -> pl.Expr:
        # A name that has changed may be there beside the other.
        same = t.alias == _un_name(t)
        return same | same.any().over(t.country, t.kind, t.language)

    @rule(
        title="A code is that of its State",
        message="This name is entered as a code, and the code of this State is {country}, not “{alias}”.",
        why="ISO 3166-1 gives each State one code of three letters.",
        blames="alias",
        fix=lambda t: t.country,
        disagrees_with=["country"],
    )
    def code_of_its_state(t: Row) -> pl.Expr:
        return (t.kind != "code") | (t.alias == t.country)

    @rule(
        title="A name is in the letters of its language",
        message="“{alias}” is not written in the letters of this language, {language}.",
        why="A name is looked for in the language in which it is written.",
        blames="language",
        disagrees_with=["alias"],
    )
    def letters_of_its_language(t: Row) -> pl.Expr:
        cyrillic = t.alias.str.contains(r"[\x{400}-\x{52F}]")
        return pl.when(t.language.is_in(_CYRILLIC)).then(cyrillic).when(t.language.is_in(_LATIN)).then(~cyrillic)

    @rule(
        title="A name stands for one State",
        message="Apart from case, accents and punctuation, “{alias}” is already in the table above.",
        why="A name that may mean two States resolves to neither.",
        blames="alias",
        whole_table=True,
    )
    def unambiguous(t: Row) -> pl.Expr:
        return fold(t.alias).is_first_distinct() | ~t.alias.is_first_distinct()


def _un_name(t: Row) -> pl.Expr:
    """The name of the State by the table of States, of the kind and in the language of the row; null where it has none."""
    english, russian = t.language == "en", t.language == "ru"
    short, formal = t.kind == "un_short", t.kind == "un_formal"
    return (
        pl.when(english & short).then(t["country.name"])
        .when(english & formal).then(t["country.formal_name"])
        .when(russian & short).then(t["country.name_ru"])
        .when(russian & formal).then(t["country.formal_name_ru"])
    )  # fmt: skip
