"""How long it takes to compare two releases of a million rows, against what polars needs to read both from Parquet.

    python benchmarks/bench_compare.py [--rows 1000000] [--rounds 5]

Floor and comparison are measured in turn, in one process, on frames just read; medians are shown. The bar is a ratio of 3.
A wide table (nine columns of every type, three of them the key) and a narrow one (three columns), which is harder: there is
little to read, and the rows are as many. The logical hash of one wide table is shown beside them.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl

from flows.compare import compare, logical_hash
from flows.edition import Edition
from schemas.description import PublishedColumn, PublishedTable, PublishedType

TYPES: dict[str, PublishedType] = {
    "resolution": "text", "country": "text", "role": "text", "title": "text", "votes": "integer",
    "member": "boolean", "adopted_on": "date", "themes": "list", "url": "text",
}  # fmt: skip
KEY = ("resolution", "country", "role")


def described(columns: list[str], key: tuple[str, ...]) -> PublishedTable:
    return PublishedTable(
        name="sponsors",
        title="",
        description="",
        columns=tuple(
            PublishedColumn(name=name, type=TYPES[name], title="", description="", example="", required=name in key)
            for name in columns
        ),
        key=key,
        source="raw/sponsors.csv",
    )


def wide(rows: int) -> pl.DataFrame:
    """A table like that of the sponsors, with columns of every type."""
    n = pl.int_range(rows)
    return pl.select(
        resolution=pl.format("A/HRC/RES/{}/{}", n // 20_000 + 1, n // 100 % 200),
        country=pl.format("C{}", n % 100),
        role=pl.when(n % 3 == 0).then(pl.lit("main_sponsor")).otherwise(pl.lit("cosponsor")),
        title=pl.format("The title of text number {} on a human right", n * 7919 % rows),
        votes=pl.when(n % 5 != 0).then(n % 47),
        member=n % 2 == 0,
        adopted_on=(n % 8000 + 12_000).cast(pl.Int32).cast(pl.Date),
        themes=pl.when(n % 4 == 0)
        .then(pl.lit([], dtype=pl.List(pl.String)))
        .otherwise(pl.concat_list(pl.format("theme {}", n % 17), pl.lit("women"))),
        url=pl.format("https://docs.un.org/en/A/HRC/RES/{}", n),
    ).sort(KEY)


def narrow(frame: pl.DataFrame) -> pl.DataFrame:
    """Three of its columns, the first of them the key."""
    country = pl.format("C{}", pl.int_range(pl.len()))
    return frame.select(country.alias("country"), "title", "votes").sort("country")


def corrected(frame: pl.DataFrame, every: int) -> pl.DataFrame:
    """The same rows, one title in `every` another."""
    title = pl.when(pl.int_range(pl.len()) % every == 7).then(pl.lit("Corrected")).otherwise("title")
    return frame.with_columns(title.alias("title"))


def moved(frame: pl.DataFrame, every: int, key: tuple[str, ...]) -> pl.DataFrame:
    """The same rows, of which one in `every` is gone, one has another key, one another title."""
    n = pl.int_range(pl.len()) % every
    other = pl.when(n == 13).then(pl.lit("X") + pl.col("country")).otherwise("country")
    return corrected(frame, every).filter(n != 11).with_columns(other.alias("country")).sort(key)


def seconds(do: Callable[[], object]) -> float:
    start = time.perf_counter()
    do()
    return time.perf_counter() - start


def measured(base: pl.DataFrame, key: tuple[str, ...], rounds: int) -> None:
    """Print the ratio for each kind of change of one table."""
    table, rows = described(base.columns, key), base.height
    cases = {
        "nothing changed": base,
        "10 rows corrected": corrected(base, rows // 10),
        "10 rows each gone, re-keyed, corrected": moved(base, rows // 10, key),
        "1 % each": moved(base, 100, key),
        "5 % each": moved(base, 20, key),
        "every title another": base.with_columns(title=pl.lit("Corrected")),
        "every key another": base.with_columns(country=pl.lit("X") + pl.col("country")).sort(key),
    }
    print(f"\n{f'{len(table.columns)} columns':46}{'read both':>10}{'compare':>10}{'ratio':>7}")
    with tempfile.TemporaryDirectory() as folder:
        old_path, new_path = Path(folder) / "old.parquet", Path(folder) / "new.parquet"
        base.write_parquet(old_path, compression="zstd")
        for name, frame in cases.items():
            frame.write_parquet(new_path, compression="zstd")
            floor, own = [], []
            for _ in range(rounds):
                start = time.perf_counter()
                old, new = pl.read_parquet(old_path), pl.read_parquet(new_path)
                floor.append(time.perf_counter() - start)
                before, after = (Edition(tables=(table,), frames={table.name: one}) for one in (old, new))
                start = time.perf_counter()
                compare(before, after)
                own.append(time.perf_counter() - start)
            read, compared = statistics.median(floor), statistics.median(own)
            print(f"{name:46}{read:9.2f}s{compared:9.2f}s{compared / read:7.2f}", flush=True)


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--rows", type=int, default=1_000_000)
    words.add_argument("--rounds", type=int, default=5)
    asked = words.parse_args()
    base, table = wide(asked.rows), described(list(TYPES), KEY)
    print(f"{asked.rows:,} rows in each of two releases; medians of {asked.rounds} rounds")
    measured(base, KEY, asked.rounds)
    measured(narrow(base), ("country",), asked.rounds)
    hashed = statistics.median(seconds(lambda: logical_hash(base, table)) for _ in range(asked.rounds))
    print(f"\n{f'logical hash of one, {len(TYPES)} columns':56}{hashed:9.2f}s")


if __name__ == "__main__":
    main()
