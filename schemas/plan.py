"""The compiled form of a table's declaration: plain data and polars expressions, no pandera.

`schemas.table` says how a person declares a table; `schemas.compile` turns each declaration into a `Plan`; everything
that runs (the one-pass engine, the steps) works from plans. Plans are kept on disk between runs (`flows.plans`), because
importing pandera costs about as much as checking the whole record; so all in here can be written as JSON.

Columns made for the rules
    An expression may name columns which the table does not have. `schemas.engine.Record` makes them before the rules run:

    * ``resolution.adopted_on`` the value of `adopted_on` in the row that `resolution` refers to, and so on along the path
    * ``resolution.found``      whether it refers to a row at all (of a list: whether each item does)
    * ``memberships@1``         a count of the terms that cover a day: see `Cover`

    Null means "cannot be judged", and a rule that comes out null is not broken.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Literal

import polars as pl

from schemas.description import PublishedColumn, PublishedTable

RawType = Literal["text", "integer", "date", "partial_date", "list"]
RuleKind = Literal[
    "required", "text", "type", "pattern", "one_of", "range", "reference", "row", "key", "table", "unusual"
]
Severity = Literal["error", "warning"]

# In which order the rules of one row are judged: a cell that breaks an earlier one is not held against a later one.
KINDS: tuple[RuleKind, ...] = (
    "text", "required", "type", "pattern", "one_of", "range", "reference", "row", "key", "table", "unusual",
)  # fmt: skip
CELL_KINDS = frozenset(KINDS[:7])
TABLE_KINDS = frozenset(("key", "table"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A column refers to rows of a table: `resolutions.symbol`.

    `named_in` are the columns in which the row is found by name, folded for case, accents and punctuation
    ("country_aliases.alias": that table says by its own reference which row is meant); empty means by the exact key.
    """

    table: str
    column: str
    named_in: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column, typed by a person or derived from others.

    `value` is its typed value as an expression over the raw text; of a derived column what its method returned.
    """

    name: str
    type: str  # RawType of a raw column, PublishedType of a derived one
    title: str
    description: str
    example: str
    required: bool
    value: pl.Expr
    raw: bool
    published: bool
    one_of: tuple[str, ...] = ()
    synonyms: tuple[tuple[str, str], ...] = ()  # what people write -> the word of `one_of`
    reference: Reference | None = None
    symbol: str | None = None  # of a symbol column its kind: "resolution", "draft", "document"
    window: tuple[str, str] | None = None  # columns that bound a date: ("session.opened_on", "session.closed_on")
    url: bool = False
    spelling: bool = (
        False  # a way of writing that is listed because it is right: its words are known, and no slip of others
    )
    coded: bool = False  # letters and digits of a set form: its words are no words
    published_example: str = ""
    may_be_unknown: bool = False  # required in the raw table, but published empty where a waiver lets it name no row
    roots: tuple[str, ...] = ()  # the columns that `value` names; filled in here

    def __post_init__(self) -> None:
        if not self.roots:
            object.__setattr__(self, "roots", tuple(self.value.meta.root_names()))


class Later:
    """An expression that is read when it is asked for: most of what stands beside the rules is needed by no run."""

    __slots__ = ("read",)

    def __init__(self, read: Callable[[], pl.Expr]) -> None:
        self.read = read


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: `holds` is True, False or null (cannot be judged) for each row."""

    id: str  # "sponsors.country.vocabulary"
    kind: RuleKind
    severity: Severity
    columns: tuple[str, ...]  # the blamed column first, then those it disagrees with
    title: str
    message: str  # plain sentences; {column} and {resolution.adopted_on} stand for values of the row
    why: str
    holds: pl.Expr
    # Asked for where the rule is broken, by `beside`:
    fix: pl.Expr | Later | None = None  # the right text of the blamed cell, where the row itself decides it
    blame: pl.Expr | Later | None = None  # which of `columns` is blamed, by name, where that depends on the row
    # Keys, one a line, whose absence the rule reports: what refers to them is no new issue.
    expects: pl.Expr | Later | None = None
    forbids: tuple[str, ...] = ()  # regular expressions: the rule holds where its column, of text, matches none of them
    roots: tuple[str, ...] = ()  # the columns that `holds` names; filled in here
    roots_beside: tuple[str, ...] = ()  # those that `fix`, `blame` and `expects` name

    def __post_init__(self) -> None:
        if not self.roots:
            beside = [e for e in (self.beside("fix"), self.beside("blame"), self.beside("expects")) if e is not None]
            object.__setattr__(self, "roots", tuple(self.holds.meta.root_names()))
            object.__setattr__(self, "roots_beside", tuple(name for e in beside for name in e.meta.root_names()))

    def beside(self, what: str) -> pl.Expr | None:
        """The expression of "fix", "blame" or "expects", if the rule has it."""
        found: pl.Expr | Later | None = getattr(self, what)
        return found.read() if isinstance(found, Later) else found


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """How many rows of `table`, each holding from one day to another, cover the day `on`, optionally for one `key`."""

    name: str  # "memberships@1"
    table: str
    start: str
    end: str
    on: pl.Expr
    by: str | None = None  # path in `table`: "country.alpha3"
    key: pl.Expr | None = None

    def counts_the_same(self, other: Cover) -> bool:
        """Whether the two counts are one, whatever they are called."""

        def alike(mine: pl.Expr | None, theirs: pl.Expr | None) -> bool:
            return mine is theirs or (mine is not None and theirs is not None and mine.meta == theirs.meta)

        of = (self.table, self.start, self.end, self.by) == (other.table, other.start, other.end, other.by)
        return of and alike(self.on, other.on) and alike(self.key, other.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that is declared of one table."""

    name: str  # "sponsors"
    path: str  # below raw/, without suffix: "sponsors", "reference/countries"
    title: str
    description: str
    key: tuple[str, ...]  # the columns that name a row, as published
    key_paths: tuple[str, ...]  # the same as judged: a State by its code, however it is written
    columns: tuple[Column, ...]
    rules: tuple[Rule, ...]
    covers: tuple[Cover, ...]
    publishes: PublishedTable | None  # None: read and checked, not published

    def column(self, name: str) -> Column:
        """The column of that name.

        Raises:
            KeyError: the table has none.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name}")

    def looks_into(self) -> set[str]:
        """The tables that its columns and rules refer to."""
        references = [column.reference for column in self.columns if column.reference]
        named = {table for reference in references for table, _ in reference.named_in}
        return {reference.table for reference in references} | named | {cover.table for cover in self.covers}

    def raw_columns(self) -> list[str]:
        """The header of the file, in order."""
        return [column.name for column in self.columns if column.raw]


def write_expression(expression: pl.Expr | None) -> str | None:
    return None if expression is None else base64.b64encode(expression.meta.serialize(format="binary")).decode("ascii")


def read_expression(text: str | None) -> pl.Expr | None:
    return None if text is None else pl.Expr.deserialize(io.BytesIO(base64.b64decode(text)), format="binary")


def stored_expression(text: str) -> pl.Expr:
    """The expression that `write_expression` wrote."""
    expression = read_expression(text)
    assert expression is not None
    return expression


def to_json(plan: Plan) -> dict[str, Any]:
    """The plan as plain JSON values; expressions in the binary form of the polars that made them."""

    def plain(value: Any) -> Any:
        if isinstance(value, Later):
            value = value.read()
        if isinstance(value, pl.Expr):
            return write_expression(value)
        if isinstance(value, list | tuple):
            return [plain(item) for item in value]
        if isinstance(value, (Column, Rule, Cover, Plan)):
            return {name: plain(getattr(value, name)) for name in value.__dataclass_fields__}
        if hasattr(value, "__dataclass_fields__"):
            return asdict(value)
        return value

    result: dict[str, Any] = plain(plan)
    return result


def from_json(data: dict[str, Any]) -> Plan:
    """The plan that `to_json` wrote; what stands beside its rules may be given as `Later`."""

    def reference(value: dict[str, Any] | None) -> Reference | None:
        if value is None:
            return None
        return Reference(
            table=value["table"], column=value["column"], named_in=tuple((t, c) for t, c in value["named_in"])
        )

    def column(value: dict[str, Any]) -> Column:
        return Column(
            **{
                **value,
                "value": stored_expression(value["value"]),
                "one_of": tuple(value["one_of"]),
                "synonyms": tuple((a, b) for a, b in value["synonyms"]),
                "reference": reference(value["reference"]),
                "window": tuple(value["window"]) if value["window"] else None,
                "roots": tuple(value["roots"]),
            }
        )

    def beside(value: str | Later | None) -> pl.Expr | Later | None:
        return value if isinstance(value, Later) else read_expression(value)

    def rule(value: dict[str, Any]) -> Rule:
        changes = {
            "columns": tuple(value["columns"]),
            "holds": stored_expression(value["holds"]),
            "fix": beside(value["fix"]),
            "blame": beside(value["blame"]),
            "expects": beside(value["expects"]),
            "forbids": tuple(value["forbids"]),
            "roots": tuple(value["roots"]),
            "roots_beside": tuple(value["roots_beside"]),
        }
        return Rule(**{**value, **changes})

    def cover(value: dict[str, Any]) -> Cover:
        return Cover(**{**value, "on": stored_expression(value["on"]), "key": read_expression(value["key"])})

    published = data["publishes"]
    return Plan(
        name=data["name"],
        path=data["path"],
        title=data["title"],
        description=data["description"],
        key=tuple(data["key"]),
        key_paths=tuple(data["key_paths"]),
        columns=tuple(column(value) for value in data["columns"]),
        rules=tuple(rule(value) for value in data["rules"]),
        covers=tuple(cover(value) for value in data["covers"]),
        publishes=published
        and PublishedTable(
            **{
                **published,
                "key": tuple(published["key"]),
                "columns": tuple(
                    PublishedColumn(**{**value, "one_of": tuple(value["one_of"])}) for value in published["columns"]
                ),
            }
        ),
    )
