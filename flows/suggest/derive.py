"""A cell that other rows decide: what depends on another column, or runs on from the row above to the row below.

In this record a subregion has one region and a resolution one draft; nobody declared so, but the rows show it. A column is
taken to depend on another where rows that agree in the one agree in the other, nearly without exception and often enough to
be no accident; then a cell that is empty or unreadable can be told from the rows that agree with it.

Limits: no more than two columns together decide, and nothing is derived from fewer than eight rows.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

Cells = Sequence[str | None]

SURE = 0.97  # so many of the rows that agree in the one column agree in the other
LEAST = 8  # rows that show it
_NUMBERED = re.compile(r"(.*?)(\d+)")


class Table:
    """The cells of one table, asked for what they say of each other; what is learnt of a column is kept."""

    def __init__(self, columns: dict[str, Cells]) -> None:
        self._columns = columns
        self._learnt: dict[str, list[tuple[Cells, dict[str, Counter[str]], float]]] = {}

    def derive(self, column: str, row: int) -> list[str]:
        """The values that the rest of the table gives for a cell, the surest first; its own value does not count."""
        cells = self._columns[column]
        found: list[tuple[float, int, str]] = []
        for by, groups, share in self._by(column):
            key = by[row]
            if key is None:
                continue
            group = groups.get(key)
            if group is None:
                continue
            counts = Counter(group)
            own = cells[row]
            if own:
                counts[own] -= 1
            counts = +counts
            if len(counts) == 1:
                value, times = counts.most_common(1)[0]
                if times >= 2 or share == 1.0:
                    found.append((share, times, value))
        found.sort(reverse=True)
        values = list(dict.fromkeys(value for _, _, value in found))
        if (same := self._as_around(column, row)) and same not in values:
            values.append(same)
        if (run := _between(cells, row) or _lacking(cells, row)) and run not in values:
            values.append(run)
        return [value for value in values if value != cells[row]]

    def _as_around(self, column: str, row: int) -> str | None:
        """The value of the rows above and below, where they agree and rows of this column do so with the rows around them."""
        cells = self._columns[column]
        around = _neighbours(cells)
        here = around[row]
        if here is None:
            return None
        others = [
            cell == near for other, (cell, near) in enumerate(zip(cells, around, strict=True)) if near and other != row
        ]
        return here if len(others) >= LEAST and sum(others) >= SURE * len(others) else None

    def beside(self, column: str, row: int) -> list[str]:
        """The values of the rows above and below: of several readings of a cell the one that stands beside it is meant."""
        cells = self._columns[column]
        return [cell for at in (row - 1, row + 1) if 0 <= at < len(cells) and (cell := cells[at])]

    def _by(self, column: str) -> list[tuple[Cells, dict[str, Counter[str]], float]]:
        """The columns, and the neighbourhood, on which a column depends."""
        if column not in self._learnt:
            cells = self._columns[column]
            learnt = []
            for by in self._deciders(column):
                groups: dict[str, Counter[str]] = defaultdict(Counter)
                for key, value in zip(by, cells, strict=True):
                    if key is not None and value is not None:
                        groups[key][value] += 1
                several = [group for group in groups.values() if group.total() > 1]
                rows = sum(group.total() for group in several)
                agreeing = sum(group.most_common(1)[0][1] for group in several)
                lone = max((group.total() for group in several), default=0) == rows
                if (
                    rows >= LEAST
                    and agreeing - len(several) >= SURE * (rows - len(several))
                    and (len(several) > 2 or lone)
                ):
                    learnt.append((by, dict(groups), agreeing / rows))
            self._learnt[column] = learnt
        return self._learnt[column]

    def _deciders(self, column: str) -> Iterator[Cells]:
        cells = self._columns[column]
        yield [""] * len(cells)  # a column that is the same in every row
        for name, other in self._columns.items():
            if name != column:
                yield other
                if None in other:
                    yield ["empty" if cell is None else "filled" for cell in other]
        yield _neighbours(cells)
        few = {name: cells for name, cells in self._columns.items() if name != column and _is_few(cells)}
        for (_, one), (_, other) in combinations(few.items(), 2):
            yield [None if a is None or b is None else f"{a}\0{b}" for a, b in zip(one, other, strict=True)]


def _is_few(cells: Cells) -> bool:
    """Whether a column holds the same few values again and again, so that two such columns may decide a third together."""
    return len(set(cells)) * 4 <= len(cells)


def _neighbours(cells: Cells) -> list[str | None]:
    """For each row the value of the rows above and below, where these two agree."""
    padded = [None, *cells, None]
    return [
        above if above is not None and above == below else None
        for above, below in zip(padded[:-2], padded[2:], strict=True)
    ]


def _between(cells: Cells, row: int) -> str | None:
    """The value between two that run on by two: A/HRC/RES/54/5 between A/HRC/RES/54/4 and A/HRC/RES/54/6."""
    if not 0 < row < len(cells) - 1:
        return None
    above, below = _NUMBERED.fullmatch(cells[row - 1] or ""), _NUMBERED.fullmatch(cells[row + 1] or "")
    if not above or not below or above[1] != below[1] or int(below[2]) - int(above[2]) != 2:
        return None
    return f"{above[1]}{int(above[2]) + 1}"


def _lacking(cells: Cells, row: int) -> str | None:
    """The one number that is lacking where all rows together count from 1 upwards."""
    others = [cell for at, cell in enumerate(cells) if at != row]
    if len(others) < LEAST or not all(cell and cell.isascii() and cell.isdigit() for cell in others):
        return None
    lacking = set(range(1, len(cells) + 1)) - {int(cell) for cell in others if cell}
    return str(lacking.pop()) if len(lacking) == 1 else None
