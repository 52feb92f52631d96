"""What stands around an issue: the cells by which a person finds the row, and those that its rule compares.

Looked up only for the issues that are shown, from the tables as typed; the check itself carries none of it.

Limits: a value that the rule found in another table (the day a session opened) is in the message, not here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flows.issue import Issue
    from flows.pipeline import Checked
    from flows.text import TextTable
    from schemas.plan import Plan, Rule

MOST = (
    4  # cells that a rule compares; one that looks at more, such as at every text of a row, compares none in particular
)
FEW = 2  # cells shown of a row whose own name is the bad cell


@dataclass(frozen=True)
class Surroundings:
    """The tables in which issues stand."""

    checked: Checked

    def cells(self, issue: Issue) -> list[tuple[str, str]]:
        """Column and text of the cells that name the issue's row, then of those its rule compares; [] where there is no row."""
        place = self.row(issue)
        if place is None:
            return []
        name, row = place
        plan, text = self.checked.plans[name], self.checked.texts[name]
        wanted = [column for column in [*_naming(plan), *self._compared(issue)] if column != issue.column]
        found = _texts(text, row, dict.fromkeys(wanted))
        if not found and issue.column:
            return _texts(text, row, [column for column in plan.raw_columns() if column != issue.column])[:FEW]
        return found

    def row(self, issue: Issue) -> tuple[str, int] | None:
        """The table and the row in it where an issue stands."""
        return None if issue.line is None else self._rows.get((issue.file, issue.line))

    @cached_property
    def _rows(self) -> Mapping[tuple[str, int], tuple[str, int]]:
        wanted = {(issue.file, issue.line) for issue in self.checked.issues}
        files = {file for file, _ in wanted}
        return {
            place: (name, row)
            for name, text in self.checked.texts.items()
            if files.intersection(text.files or [text.file])
            for row, line in enumerate(text.lines)
            if (place := (text.file_of(row), line)) in wanted
        }

    @cached_property
    def _rules(self) -> Mapping[str, Rule]:
        return {rule.id: rule for plan in self.checked.plans.values() for rule in plan.rules}

    def _compared(self, issue: Issue) -> list[str]:
        rule = self._rules.get(issue.rule)
        return list(rule.columns) if rule and len(rule.columns) <= MOST else []


def _naming(plan: Plan) -> list[str]:
    """The typed columns that name a row: those of the key, or what a derived one is made of."""
    names: list[str] = []
    for name in plan.key:
        column = plan.column(name)
        names += [name] if column.raw else [root.split(".")[0] for root in column.value.meta.root_names()]
    typed = set(plan.raw_columns())
    return [name for name in dict.fromkeys(names) if name in typed]


def _texts(text: TextTable, row: int, columns: Mapping[str, None] | list[str]) -> list[tuple[str, str]]:
    cells = ((name, text.frame[name][row]) for name in columns if name in text.frame.columns)
    return [(name, cell) for name, cell in cells if cell]
