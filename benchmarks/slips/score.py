"""What a check made of one slip, and the table of it all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from benchmarks.slips.plant import Slip
from flows.issue import Issue
from flows.suggest.names import fold

HEAD = f"{'kind':30} {'slips':>6} {'caught':>7} {'cell':>7} {'right':>7} {'wrong':>7} {'extra':>7}"


@dataclass(frozen=True)
class Outcome:
    """What became of one slip."""

    slip: Slip
    issues: tuple[Issue, ...]
    caught: bool
    cell: bool
    right: bool
    wrong: bool
    extra: int


def judge_slip(slip: Slip, issues: Iterable[Issue], keys: Mapping[str, str]) -> Outcome:
    """Hold the new issues against the slip; `keys` are the States by folded name, for names that are as good as another."""
    found = tuple(issues)
    file, lines = slip.text.file, slip.text.lines
    places = {(file, lines[row], column) for row, column in slip.cells}

    def at_place(issue: Issue) -> bool:
        return (issue.file, issue.line, issue.column) in places or (issue.file, issue.line, None) in places

    def is_right(issue: Issue) -> bool:
        if slip.row_kind or issue.suggestion is None:
            return False
        wanted = {slip.old, *slip.others}
        if issue.suggestion in wanted:
            return True
        return slip.old is not None and keys.get(fold(issue.suggestion), "?") == keys.get(fold(slip.old), "!")

    there = [issue for issue in found if at_place(issue)]
    offered = [issue for issue in found if issue.suggestion is not None]
    return Outcome(
        slip=slip,
        issues=found,
        caught=bool(found),
        cell=bool(there),
        right=any(is_right(issue) for issue in there),
        wrong=any(not (at_place(issue) and is_right(issue)) for issue in offered),
        extra=max(0, len(found) - 1),
    )


def table(outcomes: list[Outcome]) -> str:
    """One line a kind, then all, then all without those in range."""
    lines = [HEAD]
    kinds = sorted({outcome.slip.kind for outcome in outcomes})
    lines += [_line(kind, [o for o in outcomes if o.slip.kind == kind]) for kind in kinds]
    lines.append("-" * len(HEAD))
    lines.append(_line("all", outcomes))
    lines.append(_line("without in-range values", [o for o in outcomes if not o.slip.in_range]))
    told = [o for o in outcomes if not o.slip.in_range and o.slip.kind != "missing (optional)"]
    lines.append(_line("… and without optional cells", told))
    return "\n".join(lines)


def _line(name: str, outcomes: list[Outcome]) -> str:
    count = len(outcomes)
    if not count:
        return f"{name:30} {0:6}"
    fixable = [o for o in outcomes if not o.slip.row_kind]

    def share(values: Iterable[bool], of: int) -> str:
        return f"{100 * sum(values) / of:6.1f}%" if of else "      –"

    return (
        f"{name:30} {count:6} {share((o.caught for o in outcomes), count)} {share((o.cell for o in outcomes), count)} "
        f"{share((o.right for o in fixable), len(fixable))} {share((o.wrong for o in outcomes), count)} "
        f"{share((o.extra > 0 for o in outcomes), count)}"
    )
