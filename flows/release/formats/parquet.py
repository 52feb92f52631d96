"""Parquet: the table with its types, compressed, with statistics by which a reader skips what it does not need.

Rows are sorted by key and cut into groups of a fixed size, so the same rows give the same bytes whatever the machine. The
footer names the version of polars that wrote it; what must outlive that is compared by the logical hash.
"""

from __future__ import annotations

import io
from pathlib import Path

import polars as pl

SUFFIX = ".parquet"
ROW_GROUP = 131_072  # rows: small enough that one key reads little, large enough to compress


def write(frame: pl.DataFrame, path: Path) -> None:
    made = io.BytesIO()  # written by us, so that a full disk is an error with a number
    frame.write_parquet(made, compression="zstd", statistics=True, row_group_size=ROW_GROUP)
    path.write_bytes(made.getbuffer())


def read(path: Path) -> pl.DataFrame:
    # Not from the path, which polars cannot open where it has letters that the locale does not know.
    return pl.read_parquet(path.read_bytes(), use_pyarrow=False, hive_partitioning=False)
