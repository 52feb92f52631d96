"""What a published table is, in words a program can read.

Derived from the declaration of a table (`schemas.compile`), and the only thing the steps that publish know of it: the
Data Package, JSON Schema, data dictionary, the comparison of releases and the readers all work from these two classes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import polars as pl

# The types a published column may have; `list` is a list of text. Dates are whole days, integers 64 bits.
PublishedType = Literal["text", "integer", "boolean", "date", "list"]

DTYPES: dict[PublishedType, pl.DataType] = {
    "text": pl.String(),
    "integer": pl.Int64(),
    "boolean": pl.Boolean(),
    "date": pl.Date(),
    "list": pl.List(pl.String()),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedColumn:
    """One column of a published table."""

    name: str
    type: PublishedType
    title: str
    description: str
    example: str
    required: bool  # never null; a list column is never null, but may be empty
    one_of: tuple[str, ...] = ()  # the only values allowed, in their natural order; of a list: of its items
    refers_to: str | None = None  # "resolutions.symbol": every value (of a list: every item) is found there
    derived: bool = False  # computed, not typed by a person


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedTable:
    """One published table: rows sorted by `key`, columns in this order."""

    name: str
    title: str
    description: str
    columns: tuple[PublishedColumn, ...]
    key: tuple[str, ...]  # primary key; never null, unique together
    source: str  # the raw file it comes from, "raw/sponsors.csv"

    def dtypes(self) -> dict[str, pl.DataType]:
        """The polars type of each column, in order."""
        return {column.name: DTYPES[column.type] for column in self.columns}
