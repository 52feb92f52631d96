"""Plans are plain data: what is written as JSON comes back the same, expressions and all."""

from __future__ import annotations

import json

import pytest

from flows.plans import compile_plans
from schemas.description import DTYPES
from schemas.plan import Plan, from_json, to_json

PLANS = {plan.name: plan for plan in compile_plans()}


def plain(plan: Plan) -> object:
    return json.loads(json.dumps(to_json(plan)))


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_survives_being_written_and_read(name: str) -> None:
    again = from_json(json.loads(json.dumps(to_json(PLANS[name]), ensure_ascii=False)))
    assert plain(again) == plain(PLANS[name])
    assert again.publishes == PLANS[name].publishes
    assert [rule.id for rule in again.rules] == [rule.id for rule in PLANS[name].rules]
    for mine, theirs in zip(again.rules, PLANS[name].rules, strict=True):
        assert mine.holds.meta == theirs.holds.meta
        assert (mine.columns, mine.kind, mine.severity, mine.forbids, mine.roots, mine.roots_beside) == (
            theirs.columns, theirs.kind, theirs.severity, theirs.forbids, theirs.roots, theirs.roots_beside,
        )  # fmt: skip
    for column, other in zip(again.columns, PLANS[name].columns, strict=True):
        assert column.value.meta == other.value.meta
        assert column.reference == other.reference
        assert (column.window, column.synonyms, column.one_of, column.roots) == (
            other.window, other.synonyms, other.one_of, other.roots,
        )  # fmt: skip


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_describes_what_is_published(name: str) -> None:
    plan = PLANS[name]
    if plan.publishes is None:
        assert name in ("waivers", "corrections", "words"), (
            "a table for those who keep the record, not for those who read it"
        )
        return
    published = plan.publishes
    names = [column.name for column in published.columns]
    assert len(names) == len(set(names))
    assert set(plan.key) <= set(names)
    assert published.source == f"raw/{plan.path}.csv"
    assert set(published.dtypes()) == set(names)
    for column in published.columns:
        assert column.title
        assert column.type in DTYPES
        if column.refers_to:
            table, other = column.refers_to.split(".")
            assert other in [c.name for c in PLANS[table].publishes.columns]  # type: ignore[union-attr]
    for key in plan.key:
        assert next(column for column in published.columns if column.name == key).required


def test_ids_of_rules_are_unique_in_the_whole_record() -> None:
    ids = [rule.id for plan in PLANS.values() for rule in plan.rules]
    assert len(ids) == len(set(ids))


def test_a_column_that_is_not_there_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="votes has no column colour"):
        PLANS["votes"].column("colour")
