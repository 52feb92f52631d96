from __future__ import annotations

import polars as pl

from flows.judging.finding import Finding, Rows
from flows.judging.offer import offer
from flows.plans import load_plans
from schemas.engine import Record


def offered(
    table: str, rule: str, cells: list[dict[str, str]], **tables: list[dict[str, str]]
) -> tuple[list[str], bool]:
    """The candidates for the first row of a table, and whether the first is sure, with other tables as given."""
    plans = load_plans()
    record = Record(plans)
    for name, plan in plans.items():
        rows = cells if name == table else tables.get(name, [])
        schema = dict.fromkeys(plan.raw_columns(), pl.String)
        record.put(name, pl.DataFrame([{key: row.get(key) for key in schema} for row in rows], schema=schema))
    plan = plans[table]
    found = next(item for item in plan.rules if item.id == rule)
    finding = Finding(found, 0, found.columns[0])
    offer(record, plan, [finding], Rows(record, plan, record.prepared(table)))
    return finding.candidates, finding.sure


SESSION = {"session": "54", "type": "regular", "number": "54", "opened_on": "2023-09-11", "closed_on": "2023-10-13"}


def test_the_session_settles_a_date() -> None:
    row = {"symbol": "A/HRC/RES/54/5", "adopted_on": "11/10/2023"}
    assert offered("resolutions", "resolutions.adopted_on.date", [row], sessions=[SESSION]) == (["2023-10-11"], True)


def test_a_date_outside_the_session_is_only_offered_if_no_other_day_is_as_near() -> None:
    row = {"symbol": "A/HRC/RES/54/5", "adopted_on": "2032-10-11"}
    candidates, sure = offered("resolutions", "resolutions.adopted_in_session", [row], sessions=[SESSION])
    assert candidates == ["2023-10-11"]
    assert not sure


def test_a_word_by_its_synonym() -> None:
    assert offered("resolutions", "resolutions.adoption.vocabulary", [{"adoption": "by consensus"}]) == (
        ["without_vote"],
        True,
    )


def test_an_empty_cell_by_the_address_beside_it() -> None:
    row = {"source_url": "https://docs.un.org/en/A/HRC/RES/22/1", "country": "Kazakhstan"}
    candidates, sure = offered("votes", "votes.resolution.required", [row])
    assert candidates[:1] == ["A/HRC/RES/22/1"]
    assert sure


def test_nothing_for_a_placeholder() -> None:
    assert offered("resolutions", "resolutions.title.text", [{"title": "n/a"}])[0] == []


def test_a_host_is_taken_from_the_other_rows() -> None:
    rows = [
        {"source_url": "https://docs un.org/en/A/HRC/RES/22/1"},
        {"source_url": "https://docs.un.org/en/A/HRC/RES/22/2"},
    ]
    assert offered("votes", "votes.source_url.address", rows)[0] == ["https://docs.un.org/en/A/HRC/RES/22/1"]
