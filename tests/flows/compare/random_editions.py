"""Editions made at random, of all types, with hostile cells; and one small record that a person can follow."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from flows.edition import Edition
from schemas.description import DTYPES, PublishedColumn, PublishedTable

TEXTS = st.one_of(
    st.sampled_from(
        ["", " ", "a", "b", "null", "0", "a\nb", "Côte d’Ivoire", "\u202e", "`", "|", "=1+1", "1:a", "n", "[0:"]
    ),
    st.text(max_size=4),
)
ITEMS = st.lists(st.one_of(TEXTS, st.none()), max_size=3)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "text": TEXTS,
    "integer": st.one_of(st.integers(-3, 3), st.integers(-(2**63), 2**63 - 1)),
    "boolean": st.booleans(),
    "date": st.dates(),
    "list": ITEMS,
}
KEY_TYPES = ["text", "text", "integer", "date", "boolean"]
NAMES = ["a", "b", "c", "d", "e", "row", "before", "Название", "a b"]


def examples(number: int) -> settings:
    """So many random examples, however slow the machine is just now."""
    return settings(max_examples=number, deadline=None, suppress_health_check=list(HealthCheck))


def column(name: str, type_: Any = "text", **said: Any) -> PublishedColumn:
    given: dict[str, Any] = {"title": name, "description": "", "example": "", "required": False}
    return PublishedColumn(name=name, type=type_, **{**given, **said})


def table(name: str, columns: list[PublishedColumn], key: tuple[str, ...], **said: Any) -> PublishedTable:
    given: dict[str, Any] = {"title": name, "description": "", "source": f"raw/{name}.csv"}
    return PublishedTable(name=name, columns=tuple(columns), key=key, **{**given, **said})


def frame(described: PublishedTable, rows: list[tuple[Any, ...]]) -> pl.DataFrame:
    made = pl.DataFrame(rows, schema=described.dtypes(), orient="row", strict=True)
    return made.sort(described.key)


@st.composite
def described_tables(draw: st.DrawFn, name: str = "t") -> PublishedTable:
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=6, unique=True))
    keys = draw(st.integers(1, min(2, len(names))))
    columns = [
        column(n, draw(st.sampled_from(KEY_TYPES if i < keys else list(DTYPES))), title=draw(st.sampled_from("xy")))
        for i, n in enumerate(names)
    ]
    order = draw(st.permutations(columns))
    return table(name, order, tuple(draw(st.permutations(names[:keys]))))


@st.composite
def filled(draw: st.DrawFn, described: PublishedTable, near: pl.DataFrame | None = None) -> pl.DataFrame:
    """Rows of a table; some of them taken from `near` where types allow it."""
    drawn = st.tuples(
        *(
            VALUES[c.type] if c.name in described.key or c.type == "list" else st.none() | VALUES[c.type]
            for c in described.columns
        )
    )
    rows = draw(st.lists(drawn, max_size=8))
    if near is not None:
        for old in near.to_dicts():
            if draw(st.integers(0, 3)):
                new = draw(drawn)
                change = draw(st.sampled_from([None, *described.dtypes()]))
                rows.append(
                    tuple(
                        old[c.name]
                        if c.name != change
                        and near.schema.get(c.name) == DTYPES[c.type]
                        and _fits(old[c.name], c, described)
                        else cell
                        for c, cell in zip(described.columns, new, strict=True)
                    )
                )
    at = [list(described.dtypes()).index(name) for name in described.key]
    unique = {tuple(row[i] for i in at): row for row in rows}
    return frame(described, list(unique.values()))


def _fits(value: Any, of: PublishedColumn, described: PublishedTable) -> bool:
    return value is not None or (of.name not in described.key and of.type != "list")


@st.composite
def altered(draw: st.DrawFn, described: PublishedTable) -> PublishedTable:
    """Another description of the same table: columns gone, come, of another type, in another order; another key."""
    columns = list(described.columns)
    for _ in range(draw(st.integers(0, 3))):
        what = draw(st.sampled_from(["drop", "add", "retype", "shuffle", "reword"]))
        if what == "drop" and len(columns) > 1:
            columns.pop(draw(st.integers(0, len(columns) - 1)))
        elif what == "add":
            free = [name for name in NAMES if name not in {c.name for c in columns}]
            if free:
                columns.insert(
                    draw(st.integers(0, len(columns))),
                    column(draw(st.sampled_from(free)), draw(st.sampled_from(list(DTYPES)))),
                )
        elif what == "retype":
            at = draw(st.integers(0, len(columns) - 1))
            columns[at] = replace(columns[at], type=draw(st.sampled_from(list(DTYPES))))
        elif what == "shuffle":
            columns = list(draw(st.permutations(columns)))
        else:
            at = draw(st.integers(0, len(columns) - 1))
            columns[at] = replace(columns[at], title="other", required=draw(st.booleans()))
    possible = [c.name for c in columns if c.type != "list"]
    if not possible:
        columns.append(column("z"))
        possible = ["z"]
    key = tuple(name for name in described.key if name in possible)
    if not key or not draw(st.integers(0, 3)):
        key = tuple(draw(st.lists(st.sampled_from(possible), min_size=1, max_size=2, unique=True)))
    return replace(described, columns=tuple(columns), key=key)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Edition, Edition]:
    """Two editions: tables that stay as they are, change, come, go and change places."""
    olds = [draw(described_tables(f"t{i}")) for i in range(draw(st.integers(0, 3)))]
    old_frames = {t.name: draw(filled(t)) for t in olds}
    news: list[PublishedTable] = []
    frames: dict[str, pl.DataFrame] = {}
    for t in olds:
        what = draw(st.sampled_from(["same", "rows", "rows", "altered", "altered", "gone"]))
        if what == "gone":
            continue
        made = draw(altered(t)) if what == "altered" else t
        news.append(made)
        frames[t.name] = old_frames[t.name] if what == "same" else draw(filled(made, old_frames[t.name]))
    if draw(st.booleans()):
        came = draw(described_tables("new"))
        news.insert(draw(st.integers(0, len(news))), came)
        frames["new"] = draw(filled(came))
    if not draw(st.integers(0, 3)):
        news = list(draw(st.permutations(news)))
    return Edition(tables=tuple(olds), frames=old_frames), Edition(tables=tuple(news), frames=frames)


RESOLUTIONS = table(
    "resolutions",
    [
        column("symbol", required=True),
        column("title", required=True),
        column("adopted_on", "date"),
        column("votes_for", "integer"),
        column("adoption", one_of=("without_vote", "recorded_vote")),
        column("themes", "list", required=True, refers_to="themes.theme"),
        column("note"),
    ],
    ("symbol",),
)
THEMES = table("themes", [column("theme", required=True), column("title")], ("theme",))
SPONSORS = table(
    "sponsors",
    [
        column("resolution", required=True, refers_to="resolutions.symbol"),
        column("country", required=True),
        column("role", one_of=("main_sponsor", "cosponsor"), required=True),
        column("note"),
    ],
    ("resolution", "country", "role"),
)


def record(resolutions: int = 40) -> Edition:
    """Forty resolutions, the even ones with two sponsors each, and three themes, of which all resolutions have one or none."""
    themes = [("health", "Health"), ("peace", "Peace"), ("water", "Water")]
    texts = [
        (f"A/HRC/RES/54/{n}", f"The right to number {n}", date(2023, 10, 11), None if n % 3 else n, "without_vote" if n % 3 else "recorded_vote",
         [["health"], ["peace"], []][n % 3], None if n % 2 else "")
        for n in range(1, resolutions + 1)
    ]  # fmt: skip
    sponsors = [
        (f"A/HRC/RES/54/{n}", country, "main_sponsor", None)
        for n in range(2, resolutions + 1, 2)
        for country in ("KAZ", "KGZ")
    ]
    return Edition(
        tables=(THEMES, RESOLUTIONS, SPONSORS),
        frames={
            "themes": frame(THEMES, themes),
            "resolutions": frame(RESOLUTIONS, texts),
            "sponsors": frame(SPONSORS, sponsors),
        },
    )


def same(one: Edition, other: Edition) -> None:
    """Assert that two editions are equal to the last cell, null, type and place."""
    assert one.tables == other.tables
    assert list(one.frames) == list(other.frames) or set(one.frames) == set(other.frames)
    for name in one.frames:
        a, b = one.frames[name], other.frames[name]
        assert a.schema == b.schema
        assert a.columns == b.columns
        assert a.rows() == b.rows(), name
