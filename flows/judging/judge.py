"""judge: the rules of one table -> what is broken, where, and what should stand there. One cause, one issue.

The rules are evaluated in one pass. From the broken ones issues are made in the order of their kinds, and a cell that has one
already is not held against a later rule: a mistyped symbol is reported as that, not also as a wrong address, a missing row
and a date out of session. Two neighbouring cells that changed places are one issue (`flows.judging.swaps`). Then the cells are mended
with what is offered for them (`flows.judging.offer`, `flows.judging.mend`), and rules about the whole table (keys, numbering) are judged on the
table as it should be. Other tables look at the mended rows too, so a slip in a key does not make errors of all that refer to it.

Limits: of two independent slips in cells that one rule compares, the second shows once the first is mended.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from flows.issue import Issue
from flows.judging.excused import excused
from flows.judging.finding import Finding, Rows
from flows.judging.mend import broken
from flows.judging.reach import roots
from flows.judging.scene import Scene
from flows.judging.waivers import Waived, Waivers
from flows.judging.wording import PLACE, message
from flows.text import TextTable
from schemas.engine import Record, bits
from schemas.plan import CELL_KINDS, TABLE_KINDS, Plan, Rule

if TYPE_CHECKING:
    from flows.judging.since import Since
    from flows.judging.unusual import Words

_NO_HISTORY: Mapping[str, Since] = {}
_NO_TEXTS: Mapping[str, TextTable] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What came of one table: its issues, and the waivers that were used."""

    issues: list[Issue]
    waived: list[Waived]


def judge(
    record: Record,
    plan: Plan,
    text: TextTable,
    waivers: Collection[Waived] = (),
    words: Words | None = None,
    texts: Mapping[str, TextTable] = _NO_TEXTS,
    since: Mapping[str, Since] = _NO_HISTORY,
) -> Judged:
    """Judge one table; its rows must have been put into the record, and the tables it refers to been judged.

    Args:
        record: the tables, this one as it was read.
        plan: the rules of the table.
        text: the table as typed, for the places of its cells.
        waivers: the rules that single rows may break.
        words: the words of the whole record; without them nothing is found unusual.
        texts: the tables that it refers to, for the places of cells that many of its rows disagree with.
        since: what has changed since the last release, in this table and those it refers to; none where there is no release.

    Returns:
        Its issues; the record then holds the table as it should be.
    """
    prepared = record.prepared(plan.name)
    absent = {name for name in plan.raw_columns() if name not in text.letters}
    rules = [rule for rule in plan.rules if not (absent and absent & roots(plan, rule))]
    judged = bits(prepared, rules)
    rows = Rows(record, plan, prepared)
    used: list[Waived] = []
    waiver = Waivers(plan, rows, [item for item in waivers if item.rule.split(".")[0] == plan.name], used)
    findings, taken = _findings(plan, rules, judged, rows, waiver)
    out = excused(record, plan, findings, rows)
    findings = [finding for finding in findings if id(finding) not in out]
    scene = Scene(record, plan, rows, texts, since)
    findings, elsewhere = _causes(scene, findings, text)
    for _, repeated in broken(judged, [rule for rule in rules if rule.kind == "key"]):
        for row in repeated:
            taken[row].update(plan.raw_columns())  # a row that is there twice is reported as that
    if words is not None:
        findings += _unusual(plan, prepared, words, taken, absent, waiver)
    for path in {path for finding in findings for path in PLACE.findall(finding.rule.message)}:
        if path != "expected" and ("." in path or path in {column.name for column in plan.columns}):
            rows.column(path)  # as typed: mending changes what the record says
    if findings:
        judged = _mended(record, plan, prepared.select(plan.raw_columns()), findings, rules, rows, scene.mine)
    if text.lost:  # nothing can be said of the table as a whole, since some of its rows are not in it
        rules = [rule for rule in rules if rule.kind != "table"]
    whole = _whole_table(record, plan, rules, judged, findings, waiver)
    _expect(record, plan, whole, rows)
    _forget(record, plan, whole)
    if scene.changed:
        from flows.judging.history import held_against

        whole, more = held_against(scene, findings, whole, taken, waiver)
        elsewhere += more
    issues = [*elsewhere, *(_issue(plan, text, rows, finding) for finding in (*findings, *whole))]
    return Judged(issues=issues, waived=used)


def _causes(scene: Scene, findings: list[Finding], text: TextTable) -> tuple[list[Finding], list[Issue]]:
    """The findings that stand for themselves, in the cell that is to blame, and issues of other tables that some come to."""
    elsewhere: list[Issue] = []
    if findings and scene.changed:
        from flows.judging.blame import blame

        findings, elsewhere = blame(scene, findings)
    if len(findings) > 1:
        from flows.judging.common_cause import common_causes

        findings, more = common_causes(scene.record, scene.plan, findings, scene.rows, scene.texts, text)
        elsewhere += more
    return findings, elsewhere


def _unusual(
    plan: Plan,
    prepared: pl.DataFrame,
    words: Words,
    taken: dict[int, set[str]],
    absent: set[str],
    waiver: Waivers,
) -> list[Finding]:
    from flows.judging.unusual import unusual

    return [
        finding
        for finding in unusual(plan, prepared, words, taken)
        if finding.column not in absent and not waiver.covers(finding.rule, finding.row, finding.column)
    ]


def _mended(
    record: Record,
    plan: Plan,
    raw: pl.DataFrame,
    findings: list[Finding],
    rules: list[Rule],
    rows: Rows,
    mine: Since | None,
) -> pl.DataFrame:
    """Find out what each bad cell was meant to say; `findings` are changed in place. Returns the rules judged on that."""
    from flows.judging.mend import mend
    from flows.judging.offer import offer
    from flows.judging.swaps import swaps

    findings[:] = swaps(record, plan, raw, findings, rules, mine)
    offer(record, plan, findings, rows)
    if mine is not None:
        from flows.judging.blame import remember

        remember(findings, rows, mine)
    return mend(record, plan, raw, findings, rules)


def _forget(record: Record, plan: Plan, whole: list[Finding]) -> None:
    """Cells that break a rule about the whole table are not known to the tables that refer to them."""
    cells = [
        (finding.row, finding.column)
        for finding in whole
        if finding.rule.kind == "table" and finding.rule.expects is None
    ]
    keys = sum(finding.rule.kind == "key" for finding in whole)
    if keys:
        record.lose_keys(plan.name, dict.fromkeys(next(f.rule.columns for f in whole if f.rule.kind == "key"), keys))
    if not cells:
        return
    raw = record.rows(plan.name)
    for name in {column for _, column in cells}:
        column = raw[name].to_list()
        for row, other in cells:
            if other == name:
                column[row] = None
        raw = raw.with_columns(pl.Series(name, column, dtype=pl.String))
    record.put(plan.name, raw)
    record.lose_keys(plan.name, {name: sum(other == name for _, other in cells) for name in {c for _, c in cells}})


def _findings(
    plan: Plan, rules: list[Rule], judged: pl.DataFrame, rows: Rows, waiver: Waivers
) -> tuple[list[Finding], dict[int, set[str]]]:
    """The broken rules of single rows, at most one for a cell and one for cells that are compared with each other.

    With them, for each row, the columns that have had their issue.
    """
    taken: dict[int, set[str]] = defaultdict(set)
    findings: list[Finding] = []
    for rule, bad in broken(judged, [rule for rule in rules if rule.kind not in TABLE_KINDS]):
        reach = roots(plan, rule)
        for row in bad:
            if taken[row] & reach:
                continue
            column = rows.value(f"blame:{rule.id}", row) if rule.blame is not None else rule.columns[0]
            taken[row].update({column} if rule.kind in CELL_KINDS else {column, *rule.columns})
            if not waiver.covers(rule, row, column):
                findings.append(Finding(rule, row, column))
    return findings, taken


def _whole_table(
    record: Record, plan: Plan, rules: list[Rule], judged: pl.DataFrame, findings: list[Finding], waiver: Waivers
) -> list[Finding]:
    """Broken rules about the table as a whole, of rows and columns that have no finding of their own.

    A row that is there twice is reported as that, and taken away before the other rules are asked.
    """
    dirty = {(finding.row, finding.column) for finding in findings}
    unmended = {f.column for f in findings if not f.candidates and f.rule.severity == "error"}
    found: list[Finding] = []
    for kind in ("key", "table"):
        for rule, bad in broken(judged, [rule for rule in rules if rule.kind == kind]):
            if kind == "table" and unmended & roots(plan, rule):
                continue
            for row in bad:
                column = rule.columns[0]
                if (row, column) in dirty or waiver.covers(rule, row, column):
                    continue
                dirty.add((row, column))
                found.append(Finding(rule, row, column))
        if kind == "key" and found:
            repeated = {finding.row for finding in found}
            there = pl.Series([row not in repeated for row in range(judged.height)])
            record.put(plan.name, record.rows(plan.name).with_columns(pl.when(there).then(pl.all())))
            judged = bits(record.prepared(plan.name), rules)
            dirty.update((row, column) for row in repeated for column in plan.raw_columns())
    return found


def _expect(record: Record, plan: Plan, findings: list[Finding], rows: Rows) -> None:
    """Tell the record which rows are known to be missing."""
    missing: set[str] = set()
    for finding in findings:
        if finding.rule.expects is not None:
            missing.update(str(rows.value(f"expects:{finding.rule.id}", finding.row) or "").split("\n"))
    if missing:
        record.expect_keys(plan.name, missing)


def _issue(plan: Plan, text: TextTable, rows: Rows, finding: Finding) -> Issue:
    rule, row, column = finding.rule, finding.row, finding.column
    value = rows.value(column, row)
    return Issue(
        rule=rule.id,
        severity=rule.severity,
        file=text.file_of(row),
        line=text.lines[row],
        column=column,
        cell=text.cell(column, row),
        value=None if value is None else str(value),
        message=finding.details.get("") or message(plan, rule, rows, finding.told_of, text, finding.details),
        suggestion=finding.candidates[0] if finding.candidates else None,
        swapped_with=finding.swapped_with,
    )
