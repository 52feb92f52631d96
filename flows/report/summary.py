"""What a check came to, in numbers and in a sentence: the same words at the end of every report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows.report.plain import count

if TYPE_CHECKING:
    from flows.pipeline import Checked


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Counts of a check; `seconds` is how long a person waited for it."""

    files: int
    rows: int
    errors: int
    warnings: int
    seconds: float

    def sentence(self) -> str:
        """Such as "15 files, 5,123 rows: 2 errors, 1 warning"."""
        return f"{count(self.files, 'file')}, {count(self.rows, 'row')}: {counts(self.errors, self.warnings)}"


def summary_of(checked: Checked, seconds: float) -> Summary:
    return Summary(
        files=checked.files,
        rows=checked.rows,
        errors=checked.errors,
        warnings=checked.warnings,
        seconds=round(seconds, 3),
    )


def counts(errors: int, warnings: int) -> str:
    """Such as "2 errors, 1 warning"; "no errors" where there are none."""
    words = count(errors, "error") if errors else "no errors"
    return f"{words}, {count(warnings, 'warning')}" if warnings else words
