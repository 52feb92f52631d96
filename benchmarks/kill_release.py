"""Kill publishers and see what is left: never a torn or missing release, and the next publisher always succeeds.

    python benchmarks/kill_release.py                       300 random moments, every step, 20 pairs of publishers
    python benchmarks/kill_release.py --times 50 --raw raw  the same on the real record (slower)

Each trial starts a real process that runs `flows.release.release`, and ends it with SIGKILL: at a random moment, or right
before or after each call to the operating system that moves something (`--steps`). Meanwhile a reader follows `curated/latest`
over and over and holds every file of the release it finds against its hash. After each trial `verify` must find nothing.

Processes are forked from this one, which has imported everything but never used polars, whose threads do not survive a fork.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "flows" / "release")]

import small_record  # noqa: E402

import flows.compare  # noqa: E402
import flows.describe  # noqa: E402
import flows.pipeline  # noqa: E402
from flows.curate import Curated  # noqa: E402
from flows.release import ReleaseError, prune, record_run, release, verify  # noqa: E402

CALLS = (
    "mkdir",
    "replace",
    "rename",
    "symlink",
    "unlink",
)  # of the module os: all that moves, makes or removes something


def generation(number: int, raw: Path | None) -> Curated:
    """What is published by trial `number`: always something new."""
    if raw is None:
        return small_record.generation(number)
    import polars as pl

    from flows.edition import Edition

    made = flows.pipeline.curate(flows.pipeline.check(flows.pipeline.snapshot(raw)))
    table = next(table for table in made.edition.tables if table.name == "reforms")
    note = pl.lit(f"trial {number}").alias("note")
    frames = {**made.edition.frames, table.name: made.edition.frames[table.name].with_columns(note)}
    return Curated(
        edition=Edition(tables=made.edition.tables, frames=frames), provenance=made.provenance, source=made.source
    )


def forked(work: Callable[[], object]) -> int:
    """Start a process that does the work and ends with 0, or with 1 and a word on the error."""
    child = os.fork()
    if child:
        return child
    code = 1
    with contextlib.suppress(BaseException):
        try:
            work()
            code = 0
        except BaseException as error:  # noqa: BLE001
            print(f"{type(error).__name__}: {error}", file=sys.stderr)
    sys.stderr.flush()
    os._exit(code)


def ended(child: int) -> int:
    """Wait for a process: its exit code, or minus the signal that ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def publish(folder: Path, number: int, raw: Path | None) -> None:
    out = release(generation(number, raw), folder)
    record_run(folder, out.result, out.summary, out.version)


def read(folder: Path) -> str | None:
    """Follow `latest` once, as a reader does, and hold every file against its hash: the version, or None before the first."""
    try:
        here = (folder / "latest").resolve(strict=True)
    except FileNotFoundError:
        return None
    for line in (here / "SHA256SUMS").read_text().splitlines():
        digest, _, name = line.partition("  ")
        if hashlib.sha256((here / name).read_bytes()).hexdigest() != digest:
            raise AssertionError(f"{here / name} is torn")
    return here.name


def kill_before(call: str, number: int, *, after: bool) -> None:
    """Have this process killed right before, or after, it calls that function of `os` for the n-th time."""
    real, count = getattr(os, call), 0

    def wrapped(*args: object, **kwargs: object) -> object:
        nonlocal count
        count += 1
        if count == number and not after:
            os.kill(os.getpid(), signal.SIGKILL)
        result = real(*args, **kwargs)
        if count == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(os, call, wrapped)


def sound(folder: Path) -> None:
    """Nothing is wrong with what is there, and there is no second number for one release."""
    found = verify(folder)
    assert not found, [str(finding) for finding in found]


def no_debris(folder: Path) -> None:
    left = {path.name for path in folder.iterdir()} - {"releases", "latest", "index.json", "last_run.json", ".lock"}
    assert not left, left


class Trials:
    """Trials one after the other in one folder."""

    def __init__(self, folder: Path, raw: Path | None, seed: int) -> None:
        self.folder, self.raw, self.random = folder, raw, random.Random(seed)
        self.number, self.killed, self.reads = 0, 0, 0
        self.took = self.publish()

    def publish(self) -> float:
        """Publish undisturbed: it must succeed, whatever was there."""
        self.number += 1
        start = time.monotonic()
        assert ended(forked(lambda: publish(self.folder, self.number, self.raw))) == 0, "the next publisher failed"
        took = time.monotonic() - start
        assert ended(forked(lambda: prune(self.folder, 5))) == 0
        no_debris(self.folder)
        return took

    def trial(self, kill: Callable[[int], None], prepare: Callable[[], None] = lambda: None) -> bool:
        """One publisher, killed; whether it was, and did not end before."""
        before = read(self.folder)
        self.number += 1
        child = forked(lambda: (prepare(), publish(self.folder, self.number, self.raw)))
        kill(child)
        code = ended(child)
        assert code in {0, -signal.SIGKILL}, f"the publisher ended with {code}"
        after = read(self.folder)
        assert after is not None
        assert before is None or tuple(map(int, after.split("."))) >= tuple(map(int, before.split(".")))
        if self.random.random() < 0.25:  # a run that has nothing to publish must not mistake what was left behind
            recorded = ended(forked(lambda: record_run(self.folder, "rejected", "The raw record has an error.", None)))
            assert recorded == 0
        assert ended(forked(lambda: sound(self.folder))) == 0, "the release does not verify"
        self.killed += code != 0
        return code != 0

    def at_random(self) -> None:
        """Killed at a random moment, with a reader at work."""
        until = time.monotonic() + self.random.uniform(0, self.took)

        def kill(child: int) -> None:
            while time.monotonic() < until:
                assert read(self.folder) is not None
                self.reads += 1
                time.sleep(0.002)
            os.kill(child, signal.SIGKILL)

        self.trial(kill)
        if self.number % 10 == 0:
            self.publish()

    def at_each_step(self, calls: list[str]) -> None:
        """Killed before and after each call that moves something."""
        for call in calls:
            for after in (False, True):
                for number in range(1, 50):
                    if not self.trial(lambda _: None, lambda: kill_before(call, number, after=after)):  # noqa: B023
                        break  # it made fewer calls than that, and so published, after all that was killed before it
                no_debris(self.folder)

    def pair(self) -> None:
        """Two publishers at once: both succeed, one after the other."""
        self.number += 2
        children = [forked(lambda n=n: publish(self.folder, n, self.raw)) for n in (self.number - 1, self.number)]
        codes = [ended(child) for child in children]
        # Where the smaller record comes second, it has lost a row, which is nothing that a reader breaks on.
        assert codes == [0, 0], codes
        assert ended(forked(lambda: sound(self.folder))) == 0
        no_debris(self.folder)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--times", type=int, default=300, help="random moments")
    options.add_argument("--pairs", type=int, default=20)
    options.add_argument("--steps", nargs="*", choices=CALLS, default=CALLS, help="calls to be killed before and after")
    options.add_argument("--raw", type=Path, help="publish this record instead of a small one")
    options.add_argument("--seed", type=int, default=time.time_ns() % 2**32)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        trials = Trials(Path(name) / "curated", given.raw, given.seed)
        print(f"seed {given.seed}; one publish takes {trials.took:.2f} s", flush=True)
        for _ in range(given.times):
            trials.at_random()
        print(
            f"random moments: {given.times}, killed in time: {trials.killed}, releases read meanwhile: {trials.reads}"
        )
        if given.steps:
            before = trials.killed
            trials.at_each_step(given.steps)
            print(f"before and after each step: killed {trials.killed - before} times")
        for _ in range(given.pairs):
            trials.pair()
        print(f"pairs of publishers at once: {given.pairs}")
        print(
            f"releases kept at the end: {len(list((Path(name) / 'curated' / 'releases').iterdir()))}; every one verified, none torn, no debris"
        )


if __name__ == "__main__":
    try:
        main()
    except (AssertionError, ReleaseError) as error:
        sys.exit(f"FAILED: {error}")
