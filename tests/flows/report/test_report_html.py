"""The page that can be mailed."""

from __future__ import annotations

import re
import shutil
import subprocess
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_issue import issue

from flows.report.html import MOST, check_html
from flows.report.summary import summary_of

VOID = {"meta", "br"}
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


class Page(HTMLParser):
    """The elements and the text of a page; fails where elements are not closed in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if data.strip():
            self.texts.append((self.open[-1] if self.open else "", data.strip()))

    def of(self, tag: str) -> list[str]:
        return [text for where, text in self.texts if where == tag]


def html(record) -> str:
    return check_html(record, summary_of(record, 0.4))


def test_the_bad_cell_is_marked_and_the_right_text_stands_below(checked):
    page = Page(html(checked([issue()])))
    assert page.of("mark") == ["Kazakstan"]
    assert page.of("ins") == ["Kazakhstan"]
    assert "A/HRC/RES/54/5" in page.of("span")
    assert "No State goes by the name “Kazakstan”." in page.of("span")
    assert "Line 2" in page.of("h3")
    assert ("td", {"data-column": "country", "class": "error"}) in page.elements


def test_an_issue_of_a_file_has_a_place_without_cells(checked):
    page = Page(html(checked([issue(line=None, column=None, cell=None, value=None, suggestion=None)])))
    assert "The file" in page.of("h3")
    assert not page.of("mark")


def test_an_empty_cell_and_one_to_be_emptied(checked):
    page = Page(html(checked([issue(column="note", cell="F2", value=None, suggestion=None)])))
    assert page.of("mark") == ["(empty)"]
    page = Page(html(checked([issue(value="n/a", suggestion="")])))
    assert "leave the cell empty" in page.of("ins")


def test_nothing_is_loaded_and_nothing_runs(checked):
    page = html(checked([issue(message="see <img src=x onerror=alert(1)> http://evil.example/", value="<script>")]))
    tags = {tag for tag, _ in Page(page).elements}
    assert not tags & {"script", "link", "img", "iframe", "object", "embed", "base", "form"}
    assert not re.search(r"(?:src|srcset|action)=|url\(|@import", re.sub(r"&lt;.*?&gt;", "", page))
    assert "default-src 'none'" in page


def test_a_clean_record_says_so(checked):
    assert "All files are as they should be." in html(checked([]))


def test_too_many_issues_are_counted(checked):
    page = html(checked([issue()] * (MOST + 3)))
    assert "and 3 more issues in this file" in page


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(text=st.text(min_size=1))
def test_the_page_is_well_formed_whatever_the_cells_hold(checked, text):
    record = checked(
        [
            issue(value=text, message=text, suggestion=text, column=text, cell=None, file=f"raw/{text}"),
            issue(value=text),
        ]
    )
    page = html(record)
    Page(page)
    page.encode()


@pytest.mark.skipif(BROWSER is None, reason="no Chromium here to draw the page")
def test_a_browser_draws_it_and_fetches_nothing(checked, tmp_path):
    path = tmp_path / "check.html"
    path.write_text(html(checked([issue(value="<img src='http://127.0.0.1:9/x'>")])), encoding="utf-8")
    dumped = subprocess.run(
        [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}/profile", "--dump-dom", path.as_uri()],
        capture_output=True, text=True, timeout=60, check=True,
    ).stdout  # fmt: skip
    assert "<mark" in dumped
    assert "<img" not in dumped
