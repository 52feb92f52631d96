"""swaps: two neighbouring cells that changed places are one cause, not two.

Where a row has a bad cell and all is well once it changes places with a neighbour, that is what happened: one issue, which names
both columns. Cells of one kind side by side (three vote counts, two dates) are left alone: there another slip explains as much.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

import polars as pl

from flows.judging.finding import Finding
from flows.judging.mend import broken
from flows.judging.reach import roots
from flows.judging.since import Since
from schemas.engine import Record, bits
from schemas.plan import Plan, Rule

MOST_ROWS = 200  # in a file whose columns are all out of order, swaps are not looked for row by row


def swaps(
    record: Record, plan: Plan, raw: pl.DataFrame, findings: list[Finding], rules: list[Rule], mine: Since | None = None
) -> list[Finding]:
    """The findings, with those of two cells that changed places made one.

    In a row that the last release has, cells that are as they were then did not change places; `mine` says which those are.
    """
    by_row: dict[int, list[Finding]] = defaultdict(list)
    for finding in findings:
        several = finding.rule.id.endswith(".repeated")  # what is wrong between the values of one cell
        if finding.rule.severity == "error" and not several:
            by_row[finding.row].append(finding)
    if not by_row or len(by_row) > MOST_ROWS:
        return findings
    pairs = {row: _pairs(plan, raw, row, found) for row, found in by_row.items()}
    if mine is not None:
        pairs = {
            row: [pair for pair in ways if row in mine.new or all(mine.changed(row, name) for name in pair)]
            for row, ways in pairs.items()
        }
    swapped: dict[int, tuple[str, str]] = {}
    cells = [rule for rule in rules if rule.kind != "table"]
    whole = [rule for rule in rules if rule.kind == "table"]
    before = {rule.id: len(rows) for rule, rows in broken(bits(record.prepared(plan.name), whole), whole)}
    for attempt in range(max(map(len, pairs.values()), default=0)):
        tried = {row: ways[attempt] for row, ways in pairs.items() if attempt < len(ways) and row not in swapped}
        if not tried:
            break
        record.put(plan.name, _exchanged(raw, tried))
        judged = bits(record.prepared(plan.name), rules)
        bad = {row for _, rows in broken(judged, cells) for row in rows}
        # What is well in its row may still do harm to the table: a term turned round that leaves a seat empty for years.
        harmed = [rule for rule, rows in broken(judged, whole) if len(rows) > before.get(rule.id, 0)]
        harmful = {column for rule in harmed for column in roots(plan, rule)}
        swapped.update({row: pair for row, pair in tried.items() if row not in bad and not harmful & set(pair)})
    record.put(plan.name, raw)
    return _merged(raw, findings, swapped)


def _pairs(plan: Plan, raw: pl.DataFrame, row: int, found: list[Finding]) -> list[tuple[str, str]]:
    """The neighbouring cells of a row that may have changed places: one of them is bad, and they are of two kinds."""
    bad = {finding.column for finding in found}
    names = [name for name in plan.raw_columns() if name in raw.columns]
    pairs = []
    for left, right in pairwise(names):
        one, two = plan.column(left), plan.column(right)
        alike = one.type == two.type and (one.type != "text" or not (one.one_of or two.one_of or one.reference or two.reference or one.symbol or two.symbol))  # fmt: skip
        values = raw[left][row], raw[right][row]
        dates = one.type == two.type == "date" and any({left, right} <= set(finding.rule.columns) for finding in found)
        if bad & {left, right} and (dates or not (alike and len(bad) < 2)) and values[0] != values[1] and all(values):
            pairs.append((left, right))
    return sorted(pairs, key=lambda pair: -len(bad & set(pair)))


def _exchanged(raw: pl.DataFrame, pairs: dict[int, tuple[str, str]]) -> pl.DataFrame:
    columns: dict[str, list[str | None]] = {}
    for row, (left, right) in pairs.items():
        one = columns.setdefault(left, raw[left].to_list())
        two = columns.setdefault(right, raw[right].to_list())
        one[row], two[row] = two[row], one[row]
    return raw.with_columns(pl.Series(name, cells, dtype=pl.String) for name, cells in columns.items())


def _merged(raw: pl.DataFrame, findings: list[Finding], swapped: dict[int, tuple[str, str]]) -> list[Finding]:
    merged: list[Finding] = []
    done: set[int] = set()
    for finding in findings:
        pair = swapped.get(finding.row)
        if pair is None:
            merged.append(finding)
            continue
        if finding.row in done:
            continue
        done.add(finding.row)
        first = next(f for f in findings if f.row == finding.row and f.column in pair)
        other = pair[1] if first.column == pair[0] else pair[0]
        there = raw[other][finding.row]
        said = (
            f"The cells {pair[0]} and {pair[1]} seem to have changed places: "
            f"{first.column} holds “{raw[first.column][finding.row]}”, {other} holds “{there}”. Put each where it belongs."
        )
        merged.append(
            Finding(first.rule, first.row, first.column, [str(there)], details={"": said}, swapped_with=other)
        )
    return merged
