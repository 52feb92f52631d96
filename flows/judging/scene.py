"""All that is at hand when the findings of one table are weighed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flows.judging.finding import Rows
from flows.judging.since import Since
from flows.text import TextTable
from schemas.engine import Record
from schemas.plan import Plan


@dataclass(frozen=True, slots=True)
class Scene:
    """One table among the others."""

    record: Record  # the tables read so far
    plan: Plan  # the rules of this one
    rows: Rows  # its rows, as typed
    texts: Mapping[str, TextTable]  # all tables, for the places of their cells
    since: Mapping[str, Since]  # what has changed in them since the last release; empty where there is none

    @property
    def mine(self) -> Since | None:
        """What has changed in this table."""
        return self.since.get(self.plan.name)

    @property
    def changed(self) -> bool:
        """Whether this table is held against a release, and it or one that it looks into has changed."""
        return self.mine is not None and any(changes.cells for changes in self.since.values())
