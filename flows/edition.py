"""The tables of one release in memory: what they are and what they hold.

`flows.curate` makes one from the raw record, `flows.release` reads one back from a folder; `flows.compare` holds two of them
against each other and needs to know nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from schemas.description import PublishedTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """Published tables and their rows.

    Each frame has exactly the columns and types of `PublishedTable.dtypes()`, in that order, and its rows sorted by the key;
    the key is never null and names one row.
    """

    tables: tuple[
        PublishedTable, ...
    ]  # in the order of the registry: a table refers only to itself and those before it
    frames: Mapping[str, pl.DataFrame]

    def table(self, name: str) -> PublishedTable:
        """The description of one table.

        Raises:
            KeyError: there is none of that name.
        """
        for table in self.tables:
            if table.name == name:
                return table
        raise KeyError(f"no table is called {name}")
