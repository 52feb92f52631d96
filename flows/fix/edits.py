"""What could be mended: one edit for each issue whose cell is known and whose right text is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows.fix.place import Cell, Places, places, written
from flows.fix.safe import is_meaning_kept
from flows.issue import Issue

if TYPE_CHECKING:
    from flows.pipeline import Checked
    from flows.read import Snapshot
    from schemas.plan import Plan

SPLIT = "read.too_many_cells"  # one cell that fell into several at a separator of its text


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One cell to be rewritten. `start` and `end` are characters of the file's text, `text` what is written there.

    Of two cells that changed places `swapped` is the other one, and what is written there.
    """

    name: str  # the file, below the raw folder: "sponsors.csv"
    issue: Issue
    old: str
    new: str
    safe: bool  # the meaning stays as it was
    start: int
    end: int
    text: str
    swapped: tuple[int, int, str] | None = None

    def changes(self) -> list[tuple[int, int, str]]:
        """The stretches of the file's text that it replaces, and by what."""
        own = (self.start, self.end, self.text)
        return [own, self.swapped] if self.swapped else [own]

    def place(self) -> tuple[str, int | None, str | None]:
        """The cell, by file, line and column."""
        return (self.name, self.issue.line, self.issue.column)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewrite:
    """One file to be saved in house style; the cells stay as they are."""

    name: str
    file: str  # as shown to a person
    what: tuple[str, ...]  # "saved as UTF-8; it was Windows-1251"
    data: bytes


def proposed(checked: Checked) -> Iterator[Edit]:
    """The edits that the issues suggest, at most one a cell, those that keep the meaning first."""
    found: dict[tuple[str, int, int], Edit] = {}
    by_file: dict[str, tuple[Plan, Places] | None] = {}
    for issue in checked.issues:
        if issue.suggestion is None or issue.suggestion == issue.value:
            continue
        name = file_name(checked.snapshot, issue.file)
        if name not in by_file:
            by_file[name] = _opened(checked, name)
        opened = by_file[name]
        edit = opened and _edit(issue, name, *opened)
        if edit:
            key = (name, edit.start, edit.end)
            if key not in found or (edit.safe and not found[key].safe):
                found[key] = edit
    yield from found.values()


def file_name(snapshot: Snapshot, file: str) -> str:
    """The path below the raw folder of a file as it is shown: "raw/sponsors.csv" is "sponsors.csv"."""
    return file.removeprefix(f"{snapshot.shown}/")


def plan_of(plans: Mapping[str, Plan], name: str) -> Plan | None:
    """The table that a file below the raw folder holds, wholly or in part."""
    stem, folder = name.rsplit(".", 1)[0], name.rpartition("/")[0]
    return next((plan for plan in plans.values() if plan.path in (stem, folder)), None)


def _opened(checked: Checked, name: str) -> tuple[Plan, Places] | None:
    plan = plan_of(checked.plans, name)
    data = checked.snapshot.files.get(name)
    if plan is None or data is None or not name.endswith(".csv"):
        return None
    opened = places(data, plan.raw_columns())
    return (plan, opened) if opened else None


def _edit(issue: Issue, name: str, plan: Plan, opened: Places) -> Edit | None:
    assert issue.suggestion is not None
    new = issue.suggestion
    cell = opened.cell(issue)
    if cell is None:
        return None
    if issue.swapped_with is not None:
        return _exchange(issue, name, cell, opened)
    old = cell.record.cells[cell.index]
    end = _end(issue, cell, opened)
    if end is None:
        return None
    before = opened.text[cell.start : end]
    text = written(new, opened.dialect, before if end == cell.end else "")
    safe = is_meaning_kept(issue, plan)
    return Edit(name=name, issue=issue, old=old, new=new, safe=safe, start=cell.start, end=end, text=text)


def _exchange(issue: Issue, name: str, cell: Cell, opened: Places) -> Edit | None:
    """The edit that puts two cells in each other's place, quotation marks and all."""
    index = opened.index(issue.swapped_with or "")
    other = None if index is None else opened.at(cell.record, index)
    if other is None or other.index == cell.index:
        return None
    mine, theirs = opened.text[cell.start : cell.end], opened.text[other.start : other.end]
    return Edit(
        name=name,
        issue=issue,
        old=cell.record.cells[cell.index],
        new=cell.record.cells[other.index],
        safe=False,
        start=cell.start,
        end=cell.end,
        text=theirs,
        swapped=(other.start, other.end, mine),
    )


def _end(issue: Issue, cell: Cell, opened: Places) -> int | None:
    """Where the stretch ends that is replaced: with the cell, or with the last of those it fell into; None: not for sure."""
    if issue.rule != SPLIT:
        return cell.end
    for last in range(cell.index + 1, len(cell.record.cells)):
        if opened.dialect.delimiter.join(cell.record.cells[cell.index : last + 1]) == issue.suggestion:
            end = opened.at(cell.record, last)
            return end.end if end else None
    return None
