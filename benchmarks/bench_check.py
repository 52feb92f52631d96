"""What a cold `hrc check` costs, as a ratio to the least that any program in polars could do.

The floor is a script which imports polars, reads the same files as text and does nothing else. Floor and check run in turn,
each in a new process, and what counts is the CPU time (user and system) that the system charges to it; the ratio is that of
the medians. The plans are warm (`flows.plans`), as they are from the second run on; how much the first costs is said too.

    .venv/bin/python benchmarks/bench_check.py [RUNS]
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
FLOOR = """
import pathlib
import polars
for file in pathlib.Path("raw").rglob("*.csv"):
    polars.read_csv(file, infer_schema=False)
"""
CHECK = "import sys; sys.argv[1:] = ['check', '--format', 'json']; from flows.cli import command; command()"
IMPORT = "import polars"
COMPILE = "import flows.plans; flows.plans.compile_plans()"


def cpu_seconds(program: str) -> float:
    """The CPU time of one new Python that runs the program."""
    process = subprocess.Popen(
        [sys.executable, "-c", program], cwd=HOUSE, stdout=subprocess.DEVNULL, env=os.environ | {"PYTHONPATH": "."}
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"exit code {process.returncode} of: {program}")
    return used.ru_utime + used.ru_stime


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    cpu_seconds(CHECK)  # so that the plans are kept and everything is compiled
    floor, check, bare = [], [], []
    for _ in range(runs):
        floor.append(cpu_seconds(FLOOR))
        check.append(cpu_seconds(CHECK))
        bare.append(cpu_seconds(IMPORT))
    middle = statistics.median
    print(f"import polars  {middle(bare):.3f} s")
    print(f"floor          {middle(floor):.3f} s")
    print(f"hrc check      {middle(check):.3f} s")
    print(
        f"ratio          {middle(check) / middle(floor):.2f}   (of single pairs: {middle(c / f for c, f in zip(check, floor, strict=True)):.2f})"
    )
    print(
        f"compiling the declarations anew costs {middle(cpu_seconds(COMPILE) for _ in range(3)):.2f} s of CPU more than importing polars and the steps"
    )


if __name__ == "__main__":
    main()
