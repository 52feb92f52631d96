"""reach: the raw columns that a rule looks at, directly or through what is derived or referred to."""

from __future__ import annotations

from schemas.plan import Plan, Rule


def roots(plan: Plan, rule: Rule) -> set[str]:
    """The raw columns a rule looks at, directly or through a reference."""
    found: set[str] = set(rule.columns)
    for root in rule.roots:
        base = root.split(".")[0]
        if "@" in root:
            cover = next(cover for cover in plan.covers if cover.name == root)
            if cover.table == plan.name:
                found.update(name for path in (cover.start, cover.end, cover.by) if path for name in _raw(plan, path))
            expressions = [cover.on] if cover.key is None else [cover.on, cover.key]
            for expression in expressions:
                for name in expression.meta.root_names():
                    found.update(_raw(plan, name))
            if cover.table == plan.name:
                found.update(_raw(plan, cover.start) | _raw(plan, cover.end))
        else:
            found.update(_raw(plan, root) if base != root or base not in plan.raw_columns() else [base])
    return {name for name in found if "@" not in name}


def _raw(plan: Plan, root: str) -> set[str]:
    """The raw columns behind one name, which may be a path through a reference."""
    base = root.split(".", maxsplit=1)[0]
    column = plan.column(base)
    if column.raw:
        return {base}
    return {name for inner in column.roots for name in _raw(plan, inner)}
