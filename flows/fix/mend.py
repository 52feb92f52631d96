"""Mend the raw files in memory, and prove it: what is written makes the record better by the check's own judgement.

In each round files are brought into house style and cells rewritten, and the record is checked again; what one edit uncovers
may be mended in the next. An edit is kept only if its issue is gone and no error came with it, so a suggestion that
would make things worse is left alone, and mending what is mended changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flows.fix.edits import Edit, Rewrite, file_name, plan_of, proposed
from flows.fix.house import in_house_style
from flows.fix.place import places

if TYPE_CHECKING:
    from flows.issue import Issue
    from flows.pipeline import Checked
    from flows.read import Snapshot

ROUNDS = 12  # each round must mend something, so this only bounds a chain of slips that hide behind each other
Choose = Callable[[Edit], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """The record before and after, and what was done to it."""

    before: Checked
    after: Checked
    rewrites: tuple[Rewrite, ...]
    edits: tuple[Edit, ...]  # one a cell, with what it held at first and holds at last
    refused: tuple[Edit, ...]  # suggestions that would have made things worse

    @property
    def files(self) -> dict[str, bytes]:
        """The files that changed, by path below the raw folder."""
        old = self.before.snapshot.files
        return {name: data for name, data in self.after.snapshot.files.items() if data != old[name]}


def mend(checked: Checked, *, unsafe: bool = False, choose: Choose | None = None) -> Mended:
    """Mend what can be.

    Args:
        checked: the record as it is.
        unsafe: write suggestions that change the meaning too.
        choose: asked for each of those, once, when `unsafe` is not set.
    """
    now = checked
    rewrites: dict[str, Rewrite] = {}
    done: dict[tuple[str, int | None, str | None], Edit] = {}
    asked: dict[tuple[str, int | None, str | None, str, str], bool] = {}
    refused: list[Edit] = []

    def wanted(edit: Edit) -> bool:
        if edit.safe or unsafe:
            return True
        key = (*edit.place(), edit.old, edit.new)
        if key not in asked:
            asked[key] = choose is not None and choose(edit)
        return asked[key]

    tried: set[tuple[str, int | None, str | None, str, str]] = set()
    for _ in range(ROUNDS):
        now, saved = _rewritten(now)
        for rewrite in saved:
            first = rewrites.get(rewrite.name)
            rewrites[rewrite.name] = replace(rewrite, what=first.what + rewrite.what) if first else rewrite
        edits = [edit for edit in proposed(now) if (*edit.place(), edit.old, edit.new) not in tried and wanted(edit)]
        tried.update((*edit.place(), edit.old, edit.new) for edit in edits)
        if not edits:
            break
        now, kept = _kept(now, edits)
        refused += [edit for edit in edits if edit not in kept]
        for edit in kept:
            earlier = done.get(edit.place())
            done[edit.place()] = replace(edit, old=earlier.old, safe=earlier.safe and edit.safe) if earlier else edit
    return Mended(
        before=checked,
        after=now,
        rewrites=tuple(rewrites.values()),
        edits=tuple(edit for edit in done.values() if edit.old != edit.new),
        refused=tuple(refused),
    )


def checked_with(checked: Checked, files: dict[str, bytes]) -> Checked:
    """The check of the record with these files in place of those of the same name."""
    from flows import pipeline

    return pipeline.check(with_files(checked.snapshot, files))


def with_files(snapshot: Snapshot, files: dict[str, bytes]) -> Snapshot:
    return replace(snapshot, files={**snapshot.files, **files})


def _rewritten(checked: Checked) -> tuple[Checked, tuple[Rewrite, ...]]:
    """The record with its files in house style, those left out that would not hold the same rows."""
    rewrites = list(_styles(checked))
    if not rewrites:
        return checked, ()
    now = checked_with(checked, {rewrite.name: rewrite.data for rewrite in rewrites})
    good = [rewrite for rewrite in rewrites if _same_rows(checked, now, rewrite.name)]
    if len(good) < len(rewrites):
        now = checked_with(checked, {rewrite.name: rewrite.data for rewrite in good}) if good else checked
    return now, tuple(good)


def _styles(checked: Checked) -> Iterable[Rewrite]:
    by_file: dict[str, list[Issue]] = defaultdict(list)
    for issue in checked.issues:
        by_file[file_name(checked.snapshot, issue.file)].append(issue)
    for name, data in checked.snapshot.files.items():
        plan = plan_of(checked.plans, name)
        if plan is None or not name.endswith(".csv"):
            continue
        text = checked.texts[plan.name]
        file = f"{checked.snapshot.shown}/{name}"
        columns = plan.raw_columns()
        if not by_file[name] and data.removeprefix(b"\xef\xbb\xbf").startswith(",".join(columns).encode()):
            continue
        used = frozenset(line for row, line in enumerate(text.lines) if text.file_of(row) == file)
        rewrite = in_house_style(name, data, columns, by_file[name], used)
        if rewrite:
            yield replace(rewrite, file=file)


def _same_rows(before: Checked, after: Checked, name: str) -> bool:
    """Whether the table that a file holds has the same cells, and no error that it had not."""
    plan = plan_of(before.plans, name)
    assert plan is not None
    same = before.texts[plan.name].frame.equals(after.texts[plan.name].frame)
    file = f"{before.snapshot.shown}/{name}"
    return same and _errors(after, file) <= _errors(before, file)


def _errors(checked: Checked, file: str) -> int:
    return sum(issue.severity == "error" for issue in checked.issues if issue.file == file)


def _kept(now: Checked, edits: Sequence[Edit]) -> tuple[Checked, list[Edit]]:
    """The record with those of the edits that make it better; tried all at once, then by halves."""
    after = checked_with(now, _applied(now, edits))
    if _better(now, after, edits):
        return after, list(edits)
    if len(edits) == 1:
        return now, []
    half = len(edits) // 2
    now, first = _kept(now, edits[:half])
    moved = {edit.place(): edit for edit in proposed(now)}
    rest = [
        moved[edit.place()] for edit in edits[half:] if edit.place() in moved and moved[edit.place()].new == edit.new
    ]
    if not rest:
        return now, first
    now, second = _kept(now, rest)
    return now, [*first, *second]


def _applied(now: Checked, edits: Iterable[Edit]) -> dict[str, bytes]:
    """The files with the edits in them."""
    by_file: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for edit in edits:
        by_file[edit.name] += edit.changes()
    files = {}
    for name, changes in by_file.items():
        plan = plan_of(now.plans, name)
        opened = plan and places(now.snapshot.files[name], plan.raw_columns())
        assert opened
        files[name] = opened.replaced(changes)
    return files


def _better(before: Checked, after: Checked, edits: Sequence[Edit]) -> bool:
    """Whether the issues of the edits are gone, and no error came with them.

    An error may come to light in another cell of a row that was mended, as two slips in cells that a rule compares are
    seen one after the other; not in a mended cell, nor in a row that was not touched.
    """
    left = {_key(issue) for issue in after.issues}
    if after.errors > before.errors or any(_key(edit.issue) in left for edit in edits):
        return False
    had = {_key(issue) for issue in before.issues}
    rows = {(edit.issue.file, edit.issue.line) for edit in edits}
    cells = {(edit.issue.file, edit.issue.line, edit.issue.column) for edit in edits}
    came = [issue for issue in after.issues if issue.severity == "error" and _key(issue) not in had]
    return all(
        (issue.file, issue.line) in rows and (issue.file, issue.line, issue.column) not in cells for issue in came
    )


def _key(issue: Issue) -> tuple[object, ...]:
    return (issue.rule, issue.file, issue.line, issue.column, issue.value)
