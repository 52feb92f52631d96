"""`hrc publish` as a person and a program meet it; the run itself is tested where it is made."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flows.issue import Issue
from flows.result import PublishResult

BAD = Issue(rule="sponsors.country.vocabulary", severity="error", file="raw/sponsors.csv", line=133, column="country", cell="B133", value="x\x1b", message="No State goes by the name “x\x1b”.")  # fmt: skip


@pytest.fixture
def outcome(monkeypatch):
    """Have the run end like this, and hear what it was asked."""
    asked = []

    def ends(result: PublishResult):
        def run(raw, curated, *, allow_breaking=None, progress=None):
            asked.append((raw, curated, allow_breaking))
            progress("reading raw")
            return result

        monkeypatch.setattr("flows.run.run_publish", run)
        return asked

    return ends


@pytest.mark.parametrize(("result", "code"), [("published", 0), ("unchanged", 0), ("rejected", 1), ("failed", 2)])
def test_each_result_has_its_exit_code_and_its_word(hrc, record, outcome, result, code):
    outcome(PublishResult(result=result, reason="It is so.", version="1.4.0", path=Path("curated/releases/1.4.0")))
    said = hrc("publish")
    assert said.code == code
    assert said.out.startswith(f"{result}: It is so.")
    assert said.err == ""


def test_json_is_one_object(hrc, record, outcome):
    outcome(PublishResult(result="rejected", reason="It has errors.", errors=1, rows=9, issues=(BAD,)))
    said = hrc("publish", "--format", "json")
    data = json.loads(said.out)
    assert said.code == 1
    assert list(data) == [
        "schema_version",
        "result",
        "reason",
        "version",
        "path",
        "errors",
        "warnings",
        "rows",
        "issues",
    ]
    assert data["result"] == "rejected"
    assert data["issues"][0]["cell"] == "B133"


def test_a_rejected_record_names_the_first_errors_and_the_way_to_all(hrc, record, outcome):
    outcome(PublishResult(result="rejected", reason="It has errors.", errors=12, issues=(BAD,) * 12))
    said = hrc("publish").out
    assert said.count("raw/sponsors.csv:133 B133 country") == 10
    assert "2 more errors" in said
    assert "`hrc check`" in said
    assert "\x1b" not in said


def test_the_reason_for_a_breaking_release_is_passed_on(hrc, record, outcome):
    asked = outcome(PublishResult(result="published", reason="Out."))
    hrc("publish", "--raw", "raw", "--curated", "there", "--allow-breaking", "announced")
    assert asked == [(Path("raw"), Path("there"), "announced")]


def test_without_a_raw_folder_nothing_is_begun(hrc, tmp_path, monkeypatch, outcome):
    monkeypatch.chdir(tmp_path)
    asked = outcome(PublishResult(result="published", reason="Out."))
    assert hrc("publish").code == 2
    assert asked == []
