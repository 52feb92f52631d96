"""Text from the record in Markdown: shown as it stands, whatever it holds.

Cells are hostile: one that holds `|`, `<script>` or a link must not end a table, run, or lead anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#~$&!])")


def plain(text: str) -> str:
    """Text with every character of Markdown and HTML that means something made to mean itself, on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def code(text: str) -> str:
    """Text as code in a table: between as many backticks as it takes, `|` kept from ending the cell."""
    text = " ".join(text.split())
    if not text:
        return ""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}".replace("|", "\\|")


def table(header: Sequence[str], rows: Iterable[Sequence[str]], right: Iterable[int] = ()) -> list[str]:
    """A table of cells that are Markdown already; the columns `right` are set to the right."""
    right = set(right)
    ruler = ["---:" if index in right else "---" for index in range(len(header))]
    return [_row(header), _row(ruler), *map(_row, rows)]


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
