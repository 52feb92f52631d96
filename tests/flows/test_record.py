"""The record that is committed: it has no errors, every warning of it is worth reading, and what it is known for is in it.

`golden/warnings.txt` holds the warnings as a person reads them. Where a new one is right, write them again:

    GOLDEN=write .venv/bin/pytest -n0 tests/flows/test_record.py
"""

from __future__ import annotations

import os
from pathlib import Path

import polars as pl
import pytest

from flows import pipeline
from flows.curate import Curated
from flows.pipeline import Checked

HOUSE = Path(__file__).parents[2]
WARNINGS = HOUSE / "tests" / "golden" / "warnings.txt"

ROWS = {
    "countries": 195, "groups": 7, "themes": 201, "agenda_items": 10, "treaties": 19, "memberships": 345,
    "sessions": 102, "resolutions": 824, "sponsors": 1175, "votes": 188, "follow_ups": 359, "reforms": 72,
}  # fmt: skip
# Kazakhstan's texts during its second term: day of adoption and all main sponsors that the library names.
OF_KAZAKHSTAN = {
    "A/HRC/RES/54/5": ("2023-10-11", "KAZ KGZ TJK TKM UZB"),
    "A/HRC/RES/55/17": ("2024-04-04", "BGD BWA CHL CIV COL DOM GMB KAZ LSO MOZ MWI PAN SDN SSD"),
    "A/HRC/RES/56/5": ("2024-07-10", "ARM BGR COL CYP DOM GMB KAZ KGZ LUX NRU PAN ROU SLE"),
    "A/HRC/RES/56/6": ("2024-07-10", "ARE EGY KAZ MYS SEN SGP"),
    "A/HRC/RES/56/19": ("2024-07-11", "ALB BEL BOL KAZ KGZ MAR"),
    "A/HRC/RES/57/9": ("2024-10-09", "CRI GMB KAZ MNE ROU"),
    "A/HRC/RES/57/18": ("2024-10-10", "KAZ KGZ UZB"),
}


@pytest.fixture(scope="module")
def checked() -> Checked:
    return pipeline.check(pipeline.snapshot(HOUSE / "raw"))


@pytest.fixture(scope="module")
def curated(checked: Checked) -> Curated:
    return pipeline.curate(checked)


def table(curated: Curated, name: str) -> pl.DataFrame:
    return curated.edition.frames[name]


def row(curated: Curated, name: str, **key: str) -> dict[str, object]:
    rows = table(curated, name).filter(*(pl.col(column) == value for column, value in key.items()))
    assert rows.height == 1, (name, key)
    return rows.row(0, named=True)


def as_read(checked: Checked) -> str:
    lines = []
    for issue in checked.issues:
        lines += [f"{issue.file}  {issue.column}  “{issue.value or ''}”", f"    {issue.message}"]
        lines += [f"    offered: {issue.suggestion}"] if issue.suggestion is not None else []
        lines += [f"    {issue.rule}", ""]
    return "\n".join(lines) or "No warnings.\n"


def test_the_record_has_no_errors(checked: Checked) -> None:
    assert [issue for issue in checked.issues if issue.severity == "error"] == []


def test_every_warning_is_one_that_was_read_and_left(checked: Checked) -> None:
    if os.environ.get("GOLDEN") == "write":
        WARNINGS.write_text(as_read(checked), encoding="utf-8")
    assert as_read(checked) == WARNINGS.read_text(encoding="utf-8")


def test_every_table_has_its_rows(curated: Curated) -> None:
    assert {name: table(curated, name).height for name in ROWS} == ROWS
    assert table(curated, "country_aliases").height >= 998


def test_sessions_49_to_57_are_complete(curated: Curated) -> None:
    texts = table(curated, "resolutions").filter(pl.col("session").is_in([str(n) for n in range(49, 58)]))
    assert texts.height == 297


def test_every_row_keeps_its_source(checked: Checked) -> None:
    for name, frame in checked.used.items():
        if name in ("country_aliases", "themes", "corrections", "words"):
            continue  # a spelling cites a package by name; our own themes and known words have no source
        assert frame["source_url"].null_count() == 0, name
    assert checked.used["country_aliases"]["source"].null_count() == 0


@pytest.mark.parametrize("symbol", OF_KAZAKHSTAN)
def test_the_texts_of_kazakhstan_with_all_their_main_sponsors(curated: Curated, symbol: str) -> None:
    day, sponsors = OF_KAZAKHSTAN[symbol]
    text = row(curated, "resolutions", symbol=symbol)
    assert str(text["adopted_on"]) == day
    assert (text["adoption"], text["votes_for"], text["votes_against"]) == ("without_vote", None, None)
    main = table(curated, "sponsors").filter(pl.col("resolution") == symbol, pl.col("role") == "main_sponsor")
    assert sorted(main["country"]) == sponsors.split()
    assert main["source_url"].list.len().min() >= 1


def test_members_and_others_are_told_apart_on_the_day_of_adoption(curated: Curated) -> None:
    """Of the five that tabled 54/5 in October 2023 three sat on the Council, Tajikistan and Turkmenistan did not."""
    rows = table(curated, "sponsors").filter(pl.col("resolution") == "A/HRC/RES/54/5", pl.col("role") == "main_sponsor")
    sat = dict(rows.select("country", "council_member").rows())
    assert sat == {"KAZ": True, "KGZ": True, "UZB": True, "TJK": False, "TKM": False}
    assert set(rows["on_behalf_of"]) >= {"Central Asian countries"}


def test_what_came_of_them(curated: Curated) -> None:
    follow_ups = table(curated, "follow_ups")
    panel = follow_ups.filter(pl.col("resolution") == "A/HRC/RES/54/5", pl.col("kind") == "panel_discussion")
    assert [str(day) for day in panel["held_on"]] == ["2024-09-18"]
    report = follow_ups.filter(pl.col("document_symbol") == "A/HRC/59/33")
    assert report.select("resolution", "kind", "due_session", "paragraph").rows() == [
        ("A/HRC/RES/54/5", "report", "59", 9)
    ]
    mandated = follow_ups.filter(pl.col("resolution") == "A/HRC/RES/57/18").select("kind", "due_session", "paragraph")
    assert sorted(mandated.rows()) == [("panel_discussion", "61", 8), ("report", "62", 9)]


def test_kazakhstan_sat_twice(curated: Curated) -> None:
    terms = table(curated, "memberships").filter(pl.col("country") == "KAZ").select("term_start", "term_end")
    assert [(str(a), str(b)) for a, b in terms.rows()] == [("2013-01-01", "2015-12-31"), ("2022-01-01", "2024-12-31")]


@pytest.mark.parametrize(
    ("reform_id", "decided", "in_force"),
    [
        ("kaz-iccpr-op2-signature-2020", "2020-09-23", None),
        ("kaz-iccpr-op2-ratification-2022", "2022-03-24", "2022-06-24"),
        ("kaz-op-crc-ic-signature-2023", "2023-02-07", None),
        ("kaz-op-crc-ic-ratification-2024", "2024-02-07", None),
        ("kaz-crpd-op-signature-2008", "2008-12-11", None),
    ],
)
def test_treaty_actions(curated: Curated, reform_id: str, decided: str, in_force: str | None) -> None:
    reform = row(curated, "reforms", reform_id=reform_id)
    assert (str(reform["decided_on"]), reform["decided_on_precision"]) == (decided, "day")
    assert (str(reform["in_force_on"]) if reform["in_force_on"] else None) == in_force
    assert (reform["country"], reform["country_name"], reform["kind"]) == ("KAZ", "Kazakhstan", "treaty_action")
    assert reform["source_url"]


@pytest.mark.parametrize(
    ("words", "action", "decided", "in_force"),
    [
        ("Re-establishment of the Constitutional Court", "adopted", "2022-11-05", None),
        ("Constitutional Court begins work", "operational", None, "2023-01-01"),
        ("Law abolishing the death penalty signed", "signed", "2021-12-29", None),
        ("Constitutional ban on the death penalty", "adopted", "2022-06-05", "2022-06-08"),
        ("Law on ratification of CRPD-OP", "ratification_law", "2023-06-07", None),
        ("Criminalization of domestic violence: law signed", "signed", "2024-04-15", "2024-06-16"),
    ],
)
def test_reforms_at_home(curated: Curated, words: str, action: str, decided: str | None, in_force: str | None) -> None:
    found = table(curated, "reforms").filter(pl.col("title").str.starts_with(words))
    assert found.height == 1
    reform = found.row(0, named=True)
    assert reform["action"] == action
    assert (reform["decided_on"] and str(reform["decided_on"])) == decided
    assert (reform["in_force_on"] and str(reform["in_force_on"])) == in_force
    assert reform["source_url"]


def test_the_gender_equality_plans_are_as_exact_as_their_sources(curated: Curated) -> None:
    plans = {
        name: row(curated, "reforms", reform_id=name)
        for name in ("kaz-equal-rights-plan-2024", "kaz-resolution-1325-plan-2021")
    }
    exact = {name: (str(plan["decided_on"]), plan["decided_on_precision"]) for name, plan in plans.items()}
    assert exact == {
        "kaz-equal-rights-plan-2024": ("2024-01-01", "year"),
        "kaz-resolution-1325-plan-2021": ("2021-12-01", "month"),
    }


def test_the_only_sponsor_that_is_no_state_is_waived_by_name(checked: Checked, curated: Curated) -> None:
    assert [(w.rule, w.value) for w in checked.waived["sponsors"]] == [
        ("sponsors.country.vocabulary", "President of the Human Rights Council")
    ]
    sponsors = table(curated, "sponsors")
    assert sponsors.filter(pl.col("country").is_null())["sponsor"].to_list() == [
        "President of the Human Rights Council"
    ]
