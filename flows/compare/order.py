"""Rows in the order of their key, each named by it once: what comparing, hashing and applying rely on, checked in one pass.

Editions promise it (`flows.edition`); a release read back from a folder may be damaged, and a comparison that trusted it
would publish nonsense. Whether every key is greater than the one before says at once that rows are sorted and keys unique.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from flows.compare.changes import CompareError
from flows.edition import Edition
from schemas.description import PublishedTable


def in_order(frame: pl.DataFrame, table: PublishedTable) -> pl.DataFrame:
    """The rows sorted by the key of the table; the frame itself where they already are.

    Raises:
        CompareError: columns or types are not those of the description, or a key is empty or names two rows.
    """
    wanted = table.dtypes()
    if dict(frame.schema) != wanted or frame.columns != list(wanted):
        found = ", ".join(f"{name} ({dtype})" for name, dtype in frame.schema.items())
        raise CompareError(
            f"The table {table.name} does not hold what its description says. It has the columns {found or 'none'}; "
            f"it should have {', '.join(f'{name} ({dtype})' for name, dtype in wanted.items())}."
        )
    if any(wanted[name] == pl.List(pl.String) for name in table.key):
        raise CompareError(f"The key of the table {table.name} has a column of lists, which cannot name a row.")
    if not table.key:
        raise CompareError(f"The table {table.name} has no key, so its rows cannot be told apart.")
    if ascending(frame, table.key):
        return frame
    ordered = frame.sort(table.key)
    if ascending(ordered, table.key):
        return ordered
    raise CompareError(_fault(ordered, table))


def ascending(frame: pl.DataFrame, key: Sequence[str]) -> bool:
    """Whether no key is empty and each is greater than the one before: sorted, and every key once."""
    if any(frame[name].null_count() for name in key):
        return False
    last = pl.col(key[-1])
    greater = last > last.shift(1)
    for name in reversed(key[:-1]):
        value = pl.col(name)
        greater = (value > value.shift(1)) | ((value == value.shift(1)) & greater)
    return bool(frame.select(greater.slice(1).all()).item())


def frame_of(edition: Edition, table: PublishedTable) -> pl.DataFrame:
    """The rows of one table of an edition, in order.

    Raises:
        CompareError: the edition lacks them, or they are not as the description says.
    """
    frame = edition.frames.get(table.name)
    if frame is None:
        raise CompareError(f"The rows of the table {table.name} are missing, so it cannot be compared.")
    return in_order(frame, table)


def _fault(frame: pl.DataFrame, table: PublishedTable) -> str:
    """Why the key does not name the rows."""
    empty = [name for name in table.key if frame[name].null_count()]
    if empty:
        return f"The table {table.name} has rows without {', '.join(empty)}, which is part of its key, so its rows cannot be told apart."
    twice = frame.filter(pl.struct(table.key).is_duplicated()).select(table.key).row(0)
    return (
        f"The table {table.name} has two rows with the same key ({', '.join(str(value) for value in twice)}), "
        "so they cannot be told apart."
    )
