"""The catalogue of what can be said about a file before its cells are judged.

`READ_RULES` is what `hrc explain read.encoding` and the rule catalogue are made of; `found` makes an issue of one of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flows.issue import Issue, Severity


@dataclass(frozen=True, slots=True)
class ReadRule:
    """One thing a file may get wrong: what it is called, why it matters, and whether it stops a release."""

    title: str
    why: str
    severity: Severity


_GUESS = "Words with letters outside English would be published misspelt if the guess were wrong."
_STRUCTURE = "A cell in the wrong column would be published as something its author never said, so the row waits until it is mended."
_QUOTES = "A quotation mark opens or closes a cell, so one too many or too few moves everything after it, at worst whole rows."
_LEFT_OUT = "What was left out holds no record; it is named so that nothing is lost unseen."
_HEADER = "Columns are known by their names alone, so that they may stand in any order."
_CHARACTER = "Such a character is what is left when text was damaged on its way, or cannot be seen; it would be published with the text."

READ_RULES: Mapping[str, ReadRule] = {
    "read.missing_file": ReadRule("The file is not there", "Without it the record is incomplete, and what refers to it cannot be checked.", "error"),
    "read.unreadable_file": ReadRule("The file cannot be opened", "Nothing in it could be checked.", "error"),
    "read.two_sources": ReadRule("The table stands in two places", "Nobody can tell which of the two is the newer.", "error"),
    "read.unexpected_file": ReadRule("A file in a table's folder is not read", "Rows in it would not be published.", "warning"),
    "read.empty_file": ReadRule("The file is empty", "A file that was never written, or lost its content, looks like this.", "error"),
    "read.other_kind": ReadRule("The file is not a CSV file", "Its name says CSV, its content is something else.", "error"),
    "read.sheets": ReadRule("The workbook has other sheets with content", "Only one sheet is read; rows on another would not be published.", "warning"),
    "read.encoding": ReadRule("The file is not saved as UTF-8", _GUESS, "warning"),
    "read.mixed_encoding": ReadRule("One line is saved in another encoding than the rest", _GUESS, "error"),
    "read.cut_character": ReadRule("The file ends within a character", "The file was cut short, so rows may be missing.", "error"),
    "read.replacement_character": ReadRule("A letter was lost when the file was saved", _CHARACTER, "error"),
    "read.nul": ReadRule("A cell holds NUL characters", _CHARACTER, "error"),
    "read.control_character": ReadRule("A cell holds an invisible control character", _CHARACTER, "error"),
    "read.mojibake": ReadRule("Letters were garbled when the file was saved", _CHARACTER, "error"),
    "read.delimiter": ReadRule("Cells are not separated by commas", "It was read rightly; one style in all files keeps comparisons of versions readable.", "warning"),
    "read.quote_style": ReadRule("Cells are not quoted in the usual way", "It was read rightly here, but other programs would split the cells elsewhere.", "warning"),
    "read.line_ends": ReadRule("Lines end in an unusual way", "It was read rightly here, but other programs would see one long line.", "warning"),
    "read.last_line_end": ReadRule("The last line is not ended", "A file that was cut short looks the same.", "warning"),
    "read.title_rows": ReadRule("There are rows above the header", _LEFT_OUT, "warning"),
    "read.blank_rows": ReadRule("There are empty rows", _LEFT_OUT, "warning"),
    "read.empty_columns": ReadRule("There are columns without name and content", _LEFT_OUT, "warning"),
    "read.repeated_header": ReadRule("The header stands in the file again", _LEFT_OUT, "warning"),
    "read.second_header": ReadRule("A header with other columns stands in the middle", "The rows below it are in another order.", "error"),
    "read.misplaced_header": ReadRule("The header is not the first row", "Sorting a sheet can move the header among the records.", "error"),
    "read.no_header": ReadRule("The row with the names of the columns is missing", _HEADER, "error"),
    "read.header_case": ReadRule("A column name has other capitals", _HEADER, "warning"),
    "read.header_blanks": ReadRule("A column name has blanks around it", _HEADER, "warning"),
    "read.renamed_column": ReadRule("A column has another name", _HEADER, "error"),
    "read.missing_column": ReadRule("A column is missing", _HEADER, "error"),
    "read.doubled_column": ReadRule("Two columns have the same name", "Nobody can tell which of the two is meant.", "error"),
    "read.unexpected_column": ReadRule("A column is not part of the table", "What is written in it would not be checked or published.", "error"),
    "read.unnamed_column": ReadRule("A column with content has no name", "What is written in it would not be checked or published.", "error"),
    "read.column_order": ReadRule("Files of one table have their columns in different orders", "Cell addresses are those of the first file.", "warning"),
    "read.too_few_cells": ReadRule("A row has too few cells", _STRUCTURE, "error"),
    "read.too_many_cells": ReadRule("A row has too many cells", _STRUCTURE, "error"),
    "read.trailing_cells": ReadRule("Rows differ in empty cells at their end", "Only empty cells were added or left out.", "warning"),
    "read.row_width": ReadRule("The rows and the header differ in width", _STRUCTURE, "error"),
    "read.broken_row": ReadRule("A row is broken into two lines", _STRUCTURE, "error"),
    "read.joined_rows": ReadRule("Two rows stand in one line", _STRUCTURE, "error"),
    "read.other_delimiter": ReadRule("A row is separated by another character", _STRUCTURE, "error"),
    "read.row_in_one_cell": ReadRule("A whole row stands in one cell", "It was read rightly; other programs would see a single column.", "warning"),
    "read.unclosed_quote": ReadRule("A quotation mark is never closed", _QUOTES, "error"),
    "read.swallowed_rows": ReadRule("A cell seems to hold whole rows", _QUOTES, "error"),
    "read.stray_quote": ReadRule("A quotation mark stands where it should not", _QUOTES, "error"),
    "read.merge_conflict": ReadRule("Two versions of the file were not merged", "Only one of the two versions is true.", "error"),
    "read.too_damaged": ReadRule("The file is damaged beyond reading", _QUOTES, "error"),
}  # fmt: skip


def found(
    kind: str,
    file: str,
    message: str,
    *,
    severity: Severity | None = None,
    line: int | None = None,
    column: str | None = None,
    cell: str | None = None,
    value: str | None = None,
    suggestion: str | None = None,
) -> Issue:
    """An issue of the rule `read.<kind>`; its severity is the rule's unless given."""
    rule = f"read.{kind}"
    return Issue(
        rule=rule,
        severity=severity or READ_RULES[rule].severity,
        file=file,
        message=message,
        line=line,
        column=column,
        cell=cell,
        value=value,
        suggestion=suggestion,
    )


def shown(text: str, limit: int = 60) -> str:
    """A piece of the file as it may stand in a message: quoted, on one line, its control characters named, cut at `limit` characters."""
    cut = text if len(text) <= limit else text[: limit - 1] + "…"
    return "“" + "".join(ch if ch.isprintable() or ch in "\xa0\u202f" else f"‹U+{ord(ch):04X}›" for ch in cut) + "”"


def some_lines(lines: list[int], limit: int = 5) -> str:
    """As in a sentence: "line 7", "lines 7 and 9", "lines 7, 9, 12, 20, 31 and 14 more"."""
    if len(lines) == 1:
        return f"line {lines[0]:,}"
    head = [f"{line:,}" for line in lines[:limit]]
    last = f"{len(lines) - limit:,} more" if len(lines) > limit else head.pop()
    return f"lines {', '.join(head)} and {last}"
