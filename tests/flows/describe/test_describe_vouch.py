from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from describe_sample import CATS, OWNERS, column, edition, table
from hypothesis import given
from hypothesis import strategies as st

from flows.describe.vouch import Untrue, doubts, example_value, vouch
from flows.edition import Edition
from flows.plans import load_plans


def test_a_true_description_passes() -> None:
    vouch(edition())


def test_the_declarations_of_the_record_are_true() -> None:
    assert doubts(plan.publishes for plan in load_plans().values() if plan.publishes) == []


def test_the_examples_of_the_record_are_in_it(edition: Edition) -> None:
    """An example that refers to another table is a row there, so that a reader can follow it."""
    for each in edition.tables:
        for col in each.columns:
            if col.refers_to:
                target, _, key = col.refers_to.partition(".")
                value = example_value(col)
                items = value if isinstance(value, list) else [value]
                assert set(items) <= set(edition.frames[target][key]), f"{each.name}.{col.name}"


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"title": " "}, "cats: the table lacks a title."),
        ({"description": ""}, "cats: the table lacks a description."),
        ({"key": ()}, "cats: the table lacks a key."),
        ({"key": ("nmae",)}, "cats: the key names the column nmae, which there is not."),
        ({"key": ("name", "owner")}, "cats.owner: it is part of the key, so it may not be empty."),
        ({"name": "Cats!"}, "'Cats!' cannot be the name of a table"),
        ({"name": "owners"}, "Two tables are called owners."),
    ],
)
def test_a_table_that_is_not_so(changed: dict[str, Any], says: str) -> None:
    assert any(doubt.startswith(says) for doubt in doubts([OWNERS, replace(CATS, **changed)]))


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (column("x", title=""), "it has no title."),
        (column("x", example=""), "the example is empty or has blanks at its edge."),
        (column("x", example="Tom "), "the example is empty or has blanks at its edge."),
        (column("x", "integer", example="3.0"), "the example “3.0” is no whole number."),
        (column("x", "integer", example="007"), "the example “007” is no whole number."),
        (column("x", "boolean", example="yes"), "the example “yes” is neither true nor false."),
        (column("x", "date", example="11/10/2023"), "the example “11/10/2023” is no date such as 2023-10-11."),
        (column("x", "date", example="20231011"), "the example “20231011” is no date such as 2023-10-11."),
        (column("x", one_of=("a", "b"), example="c"), "the example “c” is not among its words."),
        (column("x", "list", one_of=("a", "b"), example="a; c"), "the example “a; c” is not among its words."),
        (column("x", one_of=("a", "a"), example="a"), "the word a is in its list twice."),
        (column("x", "integer", one_of=("3",)), "a list of words does not fit the type integer."),
        (column("x", refers_to="dogs.name"), "it refers to dogs.name, which is not published."),
        (column("x", "integer", refers_to="owners.owner"), "it refers to owners.owner, which is of another type (text)."),
        (column("X-1"), "a column's name has small letters, digits and underscores only."),
    ],
)  # fmt: skip
def test_a_column_that_is_not_so(bad: Any, says: str) -> None:
    found = doubts([OWNERS, table("dogs_", column("id", required=True), bad)])
    assert f"dogs_.{bad.name}: {says}" in found


def test_rows_that_are_other_than_described() -> None:
    lost = Edition(tables=(CATS, OWNERS), frames={"owners": edition().frames["owners"]})
    with pytest.raises(Untrue, match="cats: the table has no rows to describe"):
        vouch(lost)
    renamed = edition().frames["cats"].rename({"born": "birth"})
    with pytest.raises(Untrue, match="other columns or types"):
        vouch(Edition(tables=(OWNERS, CATS), frames=dict(edition().frames) | {"cats": renamed}))


def test_a_column_said_to_be_always_filled_that_is_not() -> None:
    strict = replace(CATS, columns=tuple(replace(c, required=True) if c.name == "lives" else c for c in CATS.columns))
    with pytest.raises(Untrue, match=r"cats.lives: .* empty in 1 of 2 rows"):
        vouch(Edition(tables=(OWNERS, strict), frames=edition().frames))


@given(st.integers(-(2**63), 2**63 - 1))
def test_any_whole_number_is_an_example(number: int) -> None:
    assert example_value(column("x", "integer", example=str(number))) == number


@given(st.dates())
def test_any_day_is_an_example(day: Any) -> None:
    assert example_value(column("x", "date", example=day.isoformat())) == day.isoformat()


@given(st.text())
def test_an_example_of_any_text_is_a_value_or_a_doubt(text: str) -> None:
    """Whatever is declared, it is either taken or refused in words."""
    for kind in ("text", "integer", "boolean", "date", "list"):
        doubted = doubts([table("dogs", column("id", required=True), column("x", kind, example=text))])
        assert all(doubt.startswith("dogs.x: ") for doubt in doubted)
        if not doubted:
            assert text == text.strip() != ""


def test_frames_in_another_order_of_columns_are_noticed() -> None:
    turned = edition().frames["cats"].select(list(reversed(CATS.dtypes())))
    with pytest.raises(Untrue, match="other columns"):
        vouch(Edition(tables=(OWNERS, CATS), frames=dict(edition().frames) | {"cats": turned}))
