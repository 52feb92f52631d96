"""The one pass: what the rules of a table need is put beside its rows, then all of them are evaluated at once.

`bits` evaluates rules on a frame that has all they name. `Record` holds the tables together and makes the columns that
look from one table into another (see `schemas.plan`), each once; `schemas.lookup` says how. It works on frames that are in
memory; there is no file here, and no pandera.

On a record of some thousand rows the cost is that of asking polars (0.1 ms a query) and of preparing each regular expression
(0.2 ms where it names alphabets), not that of the rows. So there is one query for the rules of a table and one for each table
it refers to, and a text that no cell should hold is looked for in all columns at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import cast

import polars as pl

from schemas.cells import any_matches
from schemas.description import DTYPES, PublishedType
from schemas.fold import fold
from schemas.lookup import count, found_in, items_found_in, paths
from schemas.plan import Column, Cover, Plan, Reference, Rule

ROW = "@row"
# Of a table: its rows with all that was put beside them, keys taken for present, lost keys by column, rows that could not be read.
State = tuple[pl.DataFrame, list[str] | None, dict[tuple[str, str], int], int]
# One select over a frame in memory has nothing to gain from the optimizer but that a value which several rules use is made once.
_ONE_PASS = pl.QueryOptFlags.none()
_ONE_PASS.comm_subexpr_elim = True


def bits(frame: pl.DataFrame, rules: Iterable[Rule]) -> pl.DataFrame:
    """One boolean column a rule, named by its id: False where it is broken, null where it cannot be judged.

    A rule that names a column which the frame lacks cannot be judged on any row, and is left out.
    """
    there = set(frame.columns)
    judged = [rule for rule in rules if rule.kind != "unusual" and there.issuperset(rule.roots)]
    hold = _holding_throughout(frame, judged)
    made = [(pl.lit(value=True) if rule.id in hold else rule.holds).alias(rule.id) for rule in judged]
    # The first column gives the height: of literals alone polars makes one row.
    return frame.lazy().select(pl.nth(0).alias(ROW), *made).collect(optimizations=_ONE_PASS).drop(ROW)


def _holding_throughout(frame: pl.DataFrame, rules: list[Rule]) -> set[str]:
    """The rules that forbid a text which no cell of their columns holds."""
    by_pattern: dict[str, list[str]] = defaultdict(list)
    for rule in rules:
        for pattern in rule.forbids:
            by_pattern[pattern].append(rule.columns[0])
    absent = {
        pattern
        for pattern, columns in by_pattern.items()
        if not any_matches(pl.concat([frame[column] for column in columns]), pattern)
    }
    return {rule.id for rule in rules if rule.forbids and absent.issuperset(rule.forbids)}


class Record:
    """The tables of the record, each as text, and the columns made for their rules.

    Tables are added in the order of the registry: a table refers only to itself and to those before it.
    """

    def __init__(self, plans: Mapping[str, Plan]) -> None:
        self.plans = plans
        self._frames: dict[str, pl.DataFrame] = {}
        self._extra: dict[str, list[str]] = {}
        self._lost: dict[tuple[str, str], int] = {}
        self._unread: dict[str, int] = {}
        self._names: dict[Reference, pl.DataFrame] = {}
        self._once: dict[Reference, pl.DataFrame] = {}
        self._targets: dict[tuple[str, str], pl.DataFrame] = {}

    def put(self, name: str, frame: pl.DataFrame) -> None:
        """Add the rows of a table as typed (String columns), or replace them by what they should be."""
        self._frames[name] = frame
        for kept in (self._names, self._once):
            for reference in [r for r in kept if name == r.table or name in (table for table, _ in r.named_in)]:
                del kept[reference]
        self._targets = {key: target for key, target in self._targets.items() if key[0] != name}

    def state(self, name: str) -> State:
        """What the record knows of a table, for `restore`."""
        lost = {key: count for key, count in self._lost.items() if key[0] == name}
        return self._frames[name], self._extra.get(name), lost, self._unread.get(name, 0)

    def restore(self, name: str, state: State) -> None:
        """Take a table as it was in another record, of which it and all that it refers to were the same."""
        frame, extra, lost, unread = state
        self.put(name, frame)
        if extra is not None:
            self._extra[name] = extra
        self._lost |= lost
        self._unread[name] = unread

    def expect_keys(self, name: str, keys: Collection[str]) -> None:
        """Take these keys for present though no row has them: that they are missing is reported elsewhere, once."""
        self._extra[name] = sorted(keys)
        self._targets = {key: target for key, target in self._targets.items() if key[0] != name}

    def lose_keys(self, name: str, lost: Mapping[str, int]) -> None:
        """Say of how many rows the cell of a column is bad and what it should be unknown."""
        self._lost |= {(name, column): count for column, count in lost.items()}

    def lose_rows(self, name: str, count: int) -> None:
        """Say how many rows of a table are in its file, but could not be read."""
        self._unread[name] = count

    def lost_keys(self, name: str, column: str) -> int:
        """How many rows of a table cannot be referred to: unread, or their cell in `column` is bad and not mended."""
        declared = self.plans[name].column(column)
        return self._unread.get(name, 0) + sum(
            self._lost.get((name, root), 0) for root in ([column] if declared.raw else declared.roots)
        )

    def has(self, name: str) -> bool:
        """Whether the table has been read."""
        return name in self._frames

    def rows(self, name: str) -> pl.DataFrame:
        """The raw columns of a table as they stand in the record."""
        return self._frames[name].select(self.plans[name].raw_columns())

    def prepared(self, name: str) -> pl.DataFrame:
        """The rows of a table with every column that its rules and derived columns name."""
        plan = self.plans[name]
        self._ensure(name, paths(plan))
        for cover in plan.covers:
            if cover.name not in self._frames[name].columns:
                self._add(name, [self._count(name, cover)])
        return self._frames[name]

    def series(self, name: str, path: str) -> pl.Series:
        """The typed values of one column of a table, or of what it refers to.

        Raises:
            KeyError: there is no such table or column.
        """
        if "." in path:
            self._ensure(name, [path])
            return self._frames[name][path]
        return self.values(name, self.plans[name].column(path))

    def values(self, name: str, column: Column) -> pl.Series:
        """The typed values of a column, given or derived."""
        return self._values(name, [column])[0]

    def names(self, reference: Reference) -> pl.DataFrame:
        """All names by which rows of a table are found: `name` as listed, and the `key` of the row."""
        if reference not in self._names:
            parts = []
            for table, column in reference.named_in:
                if not self.has(table):
                    continue
                part = pl.DataFrame({"name": self.series(table, column), "key": self._keys_in(table, reference)})
                if part.schema["name"] != pl.String:
                    part = part.explode("name")
                parts.append(part)
            names = pl.concat(parts) if parts else pl.DataFrame(schema={"name": pl.String, "key": pl.String})
            self._names[reference] = names.drop_nulls()
        return self._names[reference]

    def _keys_in(self, table: str, reference: Reference) -> pl.Series:
        """Which row of the table referred to each row of `table` names."""
        if table == reference.table:
            return self.series(table, reference.column)
        for column in self.plans[table].columns:
            if column.reference and column.reference.table == reference.table:
                return self.series(table, column.name)
        raise KeyError(f"{table} does not refer to {reference.table}")

    def _add(self, name: str, columns: list[pl.Series]) -> None:
        self._frames[name] = self._frames[name].hstack(columns)

    def _values(self, name: str, columns: list[Column]) -> list[pl.Series]:
        """The values of several columns, in one query."""
        self._ensure(name, [root for column in columns for root in column.roots if "." in root])
        frame = self._frames[name]
        made = [column for column in columns if not (column.raw and column.type == "text")]
        if made:
            values = frame.lazy().select(column.value.alias(column.name) for column in made).collect()
            return [values[column.name] if column in made else frame[column.name] for column in columns]
        return [frame[column.name] for column in columns]

    def _ensure(self, name: str, paths: Iterable[str]) -> None:
        """Look up what is not there yet; once for all paths through the same column."""
        there = set(self._frames[name].columns)
        wanted: dict[str, dict[str, None]] = {}
        for path in paths:
            if path not in there:
                column_name, rest = path.split(".", 1)
                wanted.setdefault(column_name, {})[rest] = None
        columns = [self.plans[name].column(column_name) for column_name in wanted]
        # Columns that are themselves made of what others refer to come after those.
        for needs_others in (False, True):
            now = [column for column in columns if any("." in root for root in column.roots) is needs_others]
            if now:
                for column, values in zip(now, self._values(name, now), strict=True):
                    self._look_up(name, column, values, list(wanted[column.name]))

    def _look_up(self, name: str, column: Column, values: pl.Series, rests: list[str]) -> None:
        """Put beside the rows what the rows say that `column` refers to."""
        reference = column.reference
        if reference is None:
            raise KeyError(f"{name}.{column.name} refers to no table, so it has no {rests[0]}")
        there = self._frames[name].columns
        rests = [rest for rest in rests if f"{column.name}.{rest}" not in there]
        height = self._frames[name].height
        if not self.has(reference.table) or (reference.named_in and not self.names(reference).height):
            nothing = [
                pl.Series(f"{column.name}.{rest}", [None] * height, self._type(reference, rest)) for rest in rests
            ]
            self._add(name, nothing)
            return
        target = self._target(reference, rests)
        if values.dtype == pl.List:
            made = items_found_in(values, target, reference.column, lambda items: self._keys_of(items, reference))
        else:
            made = found_in(values, self._keys_of(values, reference), target, reference.column, rests)
        self._add(name, [made[rest].alias(f"{column.name}.{rest}") for rest in rests if rest in made.columns])

    def _type(self, reference: Reference, rest: str) -> pl.DataType:
        """The type of a column that is looked up, known without looking."""
        if rest in ("found", "missing"):
            return pl.Boolean() if rest == "found" else pl.String()
        first, _, further = rest.partition(".")
        column = self.plans[reference.table].column(first)
        if further and column.reference:
            return self._type(column.reference, further)
        return DTYPES[cast("PublishedType", "date" if column.type == "partial_date" else column.type)]

    def _keys_of(self, values: pl.Series, reference: Reference) -> pl.Series:
        """The key that each value stands for: itself, or the key of the row that goes by that name; null where none does."""
        if not reference.named_in:
            return values
        keys = values.to_frame("name").join(self._listed(reference), on="name", how="left", maintain_order="left")[
            "key"
        ]
        if keys.null_count() == values.null_count():
            return keys
        # Names that are not listed letter by letter: folding is dear, so only these are folded, each once.
        folded = fold(pl.col("name")).alias("folded")
        listed = self._listed(reference).with_columns(folded).unique("folded", keep="first", maintain_order=True)
        others = values.filter(keys.is_null()).drop_nulls().unique().to_frame("name").with_columns(folded)
        others = others.join(listed, on="folded", how="left").select("name", "key")
        return keys.fill_null(values.to_frame("name").join(others, on="name", how="left", maintain_order="left")["key"])

    def _listed(self, reference: Reference) -> pl.DataFrame:
        """The names, each once."""
        if reference not in self._once:
            self._once[reference] = self.names(reference).filter(pl.col("name").is_first_distinct())
        return self._once[reference]

    def _target(self, reference: Reference, rests: list[str]) -> pl.DataFrame:
        """The rows referred to, one a key: `key`, and the columns asked for."""
        table = reference.table
        kept = self._targets.get((table, reference.column))
        wanted = [rest for rest in rests if rest not in ("found", "missing", reference.column)]
        if kept is not None and set(kept.columns).issuperset(wanted):
            return kept
        wanted = list(dict.fromkeys([*wanted, *([] if kept is None else kept.columns[1:])]))
        direct = [rest for rest in wanted if "." not in rest]
        columns = [self.plans[table].column(name) for name in (reference.column, *direct)]
        key, *values = self._values(table, columns)
        further = [self.series(table, rest).alias(rest) for rest in wanted if "." in rest]
        target = pl.DataFrame([key.alias("key"), *(value.alias(rest) for value, rest in zip(values, direct, strict=True)), *further])  # fmt: skip
        extra = self._extra.get(table)
        if extra and key.dtype == pl.String:
            target = pl.concat([target, pl.DataFrame({"key": extra})], how="diagonal")
        target = target.filter(pl.col("key").is_not_null() & pl.col("key").is_first_distinct())
        self._targets[table, reference.column] = target
        return target

    def _count(self, name: str, cover: Cover) -> pl.Series:
        """How many terms cover a day, for each row; null where the day or the key is not known."""
        on, key = cover.on, pl.lit("") if cover.key is None else cover.key
        self._ensure(name, [root for root in (*on.meta.root_names(), *key.meta.root_names()) if "." in root])
        frame = self._frames[name]
        if not self.has(cover.table):
            return pl.Series(cover.name, [None] * frame.height, dtype=pl.Int64)
        terms = self._terms(cover)
        rows = frame.lazy().select(on.alias("on"), key.alias("key")).collect()
        return count(rows, terms).alias(cover.name)

    def _terms(self, cover: Cover) -> pl.DataFrame:
        """The terms of a table: `start`, `end` and `key`."""
        kept = (cover.table, f"{cover.start} {cover.end} {cover.by}")
        if kept not in self._targets:
            plan = self.plans[cover.table]
            start, end = self._values(cover.table, [plan.column(cover.start), plan.column(cover.end)])
            key = self.series(cover.table, cover.by) if cover.by else pl.Series([""]).new_from_index(0, start.len())
            self._targets[kept] = pl.DataFrame([start.alias("start"), end.alias("end"), key.alias("key")])
        return self._targets[kept]
