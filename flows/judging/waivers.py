"""waivers: a rule that one row may break, for a reason that somebody has given in waivers.csv."""

from __future__ import annotations

from dataclasses import dataclass

from flows.judging.finding import Rows
from schemas.plan import Plan, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Waived:
    """A rule that one row may break: the rule's id, the row's key as text, the cell as it stands."""

    rule: str
    row: str
    value: str


class Waivers:
    """Which findings are waived; remembers the waivers that were used."""

    def __init__(self, plan: Plan, rows: Rows, waivers: list[Waived], used: list[Waived]) -> None:
        self._plan, self._rows, self._used = plan, rows, used
        self._waivers = {(item.rule, item.row, item.value): item for item in waivers}

    def covers(self, rule: Rule, row: int, column: str) -> bool:
        if not self._waivers:
            return False
        value = self._rows.value(column, row)
        waived = self._waivers.get(
            (rule.id, row_name(self._plan, self._rows, row), "" if value is None else str(value))
        )
        if waived is None:
            return False
        self._used.append(waived)
        return True


def row_name(plan: Plan, rows: Rows, row: int) -> str:
    """A row by its key, as waivers and corrections write it: "A/HRC/RES/51/2 | Canada | main_sponsor"."""
    return " | ".join("" if (value := rows.value(name, row)) is None else str(value) for name in plan.key)
