"""Millions of sponsors through the one pass, against reading and writing them and nothing else, and against plain pandera.

The rows are made here: the States and groups of the record, as many resolutions as are asked for, one row in a thousand
damaged. Floor: `read_csv` as text and `write_parquet`. One pass: the same with all rules of the table between, joins to
resolutions, States, terms and groups included, and the failing cells counted. Plain pandera: the same checks, each run by
pandera's own backend on the same prepared rows. CPU time (user and system), floor and rival in turn, medians of the ratios.

    .venv/bin/python benchmarks/bench_engine.py [ROWS] [RUNS]
"""

from __future__ import annotations

import random
import resource
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import polars as pl
from pandera.api.polars.container import DataFrameSchema
from pandera.errors import SchemaErrors

from flows import pipeline
from flows.plans import load_plans
from schemas.engine import Record, bits
from schemas.sponsors import Sponsors

HOUSE = Path(__file__).resolve().parent.parent
PLANS = load_plans()
SPONSORS = PLANS["sponsors"]


def cpu_seconds(work: Callable[[], object]) -> float:
    before = resource.getrusage(resource.RUSAGE_SELF)
    work()
    after = resource.getrusage(resource.RUSAGE_SELF)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def record() -> Record:
    """The real record, to which the made rows refer, with 7,200 made texts."""
    checked = pipeline.check(pipeline.snapshot(HOUSE / "raw"))
    made = Record(PLANS)
    for name, frame in checked.used.items():
        made.put(name, frame)
    texts = {
        "symbol": [f"A/HRC/RES/{session}/{number}" for session in range(22, 58) for number in range(1, 201)],
        "adopted_on": [
            f"{2013 + session % 12}-{1 + session % 12:02}-{1 + number % 28:02}"
            for session in range(22, 58)
            for number in range(1, 201)
        ],
    }
    made.put(
        "resolutions",
        pl.DataFrame(
            {name: texts.get(name, [None] * 7200) for name in PLANS["resolutions"].raw_columns()},
            schema_overrides=dict.fromkeys(PLANS["resolutions"].raw_columns(), pl.String),
        ),
    )
    return made


def rows(of: Record, height: int) -> pl.DataFrame:
    """Made sponsors: each State behind each text of the record, over and over, with one cell in a thousand rows damaged."""
    chance = random.Random(54)
    texts = of.series("resolutions", "symbol").to_list()
    states = of.series("countries", "name").to_list()
    groups = [None] * 6 + of.series("groups", "name").to_list()
    roles = ["main_sponsor", "core_group", "cosponsor"]
    bad = [
        ("role", "boss"),
        ("country", "Kazakstan"),
        ("resolution", "A/HRC/RES/54/555"),
        ("source_url", "docs.un.org"),
    ]
    columns: dict[str, list[str | None]] = {name: [] for name in SPONSORS.raw_columns()}
    for row in range(height):
        cells = {
            "resolution": texts[row % len(texts)],
            "country": states[(row // len(texts)) % len(states)],
            "role": roles[(row // (len(texts) * len(states))) % 3],
            "on_behalf_of": groups[row % len(groups)],
            "source_url": f"https://docs.un.org/en/{texts[row % len(texts)]}",
            "note": f"list of day {row % 900}",
        }
        if row % 1000 == 999:
            name, value = chance.choice(bad)
            cells[name] = value
        for name, value in cells.items():
            columns[name].append(value)
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))


def main() -> None:
    height = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    of = record()
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "sponsors.csv"), Path(folder, "sponsors.parquet")
        rows(of, height).write_csv(source)
        print(f"{height:,} rows, {source.stat().st_size / 1e6:.0f} MB, {len(SPONSORS.rules)} rules")

        def floor() -> pl.DataFrame:
            frame = pl.read_csv(source, infer_schema=False)
            frame.write_parquet(target)
            return frame

        def one_pass() -> int:
            of.put("sponsors", floor())
            judged = bits(of.prepared("sponsors"), SPONSORS.rules)
            return sum(
                int((~judged[name].fill_null(value=True)).sum()) for name in judged.columns if not judged[name].all()
            )

        def pandera() -> int:
            of.put("sponsors", floor())
            schema = Sponsors.to_schema()
            try:
                DataFrameSchema(columns=schema.columns, checks=schema.checks).validate(
                    of.prepared("sponsors"), lazy=True
                )
            except SchemaErrors as errors:
                return len(errors.schema_errors)
            return 0

        print(f"cells found: {one_pass():,}")
        ours, theirs = [], []
        for _ in range(runs):
            least = cpu_seconds(floor)
            ours.append(cpu_seconds(one_pass) / least)
            theirs.append(cpu_seconds(pandera) / least)
            print(f"  floor {least:.2f} s   one pass {ours[-1]:.2f} times   plain pandera {theirs[-1]:.2f} times")
        print(f"one pass      {statistics.median(ours):.2f} times the floor")
        print(f"plain pandera {statistics.median(theirs):.2f} times the floor")
        print(f"peak memory   {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")


if __name__ == "__main__":
    main()
