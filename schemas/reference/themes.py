"""The subjects by which resolutions and reforms are found."""

from __future__ import annotations

import polars as pl

from schemas.columns import choice, note, source, text
from schemas.table import Row, Table, rule


class Themes(
    Table,
    path="reference/themes",
    title="Themes",
    key=("theme",),
    repeats="This theme is already in the table.",
):
    """One subject: a tag of the OHCHR library, in its capitals, or a term of this record."""

    theme: str = text("The subject, exactly as used", example="RIGHT TO EDUCATION", required=True)
    scheme: str = choice("Whose term it is", one_of=("ohchr_library", "hrc_record"), example="ohchr_library")
    source_url: str = source("A record that carries the tag", required=False)
    note: str = note(example="own term")

    @rule(
        title="A library tag has a source",
        message="A tag of the OHCHR library needs the address of a record that carries it.",
        why="Every row of the record keeps its source; only our own terms have none.",
        blames="source_url",
        disagrees_with=["scheme"],
    )
    def tag_has_source(t: Row) -> pl.Expr:
        return (t.scheme != "ohchr_library") | t.typed_text("source_url").is_not_null()
