"""Every damaged file of tests/corpus/reading, with the rows that are to be read of it and the exact issues expected.

`rows` in an expected.json names rows by the line they have in clean/raw/sponsors.csv; a row that differs from it stands there in full.
`letters` are the spreadsheet columns of the declared columns, in declared order, "-" for one that the file lacks.
"""

import csv
import json
import time
from pathlib import Path

import pytest
from plan_of_sponsors import COLUMNS, PLAN

from flows.read import read_table, snapshot

CORPUS = Path(__file__).parents[2] / "corpus" / "reading"
CASES = sorted(folder.name for folder in CORPUS.iterdir() if folder.is_dir())
PLACE = ("rule", "severity", "file", "line", "column", "cell", "value", "suggestion")


def clean_rows() -> list[list[str]]:
    with (CORPUS / "clean" / "raw" / "sponsors.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_there_are_many_cases():
    assert len(CASES) >= 100


@pytest.mark.parametrize("name", CASES)
def test_case(name):
    expected = json.loads((CORPUS / name / "expected.json").read_text(encoding="utf-8"))
    started = time.process_time()
    seen = snapshot({"sponsors": PLAN}, CORPUS / name / "raw")
    table = read_table(PLAN, seen)
    assert time.process_time() - started < 2
    issues = [*seen.issues, *table.issues]
    places = [{key: value for key in PLACE if (value := getattr(issue, key)) is not None} for issue in issues]
    assert places == expected["issues"]
    clean = clean_rows()
    rows = [clean[row - 1] if isinstance(row, int) else row for row in expected["rows"]]
    assert [[cell or "" for cell in row] for row in table.frame.rows()] == rows
    assert table.frame.columns == COLUMNS
    assert table.lines == expected["lines"]
    assert "".join(table.letters.get(column, "-") for column in COLUMNS) == expected["letters"]
    assert (table.readable, table.lost) == (expected["readable"], expected["lost"])


@pytest.mark.parametrize("name", CASES)
def test_no_row_is_missing_in_silence(name):
    """What cannot be used is counted as lost or named as unreadable, and an error stops the release."""
    expected = json.loads((CORPUS / name / "expected.json").read_text(encoding="utf-8"))
    if name in {"header-only", "file-cut-row-end"}:
        return  # nothing shows that a row is missing
    missing = len(clean_rows()) - 1 - len(expected["rows"])
    errors = [issue for issue in expected["issues"] if issue["severity"] == "error"]
    assert missing <= 0 or errors or name == "workbook-two-sheets"


@pytest.mark.parametrize("name", CASES)
def test_messages_can_be_read_aloud(name):
    table = read_table(PLAN, snapshot({"sponsors": PLAN}, CORPUS / name / "raw"))
    for issue in table.issues:
        assert issue.message.isprintable()
        assert issue.message[0].isupper() or not issue.message[0].isalpha()
        assert len(issue.message) < 500
        assert issue.message.count("“") <= issue.message.count("”") + 1
