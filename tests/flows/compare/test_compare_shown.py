"""CHANGES.md and the terminal: counts first, nothing empty, nothing too long, and no cell that does anything."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import polars as pl
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from random_editions import TEXTS, column, examples, frame, record, table

from flows.compare import Changes, changes_markdown, compare, counted, diff_text
from flows.compare.markdown import _code, _plain
from flows.compare.show import columns
from flows.compare.wording import excerpt, visible
from flows.edition import Edition

MARKDOWN = MarkdownIt("gfm-like", {"linkify": False, "html": True})
NOTES = table("notes", [column("id"), column("text"), column("list", "list")], ("id",))
HOSTILE = st.one_of(
    TEXTS,
    st.text(alphabet="`*_[]()<>|#~!&\\ab \n", max_size=12),
    st.sampled_from(
        ["<script>alert(1)</script>", "[a](javascript:x)", "![x](http://x/y.png)", "https://evil.example/", "``", " ` ", "| a | b |", "&lt;", "\x1b[2J", "- x", "1. x", "@everyone", "\r\n\r\n# x"]
    ),
)  # fmt: skip


def notes(*rows: tuple[str, str | None, list[str]]) -> Edition:
    return Edition(tables=(NOTES,), frames={"notes": frame(NOTES, list(rows))})


def kinds(page: str) -> list[str]:
    return [child.type for token in MARKDOWN.parse(page) for child in (token, *(token.children or []))]


def codes(page: str) -> list[str]:
    return [c.content for token in MARKDOWN.parse(page) for c in token.children or [] if c.type == "code_inline"]


@examples(60)
@given(HOSTILE, HOSTILE, st.lists(HOSTILE, max_size=2))
def test_cells_are_only_cells(key: str, text: str, items: list[str]) -> None:
    old = notes(("1", "x", []), ("2", "x", []))
    new = notes(("1", text, items), (f"k{key}", text, []))
    page = changes_markdown(compare(old, new), "1.0.0", None, text)
    allowed = {"heading_open", "heading_close", "inline", "text", "paragraph_open", "paragraph_close", "bullet_list_open", "bullet_list_close",
               "list_item_open", "list_item_close", "code_inline", "softbreak"}  # fmt: skip
    assert set(kinds(page)) <= allowed
    if text:
        assert visible(text) in codes(page)
    assert visible(f"k{key}") in codes(page)
    for shown in (page, diff_text(compare(old, new), "1.0.0", key)):
        assert all(c == "\n" or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Zl", "Zp"} for c in shown)


@examples(60)
@given(HOSTILE)
def test_words_are_only_words(text: str) -> None:
    (paragraph,) = [token for token in MARKDOWN.parse(f"- t: {_plain(text)}.") if token.type == "inline"]
    assert {child.type for child in paragraph.children or []} <= {"text", "text_special"}
    assert "".join(child.content for child in paragraph.children or []) == f"t: {visible(text)}."


@examples(60)
@given(st.text(min_size=1, max_size=30))
def test_a_code_span_holds_the_text(text: str) -> None:
    assert codes(f"- {_code(text)}") == [visible(text)]


def test_a_page() -> None:
    old = notes(("a", "one", []), ("b", None, ["x"]), ("c", "gone", []))
    new = notes(("a", "two", []), ("b", "", ["x", "y"]), ("d", "new", ["z"]), ("e", None, []))
    assert changes_markdown(compare(old, new), "1.0.0", "1.1.0") == (
        "# Changes in 1.1.0 since 1.0.0\n\n"
        "2 rows changed, 2 rows added, 1 row removed.\n\n"
        "A minor version: a program that reads the release goes on working.\n\n"
        "## Shrinking tables\n\n"
        "- notes: 1 of 3 rows is gone (33%). The record only grows; more than 10% is what a file loses that was saved with a filter on, or cut off on the way.\n\n"
        "## notes: 2 rows changed, 2 rows added, 1 row removed\n\n"
        "### Changed\n\n"
        "- `a`\n  - text: `one` → `two`\n"
        "- `b`\n  - text: (empty) → (empty text)\n  - list: `x` → `x; y`\n\n"
        "### Added\n\n"
        "- `d`: text `new`, list `z`\n- `e`\n\n"
        "### Removed\n\n"
        "- `c`: text `gone`\n"
    )


def test_on_a_terminal() -> None:
    old = notes(("a", "one", []), ("b", None, ["x"]), ("c", "gone", []))
    new = notes(("a", "two", []), ("b", "", ["x", "y"]), ("c", "gone", []), ("d", "new", ["z"]))
    assert diff_text(compare(old, new), "1.0.0", "raw") == (
        "1.0.0 -> raw: 2 rows changed, 1 row added\n"
        "This makes a new minor version.\n"
        "\n"
        "notes: 2 rows changed, 1 row added\n"
        "  ~ a\n"
        '      text: "one" -> "two"\n'
        "  ~ b\n"
        '      text: (empty) -> ""\n'
        "      list: x -> x; y\n"
        "  + d  new; z\n"
    )
    assert diff_text(compare(old, old), "1.0.0", "raw") == "1.0.0 -> raw: nothing changed\nNothing to publish.\n"


def test_the_first_release_lists_its_tables() -> None:
    changes = compare(None, record())
    page = changes_markdown(changes, None, "1.0.0")
    assert (
        page
        == "# Changes in 1.0.0\n\nThe first release.\n\n- themes: 3 rows\n- resolutions: 40 rows\n- sponsors: 40 rows\n"
    )
    assert "resolutions: 40 rows" in diff_text(changes, "nothing", "raw")


def many() -> Changes:
    old = notes(*((f"{n:04}", "x", []) for n in range(500)))
    return compare(old, replace(old, frames={"notes": old.frames["notes"].with_columns(text=pl.lit("y"))}))


def test_long_lists_end_with_what_is_left() -> None:
    page = changes_markdown(many(), "1.0.0", "1.0.1")
    assert page.endswith("- … and 400 more, listed in changes.json\n")
    assert page.count("\n  - text: `x` → `y`\n") == 100
    assert diff_text(many(), "1.0.0", "1.0.1").endswith("  … and 470 more rows changed\n")


def test_long_cells_are_cut_to_where_they_differ() -> None:
    old, new = "a" * 300 + "X" + "b" * 300, "a" * 300 + "Y" + "b" * 300
    changes = compare(notes(("k", old, [])), notes(("k", new, [])))
    for shown in (changes_markdown(changes, "1.0.0", "1.0.1"), diff_text(changes, "1.0.0", "1.0.1")):
        assert "X" in shown
        assert "Y" in shown
        assert "a" * 200 not in shown


@examples(60)
@given(st.text(max_size=60), st.text(max_size=60), st.integers(5, 40))
def test_excerpts(text: str, other: str, width: int) -> None:
    shown = excerpt(text, other, width)
    assert len(shown) <= max(width, 0) or shown == text
    assert len(shown) == min(len(text), width)
    assert shown.strip("…") in text or "…" in text


@examples(60)
@given(st.text(max_size=120), st.text(max_size=120))
def test_eighty_columns(key: str, text: str) -> None:
    shown = diff_text(
        compare(
            notes(("1", "x", [])), notes((key, text, [text]), ("1", text, [text]) if key != "1" else ("2", text, []))
        ),
        "1.0.0",
        key,
    )
    assert max(columns(line) for line in shown.splitlines()) <= 80


def test_counts() -> None:
    old = record()
    wider = replace(NOTES, columns=(*NOTES.columns, column("more")))
    base = notes(("a", "x", []))
    new = Edition(
        tables=(wider, *old.tables), frames={"notes": base.frames["notes"].with_columns(more=pl.lit("y")), **old.frames}
    )
    assert counted(compare(base, new)) == "83 rows added, 1 column added, 3 tables added"
    assert counted(compare(base, base)) == "nothing changed"
    reworded = replace(NOTES, title="Remarks", columns=(replace(NOTES.columns[0], required=True), *NOTES.columns[1:]))
    assert counted(compare(base, replace(base, tables=(reworded,)))) == "schema changed in 2 places"
    assert counted(compare(old, replace(old, tables=old.tables[::-1]))) == "tables reordered"
