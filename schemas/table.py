"""How a table is declared: one class, read from top to bottom like a rule book.

    class Sponsors(Table, path="sponsors", title="Sponsors", key=("resolution", "country", "role"), repeats="…"):
        \"""One State standing behind one resolution.\"""

        resolution: str = symbol("The text it stands behind", refers_to="resolutions.symbol", …)
        country: str = state("The State")

        @derived("Whether it sat on the Council that day", type="boolean", example="true")
        def council_member(t: Row) -> pl.Expr:
            return t.covered("memberships", on=t["resolution.adopted_on"], by="country.alpha3", key=t["country.alpha3"])

        @rule(title="…", message="…", why="…", blames="role")
        def one_role_per_state(t: Row) -> pl.Expr: ...

A table is a pandera `DataFrameModel` of text columns; its columns and derived columns are published in the order in which
they stand. A rule is a method that gets the row (`Row`) and returns a polars expression: true where the rule holds, null
where it cannot be judged. The method's name is the rule's name. `schemas.compile` turns the class into a `Plan`; pandera's own
checks are built from the same rules, so that `Sponsors.validate(frame, lazy=True)` judges exactly the same.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, cast

import pandera.polars as pa
import polars as pl
from pandera.api.polars.components import Column as PanderaColumn

from schemas import backend
from schemas.cells import typed
from schemas.columns import METADATA_KEY
from schemas.description import PublishedType
from schemas.plan import Cover, Reference, RuleKind, Severity
from schemas.registry import TABLES
from schemas.spec import Spec, refer

Expression = Callable[["Row"], pl.Expr]

DECLARED = "__record__"  # where a method of a table keeps what was declared of it


class Row:
    """One row, as the methods of a table see it: `t.votes_for`, `t["session.opened_on"]`, `t.covered(...)`."""

    def __init__(self, table: type[Table]) -> None:
        self._table = table
        self._covers: list[Cover] = []

    def __getattr__(self, name: str) -> pl.Expr:
        """The typed value of a column, given or derived."""
        if name in self._table.specs():
            return typed(name, self._table.specs()[name])
        if name in self._table.derivations():
            return self._table.derivations()[name].method(self)
        raise AttributeError(f"{self._table.__name__} has no column {name}")

    def __getitem__(self, path: str) -> pl.Expr:
        """A value of the row that a column refers to: `t["resolution.adopted_on"]`; null where there is none."""
        return pl.col(path)

    def typed_text(self, name: str) -> pl.Expr:
        """A cell as it was typed; null where it is empty."""
        return pl.col(name)

    def count_covering(self, table: str, *, on: pl.Expr, by: str | None = None, key: pl.Expr | None = None) -> pl.Expr:
        """How many rows of a table of terms hold on the day `on`, with `by` only those where it equals `key`.

        The table says in its `Config.term` which columns begin and end a term; a term without an end goes on.
        """
        start, end = _term(table)
        name = f"{table}@{len(self._covers) + 1}"
        cover = Cover(name=name, table=table, start=start, end=end, on=on, by=by, key=key)
        for known in self._covers:  # several rules may ask the same; it is counted once
            if known.counts_the_same(cover):
                return pl.col(known.name)
        self._covers.append(cover)
        return pl.col(name)

    def covered(self, table: str, *, on: pl.Expr, by: str, key: pl.Expr) -> pl.Expr:
        """Whether a term of `key` holds on the day `on`."""
        return self.count_covering(table, on=on, by=by, key=key) > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivation:
    """A column computed from others of the row, or of the rows it refers to."""

    title: str
    description: str
    example: str
    type: PublishedType
    method: Expression
    required: bool
    one_of: tuple[str, ...]
    reference: Reference | None
    published: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RowRule:
    """A rule about several cells, or about the table as a whole."""

    title: str
    message: str
    why: str
    method: Expression
    blames: str
    with_: tuple[str, ...]
    kind: RuleKind
    severity: Severity
    fix: Expression | None
    blame: Expression | None
    expects: Expression | None


def derived(
    title: str,
    *,
    example: str,
    type: PublishedType = "text",
    description: str = "",
    required: bool = False,
    one_of: Sequence[str] = (),
    refers_to: str | None = None,
    named_in: Sequence[str] = (),
    published: bool = True,
) -> Callable[[Expression], Expression]:
    """Declare a column that is computed; the method's name is the column's name."""

    def declare(method: Expression) -> Expression:
        declaration = Derivation(
            title=title,
            description=description,
            example=example,
            type=type,
            method=method,
            required=required,
            one_of=tuple(one_of),
            reference=refer(refers_to, named_in) if refers_to else None,
            published=published,
        )
        return _declare(method, declaration)

    return declare


def rule(
    *,
    title: str,
    message: str,
    why: str,
    blames: str,
    disagrees_with: Sequence[str] = (),
    blames_rather: Expression | None = None,
    whole_table: bool = False,
    severity: Severity = "error",
    fix: Expression | None = None,
    expects: Expression | None = None,
) -> Callable[[Expression], Expression]:
    """Declare a rule; the method's name is the rule's name.

    Args:
        title: what must be true, in a few words.
        message: what a person reads where it is not; {column} stands for a value of the row.
        why: the reason for the rule, and its source where it has one.
        blames: the column whose cell is shown.
        disagrees_with: the columns it was compared with, named beside it.
        blames_rather: the name of the column to blame, where that depends on the row; one of those above.
        whole_table: the rule compares rows with each other; it is judged on the table as it should be.
        severity: an error stops the release, a warning does not.
        fix: the right text of the blamed cell, where the row itself decides it.
        expects: of a rule about missing rows, their keys, one a line: rows of other tables that refer to them are not
            reported once more.
    """

    def declare(method: Expression) -> Expression:
        declaration = RowRule(
            title=title,
            message=message,
            why=why,
            method=method,
            blames=blames,
            with_=tuple(disagrees_with),
            kind="table" if whole_table else "row",
            severity=severity,
            fix=fix,
            blame=blames_rather,
            expects=expects,
        )
        return _declare(method, declaration)

    return declare


def _declare(method: Expression, declaration: Derivation | RowRule) -> Expression:
    """Leave the declaration on its method: pandera takes methods for granted, but no other attributes of a model."""
    method.__dict__[DECLARED] = declaration
    return method


# Tables whose rows hold from one day to another, filled as they are declared (`Config.term`).
TERMS: dict[str, tuple[str, str]] = {}


def _term(table: str) -> tuple[str, str]:
    """The columns that begin and end a term of a table, which is imported if nobody has yet."""
    if table not in TERMS:
        for module in (entry.partition(":")[0] for entry in TABLES):
            if module.rpartition(".")[2] == table:
                importlib.import_module(module)
    return TERMS[table]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is said of a table in the line that opens its class."""

    path: str  # below raw/, without suffix
    title: str
    key: tuple[str, ...]  # the columns that name a row
    repeats: str  # what is said where a key occurs again
    term: tuple[str, str] | None = None  # the columns that begin and end it, of a table of terms
    publish: bool = True

    @property
    def name(self) -> str:
        """The table's name: the last part of its path."""
        return self.path.rsplit("/", 1)[-1]


class Table(pa.DataFrameModel):
    """Base of every table; see the module's text, and `Facts` for the words in the line that opens a class."""

    _facts: ClassVar[Facts]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        cls._facts = Facts(**kwargs)
        super().__init_subclass__()
        if cls._facts.term:
            TERMS[cls._facts.name] = cls._facts.term

    @classmethod
    def specs(cls) -> dict[str, Spec]:
        """What is declared of each raw column, in order."""
        return {name: cast("dict[str, Any]", info.metadata)[METADATA_KEY] for name, (_, info) in cls.__fields__.items()}

    @classmethod
    def derivations(cls) -> dict[str, Derivation]:
        """The derived columns, in order."""
        return {name: item for name, item in cls.declared() if isinstance(item, Derivation)}

    @classmethod
    def declared(cls) -> list[tuple[str, Spec | Derivation | RowRule]]:
        """All that is declared, in the order in which it stands."""
        specs = cls.specs()
        members = (
            (name, specs.get(name) or getattr(item, "__dict__", {}).get(DECLARED)) for name, item in vars(cls).items()
        )
        return [(name, item) for name, item in members if item is not None]

    @classmethod
    def build_schema_(cls, **kwargs: Any) -> backend.RecordSchema:
        """The pandera schema: text columns and a check for each rule; called by pandera."""
        columns: dict[str, PanderaColumn] = cls._build_columns(cls.__fields__, cls.__checks__)
        from schemas.compile import compile_table, of_one_column

        rules = compile_table(cls).rules
        for name, column in columns.items():
            column.checks = [backend.as_check(r) for r in rules if of_one_column(r) == name and r.kind != "required"]
        table_checks = [backend.as_check(r) for r in rules if of_one_column(r) is None]
        return backend.RecordSchema(columns, checks=table_checks, record_rules=rules, **kwargs)
