"""A workbook to type new rows in: a sheet for each table, whose cells Excel leaves as they are typed.

* every cell is text, so that 2023-10-11, 54/5, 004 and +7 stay what they are; only counts are numbers
* the comment on a column's name says what belongs in it, with an example; a name in bold with a star is never left empty
* lists to choose from come from the declarations and the record: strict where the words are agreed ones, only offered where
  other spellings are right too (a State's name) or a cell may hold several
* vocabulary that looks like a formula is written as text, so that nothing in the workbook is computed

`flows.workbook.importing` takes the filled workbook back. Limits: a list offers one value at a time, several in a cell are typed; a
new resolution can be typed in the same workbook as its sponsors, so a list of keys that the record has does not forbid others.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from schemas.plan import Column, Plan

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

ROWS = 1000  # rows that are prepared: more than anybody types in one sitting
LISTS = "lists"
README = "README"
_HEAD = "1F3A5F"
_WIDTHS = {"title": 50, "note": 40, "source_url": 45, "country": 26, "resolution": 20, "symbol": 20}
_NAME = "name"  # the column of a table that people read, where its key is a code


def workbook(plans: Mapping[str, Plan], names: Sequence[str], frames: Mapping[str, pl.DataFrame]) -> bytes:
    """The workbook for the tables `names`, as the bytes of an .xlsx file.

    Args:
        plans: all tables.
        names: those that get a sheet.
        frames: the rows of the record, from which the lists are made; a table that is not there makes no list.
    """
    from openpyxl import Workbook

    book = Workbook()
    guide = book.active
    guide.title = README
    lists = _Lists(book.create_sheet(LISTS))
    for name in names:
        _sheet(book.create_sheet(name), plans[name], plans, frames, lists)
    _guide(guide, [plans[name] for name in names])
    book.move_sheet(LISTS, len(names))
    lists.sheet.sheet_state = "hidden"
    book.active = 1
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


class _Lists:
    """The hidden sheet with the words to choose from, a column for each list."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        self._made: dict[tuple[str, ...], str] = {}

    def range(self, words: Iterable[str]) -> str:
        """Where these words stand, as a formula names it: "lists!$A$1:$A$3"."""
        from openpyxl.utils import get_column_letter

        key = tuple(words)
        if key not in self._made:
            column = len(self._made) + 1
            for row, word in enumerate(key, 1):
                _text(self.sheet.cell(row, column), word)
            letter = get_column_letter(column)
            self._made[key] = f"{LISTS}!${letter}$1:${letter}${len(key)}"
        return self._made[key]


def _sheet(
    sheet: Worksheet, plan: Plan, plans: Mapping[str, Plan], frames: Mapping[str, pl.DataFrame], lists: _Lists
) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    sheet.freeze_panes = "A2"
    columns = [column for column in plan.columns if column.raw]
    for number, column in enumerate(columns, 1):
        letter = get_column_letter(number)
        head = sheet.cell(1, number)
        _text(head, column.name)
        head.font = Font(bold=column.required, color="FFFFFF")
        head.fill = PatternFill("solid", start_color=_HEAD if column.required else "6B7F99")
        head.comment = Comment(about(column), "HRC Record", height=130, width=320)
        whole = sheet.column_dimensions[letter]
        whole.width = _WIDTHS.get(column.name, 18)
        whole.number_format = head.number_format = "0" if column.type == "integer" else "@"
        whole.alignment = Alignment(vertical="top", wrap_text=column.name in ("title", "note"))
        words, strict = choices(column, plans, frames)
        if words:
            _validate(sheet, letter, lists.range(words), strict=strict, column=column)


def _validate(sheet: Worksheet, letter: str, words: str, *, strict: bool, column: Column) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    rule = DataValidation(type="list", formula1=f"={words}", allow_blank=True)
    rule.showErrorMessage = strict
    rule.errorStyle = "stop"
    rule.errorTitle = column.name[:32]
    rule.error = "Choose one of the words in the list; they are agreed for the whole record."
    sheet.add_data_validation(rule)
    rule.add(f"{letter}2:{letter}{ROWS + 1}")


def choices(column: Column, plans: Mapping[str, Plan], frames: Mapping[str, pl.DataFrame]) -> tuple[list[str], bool]:
    """The words to choose from, and whether no other may be typed; no words where a column takes any text."""
    if column.one_of:
        return list(column.one_of), column.type != "list"
    reference = column.reference
    if reference is None or reference.table not in frames:
        return [], False
    frame = frames[reference.table]
    named = _NAME if reference.named_in and _NAME in frame.columns else reference.column
    if named not in frame.columns or plans[reference.table].column(named).type == "list":
        return [], False
    return sorted(frame[named].drop_nulls().unique().to_list(), key=str.casefold), False


def about(column: Column) -> str:
    """What belongs in a column, for the comment on its name."""
    parts = [column.title + (" (always given)" if column.required else "")]
    if column.description:
        parts.append(column.description)
    if column.type == "date":
        parts.append("Year-month-day.")
    if column.type == "partial_date":
        parts.append("Year-month-day; year-month or the year alone where no source gives more.")
    if column.type == "list":
        parts.append("Several values are separated by “; ”.")
    return "\n".join([*parts, f"Example: {column.example}"])


def _guide(sheet: Worksheet, plans: Sequence[Plan]) -> None:
    """The first sheet: how to use the workbook, and what each table is."""
    from openpyxl.styles import Alignment, Font

    lines: list[tuple[str, str]] = [
        ("HRC Record: new rows", ""),
        ("", ""),
        ("1", "Type each row into the sheet of its table, below the names of the columns. Change no name of a column."),
        ("2", "A dark name means that the cell is always given. Rest the mouse on a name to read what belongs there."),
        ("3", "Leave a cell empty where nothing is known; no n/a, no “-”. Several values: “; ” between them."),
        ("4", "Type States, titles and dates as the source prints them; dates as year-month-day: 2023-10-11."),
        ("5", "Save the workbook and run: hrc import FILE.xlsx. It shows the rows, checks them, and then asks."),
        ("", ""),
        *((plan.name, f"{plan.title}. {plan.description}") for plan in plans),
    ]
    for row, (left, right) in enumerate(lines, 1):
        _text(sheet.cell(row, 1), left)
        _text(sheet.cell(row, 2), " ".join(right.split()))
        sheet.cell(row, 1).font = Font(bold=True, size=14 if row == 1 else 11)
        sheet.cell(row, 2).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.column_dimensions["A"].width = 22
    sheet.column_dimensions["B"].width = 90


def _text(cell: Any, text: str) -> None:
    """Write a text that stays text, also where it begins like a formula."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = text[:1] in ("=", "+", "-", "@")
