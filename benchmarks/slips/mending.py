"""What `hrc fix --unsafe` makes of a file with a slip in it: fewer issues, nothing else touched, and the same when run twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from benchmarks.slips.plant import Slip
from benchmarks.slips.record import Base, as_csv
from flows import pipeline
from flows.fix.mend import mend


@dataclass
class Mending:
    """How many files with a slip were written, and how."""

    written: int = 0
    restored: int = 0  # byte by byte what they were before the slip
    not_fewer: int = 0  # as many issues as before, or more
    elsewhere: int = 0  # another file was changed
    twice: int = 0  # a second run changed something more

    def __str__(self) -> str:
        return (
            f"written by `hrc fix --unsafe`: {self.written}; restored byte by byte {self.restored}, not fewer issues "
            f"{self.not_fewer}, another file touched {self.elsewhere}, changed again by a second run {self.twice}"
        )


def mended(base: Base, slips: Iterable[Slip]) -> Mending:
    """Mend the file of each slip, and look at what was done."""
    read = replace(pipeline.snapshot(base.raw), last=base.last)
    found = Mending()
    for slip in slips:
        path = f"{base.plans[slip.table].path}.csv"
        clean = as_csv(base.texts[slip.table].frame).encode()
        files = {**read.files, path: as_csv(slip.text.frame).encode()}
        before = pipeline.check(replace(read, files=files))
        outcome = mend(before, unsafe=True)
        if not outcome.files:
            continue
        found.written += 1
        found.restored += outcome.files.get(path) == clean
        found.not_fewer += len(outcome.after.issues) >= len(before.issues)
        found.elsewhere += bool(outcome.files.keys() - {path})
        found.twice += bool(mend(outcome.after, unsafe=True).files)
    return found
