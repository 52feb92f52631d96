"""Each published cell beside what was typed, and every step between the two.

A step is never claimed from the declaration alone: it is tried. A cell is called split because its items joined again are what
was typed, resolved because the name typed is listed for the code published, a first day because the text typed is its beginning.
What no step accounts for is `unexplained`; no cell of the record may be, and a test says so of all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from flows.explain.archive import Archive
from flows.explain.derived import derived
from flows.explain.step import Cell, RowInHand, Step, name_of, quoted, unexplained
from schemas.cells import SEPARATOR
from schemas.description import PublishedColumn
from schemas.plan import Column, Reference


def cells(
    archive: Archive,
    table: str,
    values: Mapping[str, Any],
    typed: Mapping[str, str | None] | None,
    changes: Sequence[Mapping[str, Any]],
    waived: Sequence[str],
) -> tuple[Cell, ...]:
    """The cells of a published row.

    Args:
        archive: the release.
        table: the name of the table.
        values: the row as published.
        typed: its raw cells by column; None where they are not at hand.
        changes: from the sidecar: cells that are used otherwise than typed.
        waived: from the sidecar: the rules that the row may break.
    """
    by_column: dict[str, list[Mapping[str, Any]]] = {}
    used = dict(typed or {})
    for change in changes:
        by_column.setdefault(change["column"], []).append(change)
        used[change["column"]] = change["used"]
    row = RowInHand(archive=archive, table=archive.table(table), plan=archive.plans[table], values=values, typed=typed, used=used,
               changes=by_column, waived=waived)  # fmt: skip
    return tuple(_cell(row, column) for column in row.table.columns)


def _cell(row: RowInHand, column: PublishedColumn) -> Cell:
    return Cell(
        column=column.name,
        title=column.title,
        value=row.values[column.name],
        typed=(row.typed or {}).get(column.name),
        derived=column.derived,
        steps=tuple(_steps(row, column)),
    )


def _steps(row: RowInHand, column: PublishedColumn) -> Iterator[Step]:
    declared = next((c for c in row.plan.columns if c.name == column.name), None)
    if declared is None:
        yield _precision(row, column)
        return
    if not declared.raw:
        yield derived(row, declared)
        return
    for change in row.changes.get(column.name, ()):
        yield _changed(row, change)
    if row.typed is None:
        yield Step(kind="not_at_hand", says="the row as typed is not at hand")
        return
    yield from _read(row, declared, row.used.get(column.name), row.values[column.name])


def _changed(row: RowInHand, change: Mapping[str, Any]) -> Step:
    if change["by"] == "tidy":
        from flows.suggest.text import describe

        seen = "; ".join(describe(change["typed"] or "")) or "text that is not in its usual form"
        return Step(kind="tidied", says=f"tidied: the cell holds {seen}; it is used without")
    reason = _reason(row.archive, "corrections", change["by"], "reason")
    says = f"corrected by {change['by']}: {quoted(change['typed'])} is used as {quoted(change['used'])}"
    return Step(kind="corrected", says=f"{says}, because {reason}" if reason else says)


def _reason(archive: Archive, table: str, place: str, column: str) -> str | None:
    """A cell of the row at a place such as "raw/corrections.csv:3"."""
    line = place.rpartition(":")[2]
    return next((cells.get(column) for at, cells in archive.raw_rows(table) if str(at) == line), None)


def _read(row: RowInHand, declared: Column, used: str | None, value: Any) -> Iterator[Step]:
    """The steps from the text that is used to the value that is published."""
    reference = declared.reference if declared.reference and declared.reference.named_in else None
    if used is None:
        if value not in (None, []):
            yield unexplained(used, value)
    elif declared.type == "list":
        yield from _items(row, reference, used, value)
    elif reference:
        yield from _resolved(row, declared, reference, used, value)
    elif isinstance(value, bool):
        yield unexplained(used, value)
    elif isinstance(value, int):
        if str(value) != used:
            yield Step(kind="number", says=f"{quoted(used)} read as a number") if _is_number(used, value) else unexplained(used, value)  # fmt: skip
    elif isinstance(value, date):
        yield from _day(used, value)
    elif value != used:
        yield unexplained(used, value)


def _items(row: RowInHand, reference: Reference | None, used: str, value: Any) -> Iterator[Step]:
    items = used.split(SEPARATOR)
    if not isinstance(value, list) or len(items) != len(value):
        yield unexplained(used, value)
        return
    if len(items) > 1:
        yield Step(kind="split", says=f"{len(items)} values, split at “{SEPARATOR}”")
    for item, found in zip(items, value, strict=True):
        if item != found:
            says = name_of(row.archive, reference, item, found) if reference else None
            yield Step(kind="resolved", says=says) if says else unexplained(item, found)


def _resolved(row: RowInHand, declared: Column, reference: Reference, used: str, value: Any) -> Iterator[Step]:
    if value == used:
        return
    if value is None:
        rule = f"{row.plan.name}.{declared.name}.vocabulary"
        if rule in row.waived:
            yield Step(
                kind="waived", says=f"{quoted(used)} names no row of {reference.table}; {rule} is waived for this row"
            )
        else:
            yield unexplained(used, value)
        return
    says = name_of(row.archive, reference, used, value)
    yield Step(kind="resolved", says=says) if says else unexplained(used, value)


def _day(used: str, value: date) -> Iterator[Step]:
    text = value.isoformat()
    if text == used:
        return
    if len(used) in (4, 7) and text == used + "-01-01"[len(used) - 4 :]:
        what = "month" if len(used) == 7 else "year"
        yield Step(kind="first_day", says=f"the source gives {used}, the {what} alone; its first day stands for it")
    else:
        yield unexplained(used, value)


def _precision(row: RowInHand, column: PublishedColumn) -> Step:
    base = column.name.removesuffix("_precision")
    used = row.used.get(base)
    value = row.values[column.name]
    if row.typed is not None and value != {10: "day", 7: "month", 4: "year"}.get(len(used or "")):
        return unexplained(used, value)
    return Step(kind="derived", says=f"from how {base} is typed: {quoted(used)}")


def _is_number(used: str, value: int) -> bool:
    try:
        return int(used) == value
    except ValueError:
        return False
