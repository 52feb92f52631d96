"""Mending the real record with slips planted: fewer issues, no other byte changed, twice the same as once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from flows import pipeline
from flows.fix.mend import Mended, checked_with, mend, with_files
from flows.fix.show import edit_lines
from flows.pipeline import Checked
from flows.report.style import Style

RAW = Path(__file__).parents[3] / "raw"


@pytest.fixture(scope="module")
def clean() -> Checked:
    """The record, with whatever it may suggest at the moment already written."""
    return mend(pipeline.check(pipeline.snapshot(RAW)), unsafe=True).after


def planted(clean: Checked, name: str, line: int, old: str, new: str) -> bytes:
    """The bytes of a file with a slip in one line."""
    lines = clean.snapshot.files[name].split(b"\n")
    assert old.encode() in lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(old.encode(), new.encode(), 1)
    return b"\n".join(lines)


def assert_mended(clean: Checked, mended: Mended) -> None:
    assert len(mended.after.issues) < len(mended.before.issues)
    assert mended.after.errors <= mended.before.errors
    again = mend(mended.after, unsafe=True)
    assert again.files == {}
    assert again.edits == ()


SAFE = [
    ("sponsors.csv", 201, "Iceland", "Iceland\u00a0"),
    ("sponsors.csv", 301, "main_sponsor", "Main_Sponsor"),
    ("sponsors.csv", 311, "A/HRC", "\u0410/HRC"),
    ("resolutions.csv", 2, "A/HRC/RES/12/2,", "a/hrc/res/12/2,"),
    ("reference/themes.csv", 2, "2030 Agenda", "2030  Agenda"),
]
UNSAFE = [
    ("sponsors.csv", 133, "Germany", "Grmany"),
    ("resolutions.csv", 2, "2009-10-01", "01.10.2009"),
    ("votes.csv", 2, "abstain", "abstian"),
]


def all_planted(clean: Checked, slips: Sequence[tuple[str, int, str, str]]) -> Checked:
    """The record with all of these slips, which are in rows of their own."""
    files = {}
    now = clean
    for name, line, old, new in slips:
        files[name] = planted(now, name, line, old, new)
        now = replace(clean, snapshot=with_files(clean.snapshot, files))
    return checked_with(clean, files)


def test_what_keeps_the_meaning_is_mended_unasked(clean):
    before = all_planted(clean, SAFE)
    mended = mend(before)
    assert {name: clean.snapshot.files[name] for name in mended.files} == mended.files
    assert {(edit.name, edit.issue.line) for edit in mended.edits} == {(name, line) for name, line, _, _ in SAFE}
    assert all(edit.safe for edit in mended.edits)
    assert_mended(clean, mended)


def test_what_changes_the_meaning_waits_to_be_asked_for(clean):
    before = all_planted(clean, UNSAFE)
    asked = []

    def no(edit) -> bool:
        asked.append((edit.name, edit.issue.line))
        return False

    assert mend(before).files == {}
    assert mend(before, choose=no).files == {}
    assert sorted(asked) == sorted((name, line) for name, line, _, _ in UNSAFE)
    mended = mend(before, choose=lambda edit: edit.name != "votes.csv")
    assert mended.files["sponsors.csv"] == clean.snapshot.files["sponsors.csv"]
    assert "votes.csv" not in mended.files
    whole = mend(before, unsafe=True)
    assert {name: clean.snapshot.files[name] for name in whole.files} == whole.files
    assert len(whole.edits) == len(UNSAFE)
    assert_mended(clean, whole)


def test_cells_that_changed_places_are_both_put_back(clean):
    before = checked_with(
        clean,
        {"sponsors.csv": planted(clean, "sponsors.csv", 301, "Luxembourg,main_sponsor", "main_sponsor,Luxembourg")},
    )
    assert mend(before).files == {}
    mended = mend(before, unsafe=True)
    assert mended.files["sponsors.csv"] == clean.snapshot.files["sponsors.csv"]
    (edit,) = mended.edits
    assert "changed places" in "\n".join(edit_lines(edit, Style()))
    assert_mended(clean, mended)


def test_many_at_once_in_several_files_one_of_them_saved_otherwise(clean):
    files = {"votes.csv": clean.snapshot.files["votes.csv"].replace(b",", b";")}
    files["sponsors.csv"] = planted(clean, "sponsors.csv", 133, "Germany", "Grmany").replace(
        b"Iceland,", "Iceland\u00a0,".encode()
    )
    before = checked_with(clean, files)
    mended = mend(before, unsafe=True)
    assert mended.after.errors == 0
    assert mended.files["sponsors.csv"] == clean.snapshot.files["sponsors.csv"]
    assert mended.after.texts["votes"].frame.equals(clean.texts["votes"].frame)
    assert_mended(clean, mended)


def test_a_file_in_another_encoding_is_saved_as_utf_8(clean):
    data = clean.snapshot.files["reforms.csv"]
    mended = mend(checked_with(clean, {"reforms.csv": data.decode().encode("utf-16")}))
    assert [rewrite.file for rewrite in mended.rewrites] == ["raw/reforms.csv"]
    assert mended.files == {"reforms.csv": data}


def test_an_edit_that_would_make_things_worse_is_left_alone(clean):
    """A suggestion that collides with another row: judged by the check, not believed."""
    name = "resolutions.csv"
    before = checked_with(clean, {name: planted(clean, name, 2, "A/HRC/RES/12/2,", "a/hrc/res/12/2,")})
    third = before.texts["resolutions"].frame["symbol"][1]
    wrong = [replace(issue, suggestion=third) for issue in before.issues if issue.line == 2]
    mended = mend(replace(before, issues=wrong), unsafe=True)
    assert mended.files == {}
    assert [edit.new for edit in mended.refused] == [third]


def test_nothing_to_do_on_the_record_itself(clean):
    mended = mend(clean, unsafe=True)
    assert mended.files == {}
    assert mended.after is clean
