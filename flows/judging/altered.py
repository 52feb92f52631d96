"""altered: published cells that look as if they had been changed by a slip of the hand since the last release.

A cell emptied, a letter more or less, two neighbours that changed places: most such changes are nobody's wish, and many break no
rule. They are told as warnings, with what the release says, until the next release takes them over. Other changes are
somebody's work, and so is one made in many rows of a column; nothing is said of those.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

from flows.judging.finding import Finding
from flows.judging.since import Cells, Since
from flows.suggest.slips import one_slip, slips
from schemas.plan import Plan

MANY = 20  # so many changed cells of one column are no slips
_LONG = 16  # letters from which on two slips in a text may be slips
_WHOLE = 60  # letters up to which a text is quoted whole
_AROUND = 12  # letters of a longer one, and those to the next blank, that are quoted on each side of the difference


def altered(
    plan: Plan, mine: Since, typed: Mapping[str, list[str | None]], taken: Mapping[int, Collection[str]]
) -> list[Finding]:
    """The warnings of one table; `typed` are its columns as they are, `taken` the columns of each row that have an issue."""
    rule = next(rule for rule in plan.rules if rule.kind == "unusual" and rule.id.endswith(".altered"))
    many = Counter(name for cells in mine.cells.values() for name in cells)
    findings = []
    for row, cells in mine.cells.items():
        now = {name: typed[name][row] for name in cells}
        for name, other, said in _slips(plan, mine.version, cells, now):
            if many[name] < MANY and not {name, other} & set(taken.get(row, ())):
                was = cells[name]
                findings.append(Finding(rule, row, name, [was] if was else [], details={"": said}, swapped_with=other))
    return findings


def _slips(plan: Plan, version: str, was: Cells, now: Cells) -> Iterator[tuple[str, str | None, str]]:
    """The columns of a row that look slipped: each with the one it changed places with, if it did, and what is said of it."""
    tail = "If that is meant, leave it: the next release takes it over."
    swapped = _swapped(plan.raw_columns(), was, now)
    done = set(swapped)
    for name, before in was.items():
        here = now[name]
        other = swapped.get(name)
        if other is not None:
            swapped.pop(other, None)
            said = f"The cells {name} and {other} seem to have changed places: release {version} has the text of each in the other. {tail}"
        elif name in done or before is None:
            continue
        elif here is None:
            said = f"The cell is empty now; release {version} has “{_short(before)}” in it. {tail}"
        elif _slipped(before, here):
            said = f"Release {version} has “{_short(before, here)}” here; the cell now says “{_short(here, before)}”. {tail}"
        else:
            continue
        yield name, other, said


def _slipped(before: str, here: str) -> bool:
    """Whether one text became the other by a slip of the hand; in a text of some length two are still slips."""
    if one_slip(before, here) or before.casefold() == here.casefold():
        return True
    return len(before) >= _LONG and slips(before, here, 2) <= 2


def _swapped(columns: Iterable[str], was: Cells, now: Cells) -> dict[str, str]:
    """Cells that changed places with one another: each column with the other."""
    there = [name for name in columns if name in was and was[name] is not None]
    return {
        one: other
        for one in there
        for other in there
        if one != other and now[one] == was[other] and now[other] == was[one] and was[one] != was[other]
    }


def _short(text: str, other: str = "") -> str:
    """A text, or of a long one the words in which it differs from the other."""
    if len(text) <= _WHOLE:
        return text
    start = next((at for at, (one, two) in enumerate(zip(text, other, strict=False)) if one != two), 0)
    first = text.rfind(" ", 0, max(0, start - _AROUND)) + 1
    last = text.find(" ", start + _AROUND)
    last = len(text) if last < 0 else last
    return f"{'…' if first else ''}{text[first:last]}{'…' if last < len(text) else ''}"
