"""What has changed since the last release: slips are told with what it said, other work is left alone, blame goes to the changed cell."""

from __future__ import annotations

import csv
import io
import json
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from flows import pipeline
from flows.issue import Issue
from flows.judging.since import since
from flows.last_release import LastRelease, last_release
from flows.read import Snapshot
from flows.suggest.names import fold
from schemas.engine import Record

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True)
class World:
    """The record as it was published, and ways to change it."""

    snapshot: Snapshot
    last: LastRelease

    def rows(self, file: str) -> list[list[str]]:
        return list(csv.reader(io.StringIO(self.snapshot.files[file].decode())))

    def check(self, changed: dict[str, list[list[str]]], *, remembering: bool = True) -> list[Issue]:
        files = dict(self.snapshot.files)
        for file, rows in changed.items():
            out = io.StringIO()
            csv.writer(out, lineterminator="\n").writerows(rows)
            files[file] = out.getvalue().encode()
        return pipeline.check(replace(self.snapshot, files=files, last=self.last if remembering else None)).issues

    def place(self, file: str, key: str, column: str) -> tuple[int, int]:
        """The row whose first cell is `key`, and the place of a column in it."""
        rows = self.rows(file)
        return next(at for at, row in enumerate(rows) if row[0] == key), rows[0].index(column)

    def slip(self, file: str, row: int, at: int, text: str) -> list[Issue]:
        rows = self.rows(file)
        rows[row][at] = text
        return self.check({file: rows})


@pytest.fixture(scope="module")
def world(published: Path) -> World:
    last = last_release(published)
    assert last is not None
    return World(pipeline.snapshot(ROOT / "raw"), last)


def test_the_record_as_published_has_not_changed_in_any_cell(world: World) -> None:
    checked = pipeline.check(world.snapshot)
    record = Record(checked.plans)
    for name, frame in checked.used.items():
        record.put(name, frame)
    tables = [plan for plan in checked.plans.values() if plan.publishes]
    assert len(tables) == 13
    for plan in tables:
        found = since("1.0.0", world.last.typed(plan), record, plan)
        assert not found.cells, plan.name
        assert not found.new, plan.name
    assert world.last.made_of(item for item in world.snapshot.files.items())


SLIPS = [
    # file, key, column, typed, rule
    ("reforms.csv", "kaz-op-crc-ic-signature-2023", "note", "", "reforms.altered"),
    ("reforms.csv", "kaz-mass-media-law-2024", "reform_id", "kaz-massm-edia-law-2024", "reforms.altered"),
    ("reforms.csv", "kaz-mass-media-law-2024", "decided_on", "2024-06-91", "reforms.decided_on.date"),
    ("reforms.csv", "kaz-mass-media-law-2024", "decided_on", "2024-06-18", "reforms.altered"),
    ("reforms.csv", "kaz-mass-media-law-2024", "title", "", "reforms.title.required"),
    ("reforms.csv", "kaz-mass-media-law-2024", "title", "n/a", "reforms.title.text"),
    ("reference/countries.csv", "KAZ", "name_ru", "Казхстан", "countries.altered"),
    ("reference/countries.csv", "KAZ", "alpha2", "K", "countries.alpha2.form"),
    ("reference/country_aliases.csv", "Great Britain", "alias", "Greaat Britain", "country_aliases.altered"),
    ("reference/country_aliases.csv", "THA", "alias", "CHN", "country_aliases.code_of_its_state"),
    ("reference/groups.csv", "OIC", "group", "Oic", "groups.altered"),
    ("reference/treaties.csv", "ICPPED", "abbreviation", "Icpped", "reforms.treaty.reference"),
    ("reference/treaties.csv", "ICESCR", "kaz_signed_on", "2003-02-12", "reforms.date_of_treaty_table"),
    ("resolutions.csv", "A/HRC/RES/54/5", "symbol", "A/HRC/RES/54/6", "resolutions.symbol_and_document"),
    ("resolutions.csv", "A/HRC/RES/54/5", "draft_symbol", "", "resolutions.altered"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "key", "column", "typed", "rule"), SLIPS, ids=[f"{s[1]} {s[2]} {s[3]!r}" for s in SLIPS]
)
def test_a_slip_in_a_published_cell_is_one_issue_with_what_the_release_says(
    world: World, file: str, key: str, column: str, typed: str, rule: str
) -> None:
    row, at = world.place(file, key, column)
    was = world.rows(file)[row][at]
    found = world.slip(file, row, at, typed)
    assert [(issue.rule, issue.line, issue.column, issue.suggestion) for issue in found] == [
        (rule, row + 1, column, was)
    ]


def test_a_rule_of_another_table_is_blamed_on_the_cell_that_changed(world: World) -> None:
    row, at = world.place("reference/treaties.csv", "ICESCR", "kaz_signed_on")
    (issue,) = world.slip("reference/treaties.csv", row, at, "2003-02-12")
    assert issue.file == "raw/reference/treaties.csv"
    assert issue.severity == "error"
    assert issue.message.startswith("Release 1.0.0 has “2003-12-02” in this cell. Because of what it says now, line ")
    assert "of raw/reforms.csv breaks a rule: The table of treaties gives 2003-02-12" in issue.message


def test_two_cells_that_changed_places_are_one_issue(world: World) -> None:
    file = "reference/countries.csv"
    rows = world.rows(file)
    row, at = world.place(file, "NRU", "m49_region")
    rows[row][at], rows[row][at + 1] = rows[row][at + 1], rows[row][at]
    (issue,) = world.check({file: rows})
    assert (issue.rule, issue.column, issue.swapped_with) == ("countries.altered", "m49_region", "m49_subregion")
    assert issue.suggestion == rows[row][at + 1]


def test_work_is_no_slip(world: World) -> None:
    reforms = world.rows("reforms.csv")
    at = reforms[0].index("note")
    for row in reforms[1:]:
        row[at] = row[at][:-1]  # one change in many rows of a column
    title = reforms[0].index("title")
    reforms[40][title] = "A title that says something else"
    sponsors = world.rows("sponsors.csv")
    head, *rows = sponsors
    new = [*rows[0]]
    new[0], new[1] = "A/HRC/RES/54/5", "Nauru"
    sponsors = [head, *reversed(rows), new]
    found = world.check({"sponsors.csv": sponsors, "reforms.csv": reforms})
    assert [issue for issue in found if issue.rule.endswith(".altered") or issue.severity == "error"] == []


def test_a_change_is_told_of_only_until_it_is_published(world: World, tmp_path: Path, published: Path) -> None:
    from flows.release import release

    row, at = world.place("reforms.csv", "kaz-mass-media-law-2024", "legal_act")
    rows = world.rows("reforms.csv")
    rows[row][at] = ""
    assert [issue.rule for issue in world.check({"reforms.csv": rows})] == ["reforms.altered"]
    shutil.copytree(published, tmp_path / "curated", symlinks=True)
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    changed = replace(world.snapshot, files={**world.snapshot.files, "reforms.csv": out.getvalue().encode()})
    release(pipeline.curate(pipeline.check(changed)), tmp_path / "curated")
    now = last_release(tmp_path / "curated")
    assert now is not None
    assert now.version != "1.0.0"
    assert pipeline.check(replace(changed, last=now)).issues == []


FILES = ("resolutions.csv", "sponsors.csv", "votes.csv", "follow_ups.csv", "reforms.csv", "reference/countries.csv",
         "reference/sessions.csv", "reference/memberships.csv", "reference/treaties.csv")  # fmt: skip


@given(st.data())
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
def test_a_cell_emptied_anywhere_is_found_and_its_text_offered(world: World, data: st.DataObject) -> None:
    file = data.draw(st.sampled_from(FILES))
    rows = world.rows(file)
    row = data.draw(st.integers(1, len(rows) - 1))
    filled = [at for at, cell in enumerate(rows[row]) if cell]
    at = data.draw(st.sampled_from(filled))
    was, rows[row][at] = rows[row][at], ""
    names = {fold(alias): key for alias, key, *_ in world.rows("reference/country_aliases.csv")}
    found = [i for i in world.check({file: rows}) if (i.line, i.column) == (row + 1, rows[0][at])]
    assert len(found) == 1
    said = found[0].suggestion or ""
    assert said == was or names.get(fold(said)) == names[fold(was)]


def test_without_a_release_that_can_be_read_the_check_does_without(tmp_path: Path, published: Path) -> None:
    assert last_release(tmp_path) is None
    copy = tmp_path / "curated"
    shutil.copytree(published, copy, symlinks=True)
    manifest = copy / "releases" / "1.0.0" / "release.json"
    good = json.loads(manifest.read_bytes())
    for bad in (b"", b"{}", b"[]", b"\xff", json.dumps({**good, "version": "../.."}).encode(), json.dumps({**good, "source": {"files": []}}).encode()):  # fmt: skip
        manifest.write_bytes(bad)
        assert last_release(copy) is None


def test_a_release_without_a_table_or_a_column_says_nothing_of_it(
    world: World, tmp_path: Path, published: Path
) -> None:
    copy = tmp_path / "curated"
    shutil.copytree(published, copy, symlinks=True)
    folder = copy / "releases" / "1.0.0"
    (folder / "votes.parquet").unlink()
    (folder / "sessions.parquet").write_bytes(b"PAR1 damaged PAR1")
    pl.read_parquet(folder / "reforms.parquet").drop("note").write_parquet(folder / "reforms.parquet")
    last = last_release(copy)
    assert last is not None
    files = {name: data.replace(b"[press text]", b"[pres text]") for name, data in world.snapshot.files.items()}
    files |= {name: files[name] + b"\n" for name in ("votes.csv", "reference/sessions.csv")}
    found = pipeline.check(replace(world.snapshot, files=files, last=last)).issues
    assert {issue.rule for issue in found} <= {"reforms.spelling", "read.blank_rows"}


@example(text="A/HRC/RES/54/5", at=3)
@given(text=st.text(min_size=1, max_size=200), at=st.integers(0, 200))
def test_what_is_quoted_of_a_long_text_holds_the_difference(text: str, at: int) -> None:
    from flows.judging.altered import _short

    at %= len(text)
    other = text[:at] + ("x" if text[at] != "x" else "y") + text[at + 1 :]
    assert _short(text, other) != _short(other, text)
