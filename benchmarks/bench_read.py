"""How much longer does reading with proof take than polars alone, which proves nothing? Run: python benchmarks/bench_read.py [ROWS]

Small: the files of raw/ as they are, all of them, against `pl.read_csv(infer_schema=False)` on the same bytes.
Large: tables of 10 columns, by default 1,000,000 rows; `plain` without a quotation mark, `quoted` with two quoted cells in each row and doubled
marks in one, `breaks` the same with a line break in one cell of every hundredth row. The careful path, for files that are not in house style, is
measured on a hundredth of the rows.

Numbers are the best of several runs; CPU counts all threads, wall what a person waits. The bar for large ones: 3 x the wall time.
"""

from __future__ import annotations

import csv
import io
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl

from flows.plans import load_plans
from flows.reading.careful import read_carefully
from flows.reading.plain import read_plain

COLUMNS = [f"c{number}" for number in range(10)]


def table(rows: int, kind: str) -> bytes:
    chance = random.Random(1)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for number in range(rows):
        row = [f"A/HRC/RES/{number % 60}/{number}", "Kazakhstan", "2023-10-11", str(chance.randrange(48)), "without_vote", "",
               f"note number {number}", "x" * (number % 9), "", f"https://docs.un.org/{number}"]  # fmt: skip
        if kind != "plain":
            row[1], row[6] = "Bolivia, Plurinational State of", f'note, with "{number}"'
        if kind == "breaks" and number % 100 == 0:
            row[7] = "two\nlines"
        writer.writerow(row)
    return out.getvalue().encode()


def best(run: Callable[[], object], times: int) -> tuple[float, float]:
    """Wall and CPU seconds of the best of several runs."""
    walls, cpus = [], []
    for _ in range(times):
        wall, cpu = time.perf_counter(), time.process_time()
        run()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return min(walls), min(cpus)


def compare(name: str, bare: Callable[[], object], ours: Callable[[], object], times: int) -> None:
    floor, mine = best(bare, times), best(ours, times)
    print(
        f"{name:<28} polars {floor[0] * 1000:8.1f} ms   ours {mine[0] * 1000:8.1f} ms   ratio {mine[0] / floor[0]:5.1f} wall {mine[1] / floor[1]:5.1f} CPU"
    )


def main(rows: int) -> None:
    raw = Path(__file__).parents[1] / "raw"
    files = [((raw / f"{plan.path}.csv").read_bytes(), plan.raw_columns()) for plan in load_plans().values()]
    proved = [read_plain(data, columns) for data, columns in files]
    assert all(part is not None for part in proved), "a file of raw/ is not in house style"
    compare(
        f"raw/, {len(files)} files",
        lambda: [pl.read_csv(data, infer_schema=False) for data, _ in files],
        lambda: [read_plain(data, columns) for data, columns in files],
        15,
    )
    for kind in ("plain", "quoted", "breaks"):
        data = table(rows, kind)
        part = read_plain(data, COLUMNS)
        assert part is not None
        assert part.frame.height == rows
        compare(
            f"{rows:,} rows, {kind}",
            lambda data=data: pl.read_csv(data, infer_schema=False),  # type: ignore[misc]
            lambda data=data: read_plain(data, COLUMNS),  # type: ignore[misc]
            5,
        )
    data = table(max(1, rows // 100), "quoted").replace(b"\n", b"\r")
    wall, _ = best(lambda: read_carefully(data, COLUMNS, COLUMNS[:1], "x.csv"), 3)
    print(f"careful path, {rows // 100:,} rows: {wall * 1000:.0f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
