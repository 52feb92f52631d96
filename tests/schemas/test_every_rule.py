"""Every rule of every table has a row that keeps it and a row that breaks it, and breaks exactly where it should."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from good_rows import GOOD, SLIPS, Slip, record_of, slipped

from flows.plans import load_plans
from schemas.engine import bits
from schemas.plan import CELL_KINDS, Plan, Rule

PLANS = load_plans()
RULES = {rule.id: (plan, rule) for plan in PLANS.values() for rule in plan.rules}
# Judged by what all tables hold together, by a step of its own (`flows.judging.unusual`), never by one row.
OF_THE_WHOLE_RECORD = {name for name, (_, rule) in RULES.items() if rule.kind == "unusual"}
WRITTEN = {slip.rule: slip for slip in SLIPS}


def bad_cell(plan: Plan, rule: Rule) -> str:
    """A text that breaks a rule about one cell, from its declaration."""
    column = plan.column(rule.columns[0])
    good = (
        next(row[column.name] for row in GOOD[plan.name] if row.get(column.name)) if not is_note(column.name) else "x"
    )
    match rule.kind, rule.id.rsplit(".", 1)[1]:
        case "required", _:
            return ""
        case "text", _:
            return good + "\u00a0"
        case "type", "number":
            return "three"
        case "type", "date":
            return "2023-02-30"
        case "pattern", "repeated":
            return f"{good.split('; ')[0]}; {good.split('; ')[0]}"
        case "pattern", "address":
            return "www.example.org/page"
        case "pattern", _:
            return "~"
        case "one_of", _:
            return "something_else"
        case "range", "year":
            return "3" + good[1:]
        case "range", _:
            return "-1"
        case "reference", _:
            return {"integer": "11"}.get(column.type, "Nowhere")
    raise AssertionError(rule.id)


def is_note(name: str) -> bool:
    return name in ("note", "kaz_approving_act", "legal_act", "value", "expected")


def made() -> Iterator[Slip]:
    """A slip for each rule about one cell that has none written for it."""
    for plan, rule in RULES.values():
        if rule.id not in WRITTEN and rule.kind in CELL_KINDS:
            name = rule.columns[0]
            row = next((i for i, row in enumerate(GOOD[plan.name]) if row.get(name)), 0)
            yield Slip(rule=rule.id, row=row, cells={name: bad_cell(plan, rule)})


ALL = {slip.rule: slip for slip in (*SLIPS, *made())}


def judged(rule_id: str, tables: dict[str, list[dict[str, str]]]) -> list[bool | None]:
    plan, rule = RULES[rule_id]
    return bits(record_of(PLANS, tables).prepared(plan.name), [rule])[rule_id].to_list()


def test_no_rule_is_without_a_row_that_breaks_it() -> None:
    assert RULES.keys() - OF_THE_WHOLE_RECORD == ALL.keys()


@pytest.mark.parametrize("table", PLANS)
def test_the_good_rows_break_nothing(table: str) -> None:
    judged_ = bits(record_of(PLANS, GOOD).prepared(table), PLANS[table].rules)
    assert [name for name in judged_.columns if not judged_[name].all()] == []


@pytest.mark.parametrize("rule_id", sorted(RULES.keys() - OF_THE_WHOLE_RECORD))
def test_a_good_row_keeps_the_rule(rule_id: str) -> None:
    plan, rule = RULES[rule_id]
    if rule.kind in CELL_KINDS and not any(row.get(rule.columns[0]) for row in GOOD[plan.name]):
        pytest.skip("no good row fills this column; that an empty cell is fine is tested above")
    assert True in judged(rule_id, GOOD), "the rule is never judged on the good rows"


@pytest.mark.parametrize("rule_id", sorted(ALL))
def test_a_bad_row_breaks_the_rule_and_no_other_row_does(rule_id: str) -> None:
    slip = ALL[rule_id]
    broken = [index for index, holds in enumerate(judged(rule_id, slipped(slip))) if holds is False]
    row = slip.row if slip.broken is None else slip.broken
    assert broken == [row]


@pytest.mark.parametrize("rule", [rule for _, rule in RULES.values()], ids=lambda rule: rule.id)
def test_a_rule_says_what_why_and_where(rule: Rule) -> None:
    plan, _ = RULES[rule.id]
    assert rule.title
    assert not rule.title.endswith(".")
    assert rule.why.endswith(".")
    assert rule.message.rstrip("”").endswith((".", "?")) or "For example:" in rule.message
    assert set(rule.columns) <= set(plan.raw_columns()), "a person can only look at cells that are in the file"
    assert rule.id.split(".")[0] == plan.name
