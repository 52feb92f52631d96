"""The changes that leave the meaning as it was, so that nobody needs to be asked.

Blanks, invisible characters and the form of accents; in a code also its capitals, letters of another alphabet that look the
same, and blanks inside it; in a list the blanks beside its separators; in the header capitals and blanks. Everything else
replaces what a person wrote by what was probably meant, and is that person's to decide.
"""

from __future__ import annotations

import re
import unicodedata

from flows.issue import Issue
from flows.suggest.text import TO_LATIN, is_safe
from schemas.plan import Column, Plan

HEADER_RULES = frozenset({"read.header_case", "read.header_blanks"})
_BLANKS = re.compile(r"\s+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")


def is_meaning_kept(issue: Issue, plan: Plan) -> bool:
    """Whether writing the suggestion of this issue changes nothing but the way the same thing is written."""
    old, new = issue.value, issue.suggestion
    if issue.rule in HEADER_RULES:
        return True
    if not old or new is None or issue.rule.startswith("read."):
        return False
    if new and is_safe(old, new):
        return True
    column = next((column for column in plan.columns if column.raw and column.name == issue.column), None)
    if column is None or not new:
        return False
    if column.type == "list" and not column.symbol and not column.url and _items(old) == _items(new):
        return True
    return is_code(column) and _skeleton(old) == _skeleton(new)


def is_code(column: Column) -> bool:
    """Whether a column holds symbols or words of a closed list, in which capitals and blanks mean nothing."""
    exact = column.reference is not None and not column.reference.named_in
    return bool(column.symbol or column.one_of or (exact and column.type == "text"))


def _skeleton(text: str) -> str:
    """What is left of a code without capitals, blanks and the alphabet that a letter was taken from."""
    seen = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return _BLANKS.sub("", seen).translate(TO_LATIN).casefold()


def _items(text: str) -> list[str]:
    return [" ".join(item.split()) for item in text.split(";") if item.strip()]
