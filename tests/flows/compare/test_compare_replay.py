"""Old + changes = new, exactly: in memory, and by way of the text of changes.json."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from unittest import mock

import jsonschema
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_editions import column, examples, pairs, record, same

from flows.compare import CompareError, apply, changes_json, changes_markdown, changes_schema, compare, diff_text, rows
from flows.compare.show import columns
from flows.edition import Edition

VALIDATOR = jsonschema.Draft202012Validator(changes_schema())


@examples(80)
@given(pairs())
def test_old_and_changes_are_new(pair: tuple[Edition, Edition]) -> None:
    old, new = pair
    changes = compare(old, new)
    same(apply(old, changes), new)
    text = json.dumps(changes_json(changes, "1.0.0", "1.0.1"), ensure_ascii=False)
    said = json.loads(text)
    same(apply(old, said), new)
    VALIDATOR.validate(said)
    assert (changes.bump is None) == (
        old.tables == new.tables and all(f.equals(new.frames[n]) for n, f in old.frames.items())
    )
    assert all(columns(line) <= 80 for line in diff_text(changes, "1.0.0", "raw").splitlines())
    assert changes_markdown(changes, "1.0.0", "1.0.1").startswith("# Changes in 1.0.1 since 1.0.0\n")


def edited() -> tuple[Edition, Edition]:
    """Forty resolutions; then one corrected, one gone, one come, and a column with a value for each."""
    old = record()
    rows = old.frames["resolutions"]
    symbol = pl.col("symbol")
    rows = rows.with_columns(title=pl.when(symbol == "A/HRC/RES/54/1").then(pl.lit("Corrected")).otherwise("title"))
    came = rows.head(1).with_columns(symbol=pl.lit("A/HRC/RES/55/1"), themes=pl.lit(["water"]))
    rows = pl.concat([rows.filter(symbol != "A/HRC/RES/54/3"), came]).with_columns(number=pl.int_range(pl.len()))
    described = old.table("resolutions")
    described = replace(described, columns=(*described.columns, column("number", "integer")))
    tables = tuple(described if table.name == "resolutions" else table for table in old.tables)
    return old, Edition(tables=tables, frames={**old.frames, "resolutions": rows.sort("symbol")})


def test_a_change_of_every_kind_is_listed() -> None:
    old, new = edited()
    said = changes_json(compare(old, new), "1.0.0", "1.1.0")
    VALIDATOR.validate(said)
    same(apply(old, said), new)
    (table,) = said["tables"]
    assert table["rows"] == {"before": 40, "after": 40, "added": 1, "removed": 1, "changed": 1}
    assert table["changed"] == [
        {"key": {"symbol": "A/HRC/RES/54/1"}, "cells": [{"column": "title", "before": "The right to number 1", "after": "Corrected"}]}
    ]  # fmt: skip
    assert table["added"][0]["themes"] == ["water"]
    assert table["added"][0]["adopted_on"] == "2023-10-11"
    assert [row["symbol"] for row in table["removed"]] == ["A/HRC/RES/54/3"]
    assert len(table["new_values"][0]["cells"]) == 39
    assert table["new_values"][0]["cells"][0] == {"key": {"symbol": "A/HRC/RES/54/1"}, "value": 0}
    assert said["summary"]["cells_changed"] == 1
    assert said["table_order"] == ["themes", "resolutions", "sponsors"]


def test_the_same_releases_give_the_same_bytes() -> None:
    old, new = edited()
    turned = replace(new, frames={name: new.frames[name].reverse() for name in reversed(list(new.frames))})
    texts = {json.dumps(changes_json(compare(old, one), "1.0.0", "1.1.0")) for one in (new, turned)}
    assert len(texts) == 1


def moved(frame: str, change: Callable[[pl.DataFrame], pl.DataFrame]) -> Edition:
    old, _ = edited()
    return replace(old, frames={**old.frames, frame: change(old.frames[frame])})


@pytest.mark.parametrize(
    "other",
    [
        moved("resolutions", lambda f: f.filter(pl.col("symbol") != "A/HRC/RES/54/1")),
        moved("resolutions", lambda f: f.filter(pl.col("symbol") != "A/HRC/RES/54/3")),
        moved("resolutions", lambda f: f.filter(pl.col("symbol") != "A/HRC/RES/54/9")),
        moved("resolutions", lambda f: f.with_columns(title=pl.lit("x"))),
        moved("resolutions", lambda f: f.with_columns(note=pl.lit("x"))),
    ],
)
def test_changes_of_another_release_are_not_applied(other: Edition) -> None:
    old, new = edited()
    for changes in (compare(old, new), changes_json(compare(old, new), "1.0.0", "1.1.0")):
        with pytest.raises(CompareError, match=r"^The changes of the table resolutions were made from other rows"):
            apply(other, changes)


def test_changes_of_another_description_are_not_applied() -> None:
    old, new = edited()
    reworded = replace(old, tables=tuple(replace(table, title="x") for table in old.tables))
    with pytest.raises(CompareError, match="were made from another release"):
        apply(reworded, compare(old, new))
    with pytest.raises(CompareError, match="which this release does not have"):
        apply(Edition(tables=(), frames={}), compare(old, new))
    with pytest.raises(CompareError, match="which this release does not have"):
        apply(Edition(tables=(), frames={}), changes_json(compare(old, new), "1.0.0", "1.1.0"))


def test_a_first_release_lists_no_rows() -> None:
    said = changes_json(compare(None, record()), None, "1.0.0")
    VALIDATOR.validate(said)
    assert all(table["added"] == [] and table["rows"]["added"] == table["rows"]["after"] for table in said["tables"])
    with pytest.raises(CompareError, match="its data files hold them"):
        apply(Edition(tables=(), frames={}), said)
    same(apply(Edition(tables=(), frames={}), compare(None, record())), record())


def damage(said: dict[str, Any], path: list[Any], value: Any = None) -> dict[str, Any]:
    """The changes with one part replaced, or taken out."""
    damaged = copy.deepcopy(said)
    part: Any = damaged
    for step in path[:-1]:
        part = part[step]
    if value is None:
        del part[path[-1]]
    else:
        part[path[-1]] = value
    return damaged


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["tables"], None),
        (["table_order"], None),
        (["schema_version"], 2),
        (["tables"], [1]),
        (["tables", 0, "matched_by"], None),
        (["tables", 0, "added", 0, "symbol"], None),
        (["tables", 0, "added", 0, "adopted_on"], "11.10.2023"),
        (["tables", 0, "added", 0, "votes_for"], "many"),
        (["tables", 0, "changed", 0, "cells", 0, "column"], "no such column"),
        (["tables", 0, "changed", 0, "key"], {"symbol": "A/HRC/RES/99/1"}),
        (["tables", 0, "removed"], []),
        (["tables", 0, "description", "columns"], [{"name": "symbol"}]),
        (["tables", 0, "description", "columns", 0, "type"], "float"),
        (["table_order"], ["themes", "resolutions", "sponsors", "organs"]),
        (["table_order"], 5),
    ],
)
def test_damaged_changes_end_in_a_sentence(path: list[Any], value: Any) -> None:
    old, new = edited()
    said = changes_json(compare(old, new), "1.0.0", "1.1.0")
    with pytest.raises(CompareError, match=r"^(The|A) .*\.$"):
        apply(old, damage(said, path, value))


def test_what_cannot_be_compared() -> None:
    old = record()
    doubled = replace(old, frames={**old.frames, "themes": pl.concat([old.frames["themes"]] * 2)})
    with pytest.raises(CompareError, match=r"The table themes has two rows with the same key \(health\)"):
        compare(old, doubled)
    with pytest.raises(CompareError, match=r"The table themes has two rows with the same key \(health\)"):
        compare(doubled, old)
    with pytest.raises(CompareError, match="The rows of the table sponsors are missing"):
        compare(old, replace(old, frames={name: old.frames[name] for name in ("themes", "resolutions")}))
    with pytest.raises(CompareError, match="has no key"):
        compare(None, replace(old, tables=(replace(old.tables[0], key=()),)))
    listed = replace(old.table("resolutions"), key=("themes",))
    with pytest.raises(CompareError, match="column of lists"):
        compare(None, Edition(tables=(listed,), frames=old.frames))


def test_two_keys_of_one_hash_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes only speed the matching up: even where all are the same, nothing is mistaken."""
    old, new = edited()
    wanted = changes_json(compare(old, new), "1.0.0", "1.1.0")
    monkeypatch.setattr(pl.DataFrame, "hash_rows", lambda self, *_: pl.zeros(self.height, dtype=pl.UInt64, eager=True))
    assert changes_json(compare(old, new), "1.0.0", "1.1.0") == wanted


@examples(60)
@given(pairs(), st.integers(1, 4))
def test_rows_are_matched_in_parts(pair: tuple[Edition, Edition], part: int) -> None:
    """However the rows are cut into parts, the same changes are found."""
    old, new = pair
    wanted = changes_json(compare(old, new), "1.0.0", None)
    with mock.patch.object(rows, "_PART", part):
        assert changes_json(compare(old, new), "1.0.0", None) == wanted
