"""What a release costs beside writing its files with bare polars.

    python benchmarks/bench_release.py [ROWS]

The floor is polars writing the same rows as Parquet, JSON, JSON Lines and CSV into an empty folder, with nothing made sure.
A release does that, and SQLite with indexes and full-text search, and hashes, flushes and reads back every file, and compares
with the release before.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "flows" / "release")]

import small_record  # noqa: E402

from flows.edition import Edition  # noqa: E402
from flows.release import read_edition, release, verify  # noqa: E402
from flows.release.formats import csv, parquet, records, sqlite  # noqa: E402
from schemas.description import PublishedTable  # noqa: E402

TABLE = PublishedTable(
    name="votes",
    title="Votes",
    description="One vote of one State.",
    columns=(
        small_record.column("vote_id", required=True),
        small_record.column("country", required=True, refers_to="countries.alpha3", example="KAZ"),
        small_record.column("vote", required=True, one_of=("in_favour", "against", "abstain"), example="abstain"),
        small_record.column("cast_on", "date"),
        small_record.column("number", "integer"),
        small_record.column("member", "boolean"),
        small_record.column("themes", "list"),
        small_record.column("note"),
    ),
    key=("vote_id",),
    source="raw/votes.csv",
)


def edition(rows: int) -> Edition:
    """As many votes, in the shape of the real ones."""
    n = pl.int_range(rows)
    votes = pl.select(
        vote_id=pl.format("A/HRC/RES/{}/{}", (n // 5000 + 100), (n % 5000).cast(pl.String).str.zfill(4)),
        country=pl.when(n % 3 == 0).then(pl.lit("KAZ")).otherwise(pl.lit("KGZ")),
        vote=pl.when(n % 2 == 0).then(pl.lit("in_favour")).otherwise(pl.lit("abstain")),
        cast_on=pl.lit(date(2023, 1, 1)) + pl.duration(days=n % 900),
        number=n,
        member=n % 4 == 0,
        themes=pl.when(n % 5 == 0).then(pl.concat_list(pl.lit("education"), pl.format("theme {}", n % 200))).otherwise(pl.lit([], dtype=pl.List(pl.String))),
        note=pl.when(n % 10 == 0).then(pl.format("list on the day of adoption, {}", n % 77)),
    ).sort("vote_id")  # fmt: skip
    countries = small_record.edition().frames["countries"]
    return Edition(tables=(small_record.COUNTRIES, TABLE), frames={"countries": countries, "votes": votes})


def timed(what: str, work: Callable[[], object], floor: float | None = None) -> float:
    """Seconds of processor time that the work takes, on all cores together: the time on the wall depends on who else is at work."""
    wall, start = time.perf_counter(), time.process_time()
    work()
    took, wall = time.process_time() - start, time.perf_counter() - wall
    times = f"   {took / floor:5.1f} x" if floor else " " * 10
    print(f"{what:48} {took:7.2f} s {times}   {wall:7.2f} s on the wall", flush=True)
    return took


def bare(frame: pl.DataFrame, folder: Path) -> None:
    frame.write_parquet(folder / "a.parquet")
    frame.write_json(folder / "a.json")
    frame.write_ndjson(folder / "a.jsonl")
    frame.with_columns(pl.col("themes").list.join("; ")).write_csv(folder / "a.csv")


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    made = edition(rows)
    frame = made.frames["votes"]
    curated = small_record.curated(made)
    changed = Edition(
        tables=made.tables,
        frames={**made.frames, "votes": frame.with_columns(note=pl.when(pl.col("number") % 1000 == 0).then(pl.lit("x")).otherwise("note"))},
    )  # fmt: skip
    later = small_record.curated(changed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(f"{rows:,} rows of 8 columns")
        floor = timed("floor: the same files by bare polars", lambda: bare(frame, folder))
        timed("  of it Parquet", lambda: frame.write_parquet(folder / "a.parquet"), floor)
        timed("our Parquet", lambda: parquet.write(frame, folder / "b.parquet"), floor)
        timed("our JSON", lambda: records.write(frame, folder / "b.json"), floor)
        timed("our JSON Lines", lambda: records.write_lines(frame, folder / "b.jsonl"), floor)
        timed("our CSV", lambda: csv.write(frame, folder / "b.csv", TABLE), floor)
        timed("SQLite with indexes and full-text search", lambda: sqlite.write(made, folder / "b.sqlite"), floor)
        timed("SQLite held against the rows", lambda: sqlite.differences(folder / "b.sqlite", made), floor)
        timed("the first release", lambda: release(curated, folder / "curated"), floor)
        timed("the same again: unchanged", lambda: release(curated, folder / "curated"), floor)
        timed("a release with 1 row in 1,000 changed", lambda: release(later, folder / "curated"), floor)
        timed("verify", lambda: verify(folder / "curated" / "latest"), floor)
        timed("read back, every file held against its hash", lambda: read_edition(folder / "curated" / "latest"), floor)


if __name__ == "__main__":
    main()
