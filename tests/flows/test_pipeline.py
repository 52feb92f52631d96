"""From bytes to issues on the record as it is: one slip of the hand, one issue, at its line and cell, and nothing else."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path

import pytest

from flows import pipeline
from flows.issue import Issue
from flows.pipeline import Checked
from flows.read import Snapshot
from flows.text import column_letters

RAW = Path(__file__).parents[2] / "raw"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """In the one line of `file` that holds `line`, `old` becomes `new`; or `new` is a line added below, or taken out."""

    name: str
    file: str
    line: str
    old: str = ""
    new: str = ""
    column: str | None
    rule: str
    suggestion: str | None = None
    severity: str = "error"
    where: str = "in"  # "in" the line, "below" it, or the line is "gone"


SLIPS = (
    Slip(name="a State misspelt", file="sponsors.csv", line="A/HRC/RES/56/19,Kazakhstan,main_sponsor", old="Kazakhstan,",
         new="Kazakstan,", column="country", rule="sponsors.country.vocabulary", suggestion="Kazakhstan"),
    Slip(name="a State in the wrong keyboard layout", file="reforms.csv", line="kaz-crc-signature-1994,", old="Kazakhstan",
         new="Rfpf[cnfy", column="country", rule="reforms.country.vocabulary", suggestion="Казахстан"),
    Slip(name="a day as Excel shows it", file="resolutions.csv", line="\nA/HRC/RES/54/5,", old="2023-10-11",
         new="11/10/2023", column="adopted_on", rule="resolutions.adopted_on.date", suggestion="2023-10-11"),
    Slip(name="a day of another year", file="resolutions.csv", line="\nA/HRC/RES/54/6,", old="2023-10-11",
         new="2024-10-11", column="adopted_on", rule="resolutions.adopted_in_session", suggestion="2023-10-11"),
    Slip(name="a role that is no role", file="sponsors.csv", line="A/HRC/RES/54/5,Kyrgyzstan,main_sponsor",
         old="main_sponsor", new="main_sponser", column="role", rule="sponsors.role.vocabulary", suggestion="main_sponsor"),
    Slip(name="a Cyrillic letter in a symbol", file="follow_ups.csv", line="A/HRC/RES/49/7,report,58", old="A/HRC/RES/49/7,",
         new="А/HRC/RES/49/7,", column="resolution", rule="follow_ups.resolution.reference", suggestion="A/HRC/RES/49/7"),
    Slip(name="a no-break space at the end", file="reforms.csv", line="kaz-crc-signature-1994,", old="Signature of CRC,",
         new="Signature of CRC\u00a0,", column="title", rule="reforms.title.text", suggestion="Signature of CRC",
         severity="warning"),
    Slip(name="n/a for nothing", file="reforms.csv", line="kaz-iccpr-op2-ratification-2022,", old="Law of 2 January 2021 No. 404-VI",
         new="n/a", column="legal_act", rule="reforms.legal_act.text"),
    Slip(name="an address without its scheme", file="votes.csv", line="\nA/HRC/RES/22/2,", old="https://docs.un.org",
         new="docs.un.org", column="source_url", rule="votes.source_url.address",
         suggestion="https://docs.un.org/en/A/HRC/RES/22/2"),
    Slip(name="nothing where something is needed", file="resolutions.csv", line="\nA/HRC/RES/54/5,", old="without_vote",
         new="", column="adoption", rule="resolutions.adoption.required", suggestion="without_vote"),
    Slip(name="more votes than seats", file="resolutions.csv", line="\nA/HRC/RES/22/1,", old="recorded_vote,25,",
         new="recorded_vote,52,", column="votes_for", rule="resolutions.votes_for.range"),
    Slip(name="in force before it was decided", file="reforms.csv", line="kaz-iccpr-op2-ratification-2022,",
         old="2022-06-24", new="2021-06-24", column="in_force_on", rule="reforms.in_force_after_decided"),
    Slip(name="a day that the table of treaties knows better", file="reforms.csv", line="kaz-iccpr-op2-signature-2020,",
         old=",2020-09-23,", new=",2019-09-23,", column="decided_on", rule="reforms.date_of_treaty_table",
         suggestion="2020-09-23"),
    Slip(name="a session other than the note's", file="follow_ups.csv", line="A/HRC/RES/49/6,report,51", old="report,51",
         new="report,52", column="due_session", rule="follow_ups.session_of_note", suggestion="51"),
    Slip(name="a theme nobody uses", file="reforms.csv", line="kaz-crc-signature-1994,", old=",children,",
         new=",chldren,", column="themes", rule="reforms.themes.reference", suggestion="children"),
    Slip(name="the code of a State that there is not", file="reference/country_aliases.csv", line="\nKazakhstan,KAZ,",
         old="KAZ", new="KZH", column="country", rule="country_aliases.country.reference"),
    Slip(name="a term that runs backwards", file="reference/memberships.csv", line="\nKazakhstan,2013-01-01,",
         old="2015-12-31", new="2012-12-31", column="term_end", rule="memberships.ends_after_start"),
    Slip(name="the same row in another spelling", file="sponsors.csv", line="A/HRC/RES/54/5,Kyrgyzstan,main_sponsor",
         new="A/HRC/RES/54/5,Кыргызстан,main_sponsor,,https://example.org/a,", column="resolution", rule="sponsors.unique",
         where="below"),
    Slip(name="a text left out", file="resolutions.csv", line="\nA/HRC/RES/54/20,", column="symbol",
         rule="resolutions.no_number_missing", where="gone"),
    Slip(name="a vote of a State that did not sit", file="votes.csv", line="\nA/HRC/RES/22/2,", old="Kazakhstan",
         new="Albania", column="country", rule="votes.member_that_day"),
)  # fmt: skip


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return pipeline.snapshot(RAW)


@pytest.fixture(scope="module")
def known(snapshot: Snapshot) -> set[tuple[object, ...]]:
    """The warnings of the record itself, which are no business of these tests."""
    return {told(issue) for issue in pipeline.check(snapshot).issues}


def told(issue: Issue) -> tuple[object, ...]:
    """An issue without its line, since lines move where a row is added or lost."""
    return (issue.rule, issue.file, issue.column, issue.value)


def planted(snapshot: Snapshot, slip: Slip) -> tuple[Snapshot, int]:
    """The snapshot with the slip in it, and the line that it is on."""
    text = snapshot.files[slip.file].decode()
    assert text.count(slip.line) == 1, slip.line
    at = text.index(slip.line) + slip.line.startswith("\n")
    begin, end = text.rindex("\n", 0, at) + 1, text.index("\n", at) + 1
    row = text[begin:end]
    if slip.where == "in":
        assert slip.old in row
        row = row.replace(slip.old, slip.new, 1)
    elif slip.where == "below":
        row += slip.new + "\n"
    else:
        row = ""
    changed = (text[:begin] + row + text[end:]).encode()
    line = text.count("\n", 0, begin) + (2 if slip.where == "below" else 1)
    return dataclasses.replace(snapshot, files={**snapshot.files, slip.file: changed}), line


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.name)
def test_one_slip_is_one_issue_at_its_cell(slip: Slip, snapshot: Snapshot, known: set[tuple[object, ...]]) -> None:
    damaged, line = planted(snapshot, slip)
    checked = pipeline.check(damaged)
    new = [issue for issue in checked.issues if told(issue) not in known]
    assert [(issue.rule, issue.severity) for issue in new] == [(slip.rule, slip.severity)]
    issue = new[0]
    assert issue.file == f"raw/{slip.file}"
    assert issue.column == slip.column
    assert issue.line == line
    header = snapshot.files[slip.file].split(b"\n", 1)[0].decode().strip().split(",")
    assert issue.cell == f"{column_letters(header.index(str(slip.column)))}{line}"
    assert issue.suggestion == slip.suggestion
    assert issue.message.endswith((".", "?")) or "For example: " in issue.message


def damaged_with(snapshot: Snapshot, **files: bytes) -> Checked:
    return pipeline.check(dataclasses.replace(snapshot, files=snapshot.files | files))


def test_a_table_that_cannot_be_read_is_one_issue_and_what_refers_to_it_is_not_accused(snapshot: Snapshot) -> None:
    checked = pipeline.check(dataclasses.replace(snapshot, files=snapshot.files | {"reference/countries.csv": b""}))
    errors = [issue for issue in checked.issues if issue.severity == "error"]
    assert [issue.file for issue in errors] == ["raw/reference/countries.csv"]
    assert "countries" not in checked.used


def test_issues_come_in_the_order_in_which_a_person_reads_the_files(snapshot: Snapshot) -> None:
    for slip in (SLIPS[0], SLIPS[2], SLIPS[13]):
        snapshot, _ = planted(snapshot, slip)
    issues = pipeline.check(snapshot).issues
    places = [(issue.file, issue.line or 0) for issue in issues]
    assert places == sorted(places)
    assert {issue.file for issue in issues} >= {"raw/sponsors.csv", "raw/resolutions.csv", "raw/follow_ups.csv"}


def test_a_record_with_errors_is_not_curated(snapshot: Snapshot) -> None:
    damaged, _ = planted(snapshot, SLIPS[0])
    with pytest.raises(ValueError, match="not published"):
        pipeline.curate(pipeline.check(damaged))


def test_what_is_curated_is_what_was_typed_not_what_the_check_supposed(snapshot: Snapshot) -> None:
    """A cell with a no-break space is tidied: a warning, the clean text published, and the change kept."""
    damaged, line = planted(snapshot, SLIPS[6])
    checked = pipeline.check(damaged)
    assert checked.errors == 0
    assert [(c.column, c.typed, c.used, c.by) for c in checked.changes["reforms"]] == [
        ("title", "Signature of CRC\u00a0", "Signature of CRC", "tidy")
    ]
    curated = pipeline.curate(checked)
    reform = curated.provenance.filter(table="reforms", line=line).row(0, named=True)
    assert reform["key"] == ["kaz-crc-signature-1994"]
    assert reform["changes"] == [
        {"column": "title", "typed": "Signature of CRC\u00a0", "used": "Signature of CRC", "by": "tidy"}
    ]


def test_counts_are_those_of_the_files(snapshot: Snapshot) -> None:
    checked = pipeline.check(snapshot)
    assert checked.files == len(list(RAW.rglob("*.csv")))
    assert checked.rows == sum(text.frame.height for text in checked.texts.values())
    assert checked.errors + checked.warnings == len(checked.issues)
