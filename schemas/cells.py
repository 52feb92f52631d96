"""The rules of single cells, made from what a column declares: what a person gets for one line of declaration.

The order is that of `schemas.plan.KINDS`; a cell that breaks one is not held against the next. Messages are plain
sentences; `flows.diagnose` adds what it sees in the cell, such as the name of an invisible character.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import polars as pl

from schemas.plan import Rule, RuleKind

if TYPE_CHECKING:
    from schemas.spec import Spec


SEPARATOR = "; "

# Edge blanks; double blanks; control, no-break, zero-width and other invisible characters; the replacement character;
# a combining mark (text not in composed form); Latin, Cyrillic and Greek letters side by side in one word.
UNTIDY = (
    r"^\s|\s$|\s\s|[\x00-\x1F\x7F-\x9F\x{A0}\x{AD}\x{1680}\x{2000}-\x{200F}\x{2028}-\x{202F}\x{205F}-\x{206F}\x{3000}"
    r"\x{FEFF}\x{FFF9}-\x{FFFD}]|\p{M}"
    r"|\p{Latin}[\p{Cyrillic}\p{Greek}]|[\p{Cyrillic}\p{Greek}]\p{Latin}|\p{Cyrillic}\p{Greek}|\p{Greek}\p{Cyrillic}"
)
PLACEHOLDER = (
    r"(?i:^(?:n/?\.?a\.?|none|null|nil|nan|unknown|undefined|tbc|tbd|todo|xxx+|н/д|нет|нет данных|жоқ|[-–—_.?*/]+)$)"
)
# Every cell that matches UNTIDY matches this as well; it names no alphabet, so that it is ready at once.
MAYBE_UNTIDY = r"[^ -~]|^ | $|  "
ISO_DAY = r"^\d{4}-\d{2}-\d{2}$"
ISO_PARTIAL = r"^\d{4}(-\d{2}(-\d{2})?)?$"


def typed(name: str, spec: Spec) -> pl.Expr:
    """The value of a raw column: of text itself, of a partial date its first day, of a list its items; null if unreadable."""
    cell = pl.col(name)
    if spec.type == "integer":
        return pl.when(cell.str.contains(r"^-?\d{1,18}$")).then(cell).cast(pl.Int64, strict=False)
    if spec.type == "date":
        return pl.when(cell.str.contains(ISO_DAY)).then(cell).str.to_date("%Y-%m-%d", strict=False, cache=False)
    if spec.type == "partial_date":
        full = pl.when(cell.str.contains(ISO_PARTIAL)).then(
            cell + pl.lit("-01-01").str.slice(cell.str.len_chars().cast(pl.Int64) - 4)
        )
        return full.str.to_date("%Y-%m-%d", strict=False, cache=False)
    if spec.type == "list":
        return cell.str.split(SEPARATOR)
    return cell


def any_matches(cells: pl.Series, pattern: str) -> bool:
    """Whether a text that no cell should hold is in any of them; preparing UNTIDY is dear, so it is held against few."""
    if pattern == UNTIDY:
        cells = cells.filter(cells.str.contains(MAYBE_UNTIDY))
    return bool(cells.str.contains(pattern).any())


def precision(name: str) -> pl.Expr:
    """How exact a partial date is: "day", "month" or "year"."""
    length = pl.col(name).str.len_chars()
    return pl.when(length == 10).then(pl.lit("day")).when(length == 7).then(pl.lit("month")).when(length == 4).then(pl.lit("year"))  # fmt: skip


def cell_rules(table: str, name: str, spec: Spec) -> Iterator[Rule]:  # noqa: C901  one branch for each word of a declaration
    """The rules that one column's declaration stands for."""
    cell = pl.col(name)
    value = typed(name, spec)

    def rule(
        kind: RuleKind, word: str, title: str, message: str, why: str, holds: pl.Expr, forbids: tuple[str, ...] = ()
    ) -> Rule:
        return Rule(
            id=f"{table}.{name}.{word}",
            kind=kind,
            severity="error",
            columns=(name,),
            title=title,
            message=message,
            why=why,
            holds=holds,
            forbids=forbids,
        )

    if spec.required:
        yield rule(
            "required",
            "required",
            f"{spec.title}: always given",
            f"This cell is empty, but every row needs it: {_lower(spec.title)}. For example: {spec.example}",
            "Without it the row cannot be found, joined or trusted.",
            cell.is_not_null(),
        )
    forbidden = forbidden_in(spec)
    yield rule(
        "text",
        "text",
        f"{spec.title}: clean text",
        "The text holds something that does not belong there.",
        "Two texts that look the same must be the same: an invisible character or a letter of another alphabet keeps a "
        "row from being found. An empty cell says “unknown”; a word such as n/a would be taken for the value.",
        ~pl.any_horizontal(cell.str.contains(pattern) for pattern in forbidden),
        forbids=forbidden,
    )
    if spec.type == "integer":
        yield rule(
            "type",
            "number",
            f"{spec.title}: a whole number",
            "This is not a whole number in plain digits.",
            "Numbers are written in digits alone, so that programs can count with them.",
            value.is_not_null() | cell.is_null(),
        )
    if spec.type == "date":
        yield rule(
            "type",
            "date",
            f"{spec.title}: a real date",
            "This is not a date as the record writes it: year-month-day, for example 2023-10-11.",
            "11/10/2023 is October to some readers and November to others; year-month-day is the same to all.",
            value.is_not_null() | cell.is_null(),
        )
    if spec.type == "partial_date":
        yield rule(
            "type",
            "date",
            f"{spec.title}: a real date",
            "This is not a date as the record writes it: 2023-10-11, or 2023-10 or 2023 where no source gives more.",
            "11/10/2023 is October to some readers and November to others; year-month-day is the same to all.",
            value.is_not_null() | cell.is_null(),
        )
    if spec.type in ("date", "partial_date"):
        yield rule(
            "range",
            "year",
            f"{spec.title}: in our times",
            f"The year of {{{name}}} lies before 1900 or after 2100.",
            "All that the record holds happened since 1900, or is planned for the next years.",
            value.dt.year().is_between(1900, 2100),
        )
    if spec.pattern:
        whole = f"^(?:{spec.pattern})$"
        items = f"^(?:{spec.pattern})(?:; (?:{spec.pattern}))*$"
        yield rule(
            "pattern",
            "address" if spec.url else "form",
            f"{spec.title}: its form",
            f"This is not written as expected: {spec.pattern_says}.",
            "Programs find and join rows by these letters exactly.",
            cell.str.contains(items if spec.type == "list" else whole),
        )
    if spec.type == "list":
        yield rule(
            "pattern",
            "repeated",
            f"{spec.title}: each value once",
            "A value stands here twice, or a separator has nothing beside it. Values are separated by “; ”.",
            "Each value of a list is counted.",
            (value.list.n_unique() == value.list.len()) & ~cell.str.contains(r"^;|;\s*$|;\s*;|;\S"),
        )
    if spec.one_of:
        yield rule(
            "one_of",
            "vocabulary",
            f"{spec.title}: one of the agreed words",
            f"“{{{name}}}” is not one of the words used here: {_words(spec.one_of)}.",
            "A closed list of words is what lets others count and filter.",
            cell.is_in(list(spec.one_of)),
        )
    if spec.minimum is not None or spec.maximum is not None:
        low = pl.lit(True) if spec.minimum is None else value >= spec.minimum
        high = pl.lit(True) if spec.maximum is None else value <= spec.maximum
        yield rule(
            "range",
            "range",
            f"{spec.title}: within its bounds",
            f"{{{name}}} is {_bounds(spec.minimum, spec.maximum)}.",
            f"{spec.description or spec.title} cannot be other.",
            low & high,
        )
    if spec.reference:
        yield reference_rule(table, name, spec.title, spec.reference, name)


def forbidden_in(spec: Spec) -> tuple[str, ...]:
    """What no cell of a column should hold, as regular expressions."""
    return (UNTIDY, PLACEHOLDER) if open_text(spec) else (UNTIDY,)


def open_text(spec: Spec) -> bool:
    """Whether a column takes any text, so that a word such as n/a would pass for a value: NA is Namibia's code."""
    return spec.type in ("text", "list") and not (spec.pattern or spec.one_of or spec.reference)


def reference_rule(table: str, name: str, title: str, reference: object, blamed: str) -> Rule:
    """That a column, typed or derived, refers to rows that are there; `blamed` is the raw column it is read from."""
    by_name = bool(getattr(reference, "named_in", ()))
    target = getattr(reference, "table", "")
    found = pl.col(f"{name}.found")
    message = (
        f"No {_singular(target)} goes by the name “{{{name}.missing}}”."
        if by_name
        else f"“{{{name}.missing}}” is not in the table of {target.replace('_', ' ')}."
    )
    return Rule(
        id=f"{table}.{name}.{'vocabulary' if by_name else 'reference'}",
        kind="reference",
        severity="error",
        columns=(blamed,),
        title=f"{title}: known to the record",
        message=message,
        why=f"A row that refers to nothing can be joined to nothing. If it is right, add it to the table of "
        f"{target.replace('_', ' ')} first.",
        holds=found,
    )


def _singular(table: str) -> str:
    return {"countries": "State", "groups": "group of States"}.get(table, table.removesuffix("s").replace("_", " "))


def _lower(title: str) -> str:
    """A title in the middle of a sentence; ISO stays ISO."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def _words(words: tuple[str, ...]) -> str:
    return ", ".join(words[:-1]) + " or " + words[-1] if len(words) > 1 else words[0]


def _bounds(low: int | None, high: int | None) -> str:
    if low is not None and high is not None:
        return f"outside the range {low} to {high}"
    return f"less than {low}" if low is not None else f"more than {high}"
