"""One rule -> what it demands, why, what is said where it is broken, and what to do."""

from __future__ import annotations

from collections.abc import Mapping

from flows.describe.rules import Entry, catalogue, says
from flows.explain.row import NotFound
from flows.explain.text import paragraph
from flows.report.plain import printable
from schemas.cells import SEPARATOR
from schemas.plan import Plan

_LEVELS = {"error": "an error: it stops a release", "warning": "a warning: it does not stop a release"}


def explain_rule(rule: str, plans: Mapping[str, Plan], width: int = 80) -> str:
    """All there is to say of a rule, as text of that width.

    Raises:
        NotFound: there is none of that name; the text offers the nearest.
    """
    entries = catalogue(plans)
    entry = entries.get(rule.strip()) or entries.get(rule.strip().lower())
    if entry is None:
        raise NotFound(_not_found(rule, list(entries)))
    lines = [f"{entry.id}  ({_LEVELS[entry.severity]})", "", *paragraph(f"{entry.title}.", width), ""]
    if entry.file:
        columns = ", ".join(entry.columns)
        among = f", {'columns' if len(entry.columns) > 1 else 'column'} {columns}" if columns else ""
        lines += paragraph(f"Where     {entry.file}{among}", width, hang=10)
    if entry.message:
        lines += paragraph(f"It says   {says(entry.message)}", width, hang=10)
    lines += paragraph(f"Why       {entry.why}", width, hang=10)
    lines += _right(entry, plans, width)
    if entry.columns and entry.severity == "error":
        fine = "If the cell is right and the rule does not fit it, add a row to raw/waivers.csv: this rule, the row by its key, the cell as it stands, the reason and the source."
        lines += paragraph(f"But       {fine}", width, hang=10)
    return "\n".join(lines)


def is_rule(what: str, plans: Mapping[str, Plan]) -> bool:
    """Whether the text is the name of a rule, or can only be meant as one: "sponsors.contry.vocabulary"."""
    word = what.strip().lower()
    entries = catalogue(plans)
    about = {name.partition(".")[0] for name in entries}
    return word in entries or ("." in word and word.partition(".")[0] in about)


def _right(entry: Entry, plans: Mapping[str, Plan], width: int) -> list[str]:
    """What the cell should look like."""
    plan = plans.get(entry.id.partition(".")[0])
    column = next((c for c in plan.columns if c.name == entry.columns[0]), None) if plan and entry.columns else None
    if column is None:
        return []
    lines = paragraph(f"Example   {column.example}", width, hang=10)
    if column.one_of:
        lines += paragraph(f"Words     {', '.join(column.one_of)}", width, hang=10)
    if column.type == "list":
        lines += paragraph(f"Several   with “{SEPARATOR}” between them", width, hang=10)
    if column.reference:
        names = [f"raw/{plans[table].path}.csv" for table, _ in column.reference.named_in if table in plans]
        target = plans.get(column.reference.table)
        known = names or ([f"raw/{target.path}.csv"] if target else [])
        lines += paragraph(f"Known in  {', '.join(dict.fromkeys(known))}", width, hang=10)
    return lines


def _not_found(rule: str, known: list[str]) -> str:
    from rapidfuzz import fuzz, process

    found = process.extract(rule.strip().lower(), known, scorer=fuzz.WRatio, limit=3, score_cutoff=60)
    near = [name for name, _, _ in found]
    offered = (
        " Did you mean " + (", ".join(near[:-1]) + " or " + near[-1] if len(near) > 1 else near[0]) + "?"
        if near
        else ""
    )
    return f"There is no rule “{printable(rule.strip())}”.{offered} `hrc rules` lists them all."
