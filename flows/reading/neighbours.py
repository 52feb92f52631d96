"""Which cell is missing, or which were split in two? Judged by what the whole rows of the same table hold.

Each column is known by the kinds of its cells (number, date, address, code, word, text, empty) and by the values it repeats. Every way of filling or joining the cells of a
bad row is weighed by how usual it would be; the best is `sure` only where it is far ahead of every other reading that differs from it.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_SAMPLE = 1000
_WAYS = 600  # readings of one row weighed at most; beyond, no opinion
_FEW = 3  # whole rows needed for an opinion
_AHEAD = 2.0  # natural logarithm: the best reading is some seven times as usual as the next


def kind_of(cell: str) -> str:  # noqa: PLR0911  one line for each kind
    """The coarse kind of a cell."""
    if not cell:
        return "empty"
    if cell[0] in " \xa0":
        return "begins with a blank"  # what follows a comma in a sentence
    if cell.isdigit():
        return "number"
    if cell[0].isdigit() and not cell.strip("0123456789.-/"):
        return "date"
    if cell.startswith(("http://", "https://")):
        return "address"
    if " " in cell.strip():
        return "text" if len(cell) > 30 else "words"
    return "code" if any(ch.isdigit() or ch in "/_" for ch in cell) else "word"


@dataclass(frozen=True, slots=True)
class Reading:
    """A bad row as it was probably meant; `at` is the index of the first column that was filled or joined."""

    cells: tuple[str, ...]
    at: int
    sure: bool


class Neighbours:
    """What the columns of a table usually hold, learnt from its whole rows."""

    def __init__(self, rows: Sequence[Sequence[str]], width: int, required: frozenset[int]) -> None:
        sample = rows[:: max(1, len(rows) // _SAMPLE)]
        self.count = len(sample)
        self.width = width
        self._required = required
        columns = list(zip(*sample, strict=True)) if sample else [()] * width
        self._kinds = [Counter(map(kind_of, column)) for column in columns]
        self._values = [Counter(column) for column in columns]

    def cost(self, index: int, cell: str) -> float:
        """How unusual a cell is in its column: the negative logarithm of its share, 0 = always so."""
        share = (self._kinds[index][kind_of(cell)] + 0.2) / (self.count + 2)
        cost = -math.log(share)
        if kind_of(cell) == "begins with a blank" and not self._kinds[index]["begins with a blank"]:
            cost += 2.0  # it rather goes on from the cell before
        if not cell:
            return cost + (6.0 if index in self._required else 0.0)
        values = self._values[index]
        if cell in values:
            return cost - 1.0
        return cost + (
            2.0 if self.count >= 10 and len(values) <= self.count / 3 else 0.0
        )  # a column that repeats its values

    def filled(self, cells: Sequence[str]) -> Reading | None:
        """The likeliest reading of a row with too few cells; None where there is no opinion."""
        missing = self.width - len(cells)
        if self.count < _FEW or math.comb(self.width, missing) > _WAYS:
            return None
        ways = []
        for gaps in itertools.combinations(range(self.width), missing):
            rest = iter(cells)
            row = tuple("" if i in gaps else next(rest) for i in range(self.width))
            ways.append((gaps[0], row, frozenset(gaps)))
        return self._best(ways)

    def joined(self, cells: Sequence[str], delimiter: str) -> Reading | None:
        """The likeliest reading of a row with too many cells: some were split at a separator that belongs to the text, or an empty one was added."""
        extra = len(cells) - self.width
        if self.count < _FEW or math.comb(len(cells) - 1, extra) > _WAYS:
            return None
        ways: list[tuple[int, tuple[str, ...], frozenset[int]]] = []
        for seams in itertools.combinations(range(1, len(cells)), extra):
            row: list[str] = [cells[0]]
            for i in range(1, len(cells)):
                if i not in seams:
                    row.append(cells[i])
                elif row[-1] and cells[i]:
                    row[-1] += delimiter + cells[i]
                else:
                    row[-1] += cells[i]  # an empty cell too many
            ways.append((seams[0] - 1, tuple(row), frozenset()))
        return self._best(ways)

    def stays(self, cells: Sequence[str]) -> bool:
        """Whether the cells of a short row fit clearly better where they stand than with any gap before them: only cells at its end are missing."""
        missing = self.width - len(cells)
        costs = [self.cost(i, cell) for i, cell in enumerate(cells)]
        moved = [self.cost(i + missing, cell) for i, cell in enumerate(cells)]
        gaps = (gap for gap in range(len(cells)) if any(cells[gap:]))
        return all(sum(moved[gap:]) - sum(costs[gap:]) >= _AHEAD for gap in gaps)

    def usual(self, cells: Sequence[str]) -> bool:
        """Whether no cell is of a kind that its column hardly ever holds."""
        return all(
            self._kinds[i][kind_of(cell)] >= max(1, self.count * (0.02 if cell else 0.2))
            for i, cell in enumerate(cells)
        )

    def _best(self, ways: list[tuple[int, tuple[str, ...], frozenset[int]]]) -> Reading:
        """The likeliest of some readings: index where it departs, cells, gaps. A gap costs nothing, since what stood there is not known."""
        costs: dict[tuple[str, ...], tuple[float, int]] = {}
        for at, row, gaps in ways:
            cost = sum(self.cost(i, cell) for i, cell in enumerate(row) if i not in gaps)
            if row not in costs or cost < costs[row][0]:
                costs[row] = (cost, at)
        ranked = sorted((cost, at, row) for row, (cost, at) in costs.items())
        cost, at, row = ranked[0]
        return Reading(row, at, len(ranked) == 1 or ranked[1][0] - cost >= _AHEAD)
