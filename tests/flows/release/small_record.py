"""A small record with every type of column and hostile cells, curated, and quick to release again and again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl

from flows.curate import PROVENANCE, Curated, key_texts
from flows.edition import Edition
from flows.source import Source
from schemas.description import PublishedColumn, PublishedTable

DAY = date(2023, 10, 11)


def column(name: str, type_: Any = "text", **said: Any) -> PublishedColumn:
    examples = {"text": "example", "integer": "5", "boolean": "true", "date": "2023-10-11", "list": "example"}
    given: dict[str, Any] = {
        "title": f"Title of {name}", "description": f"What {name} holds.", "example": examples[type_], "required": type_ == "list",
    }  # fmt: skip
    return PublishedColumn(name=name, type=type_, **{**given, **said})


COUNTRIES = PublishedTable(
    name="countries",
    title="Countries",
    description="States.",
    columns=(
        column("alpha3", required=True, example="KAZ"),
        column("name", required=True, example="Kazakhstan"),
    ),
    key=("alpha3",),
    source="raw/reference/countries.csv",
)
RESOLUTIONS = PublishedTable(
    name="resolutions",
    title="Resolutions",
    description="Texts.",
    columns=(
        column("symbol", required=True, example="A/HRC/RES/54/5"),
        column("title", required=True),
        column("number", "integer"),
        column("adopted_on", "date"),
        column("replaces", refers_to="resolutions.symbol", example="A/HRC/RES/54/5"),
        column("themes", "list"),
        column("source_url", "list", example="https://example.org/a"),
        column("note"),
    ),
    key=("symbol",),
    source="raw/resolutions.csv",
)
SPONSORS = PublishedTable(
    name="sponsors",
    title="Sponsors",
    description="Who stood behind a text.",
    columns=(
        column("resolution", required=True, refers_to="resolutions.symbol", example="A/HRC/RES/54/5"),
        column("country", required=True, refers_to="countries.alpha3", example="KAZ"),
        column("role", required=True, one_of=("main_sponsor", "cosponsor"), example="main_sponsor"),
        column("council_member", "boolean"),
        column("group_except", "list", refers_to="countries.alpha3", example="KAZ"),
    ),
    key=("resolution", "country", "role"),
    source="raw/sponsors.csv",
)
TABLES = (COUNTRIES, RESOLUTIONS, SPONSORS)
ROWS: dict[str, list[tuple[Any, ...]]] = {
    "countries": [("KAZ", "Kazakhstan"), ("KGZ", "Kyrgyzstan"), ("TUR", "Türkiye"), ("UZB", "Uzbekistan")],
    "resolutions": [
        ("A/HRC/RES/54/5", "Quality education, “for every child”", 5, DAY, None, ["education", "peace"], ["https://a.org/?a=1;b"], None),
        ("A/HRC/RES/54/6", '=HYPERLINK("http://a.org")', None, None, "A/HRC/RES/54/5", [], [], "two\nlines, and a comma"),
        ("A/HRC/RES/54/7", "'+1 <b>&amp;</b>", 7, DAY, None, ["@theme", "Мир"], [], ""),
    ],
    "sponsors": [
        ("A/HRC/RES/54/5", "KAZ", "main_sponsor", True, []),
        ("A/HRC/RES/54/5", "KGZ", "cosponsor", None, ["TUR", "KAZ"]),
        ("A/HRC/RES/54/6", "UZB", "main_sponsor", False, []),
    ],
}  # fmt: skip


def edition(
    rows: dict[str, list[tuple[Any, ...]]] | None = None, tables: tuple[PublishedTable, ...] = TABLES
) -> Edition:
    """The tables, with other rows for those named."""
    given = {**ROWS, **(rows or {})}
    frames = {
        table.name: pl.DataFrame(given[table.name], schema=table.dtypes(), orient="row").sort(table.key)
        for table in tables
    }
    return Edition(tables=tables, frames=frames)


def curated(made: Edition | None = None) -> Curated:
    """An edition with its provenance, as `flows.curate` gives it."""
    made = made or edition()
    parts = []
    for table in made.tables:
        frame = made.frames[table.name]
        parts.append(
            pl.DataFrame(
                {
                    "table": [table.name] * frame.height,
                    "key": key_texts(frame, table),
                    "file": [table.source] * frame.height,
                    "line": list(range(2, frame.height + 2)),
                    "row_sha256": ["0" * 64] * frame.height,
                    "changes": [[]] * frame.height,
                    "waived": [[]] * frame.height,
                },
                schema=PROVENANCE,
            )
        )
    source = Source(files={"raw/sponsors.csv": "1" * 64}, commit="2" * 40, committed_at="2026-11-24T03:01:50Z")
    return Curated(edition=made, provenance=pl.concat(parts), source=source)


def generation(number: int) -> Curated:
    """The record with one row more for each number: each is a new minor version."""
    more = [(f"A/HRC/RES/55/{i}", f"Text {i}", i, DAY, None, ["peace"], [], f"note {i}") for i in range(1, number + 1)]
    return curated(edition({"resolutions": ROWS["resolutions"] + more}))


def without_column(made: Edition, table: str, name: str) -> Edition:
    """The edition with a column gone, on which readers can break."""
    tables = tuple(
        replace(each, columns=tuple(c for c in each.columns if c.name != name)) if each.name == table else each
        for each in made.tables
    )
    return Edition(tables=tables, frames={**made.frames, table: made.frames[table].drop(name)})
