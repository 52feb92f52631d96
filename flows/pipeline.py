"""The way of the record from raw files to published tables, as three plain steps.

    snapshot    the bytes of all raw files, read once
    check       bytes -> text (`read`) -> clean text (`tidy`) -> corrected text (`amend`) -> issues (`judge`)
    curate      what was checked -> what is published

No step writes anything; `flows.release` does. `hrc check` takes the first two, `flows.publish` all of them, so that what is
published is exactly what was checked, from one reading.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from flows import amend
from flows.issue import Issue
from flows.judging.judge import Judged, judge
from flows.judging.since import Since, since
from flows.judging.unusual import Words, vocabulary
from flows.judging.waivers import Waived
from flows.last_release import LastRelease, last_release
from flows.plans import KEPT, fingerprint, load_plans
from flows.read import Snapshot, read_table
from flows.read import snapshot as read_snapshot
from flows.suggest.seen import seen_or_counted
from flows.text import Change, TextTable
from flows.tidy import tidy
from schemas.engine import Record
from schemas.plan import Plan

if TYPE_CHECKING:
    from flows.again import Again
    from flows.curate import Curated


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What the check found, and the tables as they are used: tidied and corrected."""

    snapshot: Snapshot
    plans: Mapping[str, Plan]
    issues: list[Issue]  # in the order in which a person reads the files
    texts: Mapping[str, TextTable]  # as typed
    used: Mapping[str, pl.DataFrame]  # text, tidied and corrected
    changes: Mapping[str, list[Change]]
    waived: Mapping[str, list[Waived]]

    @cached_property
    def errors(self) -> int:
        """How many issues stop a release."""
        return sum(issue.severity == "error" for issue in self.issues)

    @property
    def warnings(self) -> int:
        """How many issues do not."""
        return len(self.issues) - self.errors

    @property
    def rows(self) -> int:
        """How many records were read, in all tables."""
        return sum(text.frame.height for text in self.texts.values())

    @property
    def files(self) -> int:
        """How many files were read."""
        return len(self.snapshot.files)


@cache
def plans_of_this_run() -> dict[str, Plan]:
    """The plan of each table, read once a process: the schemas do not change under a program that has imported them."""
    return load_plans()


def snapshot(raw: Path, curated: Path | None = None) -> Snapshot:
    """Read the bytes of every raw file, once, and see which release is the last in `curated`.

    Raises:
        OSError: the folder cannot be read, or its files change while they are read.
    """
    read = read_snapshot(plans_of_this_run(), raw)
    return read if curated is None else replace(read, last=last_release(curated))


def check(snapshot: Snapshot, again: Again | None = None) -> Checked:
    """Find every issue of every file; `again` knows what the last check of the folder has read."""
    plans = plans_of_this_run()
    read = read_table if again is None else again.table
    texts = {name: read(plan, snapshot) for name, plan in plans.items()}
    issues = [*snapshot.issues, *(issue for text in texts.values() for issue in text.issues)]
    changes: dict[str, list[Change]] = defaultdict(list)
    tidied: dict[str, TextTable] = {}
    for name, text in texts.items():
        tidied[name], said = tidy(text, plans[name])
        issues += said
        changes[name] += _tidied(text.frame, tidied[name].frame)
    corrections, allowed = tidied[amend.CORRECTIONS], amend.waivers(tidied[amend.WAIVERS])
    frames = {name: text.frame for name, text in tidied.items() if text.readable}
    former = _former(plans, tidied, snapshot)
    words = _words(plans, frames, former, snapshot) if again is None else again.words(plans, frames, former)
    record = Record(plans)
    used: dict[str, pl.DataFrame] = {}
    waived: dict[str, list[Waived]] = {}
    changed: dict[str, Since] = {}
    for name, plan in plans.items():
        text = tidied[name]
        if not text.readable:
            continue
        record.put(name, text.frame)
        record.lose_rows(name, text.lost)
        used[name], corrected, unmatched = amend.correct(record, plan, corrections, text)
        if corrected:
            record.put(name, used[name])
            changes[name] += corrected
        now = partial(_judged, record, plan, text, allowed, words, tidied, changed, former, snapshot.last)
        if again is None:
            judged, its = now()
        else:
            judged, its = again.judged(record, name, _made_of(plans, name, tidied), snapshot.last, words, now)
        if its is not None:
            changed[name] = its
        waived[name] = judged.waived
        issues = [*one_a_cell(issues, judged.issues), *unmatched]
    rules = {rule.id: rule for plan in plans.values() for rule in plan.rules}
    matched = [item for items in waived.values() for item in items]
    issues += amend.strangers(corrections, plans)
    issues += amend.unused(tidied[amend.WAIVERS], matched, _judged_whole(plans, tidied), rules)
    broken = {_place(issue) for text in texts.values() for issue in text.issues if issue.column and issue.line}
    issues = [issue for issue in issues if issue.rule.startswith("read.") or _place(issue) not in broken]
    return Checked(
        snapshot=snapshot,
        plans=plans,
        issues=sorted(issues, key=Issue.order),
        texts=texts,
        used=used,
        changes=changes,
        waived=waived,
    )


def _judged(
    record: Record,
    plan: Plan,
    text: TextTable,
    allowed: list[Waived],
    words: Words,
    texts: Mapping[str, TextTable],
    changed: Mapping[str, Since],
    former: Mapping[str, pl.DataFrame],
    last: LastRelease | None,
) -> tuple[Judged, Since | None]:
    """What comes of one table, and what has changed in it since the last release."""
    its = since(last.version, former.get(plan.name), record, plan) if last is not None and plan.publishes else None
    changed = changed if its is None else {**changed, plan.name: its}
    return judge(record, plan, text, allowed, words, texts, changed), its


def _made_of(plans: Mapping[str, Plan], name: str, texts: Mapping[str, TextTable]) -> dict[str, TextTable]:
    """All tables on which the outcome of one depends."""
    found = [name, amend.CORRECTIONS, amend.WAIVERS]
    for other in found:
        found += plans[other].looks_into() - set(found)
    return {other: texts[other] for other in found}


def _words(
    plans: Mapping[str, Plan],
    frames: Mapping[str, pl.DataFrame],
    former: Mapping[str, pl.DataFrame],
    snapshot: Snapshot,
) -> Words:
    """What looks like a slip in these files, as it was found before or by counting the words now."""
    seen_by = f"{fingerprint()} {snapshot.last.version if snapshot.last else ''}"
    return seen_or_counted(KEPT, seen_by, snapshot.files, lambda: vocabulary(plans, frames, former))


def one_a_cell(issues: list[Issue], judged: list[Issue]) -> list[Issue]:
    """All issues, of several in one cell the one that matters: not that a blank was tidied, or that it has changed, but what is wrong.

    A later table may find the cause of its own issues in a cell that has had its issue.
    """
    worse = {_place(issue) for issue in judged if issue.column}
    known = {_place(issue) for issue in issues if issue.severity == "error" and issue.column}
    kept = [i for i in issues if not (i.rule.endswith(".text") or _is_unusual(i)) or _place(i) not in worse]
    return [*kept, *(issue for issue in judged if _place(issue) not in known)]


def _is_unusual(issue: Issue) -> bool:
    """Whether all that is wrong with a cell is that it stands out (`schemas.unusual`)."""
    return issue.severity == "warning" and issue.rule.endswith((".altered", ".spelling", ".punctuation", ".left_empty"))


def _former(plans: Mapping[str, Plan], texts: Mapping[str, TextTable], snapshot: Snapshot) -> dict[str, pl.DataFrame]:
    """The rows that the last release has of each published table whose files are not those it was made of."""
    if snapshot.last is None:
        return {}
    former: dict[str, pl.DataFrame] = {}
    for name, text in texts.items():
        if plans[name].publishes is None or not text.readable or text.lost:
            continue
        paths = {path.removeprefix(f"{snapshot.shown}/") for path in text.files or [text.file]}
        read = [(path, snapshot.files[path]) for path in paths if path in snapshot.files]
        same = len(read) == len(paths) and snapshot.last.made_of(read)
        if not same and (rows := snapshot.last.typed(plans[name])) is not None:
            former[name] = rows
    return former


def _judged_whole(plans: Mapping[str, Plan], texts: Mapping[str, TextTable]) -> set[str]:
    """The tables of which every rule could be judged: all their rows were read, and so were those of the tables they look into."""
    whole = {name for name, text in texts.items() if text.readable and not text.lost}
    return {name for name in whole if plans[name].looks_into() <= whole}


def _place(issue: Issue) -> tuple[str, int | None, str | None]:
    """The cell of an issue: damage that was found in reading it is not reported again by a rule about what it says."""
    return issue.file, issue.line, issue.column


def _tidied(typed: pl.DataFrame, clean: pl.DataFrame) -> list[Change]:
    """The cells that tidying changed."""
    changes: list[Change] = []
    for name in typed.columns:
        if typed[name] is clean[name] or typed[name].equals(clean[name]):
            continue
        changes += [
            Change(row=row, column=name, typed=typed[name][row], used=clean[name][row], by="tidy")
            for row in typed[name].ne_missing(clean[name]).arg_true()
        ]
    return changes


def curate(checked: Checked) -> Curated:
    """Make the published tables of a record without errors.

    The tables are joined anew from what was typed, tidied and corrected: what the check supposed a bad cell to mean, to go on
    checking, is no part of the record.

    Raises:
        ValueError: the record has errors.
    """
    from flows.curate import curate as curate_step
    from flows.source import source_of

    if checked.errors:
        raise ValueError("a record with errors is not published")
    record = Record(checked.plans)
    for name, frame in checked.used.items():
        record.put(name, frame)
    waived = {name: _by_row(record, checked.plans[name], items) for name, items in checked.waived.items() if items}
    snapshot = checked.snapshot
    source = source_of(snapshot.root, snapshot.shown, snapshot.files)
    return curate_step(record, checked.texts, checked.changes, waived, source)


def _by_row(record: Record, plan: Plan, waived: list[Waived]) -> dict[int, list[str]]:
    """The rules waived, by the row that may break them."""
    rows: dict[int, list[str]] = defaultdict(list)
    names = amend.row_names(record, plan)
    for item in waived:
        rows[names.index(item.row)].append(item.rule)
    return rows
