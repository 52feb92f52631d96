"""One cause, one issue, at the right cell, with the right value: on the real record with one slip in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl
import pytest

from flows import amend
from flows.issue import Issue
from flows.judging.judge import judge
from flows.judging.unusual import vocabulary
from flows.pipeline import snapshot
from flows.plans import load_plans
from flows.read import read_table
from flows.text import TextTable
from flows.tidy import tidy
from schemas.engine import Record
from schemas.plan import Plan

RAW = Path(__file__).parents[3] / "raw"


@dataclass(frozen=True)
class Real:
    plans: dict[str, Plan]
    texts: dict[str, TextTable]

    def check(self, **changed: TextTable) -> list[Issue]:
        tidied = {name: tidy(changed.get(name, text), self.plans[name])[0] for name, text in self.texts.items()}
        words = vocabulary(self.plans, {name: text.frame for name, text in tidied.items()})
        record, waivers = Record(self.plans), amend.waivers(self.texts[amend.WAIVERS])
        issues: list[Issue] = []
        for name, plan in self.plans.items():
            record.put(name, tidied[name].frame)
            issues += judge(record, plan, tidied[name], waivers, words, tidied).issues
        return issues

    def with_cell(self, table: str, row: int, column: str, value: str | None) -> TextTable:
        text = self.texts[table]
        cells = text.frame[column].to_list()
        cells[row] = value
        return replace(text, frame=text.frame.with_columns(pl.Series(column, cells, dtype=pl.String)))

    def row(self, table: str, **cells: str) -> int:
        frame = self.texts[table].frame
        return int(
            frame.select(pl.all_horizontal(pl.col(name) == value for name, value in cells.items()).arg_true())[0, 0]
        )


@pytest.fixture(scope="module")
def real() -> Real:
    plans = load_plans()
    read = snapshot(RAW)
    return Real(dict(plans), {name: read_table(plan, read) for name, plan in plans.items()})


@pytest.fixture(scope="module")
def clean(real: Real) -> list[Issue]:
    return real.check()


def of_slip(real: Real, clean: list[Issue], table: str, row: int, column: str, value: str | None) -> list[Issue]:
    issues = real.check(**{table: real.with_cell(table, row, column, value)})
    return [issue for issue in issues if issue not in clean]


def test_the_real_record_has_no_errors(clean: list[Issue]) -> None:
    assert [issue for issue in clean if issue.severity == "error"] == []


SLIPS = [
    ("resolutions", {"symbol": "A/HRC/RES/54/5"}, "symbol", "A-HRC-RES-54-5", "A/HRC/RES/54/5"),
    ("resolutions", {"symbol": "A/HRC/RES/54/5"}, "symbol", None, "A/HRC/RES/54/5"),
    ("resolutions", {"symbol": "A/HRC/RES/54/5"}, "symbol", "A/HRC/RES/54/55", "A/HRC/RES/54/5"),
    ("resolutions", {"symbol": "A/HRC/RES/54/5"}, "source_url", "https://docs.un.org/en/A/HRC/RESS/54/5", "https://docs.un.org/en/A/HRC/RES/54/5"),
    ("resolutions", {"symbol": "A/HRC/RES/54/5"}, "adoption", "by consensus", "without_vote"),
    ("votes", {"resolution": "A/HRC/RES/22/2"}, "resolution", "A/HRC/RES/22-2", "A/HRC/RES/22/2"),
    ("votes", {"resolution": "A/HRC/RES/22/2"}, "resolution", None, "A/HRC/RES/22/2"),
    ("votes", {"resolution": "A/HRC/RES/22/2"}, "country", "Kazakhsatn", "Kazakhstan"),
    ("votes", {"resolution": "A/HRC/RES/22/2"}, "country", None, "Kazakhstan"),
    ("votes", {"resolution": "A/HRC/RES/22/2"}, "note", "roll-call read throuhg lszoszk/hrc-voting at commit 193f2d4", "roll-call read through lszoszk/hrc-voting at commit 193f2d4"),
    ("countries", {"alpha3": "KAZ"}, "m49_region", "Asiq", "Asia"),
    ("reforms", {"reform_id": "kaz-crc-signature-1994"}, "reform_id", "kaz-crc-signatur-1994", "kaz-crc-signature-1994"),
    ("reforms", {"reform_id": "kaz-crc-signature-1994"}, "title", "Signatur of CRC", "Signature of CRC"),
    ("treaties", {"abbreviation": "CRC"}, "abbreviation", "CCRC", "CRC"),
    ("groups", {"group": "OIC"}, "name", "Organisation of Islamic Cooperation", "Organization of Islamic Cooperation"),
    ("memberships", {"country": "Argentina", "term_start": "2006-06-19"}, "regional_group", "WEOG", "GRULAC"),
    ("themes", {"theme": "children"}, "scheme", "hrc record", "hrc_record"),
    ("sessions", {"session": "54"}, "number", "55", "54"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "where", "column", "typed", "right"), SLIPS)
def test_one_issue_at_the_cell_with_the_right_value(
    real: Real, clean: list[Issue], table: str, where: dict[str, str], column: str, typed: str | None, right: str
) -> None:
    row = real.row(table, **where)
    found = of_slip(real, clean, table, row, column, typed)
    assert [(i.file, i.line, i.column, i.suggestion) for i in found] == [
        (real.texts[table].file, real.texts[table].lines[row], column, right)
    ]


def test_two_cells_that_changed_places_are_one_issue_naming_both(real: Real) -> None:
    row = real.row("sponsors", resolution="A/HRC/RES/22/1", country="Canada")
    text = real.with_cell("sponsors", row, "country", "cosponsor")
    swapped = replace(text, frame=text.frame.with_columns(pl.Series("role", ["Canada" if at == row else role for at, role in enumerate(text.frame["role"])])))  # fmt: skip
    found = [issue for issue in real.check(sponsors=swapped) if issue.severity == "error"]
    assert len(found) == 1
    assert {found[0].column, found[0].suggestion} in ({"country", "Canada"}, {"role", "cosponsor"})
    assert "country and role seem to have changed places" in found[0].message


def test_a_row_entered_twice_in_another_spelling_is_recognised(real: Real) -> None:
    text = real.texts["sponsors"]
    row = real.row("sponsors", resolution="A/HRC/RES/22/1", country="Austria")
    twice = text.frame[row].with_columns(pl.lit("Autriche").alias("country"))
    more = replace(text, frame=pl.concat([text.frame, twice]), lines=[*text.lines, 9999], rows=[*text.rows, 9999])
    found = [issue for issue in real.check(sponsors=more) if issue.severity == "error"]
    assert [(issue.rule, issue.line) for issue in found] == [("sponsors.unique", 9999)]
    assert f"The other row is line {text.lines[row]}." in found[0].message


def test_a_wrong_date_of_a_session_is_one_issue_in_the_table_of_sessions(real: Real, clean: list[Issue]) -> None:
    row = real.row("sessions", session="52")
    found = of_slip(real, clean, "sessions", row, "closed_on", "2023-03-04")
    assert [(i.file, i.line, i.column) for i in found] == [("raw/reference/sessions.csv", real.texts["sessions"].lines[row], "closed_on")]  # fmt: skip


def test_nothing_is_offered_for_a_placeholder_that_nothing_decides(real: Real, clean: list[Issue]) -> None:
    row = real.row("resolutions", symbol="A/HRC/RES/54/5")
    found = of_slip(real, clean, "resolutions", row, "title", "n/a")
    assert [(i.column, i.suggestion) for i in found] == [("title", None)]
    assert "is no value" in found[0].message


def test_a_waiver_excuses_what_is_unusual(real: Real) -> None:
    row = real.row("groups", group="NAM")
    groups = real.with_cell("groups", row, "name", "Movement of Non-Aligned Countreis")
    waived = ["groups.spelling", "NAM", "Movement of Non-Aligned Countreis"]
    found = [issue.rule for issue in real.check(groups=groups)]
    assert "groups.spelling" in found
    cells = dict(zip(["rule", "row", "value"], waived, strict=True)) | {
        "reason": "x",
        "source_url": "https://a.org",
        "decided_on": "2026-11-24",
    }
    waivers = real.texts["waivers"]
    more = replace(
        waivers,
        frame=pl.concat([waivers.frame, pl.DataFrame([cells]).select(waivers.frame.columns)]),
        lines=[*waivers.lines, 3],
        rows=[*waivers.rows, 3],
    )
    again = Real(real.plans, {**real.texts, "waivers": more})
    assert "groups.spelling" not in [issue.rule for issue in again.check(groups=groups)]
