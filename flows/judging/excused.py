"""excused: findings that only follow from a slip in the table referred to, where what its key should be is unknown."""

from __future__ import annotations

from collections import defaultdict

from flows.judging.finding import Finding, Rows
from schemas.engine import Record
from schemas.plan import Plan, Reference


def excused(record: Record, plan: Plan, findings: list[Finding], rows: Rows) -> set[int]:
    """Findings that only follow from a slip in the table referred to: its key cell is bad, and what it should be unknown."""
    found_so: set[int] = set()
    by_reference: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.rule.kind == "reference":
            by_reference[finding.rule.id].append(finding)
    for rule_id, found in by_reference.items():
        reference = plan.column(rule_id.split(".")[1]).reference
        lost = _lost(record, reference) if reference and reference.table != plan.name else 0
        missing = {rows.value(f"{rule_id.split('.')[1]}.missing", finding.row) for finding in found}
        if lost and len(missing) <= lost:
            found_so.update(id(finding) for finding in found)
    return found_so


def _lost(record: Record, reference: Reference) -> int:
    """How many rows cannot be referred to, by their key or by one of their names."""
    lost = record.lost_keys(reference.table, reference.column)
    for table, name in reference.named_in:
        columns = {name} | {
            c.name for c in record.plans[table].columns if c.reference and c.reference.table == reference.table
        }
        lost += sum(record.lost_keys(table, column) for column in columns)
    return lost
