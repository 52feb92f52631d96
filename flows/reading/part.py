"""What was read of one file: the rows that may be used, and an issue for all that may not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from flows.issue import Issue


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The records of one file; the fields are those of `flows.text.TextTable`.

    `lost` counts the records that are in the file but not in `frame`: each is named by an issue.
    """

    frame: pl.DataFrame
    lines: list[int]
    rows: list[int]
    letters: dict[str, str]
    issues: list[Issue] = field(default_factory=list)
    readable: bool = True
    lost: int = 0


def nothing(columns: Sequence[str], issues: list[Issue]) -> Part:
    """The part of a file of which no record could be read."""
    frame = pl.DataFrame(schema=dict.fromkeys(columns, pl.String))
    return Part(frame=frame, lines=[], rows=[], letters={}, issues=issues, readable=False)
