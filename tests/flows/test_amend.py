"""People overrule the record in two tables, each row of which ends with its cause."""

from __future__ import annotations

import pytest
from good_rows import GOOD, PAGE, Row, snapshot_of

from flows import pipeline
from flows.amend import row_names
from flows.pipeline import Checked
from flows.plans import load_plans
from schemas.engine import Record

PLANS = load_plans()


def correction(**cells: str) -> Row:
    row = {"table": "resolutions", "row": "A/HRC/RES/54/2", "column": "title", "expected": "Second", "value": "The second",
           "reason": "The text itself prints it so", "source_url": PAGE, "decided_on": "2026-11-24"}  # fmt: skip
    return row | cells


def waiver(**cells: str) -> Row:
    row = {"rule": "sponsors.country.vocabulary", "row": "A/HRC/RES/54/1 | President | main_sponsor", "value": "President",
           "reason": "The President tabled it, not a State", "source_url": PAGE, "decided_on": "2026-11-24"}  # fmt: skip
    return row | cells


def check(**tables: list[Row]) -> Checked:
    return pipeline.check(snapshot_of(PLANS, GOOD | {"corrections": [], "waivers": []} | tables))


def said(checked: Checked) -> list[tuple[str, str, int | None, str | None]]:
    return [(issue.rule, issue.file, issue.line, issue.column) for issue in checked.issues if issue.severity == "error"]


def test_a_correction_replaces_the_cell_and_is_remembered() -> None:
    checked = check(corrections=[correction()])
    assert said(checked) == []
    assert checked.used["resolutions"]["title"].to_list()[1] == "The second"
    assert checked.texts["resolutions"].frame["title"].to_list()[1] == "Second", "what was typed stays as typed"
    (change,) = checked.changes["resolutions"]
    assert (change.row, change.column, change.typed, change.used, change.by) == (
        1, "title", "Second", "The second", "raw/corrections.csv:2",
    )  # fmt: skip


def test_a_correction_may_fill_an_empty_cell_and_empty_a_full_one() -> None:
    filled = correction(column="themes", expected="", value="CHILDREN")
    emptied = correction(row="A/HRC/RES/54/1", column="draft_symbol", expected="A/HRC/54/L.1/Rev.1", value="")
    checked = check(corrections=[filled, emptied])
    assert said(checked) == []
    assert checked.used["resolutions"]["themes"].to_list()[1] == "CHILDREN"
    assert checked.used["resolutions"]["draft_symbol"].to_list()[0] is None


def test_a_row_is_named_by_its_key_as_published_whatever_the_spelling() -> None:
    checked = check(corrections=[correction(table="sponsors", row="A/HRC/RES/54/1 | KAZ | main_sponsor", column="note",
                                            expected="", value="tabled")])  # fmt: skip
    assert said(checked) == []
    assert checked.used["sponsors"]["note"].to_list()[0] == "tabled"


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"expected": "Secnod"}, "expected", "The cell is “Second” now (raw/resolutions.csv, line 3, B3)."),
        ({"expected": ""}, "expected", "The cell is “Second” now"),
        ({"row": "A/HRC/RES/54/9"}, "row", "No row of resolutions.csv has this key."),
        ({"column": "colour"}, "column", "resolutions.csv has no such column."),
        ({"table": "resolution"}, "table", "The record has no table “resolution”."),
    ],
)
def test_a_correction_that_matches_nothing_is_an_error_at_its_own_cell(cells: Row, column: str, words: str) -> None:
    checked = check(corrections=[correction(**cells)])
    assert said(checked) == [("corrections.matches", "raw/corrections.csv", 2, column)]
    message = next(issue.message for issue in checked.issues if issue.severity == "error")
    assert message.startswith(words)
    assert "delete this row" in message
    assert checked.used["resolutions"]["title"].to_list()[1] == "Second"


def test_a_correction_is_itself_held_against_the_rules() -> None:
    checked = check(corrections=[correction(column="adopted_on", expected="2023-10-12", value="2023-13-12")])
    assert said(checked) == [("resolutions.adopted_on.date", "raw/resolutions.csv", 3, "adopted_on")]


PRESIDENT = [GOOD["sponsors"][0] | {"country": "President"}, *GOOD["sponsors"][1:]]


def test_without_a_waiver_the_rule_is_broken() -> None:
    assert said(check(sponsors=PRESIDENT)) == [("sponsors.country.vocabulary", "raw/sponsors.csv", 2, "country")]


def test_a_waiver_lets_one_row_break_one_rule() -> None:
    checked = check(sponsors=PRESIDENT, waivers=[waiver()])
    assert said(checked) == []
    assert [(w.rule, w.value) for w in checked.waived["sponsors"]] == [("sponsors.country.vocabulary", "President")]
    curated = pipeline.curate(checked)
    rows = curated.provenance.filter(table="sponsors").select("key", "waived").rows()
    assert {tuple(key): list(rules) for key, rules in rows}["A/HRC/RES/54/1", "President", "main_sponsor"] == [
        "sponsors.country.vocabulary"
    ]


def test_a_waiver_covers_no_other_row_and_no_other_value() -> None:
    twice = [*PRESIDENT, PRESIDENT[0] | {"country": "Presidium"}]
    assert said(check(sponsors=twice, waivers=[waiver()])) == [
        ("sponsors.country.vocabulary", "raw/sponsors.csv", 5, "country")
    ]


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({}, "row", "No row with this key and this value breaks the rule any more."),
        ({"rule": "sponsors.country.spelling_"}, "rule", "There is no rule “sponsors.country.spelling_”"),
    ],
)
def test_a_waiver_that_allows_nothing_is_an_error(cells: Row, column: str, words: str) -> None:
    checked = check(waivers=[waiver(**cells)])
    assert said(checked) == [("waivers.matches", "raw/waivers.csv", 2, column)]
    assert next(issue.message for issue in checked.issues if issue.severity == "error").startswith(words)


def test_a_waiver_is_not_called_idle_where_its_table_could_not_be_judged() -> None:
    snapshot = snapshot_of(PLANS, GOOD | {"corrections": [], "sponsors": PRESIDENT, "waivers": [waiver()]})
    for file in ("sponsors.csv", "reference/countries.csv"):
        damaged = dict(snapshot.files) | {file: b""}
        checked = pipeline.check(type(snapshot)(root=snapshot.root, shown="raw", files=damaged))
        assert {issue.file for issue in checked.issues if issue.severity == "error"} == {f"raw/{file}"}


def test_rows_are_named_as_waivers_write_them() -> None:
    checked = check()
    record = Record(PLANS)
    for name, frame in checked.used.items():
        record.put(name, frame)
    assert row_names(record, PLANS["sponsors"])[0] == "A/HRC/RES/54/1 | KAZ | main_sponsor"
    assert row_names(record, PLANS["memberships"])[0] == "Kazakhstan | 2022-01-01"
