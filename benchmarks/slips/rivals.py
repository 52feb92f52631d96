"""The same slips under plain pandera and under Frictionless, each with the rules that its own language can state.

Both get what a careful user would write from the same declarations: required cells, patterns, closed lists, numbers, dates, bounds,
references by key and names of States as a list. Neither has a place for the rules between tables beyond foreign keys.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.slips.record import Base, as_csv
from schemas.plan import CELL_KINDS, Column, Plan
from schemas.spec import Spec

Place = tuple[int | None, str | None]  # row of the table from 0, column


def specs(base: Base) -> dict[str, dict[str, Spec]]:
    """What is declared of each column of each table."""
    import importlib

    from schemas.registry import TABLES

    found = {}
    for entry in TABLES:
        module, _, name = entry.partition(":")
        table = getattr(importlib.import_module(module), name)
        found[table._facts.name] = table.specs()  # noqa: SLF001
    return {name: found[name] for name in base.plans}


def by_pandera(base: Base, name: str, frame: pl.DataFrame) -> list[Place]:
    """What plain pandera reports: the rules of single cells, one check each, on polars."""
    import pandera.polars as pa
    from pandera.errors import SchemaErrors

    from schemas.backend import as_check

    plan = base.plans[name]
    columns = {}
    for column in plan.columns:
        if column.raw:
            rules = [
                r
                for r in plan.rules
                if r.columns == (column.name,)
                and r.kind in CELL_KINDS
                and r.kind not in ("text", "reference", "required")
            ]
            checks = [as_check(rule) for rule in rules]
            if keys := _keys(base, column):
                checks.append(pa.Check.isin(keys, name="reference"))
            columns[column.name] = pa.Column(pl.String, checks, nullable=not column.required)
    schema = pa.DataFrameSchema(columns, unique=[key for key in plan.key if plan.column(key).raw] or None)
    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases.select("index", "column").rows()
        return [(index, column if column in frame.columns else None) for index, column in cases]
    return []


def _keys(base: Base, column: Column) -> list[str]:
    """The values that a reference may have, as a list."""
    reference = column.reference
    if reference is None or column.type == "list":
        return []
    places = reference.named_in or ((reference.table, reference.column),)
    values: list[str] = []
    for table, name in places:
        if base.plans[table].column(name).raw:
            values += base.texts[table].frame[name].drop_nulls().to_list()
    return values


def by_frictionless(base: Base, declared: dict[str, Spec], plan: Plan, frame: pl.DataFrame) -> list[Place]:
    """What Frictionless reports, by a Table Schema of the table."""
    from frictionless import Resource, Schema, system

    fields: list[dict[str, Any]] = []
    for name, spec in declared.items():
        constraints: dict[str, Any] = {"required": spec.required}
        if spec.pattern:
            items = f"(?:{spec.pattern})(?:; (?:{spec.pattern}))*"
            constraints["pattern"] = items if spec.type == "list" else spec.pattern
        if spec.one_of:
            constraints["enum"] = list(spec.one_of)
        elif keys := _keys(base, plan.column(name)):
            constraints["enum"] = keys
        kind = {"integer": "integer", "date": "date"}.get(spec.type, "string")
        if kind == "integer":
            constraints.pop("pattern", None)
            constraints.pop("enum", None)
            constraints |= {k: v for k, v in (("minimum", spec.minimum), ("maximum", spec.maximum)) if v is not None}
        fields.append({"name": name, "type": kind, "constraints": constraints})
    schema: dict[str, Any] = {"fields": fields}
    if keys := [key for key in plan.key if plan.column(key).raw]:
        schema["primaryKey"] = keys
    with tempfile.TemporaryDirectory() as folder, system.use_context(trusted=True):
        path = Path(folder, f"{plan.name}.csv")
        path.write_text(as_csv(frame), encoding="utf-8", newline="")
        report = Resource(path=str(path), schema=Schema.from_descriptor(schema)).validate()
    places: list[Place] = []
    for row, column in report.flatten(["rowNumber", "fieldName"]):
        places.append((None if row is None else int(row) - 2, column))
    return places


def score(found: list[Place], clean: list[Place], cells: tuple[tuple[int, str | None], ...]) -> tuple[bool, bool]:
    """Whether a slip was caught, and in the right cell."""
    known = list(clean)
    fresh = []
    for place in found:
        if place in known:
            known.remove(place)
        else:
            fresh.append(place)
    right = any(row == place[0] and column in (None, place[1]) for row, column in cells for place in fresh)
    return bool(fresh), right
