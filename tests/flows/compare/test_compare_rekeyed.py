"""Rows under other keys: named where one pair stands out, and never guessed between several."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from random_editions import column, examples, frame, table

from flows.compare import compare
from flows.compare.changes import Rekeyed
from flows.edition import Edition

REFORMS = table(
    "reforms",
    [column("reform_id"), column("title"), column("year", "integer"), column("act"), column("themes", "list"), column("note"), column("source")],
    ("reform_id",),
)  # fmt: skip
SPONSORS = table("sponsors", [column("resolution"), column("country"), column("name", derived=True), column("role"), column("source")], ("resolution", "country", "role"))  # fmt: skip


def rekeyed(described: Any, old: list[tuple[Any, ...]], new: list[tuple[Any, ...]]) -> tuple[Rekeyed, ...]:
    """Pairs suspected when all of `old` are gone and all of `new` came, beside a hundred rows that stay."""
    (changes,) = compare(
        Edition(tables=(described,), frames={described.name: frame(described, old)}),
        Edition(tables=(described,), frames={described.name: frame(described, new)}),
    ).tables
    return changes.rekeyed


def test_all_other_cells_agree() -> None:
    found = rekeyed(
        REFORMS,
        [("kaz-x", "A law", 2022, "No. 1", ["a"], None, "u")],
        [("kaz-y", "A law", 2022, "No. 1", ["a"], None, "u")],
    )
    assert found == (Rekeyed(before=("kaz-x",), after=("kaz-y",), agree=5, compared=5),)


def test_nearly_all_other_cells_agree() -> None:
    old = [("kaz-x", "A law", 2022, "No. 1", ["a"], None, "u/1")]
    assert len(rekeyed(REFORMS, old, [("kaz-y", "A law", 2022, "No. 1", ["a"], None, "u/2")])) == 1
    assert not rekeyed(REFORMS, old, [("kaz-y", "A law", 2023, "No. 1", [], None, "u/2")])


def test_between_two_as_good_none_is_named() -> None:
    old = [("kaz-x", "A law", 2022, "No. 1", ["a"], None, "u")]
    new = [(f"kaz-{n}", "A law", 2022, "No. 1", ["a"], None, "u") for n in "yz"]
    assert not rekeyed(REFORMS, old, new)
    assert not rekeyed(REFORMS, [(*new[0],), (*new[1],)], old)


def test_the_better_of_two_is_named() -> None:
    old = [("kaz-x", "A law", 2022, "No. 1", ["a"], None, "u")]
    new = [("kaz-y", "A law", 2022, "No. 1", ["b"], None, "u"), ("kaz-z", "A law", 2022, "No. 1", ["a"], None, "u")]
    assert [pair.after for pair in rekeyed(REFORMS, old, new)] == [("kaz-z",)]


def test_the_parts_of_a_key_decide_between_equals() -> None:
    old = [("54/5", "KAZ", "Kazakhstan", "cosponsor", "u")]
    new = [("54/5", "KAZ", "Kazakhstan", "main_sponsor", "u"), ("54/6", "UZB", "Uzbekistan", "cosponsor", "u")]
    assert [pair.after for pair in rekeyed(SPONSORS, old, new)] == [("54/5", "KAZ", "main_sponsor")]


def test_one_cell_that_agrees_is_no_evidence() -> None:
    described = table("aliases", [column("alias"), column("country")], ("alias",))
    assert not rekeyed(described, [("Kazahstan", "KAZ")], [("Qazaqstan", "KAZ")])


def test_computed_and_empty_cells_are_not_compared() -> None:
    (pair,) = rekeyed(
        SPONSORS, [("54/5", "KAZ", "Kazakhstan", "cosponsor", "u")], [("54/5", "UZB", "Uzbekistan", "cosponsor", "u")]
    )
    assert pair.compared == 1
    assert not rekeyed(REFORMS, [("a", None, None, None, [], None, None)], [("b", None, None, None, [], None, None)])


@examples(60)
@given(st.sets(st.integers(0, 300), min_size=1, max_size=120), st.data())
def test_every_moved_row_is_found(numbers: set[int], data: st.DataObject) -> None:
    """Rows that differ from each other, all of them moved, some with one other cell corrected."""
    old = [(f"old-{n}", f"Title {n}", 2000 + n % 20, f"No. {n}", ["a"], None, "u") for n in numbers]
    corrected = data.draw(st.sets(st.sampled_from(sorted(numbers))))
    new = [
        (f"new-{n}", f"Title {n}", 2000 + n % 20, f"No. {n}", ["b"] if n in corrected else ["a"], None, "u")
        for n in numbers
    ]
    found = {(pair.before[0], pair.after[0]) for pair in rekeyed(REFORMS, old, new)}
    assert found == {(f"old-{n}", f"new-{n}") for n in numbers}
