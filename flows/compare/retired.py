"""Values that other tables referred to and that are found no more.

The Data Package version pattern counts it as breaking to "combine, split, delete or change the meaning of data that is
referenced by another data resource": who joins two tables, or holds such a key, no longer finds it. The vocabularies of the
record (themes, groups, treaties) are tables that others refer to, so this is also what makes a vocabulary word that is gone
count like any other allowed value that is gone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from flows.compare.changes import Retired
from flows.edition import Edition
from schemas.description import PublishedTable


def retired_values(
    old: Edition, before: PublishedTable, columns: Sequence[str], rows_before: pl.DataFrame, rows_after: pl.DataFrame
) -> tuple[Retired, ...]:
    """The values of some columns of a table that other tables of the old edition referred to and that its new rows lack.

    A column that is gone, or of another type, breaks those who refer to it as such and is not looked at here.
    """
    found = []
    for name in columns:
        users = _users(old, before.name, name)
        if not users or rows_after.schema.get(name) != rows_before.schema[name]:
            continue
        values, still = _values(rows_before[name]), _values(rows_after[name])
        gone = values.filter(~values.is_in(still.implode()))
        if not gone.len():
            continue
        referred = {table: gone.filter(gone.is_in(used.implode())) for table, used in users.items()}
        referred = {table: lost for table, lost in referred.items() if lost.len()}
        if referred:
            lost = pl.concat(list(referred.values())).unique().sort()
            found.append(Retired(column=name, values=tuple(lost), referred_by=tuple(referred)))
    return tuple(found)


def _users(old: Edition, table: str, column: str) -> Mapping[str, pl.Series]:
    """By name of the other tables that refer to a column: the values they used, as text."""
    used: dict[str, list[pl.Series]] = {}
    for other in old.tables:
        for reference in other.columns:
            if other.name != table and reference.refers_to == f"{table}.{column}":
                used.setdefault(other.name, []).append(_values(old.frames[other.name][reference.name]))
    return {name: pl.concat(values).unique() for name, values in used.items()}


def _values(values: pl.Series) -> pl.Series:
    """The different values of a column as text; of a list column its items."""
    flat = values.explode() if values.dtype == pl.List(pl.String) else values
    return flat.drop_nulls().unique().cast(pl.String).rename("value")
