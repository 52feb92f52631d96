"""A broken rule and the cell that breaks it, and how the steps look at the rows of a table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import polars as pl

from schemas.engine import Record
from schemas.plan import Plan, Rule


@dataclass(slots=True)
class Finding:
    """A rule broken by one cell."""

    rule: Rule
    row: int
    column: str
    candidates: list[str] = field(default_factory=list)  # what the cell may be meant to say, best first
    sure: bool = True  # the first candidate that breaks no rule is meant; otherwise only if no other passes, too
    details: dict[str, str] = field(default_factory=dict)  # what the message says beyond the values of the row
    swapped_with: str | None = None  # the neighbouring column whose cell stands here
    about: int | None = None  # the row that breaks the rule, where the cell to blame is in another

    @property
    def told_of(self) -> int:
        """The row that the message tells of. Of two rows with one key it tells of the one with the cell."""
        return self.row if self.about is None or self.rule.kind == "key" else self.about


class Rows:
    """The rows of a table as the messages and offers look at them; a column is computed once, when first asked for."""

    def __init__(self, record: Record, plan: Plan, frame: pl.DataFrame) -> None:
        self._record, self._plan, self._frame = record, plan, frame
        self._seen: dict[str, pl.Series] = {}

    @property
    def height(self) -> int:
        return self._frame.height

    def value(self, path: str, row: int) -> Any:
        """The value of a column, given or derived, of a path, or of the fix of a rule ("fix:<rule>")."""
        return self.column(path)[row]

    def column(self, path: str) -> pl.Series:
        """All values of a column, given or derived, of a path, or of the fix of a rule."""
        if path not in self._seen:
            self._seen[path] = self._column(path)
        return self._seen[path]

    def _column(self, path: str) -> pl.Series:
        kind, _, rule_id = path.partition(":")
        if rule_id:
            rule = next(rule for rule in self._plan.rules if rule.id == rule_id)
            expression = rule.beside(kind)
            assert expression is not None
            return self._frame.lazy().with_columns(expression.alias("@value")).collect()["@value"]
        if path in self._frame.columns:
            return self._frame[path]
        return self._record.series(self._plan.name, path)
