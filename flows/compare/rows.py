"""Rows before and after, matched by key: which came, which are gone, which cells differ.

Both sides are sorted by the same columns and name each row once, so that the rows found in both stand in the same order in
both: it is enough to know *which* they are, and no join needs to bring the others beside them. Both are cut into parts at the
same keys; a part that has the same keys on both sides is done, and in any other, membership is looked up by a hash of the
key, among so few rows that the processor keeps them at hand (four times as quick as among a million). A hash can mistake one
key for another, so the keys thus matched are compared, and where one differs the part is matched by the keys themselves:
slower, never wrong.

Cells are compared as values: an empty cell and the empty text are two things, an empty list and no list as well.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from flows.compare.changes import AFTER, BEFORE, ROW, CellChanges, NewValues
from flows.compare.order import ascending
from schemas.description import PublishedTable

_PART = 65_536  # rows; hashes of so many fit into the cache of a processor's core


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """Two frames and the rows that both have: the n-th row kept before is the n-th row kept after.

    `kept_before` and `kept_after` are booleans, one for each row; None where all are kept.
    """

    by: tuple[str, ...]
    before: pl.DataFrame
    after: pl.DataFrame
    kept_before: pl.Series | None
    kept_after: pl.Series | None

    @property
    def gone(self) -> pl.DataFrame:
        """Rows that only the old frame has."""
        return self.before.clear() if self.kept_before is None else self.before.filter(~self.kept_before)

    @property
    def came(self) -> pl.DataFrame:
        """Rows that only the new frame has."""
        return self.after.clear() if self.kept_after is None else self.after.filter(~self.kept_after)

    def old(self, column: str) -> pl.Series:
        """The kept values of a column of the old frame."""
        values = self.before[column]
        return values if self.kept_before is None else values.filter(self.kept_before)

    def new(self, column: str) -> pl.Series:
        """The kept values of a column of the new frame, beside `old`."""
        values = self.after[column]
        return values if self.kept_after is None else values.filter(self.kept_after)


def matching(before: PublishedTable, after: PublishedTable, old: pl.DataFrame, new: pl.DataFrame) -> Matched | None:
    """Match the rows of two frames by the key; None where no key names the rows of both.

    Where the key itself has changed, the old one is tried first, then the new one: either does if both frames have its
    columns, with the same types, and it names each of their rows once.
    """
    for key in dict.fromkeys([after.key, before.key] if before.key == after.key else [before.key, after.key]):
        if any(name not in new.columns or name not in old.columns for name in key):
            continue
        if any(old.schema[name] != new.schema[name] or old.schema[name] == pl.List(pl.String) for name in key):
            continue
        sorted_old, sorted_new = _sorted(old, key, before.key), _sorted(new, key, after.key)
        if sorted_old is not None and sorted_new is not None:
            return _matched(key, sorted_old, sorted_new)
    return None


def _sorted(frame: pl.DataFrame, key: Sequence[str], its_own: Sequence[str]) -> pl.DataFrame | None:
    """The frame in the order of the key; None where it does not name each row once."""
    if key == its_own:
        return frame
    ordered = frame.sort(key)
    return ordered if ascending(ordered, key) else None


def _matched(key: tuple[str, ...], old: pl.DataFrame, new: pl.DataFrame) -> Matched:
    old_keys, new_keys = old.select(key), new.select(key)
    if old_keys.equals(new_keys):
        return Matched(by=key, before=old, after=new, kept_before=None, kept_after=None)
    parts = [_kept(ours, theirs) for ours, theirs in _parts(old_keys, new_keys)]
    kept_old, kept_new = (pl.concat(side) for side in zip(*parts, strict=True))
    return Matched(by=key, before=old, after=new, kept_before=kept_old, kept_after=kept_new)


def _parts(old: pl.DataFrame, new: pl.DataFrame) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """Both sides, cut at the same keys. Python orders text, numbers, dates and truth values as polars does."""
    start = 0
    for first in range(0, old.height or 1, _PART):
        last = first + _PART
        end = bisect_left(range(new.height), old.row(last), lo=start, key=new.row) if last < old.height else new.height
        yield old[first:last], new[start:end]
        start = end


def _kept(old: pl.DataFrame, new: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
    """For each key of either side, whether the other has it."""
    if old.equals(new):
        everything = pl.repeat(value=True, n=old.height, dtype=pl.Boolean, eager=True)
        return everything, everything
    old_hash, new_hash = old.hash_rows(), new.hash_rows()
    kept_old, kept_new = old_hash.is_in(new_hash.implode()), new_hash.is_in(old_hash.implode())
    if any(
        not old[name].filter(kept_old).equals(new[name].filter(kept_new)) for name in old.columns
    ):  # one hash for two keys
        kept_old, kept_new = _found(old, new), _found(new, old)
    return kept_old, kept_new


def _found(keys: pl.DataFrame, others: pl.DataFrame) -> pl.Series:
    """For each key, whether it is among the others."""
    there = others.with_columns(pl.lit(value=True).alias("@there"))
    return keys.join(there, on=keys.columns, how="left", maintain_order="left")["@there"].fill_null(value=False)


def changed_cells(rows: Matched, columns: Sequence[str]) -> tuple[CellChanges, ...]:
    """The cells that differ in columns which have the same type on both sides."""
    changed = []
    for column in columns:
        if column in rows.by:
            continue
        old, new = rows.old(column), rows.new(column)
        differs = old.ne_missing(new)
        if differs.any():
            cells = [_positions(rows).filter(differs), *_keys(rows, differs)]
            cells += [old.filter(differs).alias(BEFORE), new.filter(differs).alias(AFTER)]
            changed.append(CellChanges(column=column, cells=pl.DataFrame(cells)))
    return tuple(changed)


def new_values(rows: Matched, columns: Sequence[str]) -> tuple[NewValues, ...]:
    """The values of columns that came, in rows that were there before; empty cells (of lists: empty lists) left out."""
    filled = []
    for column in columns:
        values = rows.new(column)
        there = values.list.len().ne_missing(0) if values.dtype == pl.List(pl.String) else values.is_not_null()
        cells = pl.DataFrame([*_keys(rows, there), values.filter(there).alias(AFTER)])
        filled.append(NewValues(column=column, cells=cells))
    return tuple(filled)


def _keys(rows: Matched, where: pl.Series) -> list[pl.Series]:
    return [rows.new(name).filter(where) for name in rows.by]


def _positions(rows: Matched) -> pl.Series:
    """The position of each kept row among the new rows."""
    positions = pl.int_range(rows.after.height, dtype=pl.UInt32, eager=True).alias(ROW)
    return positions if rows.kept_after is None else positions.filter(rows.kept_after)
