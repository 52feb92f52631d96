"""CHANGES.md: what changed, for people. Counts first, then what can break, then table by table; empty sections are left out.

Every cell stands in a code span, where Markdown has no marks: no link, no mention, no HTML comes of it, whatever it holds.
Long cells are cut, and long lists end with how many more there are; changes.json, beside it, holds all of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import polars as pl

from flows.compare.changes import Changes, Rekeyed, TableChanges
from flows.compare.wording import cell_text, counted, excerpt, key_text, told, visible
from schemas.description import PublishedTable

LISTED = 100  # rows of one kind and table that are listed: more is read by programs
_CELL = 160  # characters of a cell that are shown
_ROW = 3  # cells shown of a row that came or is gone, to know it by
_BUMPS = {
    "major": "A major version: a program that reads the release can break.",
    "minor": "A minor version: a program that reads the release goes on working.",
    "patch": "A patch: corrections only.",
}


def changes_markdown(
    changes: Changes, old_version: str | None, new_version: str | None, reason: str | None = None
) -> str:
    """What changed, as a Markdown page.

    Args:
        changes: what changed.
        old_version: the release before; None if there was none.
        new_version: this release; None if what is compared is not released.
        reason: why a breaking change or a shrinking table is published all the same, as the operator gave it.
    """
    return "\n".join(_lines(changes, old_version, new_version, reason)) + "\n"


def _lines(changes: Changes, old: str | None, new: str | None, reason: str | None) -> Iterator[str]:
    since = f" since {_plain(old)}" if old else ""
    yield f"# Changes in {_plain(new)}{since}" if new else f"# Changes{since}"
    if changes.first:
        yield from ("", "The first release.", "")
        for table in changes.tables:
            yield f"- {_plain(table.name)}: {_rows(table.rows_after)}"
        return
    yield from ("", f"{counted(changes).capitalize()}.")
    if changes.bump:
        yield from ("", _BUMPS[changes.bump])
    yield from _sentences("Breaking", changes.breaking)
    yield from _sentences("Shrinking tables", changes.shrunk)
    if reason and (changes.breaking or changes.shrunk):
        yield from ("", f"Published all the same, for this reason: {_code(reason, len(reason))}")
    for table in changes.tables:
        if not table.unchanged:
            yield from _table(table)


def _sentences(title: str, sentences: Iterable[str]) -> Iterator[str]:
    listed = [f"- {_plain(sentence)}" for sentence in sentences]
    if listed:
        yield from ("", f"## {title}", "", *listed)


def _table(table: TableChanges) -> Iterator[str]:
    yield from ("", f"## {_plain(table.name)}: {counted(table)}")
    if table.schema:
        yield ""
        for change in table.schema:
            yield f"- {_plain(change.sentence[:1].upper() + change.sentence[1:])}"
            if change.effect == "wording" and isinstance(change.before, str) and isinstance(change.after, str):
                yield f"  {_pair(change.before, change.after)}"
    described = table.after or table.before
    assert described is not None
    yield from _section("Changed", _changed(table), table.rows_changed)
    yield from _section("Added", _listed(table.added, table.after or described), table.added.height)
    yield from _section("Removed", _listed(table.removed, table.before or described), table.removed.height)
    yield from _section("Suspected re-keyings", _rekeyed(table.rekeyed), len(table.rekeyed))


def _section(title: str, entries: Iterator[str], number: int) -> Iterator[str]:
    if not number:
        return
    yield from ("", f"### {title}", "")
    yield from islice(entries, LISTED)
    if number > LISTED:
        yield f"- … and {number - LISTED:,} more, listed in changes.json"


def _changed(table: TableChanges) -> Iterator[str]:
    for key, cells in table.changed_rows():
        lines = [f"- {_code(key_text(key))}"]
        lines += [f"  - {_plain(cell.column)}: {_pair(cell.before, cell.after)}" for cell in cells]
        yield "\n".join(lines)


def _listed(frame: pl.DataFrame, table: PublishedTable) -> Iterator[str]:
    for key, cells in told(frame, table):
        about = ", ".join(f"{_plain(name)} {_code(cell_text(cell), 80)}" for name, cell in cells[:_ROW])
        yield f"- {_code(key_text(key))}{': ' if about else ''}{about}"


def _rekeyed(pairs: Iterable[Rekeyed]) -> Iterator[str]:
    for pair in pairs:
        yield (
            f"- {_code(key_text(pair.before))} is perhaps {_code(key_text(pair.after))} now: "
            f"{pair.agree} of {pair.compared} other cells agree"
        )


def _pair(before: Any, after: Any) -> str:
    old, new = cell_text(before), cell_text(after)
    return f"{_cell(before, excerpt(old, new, _CELL))} → {_cell(after, excerpt(new, old, _CELL))}"


def _cell(value: Any, text: str) -> str:
    if value is None or value == []:
        return "(empty)"
    return "(empty text)" if value == "" else _code(text)


def _code(text: str, width: int = _CELL) -> str:
    """A code span: a fence of one backtick more than the text holds in a row, blanks inside where the edge needs them."""
    text = excerpt(visible(text), "", width) if len(text) <= width else visible(text)[: width - 1] + "…"
    if not text:
        return "(empty text)"
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    edge = " " if text.strip(" ") and (text[0] in "` " or text[-1] in "` ") else ""  # blanks alone are kept as they are
    return f"{fence}{edge}{text}{edge}{fence}"


def _plain(text: str) -> str:
    """Words that are to be read as they stand: every sign that means something to Markdown or HTML is escaped."""
    text = visible(text)
    return re.sub(r"([\\`*_{}\[\]<>()#+!|~&$@:/.])", r"\\\1", text) if _MARKS.search(text) else text


_MARKS = re.compile(r"[\\`*{}\[\]<>#|~&$@]|//|www\.|(?<![a-z0-9])_|_(?![a-z0-9])", re.IGNORECASE)


def _rows(number: int) -> str:
    return f"{number:,} row{'' if number == 1 else 's'}"
