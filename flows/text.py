"""A table as it was typed: every cell text, every record with its place in the file.

`flows.read` makes one of these from bytes; `flows.tidy` and `flows.check` take it from there.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from flows.issue import Issue


def column_letters(index: int) -> str:
    """The letters of a spreadsheet column: 0 -> "A", 25 -> "Z", 26 -> "AA"."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One cell that is used otherwise than it was typed; `by` is "tidy" or the row of corrections.csv that says so."""

    row: int
    column: str
    typed: str | None
    used: str | None
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TextTable:
    """The records of one table, as typed.

    `frame` has the declared columns in declared order, all String, null for an empty cell; a column the file lacks is
    all null and named by an issue. `lines`, `rows` and `files` run parallel to its rows.
    """

    name: str  # "sponsors"
    file: str  # "raw/sponsors.csv"; of a table in several files, the folder
    frame: pl.DataFrame
    lines: list[int]  # physical line on which each record starts, 1-based
    rows: list[int]  # row a spreadsheet shows for it, 1-based, the header counted
    letters: dict[str, str]  # column name -> spreadsheet column, in the order of the file
    issues: list[Issue] = field(default_factory=list)
    readable: bool = True  # False: no records could be made of it, and what refers to it cannot be judged
    files: list[str] | None = None  # per record, where the table is a folder of files
    lost: int = 0  # records that are in the file but not in `frame`, each named by an issue: what refers to them is no issue of its own

    def cell(self, column: str, index: int) -> str | None:
        """The address of a cell, "C133"; None where the file has no such column."""
        letters = self.letters.get(column)
        return f"{letters}{self.rows[index]}" if letters else None

    def file_of(self, index: int) -> str:
        return self.files[index] if self.files else self.file
