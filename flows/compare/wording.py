r"""Counts and cells in words, for everything that a person reads of a comparison.

Counts read like those of csv-diff: "1 row changed, 2 rows added". Cells are hostile: control characters, marks that turn the
direction of a line and other invisible characters are written out (`\u202e`), line ends too (`\n`), so that a cell can
neither drive a terminal nor hide what it holds.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import polars as pl

from flows.compare.changes import Changes, TableChanges
from schemas.description import PublishedTable

_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def counted(changes: Changes | TableChanges) -> str:
    """What changed, in counts: "1 row changed, 2 rows added"; "nothing changed" where nothing did."""
    tables = changes.tables if isinstance(changes, Changes) else (changes,)
    schema = [change.what for table in tables for change in table.schema]
    parts = [
        _count(sum(table.rows_changed for table in tables), "row", "changed"),
        _count(sum(table.added.height for table in tables), "row", "added"),
        _count(sum(table.removed.height for table in tables), "row", "removed"),
        _count(schema.count("column_added"), "column", "added"),
        _count(schema.count("column_removed"), "column", "removed"),
        _count(schema.count("table_added"), "table", "added"),
        _count(schema.count("table_removed"), "table", "removed"),
    ]
    counted_above = {"column_added", "column_removed", "table_added", "table_removed"}
    other = sum(what not in counted_above for what in schema)
    if other:
        parts.append(f"schema changed in {other:,} place{'' if other == 1 else 's'}")
    if isinstance(changes, Changes) and changes.reordered:
        parts.append("tables reordered")
    return ", ".join(filter(None, parts)) or "nothing changed"


def _count(number: int, what: str, done: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'} {done}" if number else ""


def visible(text: str) -> str:
    """The text with every character written out that would not be seen as itself."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_visible(character) for character in text)


def _visible(character: str) -> str:
    if character in _NAMED:
        return _NAMED[character]
    if unicodedata.category(character) not in _UNSEEN and (character == " " or not character.isspace()):
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def cell_text(value: Any) -> str:
    """A cell as a person reads it, on one line; `visible`. Items of a list stand after each other with "; "."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(cell_text(item) for item in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    return visible(str(value))


def told(frame: pl.DataFrame, table: PublishedTable) -> Iterator[tuple[tuple[Any, ...], list[tuple[str, Any]]]]:
    """Of each row its key, and what was typed in its other cells: names of columns and values, empty ones left out."""
    columns = [column.name for column in table.columns if column.name not in table.key and not column.derived]
    for row in frame.iter_rows():
        record = dict(zip(frame.columns, row, strict=True))
        cells = [(name, record[name]) for name in columns if record[name] not in (None, [], "")]
        yield tuple(record[name] for name in table.key), cells


def key_text(key: Sequence[Any]) -> str:
    """A key as a person reads it: its values with ", " between them."""
    return ", ".join(cell_text(value) for value in key)


def excerpt(text: str, other: str, width: int) -> str:
    """The part of a long text, at most `width` characters, that shows where it first differs from another."""
    if len(text) <= width:
        return text
    differs = next((i for i, (a, b) in enumerate(zip(text, other, strict=False)) if a != b), min(len(text), len(other)))
    start = max(0, min(differs - width // 3, len(text) - width))
    if start == 0:
        return text[: width - 1] + "…"
    tail = text[start + 1 : start + width]
    return "…" + (tail if start + width >= len(text) else tail[:-1] + "…")
