"""Edits whose effect is known, alone and together: the version follows from the gravest of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_editions import column, examples, frame, record, same, table

from flows.compare import CompareError, apply, compare, next_version
from flows.compare.schema import WHATS
from flows.edition import Edition
from schemas.description import PublishedTable

Edit = Callable[[Edition], Edition]


def rows(name: str, change: Callable[[pl.DataFrame], pl.DataFrame]) -> Edit:
    def edit(edition: Edition) -> Edition:
        changed = change(edition.frames[name])
        key = edition.table(name).key
        return replace(edition, frames={**edition.frames, name: changed.sort(key)})

    return edit


def cell(name: str, key: str, value: str, column: str, to: Any) -> Edit:
    """The cell of the first row whose key column has the value."""

    def change(frame: pl.DataFrame) -> pl.DataFrame:
        at = (pl.col(key) == value) & (pl.col(key) == value).cum_sum().eq(1)
        return frame.with_columns(
            pl.when(at).then(pl.lit(to, dtype=frame.schema[column])).otherwise(column).alias(column)
        )

    return rows(name, change)


def without(name: str, where: pl.Expr) -> Edit:
    return rows(name, lambda frame: frame.filter(~where))


def another(name: str, like: pl.Expr, **to: str) -> Edit:
    """One more row, like another."""
    told = [pl.lit(value).alias(column) for column, value in to.items()]
    return rows(name, lambda frame: pl.concat([frame, frame.filter(like).head(1).with_columns(told)]))


def said(
    name: str,
    change: Callable[[PublishedTable], PublishedTable],
    of_rows: Callable[[pl.DataFrame], pl.DataFrame] | None = None,
) -> Edit:
    def edit(edition: Edition) -> Edition:
        described = change(edition.table(name))
        changed = (of_rows or (lambda f: f))(edition.frames[name]).select(list(described.dtypes()))
        tables = tuple(described if t.name == name else t for t in edition.tables)
        return Edition(tables=tables, frames={**edition.frames, name: changed.sort(described.key)})

    return edit


def attribute(name: str, of: str, **to: Any) -> Edit:
    return said(name, lambda t: replace(t, columns=tuple(replace(c, **to) if c.name == of else c for c in t.columns)))


def renamed(f: pl.DataFrame) -> pl.DataFrame:
    return f.rename({"title": "name"})


def new_table(edition: Edition) -> Edition:
    made = table("organs", [column("organ"), column("since", "integer")], ("organ",))
    return Edition(tables=(*edition.tables, made), frames={**edition.frames, "organs": frame(made, [("HRC", 2006)])})


def no_sponsors(edition: Edition) -> Edition:
    left = tuple(t for t in edition.tables if t.name != "sponsors")
    return Edition(tables=left, frames={t.name: edition.frames[t.name] for t in left})


RES = "A/HRC/RES/54/"
SYMBOL = pl.col("symbol")
PATCH: dict[str, Edit] = {
    "a title corrected": cell("resolutions", "symbol", RES + "1", "title", "The right to x"),
    "an empty cell filled": cell("resolutions", "symbol", RES + "4", "votes_for", 30),
    "a cell emptied": cell("resolutions", "symbol", RES + "3", "votes_for", None),
    "empty text for an empty cell": cell("resolutions", "symbol", RES + "5", "note", ""),
    "a list corrected": cell("resolutions", "symbol", RES + "7", "themes", ["peace", "water"]),
    "a title of the table": said("themes", lambda t: replace(t, title="Subjects")),
    "a description": attribute("resolutions", "adopted_on", description="The day."),
    "an example": attribute("themes", "title", example="Water"),
    "a raw file": said("sponsors", lambda t: replace(t, source="raw/sponsors/")),
    "order of allowed values": attribute("resolutions", "adoption", one_of=("recorded_vote", "without_vote")),
    "order of tables": lambda e: replace(e, tables=e.tables[::-1]),
}
MINOR: dict[str, Edit] = {
    "a resolution": another("resolutions", SYMBOL == RES + "9", symbol=RES + "91"),
    "a sponsor": another("sponsors", pl.col("resolution") == RES + "8", country="UZB"),
    "a resolution to which nothing refers is gone": without("resolutions", SYMBOL == RES + "11"),
    "a sponsor is gone": without("sponsors", (pl.col("resolution") == RES + "10") & (pl.col("country") == "KGZ")),
    "a resolution to which nothing refers has another symbol": cell("resolutions", "symbol", RES + "13", "symbol", RES + "93"),
    "a sponsor has another role": cell("sponsors", "resolution", RES + "12", "role", "cosponsor"),
    "a column": said("themes", lambda t: replace(t, columns=(*t.columns, column("since", "integer"))), lambda f: f.with_columns(since=pl.lit(1, pl.Int64))),
    "an empty column in the middle": said(
        "sponsors", lambda t: replace(t, columns=(t.columns[0], column("of", "list"), *t.columns[1:])), lambda f: f.with_columns(of=pl.lit([], pl.List(pl.String)))
    ),
    "an allowed value": attribute("sponsors", "role", one_of=("main_sponsor", "cosponsor", "core_group")),
    "a list of allowed values that holds all": attribute("themes", "theme", one_of=("health", "peace", "water")),
    "never empty": attribute("resolutions", "adopted_on", required=True),
    "a reference": attribute("sponsors", "country", refers_to="countries.alpha3"),
    "a table": new_table,
}  # fmt: skip
MAJOR: dict[str, Edit] = {
    "a column is gone": said("resolutions", lambda t: replace(t, columns=tuple(c for c in t.columns if c.name != "votes_for"))),
    "a column has another name": said(
        "themes", lambda t: replace(t, columns=tuple(replace(c, name="name") if c.name == "title" else c for c in t.columns)), renamed
    ),
    "a column is text now": said(
        "resolutions", lambda t: replace(t, columns=tuple(replace(c, type="text") if c.name == "votes_for" else c for c in t.columns)),
        lambda f: f.with_columns(pl.col("votes_for").cast(pl.String)),
    ),
    "columns in another order": said("sponsors", lambda t: replace(t, columns=t.columns[::-1])),
    "may be empty": attribute("resolutions", "title", required=False),
    "an allowed value is gone": attribute("resolutions", "adoption", one_of=("without_vote",)),
    "allowed values are given up": attribute("sponsors", "role", one_of=()),
    "a list of allowed values that leaves one out": attribute("themes", "theme", one_of=("health", "peace", "rights")),
    "another key": said("sponsors", lambda t: replace(t, key=("country", "resolution", "role"))),
    "a longer key": said("themes", lambda t: replace(t, key=("theme", "title"))),
    "a reference is gone": attribute("sponsors", "resolution", refers_to=None),
    "a reference to another table": attribute("resolutions", "themes", refers_to="subjects.theme"),
    "a table is gone": no_sponsors,
    "a sponsored resolution is gone": without("resolutions", SYMBOL == RES + "20"),
    "a sponsored resolution has another symbol": cell("resolutions", "symbol", RES + "22", "symbol", RES + "92"),
    "a theme in use is gone": without("themes", pl.col("theme") == "health"),
}  # fmt: skip
EXPECTED = {edit: bump for bump, edits in {"patch": PATCH, "minor": MINOR, "major": MAJOR}.items() for edit in edits}
EDITS = PATCH | MINOR | MAJOR
# These speak of the same column or table, so that together they would be another edit than either.
RIVALS = [
    {"columns in another order", "an empty column in the middle"},
    {"a table is gone", "another key", "allowed values are given up", "a reference is gone", "columns in another order", "a sponsor",
     "a sponsor is gone", "a sponsor has another role", "an empty column in the middle", "an allowed value", "a reference",
     "a raw file", "a sponsored resolution is gone", "a sponsored resolution has another symbol"},
    {"a column is gone", "a column is text now", "an empty cell filled", "a cell emptied"},
    {"a column has another name", "an example", "a longer key"},
    {"an allowed value", "allowed values are given up"},
    {"order of allowed values", "an allowed value is gone"},
    {"a list of allowed values that holds all", "a list of allowed values that leaves one out"},
    {"a reference to another table", "a theme in use is gone"},
    {"a table", "order of tables", "a table is gone"},
]  # fmt: skip


@pytest.mark.parametrize("name", EDITS)
def test_one_edit(name: str) -> None:
    old = record()
    new = EDITS[name](old)
    changes = compare(old, new)
    assert changes.bump == EXPECTED[name]
    assert bool(changes.breaking) == (EXPECTED[name] == "major")
    assert not changes.shrunk or name == "a theme in use is gone"
    same(apply(old, changes), new)


@examples(200)
@given(st.lists(st.sampled_from(list(EDITS)), min_size=2, max_size=5, unique=True))
def test_several_edits(names: list[str]) -> None:
    for rivals in RIVALS:
        together = [name for name in names if name in rivals]
        names = [name for name in names if name not in together[1:]]
    old = new = record()
    for name in names:
        new = EDITS[name](new)
    changes = compare(old, new)
    gravest = max((EXPECTED[name] for name in names), key=["patch", "minor", "major"].index)
    assert changes.bump == gravest
    assert bool(changes.breaking) == (gravest == "major")
    same(apply(old, changes), new)


def test_every_change_of_a_description_has_its_word() -> None:
    """Those that the JSON Schema of changes.json lists, and no other."""
    made = [*EDITS.values(), attribute("themes", "title", title="Name"), attribute("themes", "title", derived=True),
            said("themes", lambda t: replace(t, description="Words."))]  # fmt: skip
    words = {
        change.what for edit in made for table in compare(record(), edit(record())).tables for change in table.schema
    }
    assert words == set(WHATS)


def test_nothing_changed() -> None:
    changes = compare(record(), record())
    assert changes.bump is None
    assert not changes.breaking
    assert not changes.shrunk
    assert all(table.unchanged for table in changes.tables)


def test_order_of_rows_is_no_change() -> None:
    old = record()
    turned = replace(old, frames={name: frame.reverse() for name, frame in old.frames.items()})
    assert compare(old, turned).bump is None


def test_the_first_release() -> None:
    changes = compare(None, record())
    assert changes.first
    assert changes.bump == "minor"
    assert not changes.breaking
    assert next_version(None, changes.bump) == "1.0.0"


@pytest.mark.parametrize(
    ("old", "bump", "new"),
    [
        ("1.4.2", "major", "2.0.0"),
        ("1.4.2", "minor", "1.5.0"),
        ("1.4.2", "patch", "1.4.3"),
        ("1.9.9", "patch", "1.9.10"),
        ("1.4.2", None, "1.4.2"),
    ],
)
def test_next_version(old: str, bump: Any, new: str) -> None:
    assert next_version(old, bump) == new


@pytest.mark.parametrize("old", ["", "1.2", "1.02.3", "v1.2.3", "1.2.3-rc1", "1.2.3\n", "١.٢.٣"])
def test_no_version(old: str) -> None:
    with pytest.raises(CompareError, match="no version number"):
        next_version(old, "patch")


def sentences(name: str) -> list[str]:
    return compare(record(), EDITS[name](record())).breaking


def test_what_breaks_is_said() -> None:
    assert sentences("a column has another name") == [
        "themes: the column title is gone; perhaps it is called name now."
    ]
    assert sentences("may be empty") == ["resolutions: the column title always had a value, it may be empty."]
    assert sentences("a sponsored resolution is gone") == [
        "resolutions: A/HRC/RES/54/20 is no longer found in symbol, and sponsors referred to it."
    ]
    assert sentences("a theme in use is gone") == [
        "themes: health is no longer found in theme, and resolutions referred to it."
    ]
    assert sentences("a list of allowed values that leaves one out") == [
        "themes: the column theme holds only certain values from now on, and water is not one of them."
    ]


def test_a_renamed_value_is_named() -> None:
    old = record()
    new = rows("resolutions", lambda f: f.with_columns(pl.col("adoption").replace("recorded_vote", "by_vote")))(old)
    new = attribute("resolutions", "adoption", one_of=("without_vote", "by_vote"))(new)
    assert compare(old, new).breaking == [
        "resolutions: the value recorded_vote of the column adoption is gone; perhaps it is called by_vote now."
    ]


def test_a_renamed_table_is_named() -> None:
    old = record()
    tables = tuple(replace(t, name="backers") if t.name == "sponsors" else t for t in old.tables)
    frames = {"backers" if name == "sponsors" else name: frame for name, frame in old.frames.items()}
    new = Edition(tables=tables, frames=frames)
    changes = compare(old, new)
    assert changes.breaking == ["sponsors: the table is gone; perhaps it is called backers now."]
    same(apply(old, changes), new)


@pytest.mark.parametrize(("lost", "refused"), [(4, False), (5, True), (20, True)])
def test_a_shrinking_table(lost: int, refused: bool) -> None:
    gone = [f"{RES}{n}" for n in range(1, 2 * lost, 2)]  # no sponsors
    changes = compare(record(), without("resolutions", SYMBOL.is_in(gone))(record()))
    assert changes.bump == "minor"
    assert bool(changes.shrunk) == refused
    if refused:
        assert f"{lost} of 40 rows are gone" in changes.shrunk[0]


def test_rows_under_other_keys_are_not_gone() -> None:
    odd = pl.col("symbol").str.extract(r"(\d+)$").cast(pl.Int64) % 2 == 1
    moved = rows(
        "resolutions", lambda f: f.with_columns(pl.when(odd).then(SYMBOL + "/Corr").otherwise(SYMBOL).alias("symbol"))
    )
    changes = compare(record(), moved(record()))
    (table,) = [table for table in changes.tables if table.name == "resolutions"]
    assert len(table.rekeyed) == 20
    assert not changes.shrunk
