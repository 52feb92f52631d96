"""What no cell should hold: letters that were lost or garbled on the way, zero bytes, control characters. Each is named with its cell; the cell stays as typed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flows.issue import Issue
from flows.reading.garbled import unscrambled
from flows.reading.header import Header
from flows.reading.records import Record
from flows.reading.rules import found, shown

_BAD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffd]")
_MANY = 50  # cells named one by one for one kind of damage; the rest are counted in a last issue


def judge_characters(records: Sequence[Record], header: Header, file: str) -> list[Issue]:
    """An issue for every cell with characters that do not belong in any."""
    issues: dict[str, list[Issue]] = {}
    for record in records:
        for index, cell in enumerate(record.cells):
            if cell.isascii() and cell.isprintable():
                continue
            named = _name(cell)
            if named is None:
                continue
            kind, message, suggestion = named
            column, address = header.place(index, record.row)
            issues.setdefault(kind, []).append(
                found(
                    kind,
                    file,
                    message,
                    line=record.line,
                    column=column,
                    cell=address,
                    value=cell,
                    suggestion=suggestion,
                )
            )
    listed: list[Issue] = []
    for kind, some in issues.items():
        listed.extend(some[:_MANY])
        if len(some) > _MANY:
            message = f"{len(some) - _MANY:,} more cells, from here to line {some[-1].line:,}, have the same damage. It is best mended where the file comes from."
            listed.append(found(kind, file, message, line=some[_MANY].line))
    return listed


def _name(cell: str) -> tuple[str, str, str | None] | None:
    """Kind of damage, message and, where it can be undone for sure, the right text."""
    bad = _BAD.search(cell)
    if bad is None:
        right = unscrambled(cell)
        if right is None:
            return None
        message = f"The letters are garbled: {shown(cell)} was {shown(right)} before a program read UTF-8 as another encoding and saved it. It would be published like this."
        return "mojibake", message, right
    if bad[0] == "\ufffd":
        message = f"{shown(cell)} holds � (U+FFFD), which programs put where a letter could not be read; the letter itself is lost. Type the text again from its source."
        return "replacement_character", message, None
    if bad[0] == "\0":
        without = cell.replace("\0", "")
        message = f"{shown(cell)} holds NUL (U+0000), a zero byte that no one can type. The file was damaged when it was saved or copied; check the text and remove it."
        return "nul", message, without if without and not _BAD.search(without) else None
    without = _BAD.sub("", cell)
    what = (
        "a byte-order mark (U+FEFF), which belongs only at the start of a file"
        if bad[0] == "\ufeff"
        else f"the control character U+{ord(bad[0]):04X}"
    )
    message = f"{shown(cell)} holds {what}. It cannot be seen and does not belong in a text. Remove it, or type the text again."
    return "control_character", message, without if bad[0] == "\ufeff" and not _BAD.search(without) else None
