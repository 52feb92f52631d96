"""`hrc diff` on a terminal: what changed, at 80 columns, in the marks that every diff uses: + came, - is gone, ~ changed.

Cells are written out so that none can drive the terminal (`flows.compare.wording.visible`); long ones are cut to where they
differ, long lists to their beginning. Colour is the business of who prints it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import islice
from typing import Any

import polars as pl

from flows.compare.changes import Changes, TableChanges
from flows.compare.wording import cell_text, counted, excerpt, key_text, told, visible
from schemas.description import PublishedTable

WIDTH = 80
LISTED = 30  # rows of one kind and table: what fits on a screen or two
_BUMPS = {
    "major": "A program that reads the release can break: this makes a new major version.",
    "minor": "This makes a new minor version.",
    "patch": "Corrections only: this makes a new patch version.",
    None: "Nothing to publish.",
}


def diff_text(changes: Changes, old_label: str, new_label: str) -> str:
    """What changed, as text of at most 80 columns with a line end after each line.

    Args:
        changes: what changed.
        old_label: what was compared, "1.3.0".
        new_label: with what, "1.4.0" or "raw".
    """
    return "".join(f"{line}\n" for line in _lines(changes, old_label, new_label))


def _lines(changes: Changes, old: str, new: str) -> Iterator[str]:
    yield from _wrapped(f"{visible(old)} -> {visible(new)}: {counted(changes)}")
    if changes.first:
        yield from _wrapped("The first release: there is nothing to compare it with.")
        for table in changes.tables:
            yield from _wrapped(f"{table.name}: {table.rows_after:,} row{'' if table.rows_after == 1 else 's'}", "  ")
        return
    yield from _wrapped(_BUMPS[changes.bump])
    for title, sentences in (("Breaking", changes.breaking), ("Shrinking", changes.shrunk)):
        if sentences:
            yield from ("", f"{title}:")
            for sentence in sentences:
                yield from _wrapped(visible(sentence), "  ! ", "    ")
    for table in changes.tables:
        if not table.unchanged:
            yield ""
            yield from _table(table)


def _table(table: TableChanges) -> Iterator[str]:
    yield from _wrapped(f"{visible(table.name)}: {counted(table)}")
    for change in table.schema:
        if change.effect != "breaking":
            yield from _wrapped(visible(change.sentence), "  * ", "    ")
    described = table.after or table.before
    assert described is not None
    yield from _some(_changed(table), table.rows_changed, "changed")
    yield from _some(_rows(table.added, table.after or described, "+"), table.added.height, "added")
    yield from _some(_rows(table.removed, table.before or described, "-"), table.removed.height, "removed")
    for pair in table.rekeyed[:LISTED]:
        said = f"{key_text(pair.before)} is perhaps {key_text(pair.after)} now ({pair.agree} of {pair.compared} other cells agree)"
        yield from _wrapped(said, "  ? ", "    ")


def _some(entries: Iterator[list[str]], number: int, done: str) -> Iterator[str]:
    for lines in islice(entries, LISTED):
        yield from lines
    if number > LISTED:
        yield f"  … and {number - LISTED:,} more rows {done}"


def _changed(table: TableChanges) -> Iterator[list[str]]:
    for key, cells in table.changed_rows():
        lines = [fitted(f"  ~ {key_text(key)}", WIDTH)]
        for cell in cells:
            lines += _cell(cell.column, cell.before, cell.after)
        yield lines


def _cell(column: str, before: Any, after: Any) -> list[str]:
    """One line where both fit on it, else two."""
    old, new = cell_text(before), cell_text(after)
    head = f"      {visible(column)}: "
    line = f"{head}{_quoted(before, old)} -> {_quoted(after, new)}"
    if columns(line) <= WIDTH:
        return [line]
    room = WIDTH - 13
    return [
        fitted(head.rstrip(), WIDTH),
        fitted(f"        - {_quoted(before, excerpt(old, new, room))}", WIDTH),
        fitted(f"        + {_quoted(after, excerpt(new, old, room))}", WIDTH),
    ]


def _quoted(value: Any, text: str) -> str:
    if value is None or value == []:
        return "(empty)"
    return f'"{text}"' if isinstance(value, str) else text


def _rows(frame: pl.DataFrame, table: PublishedTable, mark: str) -> Iterator[list[str]]:
    for key, cells in told(frame, table):
        about = "; ".join(cell_text(cell) for _, cell in cells[:3])
        yield [fitted(f"  {mark} {key_text(key)}{'  ' if about else ''}{about}", WIDTH)]


def _wrapped(text: str, first: str = "", later: str | None = None) -> list[str]:
    """The text in lines of at most `WIDTH` columns, broken between words, within one only where it is longer than a line."""
    lines, line, empty = [], first, True
    for word in text.split(" "):
        rest = word
        if not empty and columns(f"{line} {rest}") > WIDTH:
            lines.append(line)
            line, empty = first if later is None else later, True
        while columns(line + rest) > WIDTH:  # only at the start of a line
            part = fitted(rest, WIDTH - columns(line) + 1)[:-1]
            lines.append(line + part)
            line, rest = first if later is None else later, rest[len(part) :]
        line, empty = f"{line}{'' if empty else ' '}{rest}", False
    return [*lines, line]


def columns(text: str) -> int:
    """Columns that a text takes on a terminal: two for wide characters, none for accents set on others."""
    return sum(map(_width, text))


def _width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def fitted(text: str, width: int) -> str:
    """The text, cut with … where it takes more than `width` columns."""
    if columns(text) <= width:
        return text
    taken, used = [], 1
    for character in text:
        used += _width(character)
        if used > width:
            break
        taken.append(character)
    return "".join(taken) + "…"
