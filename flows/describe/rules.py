"""The rule catalogue: everything that `hrc check` may say, in one place.

`catalogue` gathers the rules of the tables, of reading a file and of corrections and waivers; `rules_page` makes `docs/rules.md` of it,
`hrc rules` and `hrc explain` read it. A rule of a single cell is made from what the column declares, so that the same few stand in
all tables; the page explains each kind once and then says of each column which it has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from flows.amend import AMEND_RULES
from flows.describe.markdown import code, plain, table
from flows.issue import Severity
from flows.reading.rules import READ_RULES
from schemas.plan import CELL_KINDS, Plan, Rule

# What a placeholder in a message stands for is known only where the rule is broken.
_PLACEHOLDER = re.compile(r"\{([a-z_][\w.@]*)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One rule of the catalogue."""

    id: str
    severity: Severity
    title: str  # what must be true, or, of a file, what may be wrong with it
    why: str
    message: str = (
        ""  # what is said where it is broken; {column} stands for a value; "" where it depends on what is seen
    )
    file: str = ""  # the raw file it is about; "" for any
    columns: tuple[str, ...] = ()  # the blamed column first
    kind: str = ""  # of a rule of a table, see `schemas.plan.RuleKind`


def catalogue(plans: Mapping[str, Plan]) -> dict[str, Entry]:
    """Every rule by its id: of files first, then of the tables in the order of the registry."""
    found: dict[str, Entry] = {}
    for rules, file in ((READ_RULES, ""), (AMEND_RULES, "raw/{}.csv")):
        for name, rule in rules.items():
            found[name] = Entry(
                id=name,
                severity=rule.severity,
                title=rule.title,
                why=rule.why,
                file=file.format(name.partition(".")[0]) if file else "",
            )
    for plan in plans.values():
        found |= {rule.id: _entry(plan, rule) for rule in plan.rules}
    return found


def says(message: str) -> str:
    """A message with its placeholders as a person reads them: the value of a column in that place."""

    def named(match: re.Match[str]) -> str:
        # "country.missing" is the part of `country` that was not found.
        return f"‹{match[1].removesuffix('.missing').replace('.', ' → ').replace('_', ' ')}›"

    return _PLACEHOLDER.sub(named, message)


def _entry(plan: Plan, rule: Rule) -> Entry:
    return Entry(
        id=rule.id,
        severity=rule.severity,
        title=rule.title,
        why=rule.why,
        message=rule.message,
        file=f"raw/{plan.path}.csv",
        columns=rule.columns,
        kind=rule.kind,
    )


# The rules of single cells as the page explains them, by the last part of their id.
_CELL_WORDS = {
    "required": "Always given: every row needs this cell.",
    "text": "Clean text: nothing invisible, no letters of another alphabet within a word, no n/a for an empty cell.",
    "number": "A whole number in plain digits.",
    "date": "A real date, written year-month-day: 2023-10-11. Where a column says so, a month or a year alone.",
    "form": "Written as such things are written: a symbol, a code, an identifier.",
    "address": "Web addresses that begin with http:// or https://, separated by “; ”.",
    "repeated": "Of several values each once, separated by “; ”.",
    "vocabulary": "One of the agreed words, or a name that the record knows.",
    "reference": "Refers to a row that is there.",
    "range": "Within its bounds.",
}


def rules_page(plans: Mapping[str, Plan]) -> str:
    """The page `docs/rules.md`."""
    entries = catalogue(plans)
    errors = sum(entry.severity == "error" for entry in entries.values())
    lines = [
        "# The rules",
        "",
        "Everything that `hrc check` may say. This page is generated from the declarations in `schemas/` by `make docs`; mend it there.",
        "",
        f"{len(entries)} rules: {errors} errors, which stop a release, and {len(entries) - errors} warnings, which do not.",
        "`hrc explain RULE` says all there is about one: try `hrc explain sponsors.country.vocabulary`.",
        "Where a rule does not fit a cell that is right, say so in `raw/waivers.csv`, with reason and source (`raw/FORMAT.md`).",
        "In messages ‹column› stands for the value of the row, ‹resolution → adopted on› for that of the row it refers to.",
        "",
        "## Files",
        "",
        "What may be wrong with a file before its cells are judged.",
        "",
        *_plain_rules(entry for entry in entries.values() if entry.id in READ_RULES),
        "",
        "## Corrections and waivers",
        "",
        *_plain_rules(entry for entry in entries.values() if entry.id in AMEND_RULES),
        "",
        "## Single cells",
        "",
        "A rule of a single cell is called *table.column.word*, such as `resolutions.adopted_on.date`. These words occur:",
        "",
        *table(["word", "what must be true"], ([code(word), plain(means)] for word, means in _CELL_WORDS.items())),
    ]
    for plan in plans.values():
        lines += ["", *_table_rules(plan, [entries[rule.id] for rule in plan.rules])]
    return "\n".join(lines) + "\n"


def _plain_rules(entries: Iterable[Entry]) -> list[str]:
    rows = ([code(e.id), e.severity, plain(e.title), plain(e.why)] for e in entries)
    return table(["rule", "level", "what is wrong", "why it matters"], rows)


def _table_rules(plan: Plan, entries: list[Entry]) -> Iterator[str]:
    yield f"## {plan.name}"
    yield ""
    yield f"{plain(plan.title)}, typed in {code(f'raw/{plan.path}.csv')}. Key: {', '.join(map(code, plan.key))}."
    yield ""
    words: dict[str, list[str]] = {}
    for entry in entries:
        if entry.kind in CELL_KINDS:
            _, column, word = entry.id.split(".")
            words.setdefault(column, []).append(word)
    columns = [column for column in plan.columns if column.name in words]
    yield from table(
        ["column", "holds", "rules of the cell"],
        ([code(c.name), plain(c.title), ", ".join(map(code, words[c.name]))] for c in columns),
    )
    yield ""
    yield from table(
        ["rule", "level", "what must be true", "what is said otherwise", "why"],
        (
            [code(e.id), e.severity, plain(e.title), plain(says(e.message)), plain(e.why)]
            for e in entries
            if e.kind not in CELL_KINDS
        ),
    )
