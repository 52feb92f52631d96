"""What is said of a cell: the steps from what was typed to what is published, and the row in hand while they are found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from flows.explain.archive import Archive
from schemas.description import PublishedTable
from schemas.plan import Plan, Reference

Kind = Literal[
    "tidied", "corrected", "split", "resolved", "first_day", "number", "derived", "waived", "unexplained", "not_at_hand"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that was done to a cell, in words."""

    kind: Kind
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A published cell. `typed` is the raw cell of the same column, None where it is empty or there is no such column."""

    column: str
    title: str
    value: Any  # str, int, bool, date, list of str, or None
    typed: str | None
    derived: bool
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowInHand:
    """What the steps of one row are found from."""

    archive: Archive
    table: PublishedTable
    plan: Plan
    values: Mapping[str, Any]
    typed: Mapping[str, str | None] | None
    used: Mapping[str, str | None]  # typed, tidied and corrected
    changes: Mapping[str, Sequence[Mapping[str, Any]]]
    waived: Sequence[str]


def name_of(archive: Archive, reference: Reference, name: str, key: Any) -> str | None:
    """The sentence that a name is listed for a key; None where it is not."""
    for table, column in reference.named_in:
        for found in archive.named(table, column, name):
            if table == reference.table:
                named = found[reference.column]
            else:
                named = next((found[c.name] for c in archive.table(table).columns if c.refers_to == f"{reference.table}.{reference.column}"), None)  # fmt: skip
            if named == key:
                listed = found[column] if isinstance(found[column], str) else name
                like = "" if listed == name else f", listed as {quoted(listed)}"
                return f"{quoted(name)} is a name of {key} in {table}{like}"
    return None


def unexplained(used: str | None, value: Any) -> Step:
    return Step(kind="unexplained", says=f"{shown(value)} does not follow from {quoted(used)}; please report this")


def shown(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, list):
        return "; ".join(map(str, value)) or "nothing"
    return str(value)


def quoted(text: str | None) -> str:
    return f"“{text}”" if text else "an empty cell"
