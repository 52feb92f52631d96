"""The same columns in an Excel workbook (.xlsx): the first sheet with a header of the table, each cell as a curator would type it in CSV.

A date becomes 2023-10-11, a whole number 28, a truth value TRUE; a formula gives the value that was last computed for it. `line` of a record is its row in the
sheet. Limits: a text that Excel turned into a date when it was typed (“May-54”) comes out as that date, and a cell with an error (#N/A) as that word;
the rules of the table find both. Reading is safe against entity bombs (defusedxml) and against archives that unpack to more than 200 MB.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from flows.reading.assemble import Found, assemble, is_blank
from flows.reading.dialect import Dialect, key_of
from flows.reading.header import find_header
from flows.reading.part import Part, nothing
from flows.reading.records import Record
from flows.reading.rules import found, shown

_MOST = 200_000_000  # bytes a workbook may unpack to
_ROWS = 300_000  # rows read at most, with ones that only carry a format


def read_workbook(data: bytes, columns: Sequence[str], required: Sequence[str], file: str) -> Part:
    """The records of the workbook `data` for the declared `columns`. Never raises, whatever the bytes."""
    if not data:
        message = "The file is empty. Restore it from the last version that had content, or save the workbook again."
        return nothing(columns, [found("empty_file", file, message)])
    try:
        sheets = sheets_of(data)
    except _TooLargeError:
        message = "The workbook unpacks to more than 200 MB, far more than this table can hold, so it was not read. Copy the rows into a new workbook, or save the sheet as “CSV UTF-8”."
        return nothing(columns, [found("too_damaged", file, message)])
    except Exception:  # noqa: BLE001  openpyxl raises nearly anything on a damaged workbook
        message = "The file could not be opened as an Excel workbook: it is damaged, protected by a password, or another kind of file with the ending .xlsx. Open it in Excel and save it again, as a workbook or as “CSV UTF-8”."
        return nothing(columns, [found("other_kind", file, message)])
    holding = [(name, records) for name, records in sheets if any(not is_blank(record) for record in records)]
    if not holding:
        message = "The workbook is empty: there is not even a header. Write the names of the columns in its first row."
        return nothing(columns, [found("empty_file", file, message, line=1)])
    fits = [sheet for sheet in holding if _names(sheet[1], columns) >= 0.6 * len(columns)]
    name, records = (fits or holding)[0]
    part = assemble(Found(records=records, faults=[], lines=(), dialect=Dialect(",")), columns, required, file)
    others = [other for other, _ in fits if other != name]
    if others:
        listed = " and ".join(shown(other) for other in others)
        message = f"Only the sheet {shown(name)} was read. {listed} {'has' if len(others) == 1 else 'have'} the columns of the table too; move the rows into one sheet."
        part = replace(part, issues=[found("sheets", file, message), *part.issues])
    return part


def as_typed(value: Any) -> str:  # noqa: PLR0911  one for each kind of cell
    """A cell's value as a curator would type it: a date as 2023-10-11, a whole number without a point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, dt.datetime):
        if value.time() == dt.time():
            return value.date().isoformat()
        return value.isoformat(" ", timespec="minutes" if not value.second else "seconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float):
        if value == int(value) and abs(value) < 1e15:
            return str(int(value))
        return repr(value)
    return str(value)


class _TooLargeError(Exception):
    pass


def sheets_of(data: bytes) -> list[tuple[str, list[Record]]]:
    """Name and records of each sheet that is shown."""
    import warnings

    import defusedxml  # noqa: F401  openpyxl uses it where it is installed; without it, it must not be used
    import openpyxl

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(item.file_size for item in archive.infolist()) > _MOST:
            raise _TooLargeError
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions that do not matter here
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheets = []
        for sheet in book.worksheets:
            if sheet.sheet_state != "visible":
                continue
            sheet.reset_dimensions()  # what a sheet says of its size is often wrong
            sheets.append((sheet.title, _records(sheet.iter_rows(values_only=True))))
        book.close()
    return sheets


def _records(rows: Iterable[Sequence[Any]]) -> list[Record]:
    records: list[Record] = []
    width = 0
    for number, row in enumerate(rows, 1):
        if number > _ROWS:
            raise _TooLargeError
        cells = [as_typed(value) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        width = max(width, len(cells))
        records.append(Record(number, number, number, cells))
    while records and not records[-1].cells:
        records.pop()
    for record in records:  # a sheet has no short rows
        if record.cells:
            record.cells += [""] * (width - len(record.cells))
    return records


def _names(records: Sequence[Record], columns: Sequence[str]) -> int:
    at = find_header(records[:60], columns)
    return 0 if at is None else len({key_of(name) for name in columns} & {key_of(cell) for cell in records[at].cells})
