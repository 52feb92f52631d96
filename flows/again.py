"""Again: what a check of the same folder need not do twice, for those who check at every save.

A table whose files have the bytes they had is not read again, the words of the tables that stay as they are while one is worked on are
counted once, and a table is judged again only if it or a table it looks into has changed. What is kept is known by all that it was made
of; a test holds random saves against checks that keep nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from flows.judging.judge import Judged
from flows.judging.since import Since
from flows.judging.unusual import Words, count_words, vocabulary
from flows.last_release import LastRelease
from flows.read import Snapshot, read_table
from flows.suggest.counts import Counts
from flows.suggest.vocabulary import Vocabulary
from flows.text import TextTable
from schemas.engine import Record, State
from schemas.plan import Plan

Outcome = tuple[Judged, Since | None]


class Again:
    """What was read and counted the last time."""

    def __init__(self) -> None:
        self._read: dict[str, tuple[Any, TextTable]] = {}
        self._frames: dict[str, pl.DataFrame] = {}
        self._rest: tuple[dict[str, pl.DataFrame], Counts] | None = None
        self._judged: dict[str, _Kept] = {}

    def table(self, plan: Plan, snapshot: Snapshot) -> TextTable:
        """The records of a table, read anew only if something about its files is new."""
        files = {name: data for name, data in snapshot.files.items() if name.startswith(plan.path)}
        known_by = (files, set(snapshot.files), snapshot.unreadable, snapshot.renamed, snapshot.shown)
        kept = self._read.get(plan.name)
        if kept is None or kept[0] != known_by:
            kept = (known_by, read_table(plan, snapshot))
            self._read[plan.name] = kept
        return kept[1]

    def words(
        self, plans: Mapping[str, Plan], frames: Mapping[str, pl.DataFrame], former: Mapping[str, pl.DataFrame]
    ) -> Vocabulary:
        """The words of the record; those of the tables that are as they were the last time are counted once."""
        new = {name: frame for name, frame in frames.items() if self._frames.get(name) is not frame}
        rest = {name: frame for name, frame in frames.items() if name not in new}
        self._frames = dict(frames)
        if not rest:
            return vocabulary(plans, frames, former)
        if self._rest is None or not _same(self._rest[0], rest):
            self._rest = (rest, count_words(plans, rest))
        counts = self._rest[1] + count_words(plans, new) if new else self._rest[1]
        return vocabulary(plans, frames, former, counts)

    def judged(
        self,
        record: Record,
        name: str,
        made_of: Mapping[str, TextTable],
        last: LastRelease | None,
        words: Words,
        now: Callable[[], Outcome],
    ) -> Outcome:
        """What comes of a table: as the last time, put back into the record, or judged now if anything it is made of is new.

        Args:
            record: the tables before it.
            name: of the table.
            made_of: it, the tables it looks into, and those that correct and waive.
            last: the release it is held against.
            words: those of the record; where one of them looks odd in the table, that depends on all tables, and nothing is kept.
            now: judges it.
        """
        made = _Made(dict(made_of), last.version if last else None)
        kept = self._judged.pop(name, None)
        if kept is not None and not _odd(name, words) and kept.made.same(made):
            record.restore(name, kept.state)
            self._judged[name] = kept
            return kept.outcome
        outcome = now()
        if not _odd(name, words):
            self._judged[name] = _Kept(made, outcome, record.state(name))
        return outcome


@dataclass(frozen=True)
class _Made:
    """All that the outcome of a table depends on."""

    texts: Mapping[str, TextTable]
    version: str | None

    def same(self, other: _Made) -> bool:
        return self.version == other.version and _same(self.texts, other.texts)


@dataclass(frozen=True)
class _Kept:
    made: _Made
    outcome: Outcome
    state: State


def _odd(table: str, words: Words) -> bool:
    """Whether something in the free text of a table is unusual."""
    return any(column.startswith(f"{table}.") for column in (*words.suspicious, *words.nearly))


def _same(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    return one.keys() == other.keys() and all(item is other[name] for name, item in one.items())
