"""explain: where a published row comes from, and what a rule means.

archive   a release and the raw record it was made of, looked into on demand
cells     each published cell beside what was typed, and every step between the two
row       one key -> all there is to say of its rows
rule      one rule -> what it demands, why, and what to do
text      both for a terminal
"""

from __future__ import annotations

from flows.explain.archive import Archive, open_archive
from flows.explain.row import Explanation, NotFound, Row, Waiver, explain_row, rows_of
from flows.explain.rule import explain_rule, is_rule
from flows.explain.step import Cell, Step
from flows.explain.text import explanation_text

__all__ = [
    "Archive",
    "Cell",
    "Explanation",
    "NotFound",
    "Row",
    "Step",
    "Waiver",
    "explain_row",
    "explain_rule",
    "explanation_text",
    "is_rule",
    "open_archive",
    "rows_of",
]
