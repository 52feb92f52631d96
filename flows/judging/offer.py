"""offer: what a cell that breaks a rule should say, best first, wherever the data decide it.

This module only chooses whom to ask: the readings themselves are in `flows.suggest`, one kind a module. What is offered here
is tried by `flows.judging.mend`: a value that would itself break a rule is never shown to anybody. In order: what the broken rule says,
what the cell was meant to say by what was typed, what another rule about the cell says, what the other rows say.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

from flows.judging.finding import Finding, Rows
from flows.suggest.derive import Table
from flows.suggest.slips import one_slip
from schemas.cells import SEPARATOR
from schemas.engine import Record
from schemas.plan import CELL_KINDS, Column, Plan, Reference, Rule
from schemas.unusual import is_free

Look = Callable[[str], Any]  # the value of a column, or along a path, in the row at hand
MOST = 6  # candidates of one cell that are tried


def offer(record: Record, plan: Plan, findings: list[Finding], rows: Rows) -> None:
    """Give each finding its candidates."""
    table = Table({name: rows.column(name).to_list() for name in plan.raw_columns()})
    for finding in findings:
        if finding.candidates:
            continue
        if finding.rule.id.endswith((".spelling", ".punctuation")):
            value = str(rows.value(finding.column, finding.row))
            finding.candidates = [text for text in table.derive(finding.column, finding.row) if one_slip(text, value)]
            continue
        _offer(record, plan, finding, rows, table)
        value = rows.value(finding.column, finding.row)
        finding.candidates = [item for item in dict.fromkeys(finding.candidates) if item != value][:MOST]


def _offer(record: Record, plan: Plan, finding: Finding, rows: Rows, table: Table) -> None:
    rule, row, column = finding.rule, finding.row, plan.column(finding.column)
    value = rows.value(finding.column, row)

    def look(path: str) -> Any:
        return rows.value(path, row)

    if rule.fix is not None:
        fixed = look(f"fix:{rule.id}")
        finding.candidates = [] if fixed is None else [str(fixed)]
        return
    if rule.kind == "unusual":
        finding.candidates = table.derive(column.name, row)[:1]
        return
    if value is not None and rule.kind in CELL_KINDS:
        finding.candidates = [
            item for item in read(record, plan, rule, column, str(value), look, rows) if item != value
        ]
        finding.sure = len(finding.candidates) == 1 or rule.kind == "text"
        if len(finding.candidates) > 1 and not finding.sure:
            said = [*_other_rules(plan, rule, column, look), *table.derive(column.name, row)]
            said = said or table.beside(column.name, row)
            both = [item for item in finding.candidates if item in said]
            finding.candidates = both if len(both) == 1 else finding.candidates
        if finding.candidates:
            if finding.sure and not is_free(column):  # in case what was typed is read as something that breaks a rule
                finding.candidates += table.derive(column.name, row)
            return
    window = _window(column, look) or (_range(rows.column(column.name).to_list()) if _is_day(column) else None)
    if _is_day(column) and value is not None and window:
        from flows.suggest.dates import near_days

        near = near_days(str(value), window)
        there = _days_of_others(column, rows, row) if column.window else set()
        finding.candidates = [day for day in near if day in there] or near
        finding.sure = False
        return
    if rule.kind in CELL_KINDS:
        finding.candidates = [*_other_rules(plan, rule, column, look), *table.derive(column.name, row)]
        finding.sure = True


def _other_rules(plan: Plan, broken: Rule, column: Column, look: Look) -> list[str]:
    """What other rules that blame the column would have it say."""
    found = []
    for rule in plan.rules:
        if rule.id != broken.id and rule.fix is not None and rule.kind == "row" and column.name in rule.columns:
            blamed = look(f"blame:{rule.id}") if rule.blame is not None else rule.columns[0]
            if blamed != column.name:
                continue
            fixed = look(f"fix:{rule.id}")
            if fixed is not None:
                found.append(str(fixed))
    return found


def _days_of_others(column: Column, rows: Rows, row: int) -> set[str]:
    """The days that other rows of the same window have in this column."""
    assert column.window
    first = rows.column(column.window[0]).to_list()
    days = rows.column(column.name).to_list()
    return {str(day) for other, (begins, day) in enumerate(zip(first, days, strict=True)) if other != row and begins == first[row] and day}  # fmt: skip


def read(record: Record, plan: Plan, rule: Rule, column: Column, value: str, look: Look, rows: Rows) -> list[str]:
    """What a cell was meant to say, by what was typed."""
    if rule.kind == "text":
        cleaned = _clean(value)
        return cleaned if is_free(column) else [*cleaned, *_typed(record, plan, rule, column, value, look, rows)]
    return _typed(record, plan, rule, column, value, look, rows)


def _typed(  # noqa: PLR0911  one way out for each kind of column
    record: Record, plan: Plan, rule: Rule, column: Column, value: str, look: Look, rows: Rows
) -> list[str]:
    """The same for a cell of which the column says what it holds."""
    if column.type == "list":
        return _items(record, plan, column, value)
    if _is_day(column):
        from flows.suggest.dates import near_days, read_date

        window = _window(column, look) or _range(rows.column(column.name).to_list())
        if rule.kind == "range":
            return near_days(value, window) if window else []
        return read_date(value, window=window, partial=column.type == "partial_date")
    if column.type == "integer" and rule.kind in ("type", "range"):
        from flows.suggest.numbers import read_number

        number = read_number(value)
        return [] if number is None else [number]
    referring = plan.column(rule.id.split(".")[1]) if rule.kind == "reference" else column
    if rule.kind == "reference" and referring.reference:
        if not referring.raw:
            return _part(record, referring, value, look)
        found = _reference(record, referring.reference, value)
        return _as_used(record, referring, found, value, rows) if referring.reference.named_in else found
    if column.symbol:
        from flows.suggest.symbols import repair_symbol

        return repair_symbol(value, kind=column.symbol)  # type: ignore[arg-type]
    if column.one_of:
        return _word(value, list(column.one_of), dict(column.synonyms))
    return _pattern(value) if rule.kind == "pattern" else []


def _clean(value: str) -> list[str]:
    from flows.suggest.text import clean_text

    return [cleaned] if (cleaned := clean_text(value)) not in (value, "") else []


def _pattern(value: str) -> list[str]:
    """A code in its usual letters: the rules will tell which of these is right."""
    from flows.suggest.codes import spellings

    return spellings(value)


def _is_day(column: Column) -> bool:
    return column.type in ("date", "partial_date")


def _window(column: Column, look: Look) -> tuple[date, date] | None:
    if not column.window:
        return None
    first, last = look(column.window[0]), look(column.window[1])
    return (first, last) if isinstance(first, date) and isinstance(last, date) else None


def _range(days: list[str | None]) -> tuple[date, date] | None:
    """The first and the last day of a column."""
    known = sorted(
        day for day in days if day and re.fullmatch(r"(?:19|20)\d{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])", day)
    )
    return (date.fromisoformat(known[0]), date.fromisoformat(known[-1])) if known else None


def _word(value: str, words: list[str], synonyms: dict[str, str]) -> list[str]:
    from flows.suggest.words import nearest_word

    word = nearest_word(value, words, synonyms)
    return [] if word is None else [word]


def _part(record: Record, referring: Column, value: str, look: Look) -> list[str]:
    """A cell from which a reference is taken, with the part that names no row put right."""
    missing = look(f"{referring.name}.missing")
    if not missing or str(missing) not in value or referring.reference is None:
        return []
    return [value.replace(str(missing), item, 1) for item in _reference(record, referring.reference, str(missing))]


def _reference(record: Record, reference: Reference, value: str) -> list[str]:
    if reference.named_in:
        from flows.suggest.names import nearest_name

        listed = record.names(reference).select("name", "key").rows()
        name = nearest_name(value, listed)
        return [] if name is None else [name]
    keys = [str(key) for key in record.series(reference.table, reference.column).drop_nulls().to_list()]
    symbol = record.plans[reference.table].column(reference.column).symbol
    if symbol:
        from flows.suggest.symbols import repair_symbol

        return repair_symbol(value, kind=symbol, known=keys)  # type: ignore[arg-type]
    return _word(value, keys, {}) or [key for key in keys if one_slip(key, value)]


def _as_used(record: Record, column: Column, found: list[str], value: str, rows: Rows) -> list[str]:
    """The name found, or in its place the one by which the column calls the same row elsewhere, if that is as near as two slips."""
    from rapidfuzz.distance import DamerauLevenshtein

    assert column.reference
    if not found:
        return []
    keys = dict(record.names(column.reference).select("name", "key").iter_rows())
    cells, of_cells = (
        rows.column(column.name).to_list(),
        rows.column(f"{column.name}.{column.reference.column}").to_list(),
    )
    used = Counter(cell for cell, key in zip(cells, of_cells, strict=True) if key == keys[found[0]] and cell)
    if found[0] in used:
        return found
    near = [
        name
        for name, _ in used.most_common()
        if DamerauLevenshtein.distance(name.casefold(), value.casefold(), score_cutoff=2) <= 2
    ]
    return near[:1] or found


def _items(record: Record, plan: Plan, column: Column, value: str) -> list[str]:
    """A cell of several values with each bad one mended, if all can be."""
    if column.url:
        from flows.suggest.urls import hosts, repair_url

        others = record.series(plan.name, column.name).explode().drop_nulls().to_list()
        mended = repair_url(value, hosts(item for item in others if item not in value))
        return [mended] if mended else []
    if column.reference is None:
        from flows.suggest.words import tidy_items

        return [tidy_items(value)]
    reference = column.reference
    keys = [str(key) for key in record.series(reference.table, reference.column).drop_nulls().to_list()]
    if record.plans[reference.table].column(reference.column).symbol:
        items = [_reference(record, reference, item) for item in value.replace(",", ";").split(SEPARATOR.strip()) if item.strip()]  # fmt: skip
        one = all(len(item) == 1 for item in items)
        return [SEPARATOR.join(dict.fromkeys(item[0] for item in items))] if items and one else []
    from flows.suggest.words import nearest_items

    mended = nearest_items(value, keys)
    return [mended] if mended else []
