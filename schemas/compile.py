"""A table's declaration -> its plan: the one place where the words of `schemas.table` get their meaning."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import polars as pl

from schemas.cells import cell_rules, reference_rule, typed
from schemas.description import PublishedColumn, PublishedTable, PublishedType
from schemas.plan import CELL_KINDS, KINDS, Column, Plan, Rule
from schemas.spec import Spec
from schemas.table import Derivation, Facts, Row, RowRule, Table
from schemas.unusual import unusual_rules

LONGEST_CODE = 8  # "IV-11-d" is a code; "kaz-social-code-2023" has words


def of_one_column(rule: Rule) -> str | None:
    """The column of a rule that looks at nothing else; None for all others."""
    return rule.columns[0] if rule.kind in CELL_KINDS and rule.kind != "reference" else None


def compile_table(table: type[Table]) -> Plan:
    """The plan of one table.

    Raises:
        AttributeError, KeyError: the declaration names a column that there is not.
    """
    facts, row = table._facts, Row(table)
    columns: list[Column] = []
    rules: list[Rule] = []
    for member, declared in table.declared():
        if isinstance(declared, Spec):
            columns.append(_column(member, declared))
            rules.extend(cell_rules(facts.name, member, declared))
        elif isinstance(declared, Derivation):
            column = _derived_column(member, declared, row)
            columns.append(column)
            if column.reference:
                blamed = next(root for root in column.value.meta.root_names() if "." not in root)
                rules.append(reference_rule(facts.name, member, column.title, column.reference, blamed))
        else:
            rules.append(_row_rule(facts.name, member, declared, row))
    by_name = {column.name: column for column in columns}
    key_paths = tuple(_key_path(by_name[name]) for name in facts.key)
    rules.append(
        _key_rule(
            facts,
            key_paths,
            row,
            [name for name in facts.key if by_name[name].raw]
            or [next(column.name for column in columns if column.raw)],
        )
    )
    rules.extend(unusual_rules(facts.name, columns, published=facts.publish))
    order = {kind: index for index, kind in enumerate(KINDS)}
    return Plan(
        name=facts.name,
        path=facts.path,
        title=facts.title,
        description=(table.__doc__ or "").strip(),
        key=facts.key,
        key_paths=key_paths,
        columns=tuple(columns),
        rules=tuple(sorted(rules, key=lambda rule: (order[rule.kind], rule.severity == "warning", rule.fix is None))),
        covers=tuple(row._covers),
        publishes=_published(facts, (table.__doc__ or "").strip(), columns) if facts.publish else None,
    )


def _column(name: str, spec: Spec) -> Column:
    return Column(
        name=name,
        type=spec.type,
        title=spec.title,
        description=spec.description,
        example=spec.example,
        required=spec.required,
        value=typed(name, spec),
        raw=True,
        published=spec.published,
        one_of=spec.one_of,
        synonyms=spec.synonyms,
        reference=spec.reference,
        symbol=spec.symbol,
        window=spec.window,
        url=spec.url,
        spelling=spec.spelling,
        coded=spec.pattern is not None and not spec.url and len(spec.example) <= LONGEST_CODE,
        published_example=spec.published_example,
        may_be_unknown=spec.may_be_unknown,
    )


def _derived_column(name: str, declared: Derivation, row: Row) -> Column:
    return Column(
        name=name,
        type=declared.type,
        title=declared.title,
        description=declared.description,
        example=declared.example,
        required=declared.required,
        value=declared.method(row),
        raw=False,
        published=declared.published,
        one_of=declared.one_of,
        reference=declared.reference,
    )


def _row_rule(table: str, name: str, declared: RowRule, row: Row) -> Rule:
    return Rule(
        id=f"{table}.{name}",
        kind=declared.kind,
        severity=declared.severity,
        columns=(declared.blames, *declared.with_),
        title=declared.title,
        message=declared.message,
        why=declared.why,
        holds=declared.method(row),
        fix=declared.fix(row) if declared.fix else None,
        blame=declared.blame(row) if declared.blame else None,
        expects=declared.expects(row) if declared.expects else None,
    )


def _key_path(column: Column) -> str:
    """A key column as it is compared: a State by its code, whatever it is called in the cell."""
    reference = column.reference
    return f"{column.name}.{reference.column}" if reference and reference.named_in else column.name


def _key_rule(facts: Facts, paths: tuple[str, ...], row: Row, columns: list[str]) -> Rule:
    parts = [row[path] if "." in path else getattr(row, path) for path in paths]
    return Rule(
        id=f"{facts.name}.unique",
        kind="key",
        severity="error",
        columns=tuple(columns),
        title="Each row once",
        message=facts.repeats,
        why="The columns " + ", ".join(facts.key) + " name a row; two rows of one name cannot be told apart.",
        holds=pl.any_horizontal(part.is_null() for part in parts) | pl.struct(parts).is_first_distinct(),
    )


def _published(facts: Facts, description: str, columns: list[Column]) -> PublishedTable:
    published: list[PublishedColumn] = []
    for column in columns:
        if not column.published:
            continue
        reference = column.reference
        entry = PublishedColumn(
            name=column.name,
            type=cast("PublishedType", {"partial_date": "date"}.get(column.type, column.type)),
            title=column.title,
            description=column.description,
            example=column.published_example or column.example,
            required=(column.required and not column.may_be_unknown)
            or column.name in facts.key
            or column.type == "list",
            one_of=column.one_of,
            refers_to=f"{reference.table}.{reference.column}" if reference else None,
            derived=not column.raw,
        )
        published.append(entry)
        if column.type == "partial_date":
            published.append(
                replace(
                    entry,
                    name=f"{column.name}_precision",
                    type="text",
                    title=f"{column.title}: how exact",
                    description=f"What the source gives of {column.name}: the day, or only the month or the year, the first day standing for it.",
                    example="day",
                    one_of=("day", "month", "year"),
                    derived=True,
                )
            )
    return PublishedTable(
        name=facts.name,
        title=facts.title,
        description=description,
        columns=tuple(published),
        key=facts.key,
        source=f"raw/{facts.path}.csv",
    )
