"""`kill -9` at random moments of `hrc publish`: readers see the old release or the new one, whole, every time.

    python benchmarks/bench_kill.py [KILLS] [SEED]        50 kills take 8 minutes on two idle cores

Before each run a cell of a copy of the record is changed, so that there is something to publish. Half of the kills are at
any moment of the run, half while it is releasing, which is a tenth of it and the only part that touches what is published.
All the while a reader looks at `curated/latest` and checks every file in it against its SHA256SUMS. After each kill the
last release is verified, and the server that the run brought along must be gone; in the end one more publish must succeed
and leave nothing behind: no staging folder, no run that Prefect still takes for running.
"""

from __future__ import annotations

import csv
import hashlib
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import psutil

from flows.release import verify

ROOT = Path(__file__).parents[1]
PUBLISH = """
import sys
from pathlib import Path
from flows.run import run_publish
result = run_publish(Path("raw"), Path("curated"), progress=lambda words: print("step", words, flush=True))
print(result.result, result.reason, flush=True)
sys.exit(result.exit_code)
"""


class Reader(threading.Thread):
    """Looks at what `latest` shows, again and again: which release, and is every file of it there and whole?"""

    def __init__(self, curated: Path) -> None:
        super().__init__(daemon=True)
        self.curated, self.over = curated, threading.Event()
        self.looks, self.torn = 0, Counter[str]()
        self.seen = Counter[str]()

    def run(self) -> None:
        while not self.over.wait(0.02):
            self.looks += 1
            try:
                folder = (self.curated / "latest").resolve(strict=True)
                for line in (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
                    digest, name = line.split(maxsplit=1)
                    if hashlib.sha256((folder / name.lstrip("*")).read_bytes()).hexdigest() != digest:
                        self.torn[f"{name} of {folder.name} is not what it should be"] += 1
                self.seen[folder.name] += 1
            except OSError as error:
                self.torn[str(error)] += 1


def start(folder: Path) -> subprocess.Popen[str]:
    env = os.environ | {"HRC_HOME": str(folder / "state"), "PYTHONPATH": str(ROOT)}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen([sys.executable, "-c", PUBLISH], cwd=folder, env=env, **pipes)


def edit(folder: Path, text: str) -> None:
    """Change one cell of the record."""
    path = folder / "raw" / "resolutions.csv"
    with path.open(encoding="utf-8", newline="") as file:
        header, first, *rest = csv.reader(file)
    first[header.index("note")] = text
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, first, *rest])


def left(folder: Path) -> list[str]:
    """What should not be there."""
    found = [path.name for path in (folder / "curated").iterdir() if path.name.startswith(".staging")]
    found += [path.name for path in (folder / "state" / "runs").iterdir()]
    with closing(sqlite3.connect(folder / "state" / "prefect.db")) as database:
        states = "SELECT name || ' is ' || state_name FROM flow_run WHERE state_name NOT IN ('Completed', 'Crashed', 'Failed')"
        found += [said for (said,) in database.execute(states)]
    return found + servers(folder)


def servers(folder: Path) -> list[str]:
    """Servers that outlive their run by more than ten seconds."""
    for _ in range(100):
        found = [f"process {p.pid}" for p in psutil.process_iter(["cwd"]) if p.info["cwd"] == str(folder / "state")]
        if not found:
            break
        time.sleep(0.1)
    return found


def main(kills: int = 50, seed: int = 20261124) -> int:
    chance = random.Random(seed)
    folder = Path(tempfile.mkdtemp(prefix="hrc-kill-")).resolve()
    shutil.copytree(ROOT / "raw", folder / "raw")
    began = time.monotonic()
    said, complaint = start(folder).communicate()
    whole = time.monotonic() - began
    if "published" not in said:
        print(said, complaint)
        return 1
    print(f"the first publish took {whole:.1f} s; now {kills} kills")
    reader = Reader(folder / "curated")
    reader.start()
    outcome, mistakes = Counter[str](), []
    for number in range(kills):
        edit(folder, f"Kill {number}")
        process = start(folder)
        at = "starting"
        if number % 2:
            for line in process.stdout:
                at = line.split()[1]
                if at == "releasing":
                    break
            time.sleep(chance.uniform(0, whole / 8))
        else:
            time.sleep(chance.uniform(0, whole))
        ended = process.poll() is not None
        process.kill()
        said, complaint = process.communicate()
        at = next((line.split()[1] for line in reversed(said.splitlines()) if line.startswith("step")), at)
        shown = (folder / "curated" / "latest").resolve().name
        outcome["ended before the kill" if ended else f"killed while {at}"] += 1
        mistakes += [f"kill {number}: {finding}" for finding in verify(folder / "curated" / "latest")]
        mistakes += [f"kill {number}: {line}" for line in [*servers(folder), *complaint.splitlines()]]
        print(f"{number + 1:4} {'ended' if ended else 'killed'} while {at}; latest is {shown}", flush=True)
    process = start(folder)
    said, complaint = process.communicate()
    reader.over.set()
    reader.join()
    if process.returncode != 0 or complaint:
        mistakes.append(f"the publish after all kills: {said}{complaint}")
    mistakes += [f"left behind: {what}" for what in left(folder)]
    mistakes += [f"a reader met {times} times: {what}" for what, times in reader.torn.items()]
    print(f"{kills} runs: " + ", ".join(f"{times} {what}" for what, times in sorted(outcome.items())))
    print(f"the reader looked {reader.looks} times and saw {len(reader.seen)} releases, each of them whole")
    print(f"the next publish: {said.splitlines()[-1] if said else said}")
    print("\n".join(mistakes) or "nothing torn, nothing missing, nothing left behind")
    shutil.rmtree(folder)
    return 1 if mistakes else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
