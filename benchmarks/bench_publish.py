"""What a publish costs, and what Prefect costs of it.

    python benchmarks/bench_publish.py [RUNS]

Whole processes, medians: the first publish on an empty home, and the next ones, which find nothing to do; then the same
work by the plain steps without Prefect; then the parts that Prefect adds: its import (which runs while the server boots),
the server's boot, and the 10 s of migrations that the ready-made first database spares. CPU is that of all processes.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
HRC = "import sys; from flows.cli import main; sys.exit(main())"
PLAIN = """
import sys
from pathlib import Path
from flows import pipeline
from flows.release import record_run, release
out = release(pipeline.curate(pipeline.check(pipeline.snapshot(Path(sys.argv[1])))), Path(sys.argv[2]))
record_run(Path(sys.argv[2]), out.result, out.summary, out.version)
"""
SERVER = """
import sys
from pathlib import Path
from flows.server import new_database
from flows.server.server_process import Server
home = Path(sys.argv[1])
if sys.argv[2] == "laid":
    new_database.lay_down(home)
server = Server(home, "a:b")
assert server.healthy()
server.stop()
"""


def timed(home: Path, *command: str) -> tuple[float, float]:
    """Seconds and CPU seconds of one process and all that it started."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT")}
    env |= {"HRC_HOME": str(home), "PYTHONPATH": str(ROOT)}
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", *command], env=env, cwd=home.parent, capture_output=True, text=True, check=False
    )
    took, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f"{done.stdout}{done.stderr}")
    return took, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def show(name: str, runs: list[tuple[float, float]]) -> None:
    wall, cpu = (statistics.median(values) for values in zip(*runs, strict=True))
    print(f"{name:58} {wall:6.1f} s {cpu:6.1f} s CPU")


def main(runs: int = 5) -> None:
    folder = Path(tempfile.mkdtemp(prefix="hrc-publish-")).resolve()
    publish = (HRC, "publish", "--raw", str(ROOT / "raw"), "--curated")
    print(f"medians of {runs} runs, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    first = [timed(folder / f"home{n}", *publish, str(folder / f"curated{n}")) for n in range(runs)]
    show("hrc publish, the first: empty home, published", first)
    show(
        "hrc publish, the next: unchanged",
        [timed(folder / "home0", *publish, str(folder / "curated0")) for _ in range(runs)],
    )
    work = [timed(folder / "home0", PLAIN, str(ROOT / "raw"), str(folder / f"plain{n}")) for n in range(runs)]
    show("the plain steps without Prefect, published", work)
    again = [timed(folder / "home0", PLAIN, str(ROOT / "raw"), str(folder / "plain0")) for _ in range(runs)]
    show("the plain steps without Prefect, unchanged", again)
    show("import of the flow, Prefect with it", [timed(folder / "home0", "import flows.publish") for _ in range(runs)])
    show(
        "import of the steps, without Prefect",
        [timed(folder / "home0", "import flows.pipeline, flows.release") for _ in range(runs)],
    )
    for kind, name in (("kept", "known"), ("laid", "laid down"), ("migrated", "made by migrations")):
        homes = [folder / ("home0" if kind == "kept" else f"{kind}{n}") for n in range(runs)]
        for home in homes:
            home.mkdir(exist_ok=True)
        show(f"server: boot and end, database {name}", [timed(home, SERVER, str(home), kind) for home in homes])
    shutil.rmtree(folder)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
