"""The cells that are computed: each is computed once more, and what it was computed from is named with its values.

The inputs are the raw row and the published rows that it leads to. A result that differs is `unexplained`; where an input is not
at hand, as the raw row may be, the inputs are named without a trial.
"""

from __future__ import annotations

import re
from typing import Any

import polars as pl

from flows.explain.step import RowInHand, Step, name_of, shown, unexplained
from schemas.plan import Column, Cover, Plan


def derived(row: RowInHand, declared: Column) -> Step:
    """From what a column is computed, with the values; tried where all of them are known."""
    value = row.values[declared.name]
    inputs = {root: _value(row, root) for root in _roots(row.plan, declared)}
    says = "computed from " + ", ".join(
        f"{root.replace('.', ' → ')} = {shown(found)}" if known else root.replace(".", " → ")
        for root, (known, found) in inputs.items()
    )
    if row.typed is None:
        return Step(kind="derived", says=says)
    again = _computed(row, declared, {root: found for root, (known, found) in inputs.items() if known})
    named = declared.reference if declared.reference and declared.reference.named_in else None
    if named and again not in (None, []):
        names, keys = (again, value) if isinstance(again, list) else ([again], [value])
        if len(names) == len(keys or []):
            told = [name_of(row.archive, named, name, key) for name, key in zip(names, keys, strict=True)]
            if all(told):
                return Step(kind="derived", says="; ".join([says, *filter(None, told)]))
    elif (again or None) == (value or None) or again == value:
        return Step(kind="derived", says=says)
    return unexplained(says, value)


def _computed(row: RowInHand, declared: Column, inputs: dict[str, Any]) -> Any:
    """The value of a derived column, computed anew."""
    roots = set(declared.value.meta.root_names())
    counted = {cover.name: _covering(row, cover, inputs) for cover in row.plan.covers if cover.name in roots}
    return _evaluated(declared.value, {**{root: inputs.get(root) for root in roots}, **counted})


def _covering(row: RowInHand, cover: Cover, inputs: dict[str, Any]) -> int | None:
    """How many terms cover a day, as `schemas.engine` counts them."""
    day = _evaluated(cover.on, inputs)
    key = None if cover.key is None else _evaluated(cover.key, inputs)
    if day is None or (cover.key is not None and key is None):
        return None
    terms = row.archive.frame(cover.table)
    holds = (pl.col(cover.start) <= day) & (pl.col(cover.end).is_null() | (pl.col(cover.end) >= day))
    if cover.by is not None:
        holds &= pl.col(cover.by.partition(".")[0]) == key  # published as the key that the path leads to
    return terms.filter(holds).height


def _evaluated(expression: pl.Expr, inputs: dict[str, Any]) -> Any:
    """The value of an expression over one row. A raw cell is text, known or not; of other columns the value says the type."""
    row = {
        name: pl.Series([value], dtype=pl.String if value is None and not re.search(r"[.@]", name) else None)
        for name in expression.meta.root_names()
        for value in (inputs.get(name),)
    }
    return pl.DataFrame(row or {"@": [0]}).select(expression.alias("@value"))["@value"].to_list()[0]


def _roots(plan: Plan, declared: Column) -> list[str]:
    """The columns and paths that an expression names; of a count of terms, those that it depends on."""
    roots: list[str] = []
    for root in declared.value.meta.root_names():
        if "@" in root:
            cover = next(cover for cover in plan.covers if cover.name == root)
            found = [cover.table, *cover.on.meta.root_names()]
            found += cover.key.meta.root_names() if cover.key is not None else []
        else:
            found = [root]
        roots += [name for name in found if name not in roots]
    return roots


def _value(row: RowInHand, path: str) -> tuple[bool, Any]:
    """The value of a raw or published column, or along a path, and whether it is known."""
    if path in row.used:
        return True, row.used[path]
    name, _, rest = path.partition(".")
    if not rest or name not in row.values:
        return False, None
    table, values = row.table, row.values
    while rest:
        column = next((c for c in table.columns if c.name == name), None)
        if column is None or column.refers_to is None:
            return False, None
        target, _, key = column.refers_to.partition(".")
        found = row.archive.find(target, key, values[name])
        if found is None:
            return values[name] is None, None
        table, values = row.archive.table(target), found
        name, _, rest = rest.partition(".")
    return name in values, values.get(name)
