"""tidy: text -> text. What can be cleaned without changing meaning is cleaned, and each change is said.

Blanks at the edges, two blanks in a row, no-break and other odd blanks, zero-width characters and accents stored apart: a
person cannot see them, and nobody means them. The cell is published clean, with a warning that names what was there.
Whatever might change meaning (letters of another alphabet, control characters) is left for the rules.
"""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from flows.issue import Issue
from flows.text import TextTable
from schemas.cells import UNTIDY, any_matches
from schemas.plan import Column, Plan


def tidy(text: TextTable, plan: Plan | None = None) -> tuple[TextTable, list[Issue]]:
    """The table with its cells cleaned, and a warning for each cell that was changed.

    With the plan of the table, an odd blank inside a date, a number, a symbol or an address is taken away and not made a plain one.
    """
    columns = text.frame.columns
    if not any_matches(pl.concat(text.frame.get_columns()), UNTIDY):
        return text, []
    flags = text.frame.select(pl.col(name).str.contains(UNTIDY).any().alias(name) for name in columns).row(0)
    untidy = [name for name, flagged in zip(columns, flags, strict=True) if flagged]
    if not untidy:
        return text, []
    from flows.suggest.text import clean_text, describe, is_safe, without_odd_blanks

    close = {column.name for column in plan.columns if _is_close(column)} if plan else set()

    issues: list[Issue] = []
    cleaned: list[pl.Series] = []
    for name in untidy:
        cells = text.frame[name].to_list()
        for index in text.frame.select(pl.col(name).str.contains(UNTIDY).fill_null(value=False).arg_true()).to_series():
            old = cells[index]
            new = clean_text(old)
            if (joined := without_odd_blanks(old)) != new and (name in close or _known(joined, new, cells)):
                new = joined
            if new == old or not is_safe(old, new):
                continue
            cells[index] = new or None
            seen = "; ".join(describe(old)) or "text that is not in its usual form"
            issues.append(
                Issue(
                    rule=f"{text.name}.{name}.text",
                    severity="warning",
                    file=text.file_of(index),
                    line=text.lines[index],
                    column=name,
                    cell=text.cell(name, index),
                    value=old,
                    message=f"The cell holds {seen}. It is read without; nothing else is changed.",
                    suggestion=new,
                )
            )
        cleaned.append(pl.Series(name, cells, dtype=pl.String))
    return replace(text, frame=text.frame.with_columns(cleaned)), issues


def _is_close(column: Column) -> bool:
    """Whether there are no blanks inside the values of a column."""
    return column.type in ("integer", "date", "partial_date") or column.url or column.coded or column.symbol is not None


def _known(joined: str, apart: str, cells: list[str | None]) -> bool:
    """Whether the word that an odd blank cuts in two is one of the column, and its halves are not."""
    if joined in cells:
        return True
    words = {word for cell in cells if cell for word in cell.split()}
    return set(joined.split()) <= words and not set(apart.split()) <= words
