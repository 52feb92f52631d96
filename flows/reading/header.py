"""Which row names the columns, and which name is which column.

Columns may stand in any order. A name in other capitals or with blanks around it is understood and said (warning); one that is clearly another spelling is understood
and refused (error, with the right name as suggestion), so that the cells below it are still checked in the same run; anything else is missing or not ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from flows.issue import Issue
from flows.reading.dialect import LOOK_ALIKE, key_of
from flows.reading.records import Record
from flows.reading.rules import found, shown
from flows.text import column_letters

_INVISIBLE = " \t\r\n\x0b\x0c\xa0\u200b\u200c\u200d\u2060\ufeff\u202f"
_NEAR = 72  # rapidfuzz's ratio from which a name counts as another spelling: "resoluton", "country name", but not "source" for "note"


@dataclass(frozen=True, slots=True)
class Header:
    """The header row. `columns` says at which index of a record each declared column stands; `width` is the number of columns with a name or a name to their right."""

    record: Record
    columns: dict[str, int]
    width: int
    names: tuple[str, ...]
    issues: list[Issue] = field(default_factory=list)

    def letters(self) -> dict[str, str]:
        """Declared column -> letters of the spreadsheet column, in the order of the file."""
        return {name: column_letters(index) for name, index in sorted(self.columns.items(), key=lambda item: item[1])}

    def place(self, index: int | None, row: int) -> tuple[str | None, str | None]:
        """Name and address of the cell at `index` of the record in spreadsheet row `row`."""
        if index is None:
            return None, None
        return (self.names[index] or None) if index < len(self.names) else None, f"{column_letters(index)}{row}"


def find_header(records: Sequence[Record], columns: Sequence[str]) -> int | None:
    """The index of the row that names the columns: the first with 60 % of them, else the one with most, else one with names much like them."""
    wanted = {key_of(column) for column in columns}
    best, most = None, 0
    for index, record in enumerate(records):
        met = len(wanted & {key_of(cell) for cell in record.cells})
        if met >= 0.6 * len(wanted):
            return index
        if met > most:
            best, most = index, met
    if best is not None and (most > 1 or best == 0):
        return best
    for index, record in enumerate(records[:5]):
        near = sum(_nearest(cell, columns)[1] >= _NEAR for cell in record.cells if cell)
        if near >= 0.6 * len(columns):
            return index
    return None


def match(record: Record, columns: Sequence[str], file: str, empty: frozenset[int]) -> Header:
    """Assign the cells of the header to the declared columns. `empty` are the indexes of columns that hold nothing below."""
    typed = record.cells
    width = max((i + 1 for i, cell in enumerate(typed) if cell.strip(_INVISIBLE)), default=0)
    names = tuple(cell.strip(_INVISIBLE) for cell in typed[:width])
    header = Header(record, {}, width, names)
    free = [i for i, name in enumerate(names) if name]
    for same in (str, lambda name: name.casefold(), key_of):  # exact names first, so that none is taken by a look-alike
        for column in columns:
            if column in header.columns:
                continue
            at = [i for i in free if same(names[i]) == same(column)]
            if at:
                header.columns[column] = _pick(header, column, at, empty, file)
                free = [i for i in free if i not in at]
    missing = [column for column in columns if column not in header.columns]
    _near_names(header, missing, free)
    for column in columns:
        if column in header.columns:
            _spelling(header, column, file)
    _missing(header, columns, free, file)
    _strangers(header, free, empty, file, columns)
    return header


def _pick(header: Header, column: str, at: list[int], empty: frozenset[int], file: str) -> int:
    """Of several columns of one name the first that holds something; more than one is an error."""
    full = [i for i in at if i not in empty] or at
    if len(at) > 1:
        letters = " and ".join(column_letters(i) for i in at)
        message = f"Columns {letters} are both called {shown(column)}, so nobody can tell which is meant. Delete or rename one of them; for now column {column_letters(full[0])} was read."
        _add(header, "doubled_column", message, file, at[1] if full[0] == at[0] else at[0], column)
    return full[0]


def _spelling(header: Header, column: str, file: str) -> None:
    index = header.columns[column]
    typed = header.record.cells[index]
    if typed == column:
        return
    if typed.strip(_INVISIBLE) == column:
        kind, message = (
            "header_blanks",
            f"There are blanks around the column name {shown(column)}. It was understood; other programs would not find the column.",
        )
    elif typed.strip(_INVISIBLE).casefold() == column.casefold():
        kind, message = (
            "header_case",
            f"The column {shown(column)} is written {shown(typed)} here. It was understood; write it in the usual way.",
        )
    elif typed.translate(LOOK_ALIKE) == column:
        kind = "renamed_column"
        odd = next(ch for ch in typed if ord(ch) in LOOK_ALIKE)
        message = f"The column name {shown(typed)} looks like {shown(column)}, but its {odd} is a Cyrillic letter (U+{ord(odd):04X}). Its cells were checked as that column. Type the name in Latin letters."
    else:
        kind = "renamed_column"
        message = f"No column is called {shown(typed)}. By its name it seems to be {shown(column)}, and its cells were checked as that. Write {shown(column)}."
    _add(header, kind, message, file, index, column, value=typed, suggestion=column)


def _nearest(name: str, columns: Sequence[str]) -> tuple[str, float]:
    from rapidfuzz import fuzz, process, utils

    hit = process.extractOne(name, columns, scorer=fuzz.WRatio, processor=utils.default_process)
    return (hit[0], hit[1]) if hit else ("", 0.0)


def _near_names(header: Header, missing: list[str], free: list[int]) -> None:
    """Give missing columns the unknown names that are most like them, best pairs first."""
    if not missing or not free:
        return
    from rapidfuzz import fuzz, utils

    pairs = sorted(
        (
            (fuzz.WRatio(header.names[i], column, processor=utils.default_process), -i, column)
            for i in free
            for column in missing
        ),
        reverse=True,
    )
    for score, minus, column in pairs:
        if score >= _NEAR and column in missing and -minus in free:
            header.columns[column] = -minus
            missing.remove(column)
            free.remove(-minus)


def _missing(header: Header, columns: Sequence[str], free: list[int], file: str) -> None:
    for column in columns:
        if column in header.columns:
            continue
        others = " or ".join(shown(header.names[i]) for i in free[:3])
        hint = (
            f" If {others} is meant, rename it."
            if others
            else " Add it, with its cells left empty where there is nothing to say."
        )
        message = (
            f"The column {shown(column)} is missing from the header, so nothing is known of what belongs in it.{hint}"
        )
        header.issues.append(found("missing_column", file, message, line=header.record.line, column=column))


def _strangers(header: Header, free: list[int], empty: frozenset[int], file: str, columns: Sequence[str]) -> None:
    for index in free:
        name = header.names[index]
        if index in empty:
            message = f"The table has no column {shown(name)}. It is empty, so nothing is lost; delete it."
            _add(header, "unexpected_column", message, file, index, name, severity="warning")
            continue
        message = f"The table has no column {shown(name)}, so what is written in it would neither be checked nor published. Move it into {shown('note') if 'note' in columns else 'another column'} or delete the column."
        _add(header, "unexpected_column", message, file, index, name)


def _add(header: Header, kind: str, message: str, file: str, index: int, column: str, **more: str) -> None:
    cell = header.place(index, header.record.row)[1]
    header.issues.append(found(kind, file, message, line=header.record.line, column=column, cell=cell, **more))  # type: ignore[arg-type]
