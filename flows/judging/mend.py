"""mend: the table as it should be. Candidates are tried on the rules, and the cell keeps the one that breaks none.

Each bad cell is replaced by a candidate, or emptied (unknown) where none is left, and the rules are run again. A candidate of
which the data alone cannot tell whether it or another was meant is kept only if all others fail. The record then holds the table as it should
be, so that a slip in a key does not make errors of all that refer to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import polars as pl

from flows.judging.finding import Finding
from flows.judging.reach import roots
from schemas.engine import Record, bits
from schemas.plan import Plan, Rule


def broken(judged: pl.DataFrame, rules: Iterable[Rule]) -> Iterator[tuple[Rule, list[int]]]:
    """Each rule that does not hold, with the rows that break it."""
    for rule in rules:
        if rule.id in judged.columns and not judged[rule.id].all():  # null counts as true: it cannot be judged
            yield rule, (~judged[rule.id].fill_null(value=True)).arg_true().to_list()


def mend(record: Record, plan: Plan, raw: pl.DataFrame, findings: list[Finding], rules: list[Rule]) -> pl.DataFrame:
    """Leave each finding the candidate that is meant, or none; put the mended table into the record.

    Returns:
        The rules judged on the mended table.
    """
    passed: dict[int, list[str]] = defaultdict(list)
    rounds = max((_needed(finding) for finding in findings), default=0)
    for attempt in range(rounds):
        tried = {id(finding): text for finding in findings if (text := _tried(finding, attempt, passed)) is not None}
        judged = _judged(record, plan, raw, findings, tried, rules)
        rejected = _rejected(record, plan, judged, rules, findings, tried)
        for finding in findings:
            text = tried.get(id(finding))
            if text is not None and id(finding) not in rejected and text not in passed[id(finding)]:
                passed[id(finding)].append(text)
        if not any(
            attempt + 1 < _needed(finding) and not (finding.sure and passed[id(finding)]) for finding in findings
        ):
            break
    for finding in findings:
        good = passed[id(finding)]
        finding.candidates = good[:1] if good and (finding.sure or len(good) == 1) else []
    kept = {id(finding): finding.candidates[0] for finding in findings if finding.candidates}
    judged = _judged(record, plan, raw, findings, kept, rules)
    if _rejected(record, plan, judged, rules, findings, kept):  # candidates of one row that go well alone, not together
        for finding in findings:
            if id(finding) in _rejected(record, plan, judged, rules, findings, kept):
                finding.candidates = []
        judged = _judged(record, plan, raw, findings, {id(f): f.candidates[0] for f in findings if f.candidates}, rules)
    lost = {
        column: sum(1 for f in findings if f.column == column and not f.candidates) for column in plan.raw_columns()
    }
    record.lose_keys(plan.name, lost)
    return judged


def _needed(finding: Finding) -> int:
    return len(finding.candidates)


def _tried(finding: Finding, attempt: int, passed: dict[int, list[str]]) -> str | None:
    """The candidate of a finding in this round: the next one; of a sure finding the one that has passed."""
    if finding.sure and passed[id(finding)]:
        return passed[id(finding)][0]
    return finding.candidates[attempt] if attempt < len(finding.candidates) else None


def _judged(record: Record, plan: Plan, raw: pl.DataFrame, findings: list[Finding], texts: dict[int, str], rules: list[Rule]) -> pl.DataFrame:  # fmt: skip
    record.put(plan.name, with_texts(raw, findings, texts))
    return bits(record.prepared(plan.name), rules)


def with_texts(raw: pl.DataFrame, findings: list[Finding], texts: dict[int, str]) -> pl.DataFrame:
    """The raw cells, each bad one replaced by the text tried for its finding, or emptied; warnings keep their cell."""
    changed: dict[str, list[str | None]] = {}
    for finding in findings:
        text = texts.get(id(finding))
        if text is None and finding.rule.severity == "warning":
            continue
        cells = changed.setdefault(finding.column, raw[finding.column].to_list())
        cells[finding.row] = text or None
        if finding.swapped_with is not None:
            others = changed.setdefault(finding.swapped_with, raw[finding.swapped_with].to_list())
            others[finding.row] = raw[finding.column][finding.row] if text is not None else None
    return raw.with_columns(pl.Series(name, cells, dtype=pl.String) for name, cells in changed.items())


def _rejected(
    record: Record, plan: Plan, judged: pl.DataFrame, rules: list[Rule], findings: list[Finding], tried: dict[int, str]
) -> set[int]:
    """The findings whose text breaks a rule about its cell, or makes a row that there is already."""
    by_row: dict[int, list[Finding]] = defaultdict(list)
    for finding in findings:
        if id(finding) in tried:
            by_row[finding.row].append(finding)
    rejected: set[int] = set()
    for rule, rows in broken(
        judged, [rule for rule in rules if rule.kind not in ("table", "key") and rule.severity == "error"]
    ):
        reach = roots(plan, rule)
        for row in rows:
            rejected.update(id(finding) for finding in by_row.get(row, []) if finding.column in reach)
    rejected.update(_repeating(record, plan, rules, by_row))
    return rejected


def _repeating(record: Record, plan: Plan, rules: list[Rule], by_row: dict[int, list[Finding]]) -> Iterator[int]:
    """The findings of key columns by whose text two rows have one key."""
    key = next((rule for rule in rules if rule.kind == "key"), None)
    if key is None or not by_row:
        return
    reach = roots(plan, key)
    parts = pl.DataFrame([record.series(plan.name, path).alias(str(at)) for at, path in enumerate(plan.key_paths)])
    twice = parts.is_duplicated() & parts.select(pl.all_horizontal(pl.all().is_not_null())).to_series()
    for row, found in by_row.items():
        if twice[row]:
            yield from (id(finding) for finding in found if finding.column in reach)
