"""How often each word, mark and address stands in some columns: what a vocabulary is made of.

Counts of different columns can be added up, so that of a record of which one table has changed only that table is counted again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

LISTED, ADDRESSES, TEXT = 0, 1, 2  # what a column holds: names and agreed words, addresses, free text

_CELLS = {"column": pl.String, "holds": pl.Int8, "text": pl.String, "cells": pl.UInt32}

Columns = Iterable[tuple[str, int, pl.Series]]  # of each column a name, what it holds and its cells


@dataclass(frozen=True, slots=True)
class Counts:
    """The pieces of some columns: each `piece` with the `cells` it stands in, and in what (`holds`)."""

    cells: pl.DataFrame  # column, holds, text, cells: each text of each column
    forms: pl.DataFrame  # words, as they are written
    marks: pl.DataFrame  # what stands between words
    hosts: pl.DataFrame  # sites of addresses, with the scheme
    addresses: pl.DataFrame

    def __add__(self, other: Counts) -> Counts:
        """The counts of the columns of both; no column may be in both."""
        forms, marks, hosts, addresses = pl.collect_all(
            pl.concat([one, two]).lazy().group_by("piece").agg(pl.col("cells").sum(), pl.col("holds").max())
            for one, two in (
                (self.forms, other.forms),
                (self.marks, other.marks),
                (self.hosts, other.hosts),
                (self.addresses, other.addresses),
            )
        )
        return Counts(pl.concat([self.cells, other.cells]), forms, marks, hosts, addresses)


def count(columns: Columns) -> Counts:
    """Count the pieces of some columns."""
    parts = [
        cells.value_counts(name="cells").select(
            pl.lit(name).alias("column"),
            pl.lit(holds, dtype=pl.Int8).alias("holds"),
            pl.col(cells.name).alias("text"),
            pl.col("cells"),
        )
        for name, holds, cells in columns
    ]
    cells = pl.concat(parts).drop_nulls("text") if parts else pl.DataFrame(schema=_CELLS)
    distinct = cells.lazy().group_by("text").agg(pl.col("cells").sum(), pl.col("holds").max())
    patterns = (r"[\p{L}\p{N}]+", r"[^\p{L}\p{N}]+", r"https?://[^\s/?#;]+", r"https?://[^\s;]+")
    return Counts(cells, *pl.collect_all(_pieces(distinct, pattern) for pattern in patterns))


def _pieces(texts: pl.LazyFrame, pattern: str) -> pl.LazyFrame:
    """The pieces of all texts that match, and in how many cells each stands."""
    return (
        texts.select(pl.col("text").str.extract_all(pattern).alias("piece"), "cells", "holds")
        .explode("piece")
        .drop_nulls("piece")
        .group_by("piece")
        .agg(pl.col("cells").sum(), pl.col("holds").max())
    )
