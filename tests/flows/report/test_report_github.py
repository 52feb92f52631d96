"""Annotations and job summary for GitHub."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from made_issue import issue

from flows.report import github
from flows.report.summary import summary_of


def lines(record):
    return github.check_github(record, summary_of(record, 0.4)).splitlines()


def test_an_annotation_stands_on_the_raw_line_where_the_cell_begins(checked):
    assert lines(checked([issue()]))[0] == (
        "::error file=raw/sponsors.csv,line=2,col=16,title=B2 country::"
        'No State goes by the name “Kazakstan”. Did you mean "Kazakhstan"?%0Asponsors.country.vocabulary'
    )


def test_errors_come_first_and_the_summary_last(checked):
    issues = [issue(severity="warning"), issue(line=3, cell="B3", value="Côte d'Ivoire")]
    assert [line.split(" ")[0] for line in lines(checked(issues))] == ["::error", "::warning", "::notice"]


def test_more_than_github_shows_is_said(checked):
    assert "first 10" in lines(checked([issue()] * 11))[-1]
    assert "first 10" not in lines(checked([issue()] * 10))[-1]


def test_an_issue_of_a_file_has_no_line(checked):
    one = issue(line=None, column=None, cell=None, value=None, file="raw/votes.csv", rule="read.empty_file")
    assert lines(checked([one]))[0].startswith("::error file=raw/votes.csv,title=read.empty_file::")


def test_a_cell_can_neither_end_nor_begin_a_command(checked):
    bad = "x\n::set-output name=a::b,c:d%0A"
    found = lines(checked([issue(value=bad, message=bad, column=bad, suggestion=None)]))
    assert len(found) == 2
    assert found[0].startswith("::error file=raw/sponsors.csv,line=2,title=B2 x")
    properties = found[0][2:].split("::")[0]
    assert properties.count(",") == 2


@given(st.text())
def test_escaped_data_is_one_line_and_can_be_read_back(text):
    escaped = github._data(text)
    assert "\n" not in escaped
    assert "\r" not in escaped
    assert escaped.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%") == text


@given(st.text())
def test_markdown_says_just_the_text(text):
    escaped = github._markdown(text)
    assert "\n" not in escaped
    assert not set("|<>`*[]@\\") & set(escaped)


def test_the_job_summary_counts_and_lists(checked):
    record = checked([issue(value="a|b<script>", message="No State.")] * 501)
    page = github.step_summary(record, summary_of(record, 0.4))
    assert page.startswith("## ❌ 2 files, 2 rows: 501 errors")
    assert "<script>" not in page
    assert "and 1 more issue" in page
    assert len(page.encode()) < 1_000_000
    clean = checked([])
    assert github.step_summary(clean, summary_of(clean, 0.4)) == "## ✅ 2 files, 2 rows: no errors\n\n"


def test_it_is_added_to_the_page_of_the_job(tmp_path, monkeypatch):
    page = tmp_path / "page.md"
    page.write_text("before\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))
    github.append_step_summary("after\n")
    assert page.read_text(encoding="utf-8") == "before\nafter\n"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "no" / "such"))
    github.append_step_summary("lost\n")
    assert page.read_text(encoding="utf-8") == "before\nafter\n"
