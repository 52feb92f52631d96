"""Explanations for a terminal, at a width; nothing in a cell can make the terminal do anything."""

from __future__ import annotations

from typing import Any

from flows.explain.row import Explanation, Row
from flows.explain.step import Cell
from flows.report.plain import printable

_LONGEST_NAME = 24  # places at most for the names of columns; a longer one pushes its value on
_WHERE = {
    "now": "",
    "moved": "; it is on line {now} now",
    "commit": "; it has been changed since, and is shown as it was",
    "gone": "; what was typed there is not at hand any more",
}


def explanation_text(explanation: Explanation, width: int = 80) -> str:
    """An explanation as text."""
    day = f" of {explanation.committed_at[:10]}" if explanation.committed_at else ""
    commit = f", commit {explanation.commit[:12]}{day}" if explanation.commit else ", from files that are in no commit"
    lines = [f"{printable(explanation.key)}, in release {explanation.version}{commit}"]
    for row in explanation.rows:
        lines += ["", *_row(row, width)]
    return "\n".join(lines)


def _row(row: Row, width: int) -> list[str]:
    now = _WHERE[row.where].format(now=row.line_now)
    lines = paragraph(f"{row.title} ({row.table}): typed in {row.file}, line {row.line}{now}", width)
    name = min(max(len(cell.column) for cell in row.cells), _LONGEST_NAME)
    for cell in row.cells:
        lines += _cell(cell, name, width)
    for waiver in row.waived:
        because = f", because: {waiver.reason}" if waiver.reason else ""
        lines += paragraph(f"  waived: {waiver.rule} (raw/waivers.csv){because}", width, hang=4)
    return lines


def _cell(cell: Cell, name: int, width: int) -> list[str]:
    """A column and its value, each item of a list on a line of its own, and below it what was done to it."""
    items = cell.value if isinstance(cell.value, list) and cell.value else [shown(cell.value)]
    lines = paragraph(f"  {cell.column:<{name}}  {items[0]}", width, hang=name + 4)
    for item in items[1:]:
        lines += paragraph(f"{' ' * (name + 4)}{item}", width, hang=name + 4)
    for step in cell.steps:
        lines += paragraph(f"{' ' * (name + 6)}{step.says}", width, hang=name + 8)
    return lines


def shown(value: Any) -> str:
    """A value as a person reads it."""
    if value is None or value == []:
        return "–"
    if isinstance(value, bool):
        return "true" if value else "false"
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def paragraph(text: str, width: int, hang: int = 0) -> list[str]:
    """Text broken into lines, the second and later ones set in by `hang`; an address stays on its line, however long."""
    text = printable(text)
    words = text[hang:].split(" ")
    lines = [text[:hang]] if hang else [""]
    for word in words:
        if len(lines[-1]) + len(word) + 1 > width and lines[-1].strip() and len(lines[-1]) > hang:
            lines.append(" " * hang)
        lines[-1] += word if len(lines[-1]) <= hang else f" {word}"
    return [line.rstrip() for line in lines]
