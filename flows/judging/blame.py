"""blame: where cells disagree, the one that has changed since the last release is the likelier slip.

All rules held when the release was made. So a rule that a row breaks now which is as it was then is broken by a change elsewhere: in
another cell of the row, in another row, in a table it looks into. If the changes that the rule can see come down to one cell, that
cell is named, with what the release has in its place; otherwise the finding stays where it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from flows.issue import Issue
from flows.judging.finding import Finding, Rows
from flows.judging.reach import reaches, roots
from flows.judging.scene import Scene
from flows.judging.since import Since
from flows.judging.wording import message
from flows.suggest.slips import one_slip
from schemas.engine import Record
from schemas.plan import CELL_KINDS, Plan, Rule

_MOST = 200  # so many changed cells are weighed; beyond, the tables are being rewritten

Place = tuple[str, int, str]  # table, row, column


def blame(scene: Scene, findings: Iterable[Finding]) -> tuple[list[Finding], list[Issue]]:
    """The findings, each in the cell that is to blame, and the issues of other tables that some of them come to.

    The table must be held against a release (`Scene.changed`).
    """
    mine = scene.since[scene.plan.name]
    kept: list[Finding] = []
    there: dict[Place, list[Finding]] = defaultdict(list)
    for finding in findings:
        place = _culprit(scene, finding, mine)
        if place is None:
            kept.append(finding)
        elif place[0] == scene.plan.name:
            kept.append(_moved(finding, place, mine))
        else:
            there[place].append(finding)
    issues = [_elsewhere(scene, place, found) for place, found in there.items()]
    return _once(kept), issues


def remember(findings: Iterable[Finding], rows: Rows, mine: Since) -> None:
    """Offer what the release says in the place of a bad cell: first, unless what was typed can only be read otherwise."""
    for finding in findings:
        was = mine.was(finding.row, finding.column)
        if was is None or finding.swapped_with is not None:
            continue
        typed = rows.value(finding.column, finding.row)
        others = [text for text in finding.candidates if text != was]
        likely = (
            typed is None
            or not others
            or not finding.sure
            or was in finding.candidates
            or one_slip(was, str(typed))
            or was.casefold() == str(typed).casefold()
        )
        finding.candidates = [was, *others] if likely else [*others, was]
        finding.sure = finding.sure or likely


def _culprit(scene: Scene, finding: Finding, mine: Since) -> Place | None:
    """The one changed cell that makes the rule break; None where it is the cell of the finding, or cannot be told."""
    plan, rows, since = scene.plan, scene.rows, scene.since
    rule, row = finding.rule, finding.row
    if mine.changed(row, finding.column) or row in mine.new:
        return None if rule.kind != "key" or row not in mine.new else _same_key(plan, finding, rows, mine)
    if rule.kind not in ("key", "table"):
        near = sorted(roots(plan, rule) & mine.cells.get(row, {}).keys())
        if near:
            return (plan.name, row, near[0]) if len(near) == 1 and rule.kind not in CELL_KINDS else None
    seen = reaches(scene.record.plans, plan, rule)
    changes = [
        (table, other, column)
        for table, columns in seen.items()
        if table in since
        for other, cells in since[table].cells.items()
        for column in cells
        if column in columns and (table != plan.name or rule.kind in ("key", "table") or other != row)
    ]
    if len(changes) > _MOST:
        return None
    if rule.kind == "key":
        return _same_key(plan, finding, rows, mine)
    if len(changes) > 1:
        named = set(_texts(rule, rows, row))
        changes = [place for place in changes if named & set(_known_as(scene.record, place, since[place[0]]))]
    return changes[0] if len(changes) == 1 else None


def _same_key(plan: Plan, finding: Finding, rows: Rows, mine: Since) -> Place | None:
    """Of two rows with one key the one whose key has changed."""
    key = [rows.value(path, finding.row) for path in plan.key_paths]
    of_key = roots(plan, finding.rule)
    changed = [
        (plan.name, row, column)
        for row, cells in mine.cells.items()
        for column in cells
        if column in of_key and [rows.value(path, row) for path in plan.key_paths] == key
    ]
    return changed[0] if len(changed) == 1 else None


def _texts(rule: Rule, rows: Rows, row: int) -> Iterator[str]:
    """What the row says in the columns through which a rule looks into other tables."""
    for root in rule.roots:
        base = root.split(".")[0]
        if "@" not in root and "." in root:
            for path in (base, f"{base}.missing"):
                try:
                    value = rows.value(path, row)
                except KeyError:
                    continue
                yield from (str(item) for item in value) if isinstance(value, list) else (str(value),)


def _known_as(record: Record, place: Place, changes: Since) -> Iterator[str]:
    """By what names rows of other tables know the row of a changed cell: its key, and the cell before and after."""
    table, row, column = place
    yield str(changes.was(row, column))
    for name in record.plans[table].key:
        if record.plans[table].column(name).raw:
            yield str(record.rows(table)[name][row])
            yield str(changes.was(row, name))


def _moved(finding: Finding, place: Place, mine: Since) -> Finding:
    _, row, column = place
    was = mine.was(row, column)
    has = f"has “{was}” in this cell" if was is not None else "has nothing in this cell"
    others = "" if row != finding.row else ", and the others of the row are as they were"
    more = f" Release {mine.version} {has}{others}: so the slip is likelier here than there."
    details = {**finding.details, "more": finding.details.get("more", "") + more}
    return Finding(finding.rule, row, column, [was] if was is not None else [], details=details, about=finding.row)


def _once(findings: list[Finding]) -> list[Finding]:
    """One issue a cell: several findings that come to the same changed cell are the first of them."""
    seen: set[tuple[int, str]] = set()
    kept = []
    for finding in findings:
        if (finding.row, finding.column) in seen and finding.about is not None:
            continue
        seen.add((finding.row, finding.column))
        kept.append(finding)
    return kept


def _elsewhere(scene: Scene, place: Place, found: list[Finding]) -> Issue:
    """The issue at the changed cell of another table by which rows of this one break a rule."""
    table, row, column = place
    text, mine, first = scene.texts[table], scene.texts[scene.plan.name], found[0]
    version, was = scene.since[table].version, scene.since[table].was(row, column)
    said = first.details.get("") or message(scene.plan, first.rule, scene.rows, first.row, mine, first.details)
    file, line = mine.file_of(first.row), mine.lines[first.row]
    breaks = f"line {line} of {file} breaks a rule"
    if len(found) > 1:
        breaks = f"{len(found)} rows of {file} break a rule, the first in line {line}"
    has = f"has “{was}” in this cell" if was is not None else "has nothing in this cell"
    return Issue(
        rule=first.rule.id,
        severity=first.rule.severity,
        file=text.file_of(row),
        line=text.lines[row],
        column=column,
        cell=text.cell(column, row),
        value=text.frame[column][row],
        message=f"Release {version} {has}. Because of what it says now, {breaks}: {said}",
        suggestion=was,
    )
