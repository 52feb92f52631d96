"""Whatever a cell holds, Markdown shows it and does nothing else."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from describe_sample import CATS, OWNERS, column
from describe_sample import table as sample_table
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from flows.describe import data_dictionary
from flows.describe.markdown import code, plain, table


class _Cells(HTMLParser):
    """The tags of a page, and the text of its table cells."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.cells: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)
        if tag in {"td", "th"}:
            self.cells.append("")

    def handle_data(self, data: str) -> None:
        if self.cells:
            self.cells[-1] += data


def rendered(lines: list[str]) -> _Cells:
    page = _Cells()
    page.feed(MarkdownIt("commonmark", {"html": True}).enable("table").render("\n".join(lines)))
    return page


HOSTILE = [
    "|",
    "a|b",
    "<script>alert(1)</script>",
    "[x](http://evil)",
    "`",
    "``a`",
    "\\|",
    "a\nb",
    "&lt;",
    "*a*",
    "# x",
    "~~x~~",
    "a\\",
]
TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40)


@given(TEXT)
def test_plain_text_comes_out_as_it_went_in(text: str) -> None:
    page = rendered(table(["h", "i"], [[plain(text), "end"]]))
    assert page.tags <= {"table", "thead", "tbody", "tr", "th", "td"}
    assert page.cells[2].split() == text.split()
    assert page.cells[3].strip() == "end"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text(text: str) -> None:
    page = rendered(table(["h", "i"], [[plain(text), code(text)]]))
    assert page.tags <= {"table", "thead", "tbody", "tr", "th", "td", "code"}
    assert page.cells[2].split() == text.split()
    assert page.cells[3].split() == text.split()


@given(TEXT)
@example("a`b``c")
def test_code_comes_out_as_it_went_in(text: str) -> None:
    page = rendered(table(["h", "i"], [[code(text), "end"]]))
    assert page.tags <= {"table", "thead", "tbody", "tr", "th", "td", "code"}
    assert page.cells[2].split() == text.split()


def test_the_dictionary_says_what_is_declared() -> None:
    text = data_dictionary([OWNERS, CATS])
    assert "## cats" in text
    assert "| `kind` | text | Kind. One of `house`, `wild`. | `wild` |" in text
    assert "| `name` | text, always | Name. | `Tom` |" in text
    assert "| `friends` | list of text | Friends. Each refers to [`owners.owner`](#owners). | `Tom; Eve` |" in text
    assert "*Derived.*" in text


@given(TEXT)
def test_no_declaration_breaks_the_dictionary(text: str) -> None:
    odd = sample_table("dogs", column("id", required=True, title=text, example=text or "x"), column("x"))
    page = rendered(data_dictionary([odd]).splitlines())
    assert page.tags <= {"h2", "p", "strong", "em", "code", "table", "thead", "tbody", "tr", "th", "td"}
    assert len(page.cells) == 12
