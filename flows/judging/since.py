"""since: what has changed in the rows of a table since the last release.

Rows are known by their key. A row whose key is gone is looked for among the new ones: it is the one that agrees with it in
nearly all other cells, for then the key itself was changed. What is meant by a change is not judged here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

import polars as pl

from schemas.description import DTYPES
from schemas.engine import Record
from schemas.plan import Column, Plan

_ROW = "@row"
_MOST_PAIRS = 40_000  # so many pairs of rows are compared when keys have changed; beyond, the table is another one
_UNLIKE = 2  # in so many cells may the row differ whose key has changed

Cells = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Since:
    """The changed cells of a table: by row and column, what the release says (None: it has an empty cell)."""

    version: str
    cells: dict[int, Cells] = field(default_factory=dict)
    new: frozenset[int] = frozenset()  # rows that the release does not have

    def changed(self, row: int, column: str) -> bool:
        """Whether the cell differs from the release."""
        return column in self.cells.get(row, ())

    def was(self, row: int, column: str) -> str | None:
        """What the release says in the place of a changed cell; None also where nothing changed."""
        return self.cells.get(row, {}).get(column)


def since(version: str, old: pl.DataFrame | None, record: Record, plan: Plan) -> Since:
    """Compare the rows of a table, as the record holds them, with those of the last release, as text.

    Without those, nothing has changed: the table is made of the same bytes.
    """
    if old is None or not set(plan.key) <= set(old.columns):
        return Since(version)
    now = _now(record, plan).select(_ROW, *old.columns)
    old = old.with_row_index("@old")
    joined = now.join(old, on=list(plan.key), how="left", maintain_order="left", nulls_equal=False, suffix="@was")
    others = [name for name in old.columns if name not in {"@old", *plan.key}]
    differs = pl.sum_horizontal(pl.col(name).ne_missing(pl.col(f"{name}@was")).cast(pl.Int64) for name in others) if others else pl.lit(0)  # fmt: skip
    pairs = joined.select(_ROW, "@old", differs.alias("differs"))
    # Of several rows with one key the one most like it is the row of the release; the others are new, or had another key.
    mine = pairs.drop_nulls("@old").sort("differs", _ROW, maintain_order=True).unique("@old", keep="first")
    same = {row: at for row, at, unlike in mine.rows() if unlike}
    strangers = now.filter(~pl.col(_ROW).is_in(mine[_ROW].implode()))
    gone = old.filter(~pl.col("@old").is_in(mine["@old"].implode()))
    same |= _moved(strangers, gone)
    new = frozenset(strangers[_ROW].to_list()) - same.keys()
    columns = plan.raw_columns()
    cells: dict[int, Cells] = {}
    for row, at in same.items():
        was, is_now = old.row(at, named=True), now.row(row, named=True)
        changed = {name: was[name] for name in columns if name in was and was[name] != is_now[name]}
        if changed:
            cells[row] = changed
    return Since(version, _spelled(record, plan, cells), new)


def _now(record: Record, plan: Plan) -> pl.DataFrame:
    """The rows as text, with the columns of the key: names of rows as their keys, where they are known."""
    prepared = record.prepared(plan.name)
    names = dict.fromkeys((*plan.key, *plan.raw_columns()))
    shown = [_as_published(plan.column(name)).alias(name) for name in names]
    return prepared.lazy().select(shown).collect().with_row_index(_ROW)


def _as_published(column: Column) -> pl.Expr:
    if column.reference and column.reference.named_in:
        return pl.col(f"{column.name}.{column.reference.column}").cast(pl.String)
    if column.raw:
        return pl.col(column.name)
    return column.value.cast(DTYPES[column.type] if column.type != "partial_date" else pl.String()).cast(pl.String)  # type: ignore[index]


def _moved(strangers: pl.DataFrame, gone: pl.DataFrame) -> dict[int, int]:
    """Rows whose key has changed: each with the row of the release that it agrees with in nearly all cells, and no other does."""
    if not strangers.height or not gone.height or strangers.height * gone.height > _MOST_PAIRS:
        return {}
    names = [name for name in gone.columns if name != "@old"]
    olds = gone.select(names).rows()
    scored = []
    for row, *cells in strangers.select(_ROW, *names).iter_rows():
        for at, was in enumerate(olds):
            filled = sum(one is not None or other is not None for one, other in zip(cells, was, strict=True))
            unlike = sum(one != other for one, other in zip(cells, was, strict=True))
            if unlike <= min(_UNLIKE + 1, filled // 2):
                scored.append((unlike, row, at))
    found: dict[int, int] = {}
    taken: set[int] = set()
    nearest = Counter((unlike, row) for unlike, row, _ in scored)
    for unlike, row, at in sorted(scored):
        if row not in found and at not in taken and nearest[unlike, row] == 1:
            found[row] = int(gone["@old"][at])
            taken.add(at)
    return found


def _spelled(record: Record, plan: Plan, cells: dict[int, Cells]) -> dict[int, Cells]:
    """Keys as the names by which the column calls those rows: the release says KAZ where people type Kazakhstan."""
    by_column: dict[str, list[int]] = defaultdict(list)
    for row, changed in cells.items():
        for name in changed:
            reference = plan.column(name).reference
            if reference and reference.named_in:
                by_column[name].append(row)
    for name, rows in by_column.items():
        reference = plan.column(name).reference
        assert reference
        typed = record.rows(plan.name)[name].to_list()
        keys = record.series(plan.name, f"{name}.{reference.column}").to_list()
        used = Counter((key, cell) for key, cell in zip(keys, typed, strict=True) if key and cell)
        spellings: dict[str, str] = {}
        for key, listed in record.names(reference).select("key", "name").iter_rows():
            spellings.setdefault(key, listed)
        for (key, cell), _ in reversed(used.most_common()):
            spellings[key] = cell
        for row in rows:
            key = cells[row][name]
            cells[row][name] = spellings.get(key, key) if key is not None else None
    return cells
