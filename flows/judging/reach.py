"""reach: the raw columns that a rule looks at, directly or through what is derived or referred to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from schemas.plan import Plan, Rule

Reach = dict[str, set[str]]  # table -> its raw columns


def roots(plan: Plan, rule: Rule) -> set[str]:
    """The raw columns of its own table a rule looks at, directly or through a reference."""
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


def reaches(plans: Mapping[str, Plan], plan: Plan, rule: Rule) -> Reach:
    """The raw columns of all tables that a rule looks at."""
    found: Reach = defaultdict(set)
    found[plan.name] |= roots(plan, rule)
    for root in rule.roots:
        if "@" in root:
            cover = next(cover for cover in plan.covers if cover.name == root)
            paths = [path for path in (cover.start, cover.end, cover.by) if path]
            for path in paths:
                _follow(plans, plans[cover.table], path, found)
            for expression in [cover.on] if cover.key is None else [cover.on, cover.key]:
                for path in expression.meta.root_names():
                    _follow(plans, plan, path, found)
        else:
            _follow(plans, plan, root, found)
    return found


def _follow(plans: Mapping[str, Plan], plan: Plan, path: str, found: Reach) -> None:
    """Add the columns along a path: "resolution.session.opened_on" has some of resolutions and one of sessions."""
    base, _, rest = path.partition(".")
    column = plan.column(base)
    found[plan.name] |= _raw(plan, base)
    for inner in () if column.raw else column.roots:
        _follow(plans, plan, inner, found)
    reference = column.reference
    if reference is None or not rest:
        return
    target = plans[reference.table]
    found[target.name] |= _raw(target, reference.column)
    for table, name in reference.named_in:
        found[table] |= _raw(plans[table], name)
        found[table] |= {
            c.name for c in plans[table].columns if c.raw and c.reference and c.reference.table == reference.table
        }
    if rest not in ("found", "missing"):
        _follow(plans, target, rest, found)


def _raw(plan: Plan, root: str) -> set[str]:
    """The raw columns behind one name, which may be a path through a reference."""
    base = root.split(".", maxsplit=1)[0]
    column = plan.column(base)
    if column.raw:
        return {base}
    return {name for inner in column.roots for name in _raw(plan, inner)}
