"""import: the rows of a filled template are added to the raw files, after the check has judged the record with them in it.

The workbook is read as any workbook in raw/ is; each row is written as a curator would type it, at the end of its table's
file and in that file's own style. Nothing else of the file changes, and nothing is written unless the record with the new rows
has no error that it had not before.

Limits: rows are added, never changed; a row that is already there is a doubled key, and refused like any other mistake.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from flows.fix.mend import checked_with
from flows.fix.place import Places, places, written
from flows.issue import Issue
from flows.reading.assemble import Found, assemble, is_blank
from flows.reading.dialect import Dialect
from flows.reading.workbook import sheets_of
from flows.workbook.template import LISTS, README

if TYPE_CHECKING:
    from flows.pipeline import Checked
    from flows.reading.records import Record
    from schemas.plan import Plan

NOTE = "note"


class CannotImport(Exception):
    """The workbook's rows cannot be added; `str()` says why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The new rows of one table."""

    plan: Plan
    title: str  # of the sheet they stand on
    rows: Sequence[Mapping[str, str]]
    numbers: Sequence[int]  # the row of each in the sheet
    issues: Sequence[Issue]  # what is wrong with the sheet itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """What would become of the record."""

    sheets: Sequence[Sheet]
    files: Mapping[str, bytes]  # as they would be, by path below the raw folder
    after: Checked
    issues: Sequence[
        Issue
    ]  # errors that the rows would bring, at their place in the workbook; then nothing may be written

    @property
    def rows(self) -> int:
        return sum(len(sheet.rows) for sheet in self.sheets)


def read_sheets(data: bytes, plans: Mapping[str, Plan], file: str, table: str | None = None) -> list[Sheet]:
    """The rows of a workbook, by table: a sheet is that of the table whose name it has, or, with `table`, of that one.

    Raises:
        CannotImport: it is no workbook, or has no sheet of a table.
    """
    try:
        sheets = [(title, records) for title, records in sheets_of(data) if title not in (README, LISTS)]
    except Exception as error:
        raise CannotImport(
            f"{file} could not be opened as an Excel workbook (.xlsx). Save it as one and try again."
        ) from error
    if table is not None:
        if table not in plans:
            raise CannotImport(f"There is no table “{table}”. There are: {', '.join(plans)}.")
        named = [item for item in sheets if item[0].casefold() == table] or sheets[:1]
        chosen = [(plans[table], *item) for item in named]
    else:
        by_name = {name.casefold(): plan for name, plan in plans.items()}
        chosen = [(by_name[key], title, rows) for title, rows in sheets if (key := title.strip().casefold()) in by_name]
    if not chosen:
        raise CannotImport(
            f"No sheet of {file} has the name of a table ({', '.join(plans)}). Name the table: --table NAME, "
            "or start from `hrc template`."
        )
    return [_sheet(plan, title, records, file) for plan, title, records in chosen]


def _sheet(plan: Plan, title: str, records: list[Record], file: str) -> Sheet:
    columns = plan.raw_columns()
    required = [column.name for column in plan.columns if column.raw and column.required]
    place = f"{file}, sheet {title}"
    if not any(not is_blank(record) for record in records):
        return Sheet(plan=plan, title=title, rows=[], numbers=[], issues=[])
    part = assemble(Found(records=records, faults=[], lines=(), dialect=Dialect(",")), columns, required, place)
    rows = [{name: cell or "" for name, cell in row.items()} for row in part.frame.rows(named=True)]
    return Sheet(plan=plan, title=title, rows=rows, numbers=part.rows, issues=part.issues)


def plan_import(checked: Checked, sheets: Sequence[Sheet], file: str, note: str = "") -> Import:
    """The record with the rows of the sheets in it, and the errors they would bring.

    Args:
        checked: the record as it is.
        sheets: the rows to add.
        file: the workbook, as shown.
        note: what to add to the note of each row; "" for nothing.

    Raises:
        CannotImport: a table's file is not one that rows can be added to.
    """
    filled = [replace(sheet, rows=[_noted(row, note) for row in sheet.rows]) for sheet in sheets if sheet.rows]
    files: dict[str, bytes] = {}
    for sheet in filled:
        name, opened = _target(checked, sheet.plan, files)
        files[name] = _appended(opened, sheet)
    after = checked_with(checked, files) if files else checked
    wrong = [issue for sheet in sheets for issue in sheet.issues if issue.severity == "error"]
    wrong += _brought(checked, after, filled, file)
    return Import(sheets=filled, files=files, after=after, issues=wrong)


def _noted(row: Mapping[str, str], note: str) -> dict[str, str]:
    if not note or NOTE not in row:
        return dict(row)
    return {**row, NOTE: "; ".join(part for part in (row[NOTE], note) if part)}


def _target(checked: Checked, plan: Plan, files: Mapping[str, bytes]) -> tuple[str, Places]:
    """The file that the rows go to."""
    name = f"{plan.path}.csv"
    data = files.get(name, checked.snapshot.files.get(name))
    if data is None:
        raise CannotImport(
            f"{checked.snapshot.shown}/{name} is not there. Rows can be added to a table in one CSV file; make it, with the "
            "names of the columns in its first line."
        )
    opened = places(data, plan.raw_columns())
    letters = checked.texts[plan.name].letters
    if opened is None or set(letters) != set(plan.raw_columns()) or not checked.texts[plan.name].readable:
        raise CannotImport(
            f"{checked.snapshot.shown}/{name} is not in order itself; `hrc check` says why. Mend it first."
        )
    return name, opened


def _appended(opened: Places, sheet: Sheet) -> bytes:
    """The file with the rows at its end, in its own order of columns, its separator and its line ends."""
    head = next(iter(opened.records.values()))
    end = "\r\n" if "\r\n" in opened.text else "\n"
    text = opened.text if not opened.text or opened.text.endswith("\n") else opened.text + end
    new = "".join(
        opened.dialect.delimiter.join(written(row.get(name.strip(), ""), opened.dialect) for name in head.cells) + end
        for row in sheet.rows
    )
    return opened.mark + (text + new).encode(opened.codec)


def _brought(before: Checked, after: Checked, sheets: Sequence[Sheet], file: str) -> list[Issue]:
    """The errors that are new, those of the new rows at their place in the workbook."""
    had = {(issue.rule, issue.file, issue.line, issue.column, issue.value) for issue in before.issues}
    place: dict[tuple[str, int], tuple[Sheet, int]] = {}
    for sheet in sheets:
        text = after.texts[sheet.plan.name]
        lines = text.lines[-len(sheet.rows) :]
        place |= {(text.file, line): (sheet, number) for line, number in zip(lines, sheet.numbers, strict=False)}
    brought = []
    for issue in after.issues:
        if issue.severity != "error" or (issue.rule, issue.file, issue.line, issue.column, issue.value) in had:
            continue
        at = place.get((issue.file, issue.line or 0))
        if at:
            sheet, number = at
            cell = f"{(issue.cell or '').rstrip('0123456789')}{number}"
            issue = replace(issue, file=f"{file}, sheet {sheet.title}", line=number, cell=cell)  # noqa: PLW2901
        brought.append(issue)
    return brought


def as_csv(sheet: Sheet) -> str:
    """The rows of a sheet as they will be written, to be shown."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(
        [row[name] for name in sheet.plan.raw_columns()] for row in sheet.rows
    )
    return out.getvalue()


def commit_message(imported: Import, workbook: Path, sha256: str) -> str:
    """What to write where the change is kept: which rows came from which workbook."""
    tables = ", ".join(f"{len(sheet.rows)} of {sheet.plan.name}" for sheet in imported.sheets)
    return f"Add rows typed in {workbook.name}: {tables} (sha256 {sha256[:12]})"
