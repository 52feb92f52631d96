"""Two versions of the same rows that git could not merge, left in the file between its marks: named once, and neither version used."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flows.issue import Issue
from flows.reading.rules import found

_START = re.compile(r"<<<<<<<( |[\r\n]|\Z)")
_MIDDLE = re.compile(r"(=======|\|\|\|\|\|\|\| .*)[\r\n]*\Z")
_END = re.compile(r">>>>>>>( |[\r\n]|\Z)")


def without_conflicts(lines: Sequence[str], file: str, issues: list[Issue]) -> tuple[list[str], frozenset[int]]:
    """The lines with those of unmerged versions emptied, and their numbers (1-based)."""
    starts = [at for at, line in enumerate(lines) if line.startswith("<<<<<<<") and _START.match(line)]
    ends = [at for at, line in enumerate(lines) if line.startswith(">>>>>>>") and _END.match(line)]
    if not starts and not ends:
        return list(lines), frozenset()
    dark: set[int] = set()
    for start in starts:
        later = [at for at in starts if at > start]
        end = next((at for at in ends if at > start and not (later and at > later[0])), None)
        if end is None:
            message = "The line is a mark that git leaves where two versions of a file could not be merged, but the mark of the other end is gone. Look at the rows below it, keep the right ones, and delete the mark."
            issues.append(found("merge_conflict", file, message, line=start + 1))
            dark.add(start)
            continue
        ends.remove(end)
        dark.update(range(start, end + 1))
        message = f"Lines {start + 1:,} to {end + 1:,} hold two versions of the same rows, which git could not merge; neither was used. Keep the right rows of the two and delete the lines with <<<<<<<, ======= and >>>>>>>."
        issues.append(found("merge_conflict", file, message, line=start + 1))
    for end in ends:
        message = "The line is a mark that git leaves where two versions of a file could not be merged, but the mark of the other end is gone. Look at the rows above it, keep the right ones, and delete the mark."
        issues.append(found("merge_conflict", file, message, line=end + 1))
        dark.add(end)
    alone = {at for at, line in enumerate(lines) if line.startswith(("=======", "||||||| ")) and _MIDDLE.match(line)}
    dark |= alone
    return ["\n" if at in dark else line for at, line in enumerate(lines)], frozenset(at + 1 for at in dark)
