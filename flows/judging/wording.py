"""What an issue says: the rule's message with the values of the row, and what can be seen in the cell."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flows.judging.finding import Rows
from flows.text import TextTable
from schemas.cells import PLACEHOLDER
from schemas.plan import Plan, Rule

PLACE = re.compile(r"\{([a-z_][\w.@]*)\}")  # where a message has a value of the row
_NONE: Mapping[str, str] = {}


def message(plan: Plan, rule: Rule, rows: Rows, row: int, text: TextTable, details: Mapping[str, str] = _NONE) -> str:
    """The rule's message with the values of the row, and what can be seen of the cell."""

    def fill(match: re.Match[str]) -> str:
        path = match[1]
        if path in details:
            return details[path]
        if path == "expected":
            missing = str(rows.value(f"expects:{rule.id}", row) or "").split("\n")
            return ", ".join(missing[:3]) + (f" and {len(missing) - 3} more" if len(missing) > 3 else "")
        value = rows.value(path, row)
        return "nothing" if value is None else str(value)

    said = PLACE.sub(fill, rule.message)
    if rule.kind == "text":
        from flows.suggest.text import describe

        seen = describe(str(rows.value(rule.columns[0], row)))
        said = f"The cell holds {'; '.join(seen)}." if seen else _placeholder(rows.value(rule.columns[0], row), said)
    said += details.get("more", "")
    if rule.kind == "key":
        said += _first_of_key(plan, rows, row, text)
    return said


def _placeholder(value: object, said: str) -> str:
    """What is said of a word that stands for nothing known."""
    if not re.fullmatch(PLACEHOLDER, str(value)):
        return said
    return f"“{value}” is no value. Write what the source prints, or leave the cell empty where nothing is known."


def _first_of_key(plan: Plan, rows: Rows, row: int, text: TextTable) -> str:
    mine = [rows.value(path, row) for path in plan.key_paths]
    for other in range(rows.height):
        if other != row and [rows.value(path, other) for path in plan.key_paths] == mine:
            return f" The other row is line {text.lines[other]}."
    return ""
