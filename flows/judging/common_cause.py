"""common cause: many rows that break one rule because of one cell of the table they refer to are one issue, at that cell.

Where rows of this table agree with each other and one cell of another table does not, that cell is the likely slip: a session
whose dates leave out all that it adopted, a group of States whose name nobody uses and which a dozen rows write otherwise. Where the
cell cannot be named, the first row stands for the others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from flows.issue import Issue
from flows.judging.finding import Finding, Rows
from flows.suggest.slips import one_slip
from flows.text import TextTable
from schemas.engine import Record
from schemas.plan import Plan, Reference

LEAST = 3  # so many rows make it likelier that the one cell they are held against is wrong

Key = tuple[str, object]


def common_causes(
    record: Record, plan: Plan, findings: list[Finding], rows: Rows, texts: Mapping[str, TextTable], text: TextTable
) -> tuple[list[Finding], list[Issue]]:
    """The findings that stand for themselves, and issues of other tables for those that have a cause there."""
    groups: dict[Key, list[Finding]] = defaultdict(list)
    for finding in findings:
        if (key := _key(plan, finding, rows)) is not None:
            groups[key].append(finding)
    gone: set[int] = set()
    issues: list[Issue] = []
    for (_, shared), group in groups.items():
        if len(group) < 2:
            continue
        issue = _elsewhere(record, plan, group, shared, rows, texts)
        if issue is not None:
            issues.append(issue)
            gone.update(id(finding) for finding in group)
        elif len(group) >= LEAST and group[0].rule.kind != "reference" and _most(plan, group, shared, rows):
            _stand_for(group, text)
            gone.update(id(finding) for finding in group[1:])
    return [finding for finding in findings if id(finding) not in gone], issues


def _key(plan: Plan, finding: Finding, rows: Rows) -> Key | None:
    """What a finding has in common with others of its rule: the row they refer to, or the value that names none."""
    rule = finding.rule
    if rule.kind == "reference":
        return rule.id, rows.value(f"{rule.id.split('.')[1]}.missing", finding.row)
    if rule.kind != "row":
        return None
    reference = _looked_along(plan, finding)
    if reference is not None:
        return rule.id, rows.value(reference, finding.row)
    free = any(cover.name in rule.holds.meta.root_names() and cover.key is None for cover in plan.covers)
    return (rule.id, "") if free else None


def _looked_along(plan: Plan, finding: Finding) -> str | None:
    """The column through which a rule looks into another table."""
    for root in finding.rule.holds.meta.root_names():
        base, dot, rest = root.partition(".")
        if dot and rest not in ("found", "missing") and plan.column(base).reference is not None:
            return base
    return None


def _most(plan: Plan, group: list[Finding], key: object, rows: Rows) -> bool:
    """Whether most rows that refer to the same break the rule."""
    along = _looked_along(plan, group[0])
    if along is None:
        return True
    return len(group) * 2 > rows.column(along).to_list().count(key)


def _stand_for(group: list[Finding], text: TextTable) -> None:
    lines = ", ".join(str(text.lines[finding.row]) for finding in group[1:4])
    more = "" if len(group) <= 4 else f" and {len(group) - 4} more"
    group[0].details["more"] = (
        f" The same holds for {len(group) - 1} other rows (lines {lines}{more}): look for one cause first."
    )


def _elsewhere(
    record: Record, plan: Plan, group: list[Finding], key: object, rows: Rows, texts: Mapping[str, TextTable]
) -> Issue | None:
    rule = group[0].rule
    if rule.kind == "reference":
        reference = plan.column(rule.id.split(".")[1]).reference
        return _misspelt_key(record, group, str(key), rows, reference, texts) if reference else None
    window = plan.column(group[0].column).window
    along = _looked_along(plan, group[0])
    if window is None or along is None or len(group) < LEAST or not _most(plan, group, key, rows):
        return None
    reference = plan.column(along).reference
    if reference is None or reference.table not in texts:
        return None
    days = sorted(str(rows.value(group[0].column, finding.row)) for finding in group)
    opened, closed = (str(rows.value(path, group[0].row)) for path in window)
    path, seen = (window[0], opened) if days[0] < opened else (window[1], closed)
    return _at(
        record, group, reference, str(key), path.split(".")[1], texts,
        f"By this cell {len(group)} rows of {plan.name} would lie outside of {reference.table.rstrip('s')} {key}: they are dated {days[0]} to {days[-1]}, "
        f"and the cell says {seen}. A slip in this one cell is likelier than in all of them.", None,
    )  # fmt: skip


def _misspelt_key(
    record: Record, group: list[Finding], missing: str, rows: Rows, reference: Reference, texts: Mapping[str, TextTable]
) -> Issue | None:
    """A name that several rows use, one slip away from a name of the other table that no row uses."""
    places = reference.named_in or ((reference.table, reference.column),)
    used = {str(value) for value in rows.column(group[0].column).to_list()}
    for table, column in places:
        if table not in texts or not record.plans[table].column(column).raw:
            continue
        names = record.series(table, column).to_list()
        unused = [name for name in names if isinstance(name, str) and name not in used]
        near = [name for name in unused if one_slip(name, missing) or name.casefold() == missing.casefold()]
        if len(near) == 1:
            return _at(
                record, group, Reference(table=table, column=column), near[0], column, texts,
                f"{len(group)} rows write “{missing}” where this cell has “{near[0]}”, which no row uses. "
                "A slip in this one cell is likelier than in all of them.", missing,
            )  # fmt: skip
    return None


def _at(
    record: Record, group: list[Finding], reference: Reference, key: str, column: str,
    texts: Mapping[str, TextTable], message: str, suggestion: str | None,
) -> Issue | None:  # fmt: skip
    keys = [str(value) for value in record.series(reference.table, reference.column).to_list()]
    if key not in keys:
        return None
    row, text = keys.index(key), texts[reference.table]
    return Issue(
        rule=group[0].rule.id,
        severity=group[0].rule.severity,
        file=text.file_of(row),
        line=text.lines[row],
        column=column,
        cell=text.cell(column, row),
        value=text.frame[column][row],
        message=message,
        suggestion=suggestion,
    )
