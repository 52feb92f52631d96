"""How many slips of hand entry are caught, in the right cell, with the right value offered.

    python -m benchmarks.bench_slips [--slips 1000] [--seed 1] [--new] [--whole 20] [--show KIND]

The rows of the record are published, so what the last release says of a cell counts, as it does for a curator who spoils one; with
`--new` it does not, as for rows that somebody is adding.

Slips are planted one at a time, in memory, in copies of the real record: kinds and weights in `slips.plant`. An issue counts as caught if the clean record does not have it; the right cell is that of the slip (of a repeated row, its line); a value is right
if it is what stood there, or another name of the same State.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl

from benchmarks.slips import record
from benchmarks.slips.plant import Slip, plant
from benchmarks.slips.score import Outcome, judge_slip, table
from flows.suggest.names import fold

RAW = Path(__file__).parent.parent / "raw"
CURATED = RAW.parent / "curated"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--slips", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--whole", type=int, default=0, help="check so many of them by the whole way, too")
    parser.add_argument("--rivals", type=int, default=0, help="give so many of them to pandera and Frictionless, too")
    parser.add_argument("--fix", type=int, default=0, help="let `hrc fix --unsafe` mend so many of them")
    parser.add_argument("--show", default="", help="print what was missed or wrong, of kinds that begin so")
    parser.add_argument(
        "--new", action="store_true", help="as if every row were new: nothing is held against the last release"
    )
    options = parser.parse_args(arguments)
    base = record.load(RAW, None if options.new else CURATED)
    print(f"clean record: {sum(i.severity == 'error' for i in base.issues)} errors, {sum(i.severity == 'warning' for i in base.issues)} warnings")  # fmt: skip
    keys = {fold(alias): key for alias, key in base.texts["country_aliases"].frame.select("alias", "country").rows()}
    rng = random.Random(options.seed)
    begun = time.perf_counter()
    outcomes: list[Outcome] = []
    differing = 0
    for number in range(options.slips):
        slip = plant(rng, base)
        issues = base.check({slip.table: slip.text})
        outcomes.append(judge_slip(slip, issues, keys))
        if number < options.whole:
            whole = record.check_files(base, slip.table, slip.text.frame)
            differing += sorted(map(str, whole)) != sorted(map(str, issues))
        if options.show and slip.kind.startswith(options.show.replace("*", "")):
            show(outcomes[-1])
    print(table(outcomes))
    if options.fix:
        from benchmarks.slips.mending import mended

        print(mended(base, [outcome.slip for outcome in outcomes[: options.fix]]))
    if options.rivals:
        compare(base, outcomes[: options.rivals])
    print(f"{options.slips} slips in {time.perf_counter() - begun:.0f} s")
    if options.whole:
        print(f"checked by the whole way, too: {options.whole}, differing: {differing}")
    return 1 if differing else 0


def compare(base: record.Base, outcomes: Sequence[Outcome]) -> None:
    """The same slips under pandera and Frictionless; ours beside them on this sample. Values in range are left out."""
    from benchmarks.slips import rivals

    told = [outcome for outcome in outcomes if not outcome.slip.in_range]
    declared = rivals.specs(base)
    checks: dict[str, Callable[[str, pl.DataFrame], list[rivals.Place]]] = {
        "pandera": lambda name, frame: rivals.by_pandera(base, name, frame),
        "Frictionless": lambda name, frame: rivals.by_frictionless(base, declared[name], base.plans[name], frame),
    }
    print(f"\n{len(told)} slips, values in range left out: {'caught':>10} {'cell':>7} {'right':>7}")
    for tool, check in checks.items():
        clean = {name: check(name, base.texts[name].frame) for name in {outcome.slip.table for outcome in told}}
        scores = [rivals.score(check(o.slip.table, o.slip.text.frame), clean[o.slip.table], o.slip.cells) for o in told]
        caught, cell = (100 * sum(score[at] for score in scores) / len(scores) for at in (0, 1))
        print(f"{tool:40} {caught:9.1f}% {cell:6.1f}% {0:6.1f}%")
    ours = [100 * sum(getattr(o, name) for o in told) / len(told) for name in ("caught", "cell", "right")]
    print(f"{'HRC Record':40} {ours[0]:9.1f}% {ours[1]:6.1f}% {ours[2]:6.1f}%")


def show(outcome: Outcome) -> None:
    slip = outcome.slip
    if outcome.cell and (outcome.right or slip.row_kind) and not outcome.wrong and not outcome.extra:
        return
    marks = [name for name in ("caught", "cell", "right", "wrong") if getattr(outcome, name)]
    print(f"[{slip.kind}{' in range' if slip.in_range else ''}] {slip.table} {place(slip)}: {slip.old!r} -> {slip.new!r}: {' '.join(marks) or 'missed'}")  # fmt: skip
    for issue in outcome.issues:
        print(f"      {issue.severity} {issue.rule} line {issue.line} {issue.column}: {issue.message[:150]} => {issue.suggestion!r}")  # fmt: skip


def place(slip: Slip) -> str:
    return ", ".join(f"line {slip.text.lines[row]} {column or ''}" for row, column in slip.cells)


if __name__ == "__main__":
    sys.exit(main())
