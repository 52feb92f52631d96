"""One thing that is wrong, or worth a look, in one cell of the raw record.

Every step that judges something returns these; the renderers (`flows.report`) and the exit code read nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """An issue and its place.

    `line` is the physical line (1-based) on which the record starts, `column` the name in the header, `cell` the
    address a spreadsheet shows ("C133"); each is None where the issue has no such place (a missing file has no line).
    `suggestion` is the exact new text of the cell, or None where the data do not decide it: never a guess.
    """

    rule: str  # "sponsors.country.vocabulary", "read.encoding"
    severity: Severity
    file: str  # as shown to a person: "raw/sponsors.csv"
    message: str  # plain sentences: what was seen, why it matters, what to do
    line: int | None = None
    column: str | None = None
    cell: str | None = None
    value: str | None = None  # the cell as typed
    suggestion: str | None = None
    swapped_with: str | None = (
        None  # the neighbouring column whose cell changed places with this one: both are exchanged
    )

    def order(self) -> tuple[str, int, str, str]:
        """Sort key: as a person reads the files, top to bottom."""
        return (self.file, self.line or 0, self.cell or "", self.rule)
