"""The diff of a mending, for a person: each cell before and after, what cannot be seen named."""

from __future__ import annotations

from collections.abc import Iterator

from flows.fix.edits import Edit, Rewrite
from flows.report.plain import printable, quoted, wrapped
from flows.report.style import Style
from flows.report.text import lookalikes


def rewrite_lines(rewrite: Rewrite, style: Style) -> Iterator[str]:
    """A file that is saved in another way."""
    yield style.bold(printable(rewrite.file))
    yield from wrapped(f"the whole file, its rows unchanged: {', '.join(rewrite.what)}", 80, "    ")


def edit_lines(edit: Edit, style: Style) -> Iterator[str]:
    """One cell as it is and as it will be."""
    issue = edit.issue
    place = printable(issue.file) + (f":{issue.line}" if issue.line else "")
    where = printable(" ".join(part for part in (issue.cell, issue.column) if part))
    if edit.swapped:
        where = f"{where} and {printable(issue.swapped_with or '')}, which changed places"
    yield f"{style.bold(place)}  {where}  {style.dim(printable(issue.rule))}"
    old, new = _seen(edit.old), _seen(edit.new)
    yield style.bad(f"  - {old} {new}" if edit.swapped else f"  - {old}")
    yield style.good(f"  + {new} {old}" if edit.swapped else f"  + {new}")
    foreign = lookalikes(edit.old, edit.new)
    if foreign:
        yield style.dim(f"    {foreign}")


def _seen(text: str) -> str:
    """A cell with its edges marked and, where it has several lines, on one."""
    return quoted(text.replace("\r\n", "⏎").replace("\n", "⏎"), 400)
