"""`hrc check`: every form of it on the real record with slips planted."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import jsonschema
import pytest

from flows.describe.rules import catalogue
from flows.plans import load_plans

SCHEMA = json.loads((Path(__file__).parents[3] / "docs" / "check.schema.json").read_bytes())


@pytest.fixture
def slips(slip):
    slip("sponsors.csv", 133, "Germany", "Grmany")
    slip("sponsors.csv", 201, "Iceland", "Iceland\u00a0")


def test_a_clean_record_is_0(hrc, record):
    said = hrc("check")
    assert said.code == 0
    assert re.fullmatch(r"\d+ files, [\d,]+ rows: no errors \(\d\.\d s\)\n", said.out)
    assert "no errors" in said.out
    assert said.err == ""


def test_errors_are_1_and_warnings_are_not(hrc, slip, record):
    slip("sponsors.csv", 201, "Iceland", "Iceland\u00a0")
    assert hrc("check").code == 0
    slip("sponsors.csv", 133, "Germany", "Grmany")
    assert hrc("check").code == 1


def test_text_names_the_place_the_cell_the_right_text_and_the_row(hrc, slips):
    said = hrc("check").out
    assert 'raw/sponsors.csv:133  B133 country  "Grmany"' in said
    assert 'Did you mean "Germany"?' in said
    assert 'row: resolution "A/HRC/RES/29/7", role "cosponsor"' in said
    assert "hrc explain sponsors.country.vocabulary" in said
    assert '"Iceland‹U+00A0›"' in said
    assert re.search(r"\d+ files, [\d,]+ rows: 1 error, \d+ warnings?", said)
    assert "hrc fix" in said
    assert all(len(line) <= 80 for line in said.splitlines())


def test_json_keeps_to_its_schema_and_has_the_exact_keys(hrc, slips):
    said = hrc("check", "--format", "json")
    data = json.loads(said.out)
    jsonschema.validate(data, SCHEMA, cls=jsonschema.Draft202012Validator)
    assert said.code == 1
    assert list(data) == ["schema_version", "summary", "issues"]
    assert list(data["summary"]) == ["files", "rows", "errors", "warnings", "seconds"]
    error = next(issue for issue in data["issues"] if issue["severity"] == "error")
    message = error.pop("message")
    assert "Grmany" in message or "State" in message
    assert error == {
        "rule": "sponsors.country.vocabulary",
        "severity": "error",
        "file": "raw/sponsors.csv",
        "line": 133,
        "column": "country",
        "cell": "B133",
        "value": "Grmany",
        "suggestion": "Germany",
    }


def test_json_of_a_clean_record_keeps_to_its_schema(hrc, record):
    data = json.loads(hrc("check", "--format", "json").out)
    jsonschema.validate(data, SCHEMA, cls=jsonschema.Draft202012Validator)
    assert data["summary"]["errors"] == 0


def test_the_schema_is_one(hrc):
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_every_rule_there_is_fits_the_schema():
    pattern = re.compile(SCHEMA["$defs"]["issue"]["properties"]["rule"]["pattern"])
    assert all(pattern.match(rule) for rule in catalogue(load_plans()))


def test_json_of_hostile_cells_is_utf_8_and_nothing_else(hrc, record):
    path = record / "votes.csv"
    path.write_bytes(path.read_bytes().replace(b"abstain", "\x1b[2J\u202e\ud83d".encode("utf-8", "surrogatepass"), 1))
    said = hrc("check", "--format", "json")
    data = json.loads(said.out)
    jsonschema.validate(data, SCHEMA, cls=jsonschema.Draft202012Validator)
    assert said.code == 1
    said.out.encode()


def test_text_of_hostile_cells_holds_nothing_a_terminal_obeys(hrc, slip):
    slip("votes.csv", 2, "abstain", "\x1b]0;gotcha\x07\u202eabstain")
    said = hrc("check").out
    assert all(ch.isprintable() or ch == "\n" for ch in said)
    assert "‹U+001B›" in said


def test_colour_only_where_it_is_asked_for(hrc, slips, monkeypatch):
    assert "\x1b" not in hrc("check").out
    assert "\x1b[1;31m" in hrc("check", "--color", "always").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in hrc("check").out


def test_very_many_issues_are_counted_and_the_first_are_shown(hrc, record):
    path = record / "sponsors.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",cosponsor,", ",cosponser,"), encoding="utf-8")
    capped, whole = hrc("check"), hrc("check", "--all")
    assert capped.out.count('cosponser"') == 20
    assert "more issues in raw/sponsors.csv; --all shows every one" in capped.out
    assert whole.out.count('cosponser"') > 200
    heading = next(line for line in capped.out.splitlines() if line.startswith("raw/sponsors.csv "))
    assert heading in whole.out.splitlines()


def test_output_goes_to_a_file_whole(hrc, slips, record):
    said = hrc("check", "--format", "junit", "--output", "report.xml")
    assert said.code == 1
    assert said.out == ""
    assert ET.parse(record.parent / "report.xml").getroot().get("failures") == "1"


def test_output_into_a_folder_that_is_not_there(hrc, record):
    said = hrc("check", "--output", "nowhere/report.txt")
    assert said.code == 2
    assert "nowhere" in said.err


def test_github_and_its_summary(hrc, slips, record, monkeypatch):
    page = record.parent / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))
    lines = hrc("check", "--format", "github").out.splitlines()
    assert lines[0].startswith("::error file=raw/sponsors.csv,line=133,col=16,title=B133 country::")
    assert any(line.startswith("::warning file=raw/sponsors.csv,line=201,col=16,") for line in lines[1:])
    assert lines[-1].startswith("::notice title=HRC Record::")
    assert "1 error, " in page.read_text(encoding="utf-8")


def test_html_is_one_page(hrc, slips):
    said = hrc("check", "--format", "html")
    assert said.code == 1
    assert said.out.startswith("<!DOCTYPE html>")
    assert "Grmany" in said.out
    assert "→" in said.out


def test_no_folder(hrc, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    said = hrc("check")
    assert said.code == 2
    assert "There is no folder raw" in said.err
    assert "--raw" in said.err


def test_a_file_in_place_of_the_folder(hrc, tmp_path):
    (tmp_path / "raw").write_text("x", encoding="utf-8")
    said = hrc("check", "--raw", str(tmp_path / "raw"))
    assert said.code == 2
    assert "is not a folder" in said.err


def test_an_empty_folder_names_every_missing_file(hrc, tmp_path):
    (tmp_path / "raw").mkdir()
    said = hrc("check", "--raw", str(tmp_path / "raw"), "--format", "json")
    data = json.loads(said.out)
    jsonschema.validate(data, SCHEMA, cls=jsonschema.Draft202012Validator)
    assert said.code == 1
    assert sum(issue["rule"] == "read.missing_file" for issue in data["issues"]) >= 13


def test_watch_and_formats_do_not_go_together(hrc, record):
    assert hrc("check", "--watch", "--format", "json").code == 2
