"""The real record in memory, and a quick check of it with one slip in it.

A slip in one table can only show in that table and in those that refer to it; the others are taken as they came out of the
check of the clean record. `bench_slips --whole N` holds this short way against `flows.pipeline.check` on files.
"""

from __future__ import annotations

import csv
import io
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from flows import amend, pipeline
from flows.issue import Issue
from flows.judging.judge import judge
from flows.judging.since import Since, since
from flows.judging.unusual import vocabulary
from flows.judging.waivers import Waived
from flows.last_release import LastRelease
from flows.read import read_table
from flows.text import TextTable
from flows.tidy import tidy
from schemas.engine import Record
from schemas.plan import Plan

Row = tuple[str | None, ...]


@dataclass
class Base:
    """The clean record: its tables as typed, the plans, the engine after its check and the issues it has."""

    plans: dict[str, Plan]
    texts: dict[str, TextTable]
    record: Record
    waivers: list[Waived]
    issues: list[Issue]
    raw: Path
    last: LastRelease | None  # the release that the cells are held against
    former: dict[str, pl.DataFrame]  # its rows as text

    def dependents(self, name: str) -> list[str]:
        """A table and those that look into it, directly or through others, in the order of the registry."""
        found = {name}
        for other, plan in self.plans.items():
            if found & plan.looks_into():
                found.add(other)
        return [other for other in self.plans if other in found]

    def check(self, changed: dict[str, TextTable]) -> list[Issue]:
        """The issues of the record with these tables in place of its own, less those that the clean record has."""
        record = Record(self.plans)
        for name in self.plans:
            record.restore(name, self.record.state(name))
        issues: list[Issue] = []
        names = {other for name in changed for other in self.dependents(name)}
        tidied = {name: tidy(changed.get(name, text), self.plans[name]) for name, text in self.texts.items()}
        former = {name: self.former[name] for name in changed if name in self.former}
        words = vocabulary(self.plans, {name: text.frame for name, (text, _) in tidied.items()}, former)
        history: dict[str, Since] = {}
        for name, plan in self.plans.items():
            if name not in names:
                continue
            text, said = tidied[name]
            record.put(name, text.frame)
            if self.last is not None and plan.publishes is not None:
                history[name] = since(self.last.version, former.get(name), record, plan)
            found = judge(
                record, plan, text, self.waivers, words, {key: value for key, (value, _) in tidied.items()}, history
            ).issues
            issues = pipeline.one_a_cell([*issues, *said], found)
        return _new(issues, self.issues)


def _new(issues: list[Issue], known: list[Issue]) -> list[Issue]:
    """The issues that are not the clean record's own; lines below a planted row move, so lines do not count."""
    seen = [(issue.rule, issue.column, issue.value, issue.message) for issue in known]
    fresh = []
    for issue in issues:
        mark = (issue.rule, issue.column, issue.value, issue.message)
        if mark in seen:
            seen.remove(mark)
        else:
            fresh.append(issue)
    return fresh


def load(raw: Path, curated: Path | None = None) -> Base:
    """Read and check the clean record; with `curated`, it is held against the last release."""
    snapshot = pipeline.snapshot(raw, curated)
    checked = pipeline.check(snapshot)
    plans = dict(checked.plans)
    texts = {name: read_table(plan, snapshot) for name, plan in plans.items()}
    record = Record(plans)
    waivers = amend.waivers(texts[amend.WAIVERS])
    words = vocabulary(plans, {name: text.frame for name, text in texts.items()})
    for name, plan in plans.items():
        record.put(name, texts[name].frame)
        judge(record, plan, texts[name], waivers, words)
    last = snapshot.last
    typed = {name: last.typed(plan) for name, plan in plans.items() if plan.publishes} if last else {}
    former = {name: rows for name, rows in typed.items() if rows is not None}
    return Base(plans, texts, record, waivers, list(checked.issues), raw, snapshot.last, former)


def with_cells(text: TextTable, row: int, cells: dict[str, str | None]) -> TextTable:
    """The table with some cells of one row replaced; an empty text is an empty cell."""
    frame = text.frame
    for name, value in cells.items():
        column = frame[name].to_list()
        column[row] = value or None
        frame = frame.with_columns(pl.Series(name, column, dtype=pl.String))
    return replace(text, frame=frame)


def with_row(text: TextTable, after: int, row: Row) -> TextTable:
    """The table with a row more, below the row `after`; the lines below it move down by one."""
    one = pl.DataFrame([[cell or None] for cell in row], schema=dict.fromkeys(text.frame.columns, pl.String))
    frame = pl.concat([text.frame[: after + 1], one, text.frame[after + 1 :]])
    lines = [*text.lines[: after + 1], text.lines[after] + 1, *(line + 1 for line in text.lines[after + 1 :])]
    rows = [*text.rows[: after + 1], text.rows[after] + 1, *(number + 1 for number in text.rows[after + 1 :])]
    return replace(text, frame=frame, lines=lines, rows=rows)


def as_csv(frame: pl.DataFrame) -> str:
    """The table as a raw file holds it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(frame.columns)
    writer.writerows([cell or "" for cell in row] for row in frame.rows())
    return out.getvalue()


def check_files(base: Base, name: str, frame: pl.DataFrame) -> list[Issue]:
    """The same by the whole way: files in a folder, read and checked by `flows.pipeline`."""
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / base.raw.name
        for path in base.raw.rglob("*.csv"):
            copy = raw / path.relative_to(base.raw)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
        (raw / f"{base.plans[name].path}.csv").write_text(as_csv(frame), encoding="utf-8", newline="")
        snapshot = replace(pipeline.snapshot(raw), last=base.last)
        return _new(pipeline.check(snapshot).issues, base.issues)
