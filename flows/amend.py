"""amend: the two tables in which people overrule the record, and what becomes of their rows.

A row of `corrections.csv` replaces one printed cell by the right value; a row of `waivers.csv` lets one row break one rule.
Both name the cell as it stands, so that they end with their cause: one that matches nothing any more is itself an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from flows.issue import Issue
from flows.judging.waivers import Waived
from flows.reading.rules import ReadRule, shown
from flows.text import Change, TextTable
from schemas.engine import Record
from schemas.plan import Plan

CORRECTIONS, WAIVERS = "corrections", "waivers"
KEY_SEPARATOR = " | "
_EXPIRES = "A correction or waiver that outlived its cause would hide the next mistake in that cell."
AMEND_RULES: Mapping[str, ReadRule] = {
    "corrections.matches": ReadRule("A correction matches a cell", _EXPIRES, "error"),
    "waivers.matches": ReadRule("A waiver matches a broken rule", _EXPIRES, "error"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """One row of either table: its place there, and its cells by column."""

    index: int
    cells: dict[str, str]  # an empty cell is ""


def _rows(text: TextTable) -> Iterator[_Row]:
    for index, cells in enumerate(text.frame.rows(named=True)):
        yield _Row(index=index, cells={name: cell or "" for name, cell in cells.items()})


def waivers(text: TextTable) -> list[Waived]:
    """What the rows of `waivers.csv` allow."""
    return [
        Waived(rule=row.cells["rule"], row=row.cells["row"], value=row.cells["value"])
        for row in _rows(text)
        if row.cells["rule"]
    ]


def row_names(record: Record, plan: Plan) -> list[str]:
    """Each row of a table by its key, as waivers and corrections write it: "A/HRC/RES/51/2 | CAN | main_sponsor"."""
    parts = [record.series(plan.name, name).cast(pl.String).fill_null("") for name in plan.key]
    return [KEY_SEPARATOR.join(row) for row in zip(*parts, strict=True)]


def correct(
    record: Record, plan: Plan, corrections: TextTable, text: TextTable
) -> tuple[pl.DataFrame, list[Change], list[Issue]]:
    """The rows of a table with their corrections, which cells those changed, and the corrections that match no cell.

    `record` must hold the table and those it refers to.
    """
    wanted = [row for row in _rows(corrections) if row.cells["table"] == plan.name]
    if not wanted:
        return text.frame, [], []
    places = {name: index for index, name in reversed(list(enumerate(row_names(record, plan))))}
    cells = {name: text.frame[name].to_list() for name in {row.cells["column"] for row in wanted} & set(text.letters)}
    changes: list[Change] = []
    issues: list[Issue] = []
    for row in wanted:
        at, column = places.get(row.cells["row"]), row.cells["column"]
        if at is None and text.lost:
            continue  # it may be the row that could not be read
        if at is None:
            issues.append(_unmatched(corrections, row, "row", f"No row of {plan.path}.csv has this key."))
        elif column not in cells:
            issues.append(_unmatched(corrections, row, "column", f"{plan.path}.csv has no such column."))
        elif (cells[column][at] or "") != row.cells["expected"]:
            there = shown(cells[column][at]) if cells[column][at] else "empty"
            issues.append(
                _unmatched(corrections, row, "expected", f"The cell is {there} now ({_place(text, at, column)}).")
            )
        else:
            used = row.cells["value"] or None
            by = f"{corrections.file_of(row.index)}:{corrections.lines[row.index]}"
            changes.append(Change(row=at, column=column, typed=cells[column][at], used=used, by=by))
            cells[column][at] = used
    return text.frame.with_columns(pl.Series(n, c, dtype=pl.String) for n, c in cells.items()), changes, issues


def _place(text: TextTable, row: int, column: str) -> str:
    return f"{text.file_of(row)}, line {text.lines[row]}, {text.cell(column, row)}"


def _unmatched(text: TextTable, row: _Row, column: str, seen: str) -> Issue:
    message = f"{seen} The correction changes nothing. If the cell was mended at its place, delete this row."
    return _issue("corrections.matches", text, row, column, message)


def strangers(corrections: TextTable, plans: Mapping[str, Plan]) -> list[Issue]:
    """The corrections of tables that there are not."""
    return [
        _unmatched(corrections, row, "table", f"The record has no table {shown(row.cells['table'])}.")
        for row in _rows(corrections)
        if row.cells["table"] and row.cells["table"] not in plans
    ]


def unused(text: TextTable, used: Iterable[Waived], judged: set[str], rules: Mapping[str, object]) -> list[Issue]:
    """The waivers that allow nothing that would otherwise be an issue.

    Args:
        text: `waivers.csv`.
        used: those that were used.
        judged: the tables that were judged; of others nothing is said.
        rules: all rules by id.
    """
    matched = {(item.rule, item.row, item.value) for item in used}
    issues = []
    for row in _rows(text):
        rule = row.cells["rule"]
        if not rule or (rule, row.cells["row"], row.cells["value"]) in matched:
            continue
        if rule not in rules:
            message = f"There is no rule {shown(rule)}, so the waiver allows nothing. `hrc rules` lists them all."
            issues.append(_issue("waivers.matches", text, row, "rule", message))
        elif rule.partition(".")[0] in judged:
            message = "No row with this key and this value breaks the rule any more. Delete this row."
            issues.append(_issue("waivers.matches", text, row, "row", message))
    return issues


def _issue(rule: str, text: TextTable, row: _Row, column: str, message: str) -> Issue:
    return Issue(
        rule=rule,
        severity="error",
        file=text.file_of(row.index),
        line=text.lines[row.index],
        column=column,
        cell=text.cell(column, row.index),
        value=row.cells[column] or None,
        message=message,
    )
