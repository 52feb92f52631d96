"""From the rows of one table into another: what they refer to, and how many terms cover their day.

Frames in, series out, each in one query; `schemas.engine.Record` says which table is meant and keeps what comes out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import polars as pl

from schemas.plan import Plan

ROW = "@row"


def found_in(
    values: pl.Series, keys: pl.Series, target: pl.DataFrame, key_name: str, rests: Iterable[str]
) -> pl.DataFrame:
    """What the rows of `target` say of each value.

    Args:
        values: what the rows hold, any type; null refers to nothing and is not judged.
        keys: the key that each value stands for; null where it stands for none.
        target: the rows referred to, one for each `key`, with the columns asked for.
        key_name: what that key is called among `rests`.
        rests: the columns to make: "found" (a boolean; null where the value is), "missing" (the value where it is not
            found, as text), the key by its name, and columns of `target`.
    """
    rows = pl.DataFrame([values.alias("@value"), keys.alias("@key")])
    there = target.with_columns(pl.lit(value=True).alias("@there"))
    value, found = pl.col("@value"), pl.col("@there").is_not_null()
    made = {
        "found": pl.when(value.is_not_null()).then(found),
        "missing": pl.when(value.is_not_null() & ~found).then(value.cast(pl.String)),
        key_name: pl.when(found).then(pl.col("@key")),
    }
    joined = rows.join(there, left_on="@key", right_on="key", how="left", maintain_order="left")
    return joined.select(made.get(rest, pl.col(rest)).alias(rest) for rest in rests)


def items_found_in(
    values: pl.Series, target: pl.DataFrame, key_name: str, keys_of: Callable[[pl.Series], pl.Series]
) -> pl.DataFrame:
    """Of cells with several values: whether all are found, the first that is not, and the list of keys they stand for."""
    rows = pl.DataFrame({"value": values}).with_row_index(ROW)
    items = rows.drop_nulls("value").explode("value")
    each = found_in(items["value"], keys_of(items["value"]), target, key_name, ["found", "missing", key_name])
    lists = (
        items.hstack(each)
        .lazy()
        .group_by(ROW)
        .agg(pl.col("found").all(), pl.col("missing").drop_nulls().first(), pl.col(key_name))
    )
    return rows.lazy().select(ROW).join(lists, on=ROW, how="left", maintain_order="left").collect()


def count(rows: pl.DataFrame, terms: pl.DataFrame) -> pl.Series:
    """How many terms cover each day: those that have begun less those that have ended.

    Begins and ends are each put in one sorted line, key after key, so that what lies before a day is found by halving; the
    terms of the keys before have all begun and all ended, and take nothing away.

    Args:
        rows: `on`, a day, and `key`.
        terms: `start`, `end` (null: it goes on) and `key`; only terms of the row's own key count.

    Returns:
        A count for each row, 0 where there is none, null where the day or the key is null.
    """
    terms = terms.filter(pl.col("start") <= pl.col("end").fill_null(_FOREVER), pl.col("key").is_not_null())
    codes = pl.concat([terms["key"], rows["key"]]).cast(pl.Categorical).to_physical().cast(pl.Int64)
    height = terms.height
    place = pl.col("code") * _A_KEY
    lines = terms.with_columns(codes[:height].alias("code")).select(
        (place + _days("start")).sort().alias("starts"),
        (place + _days("end").fill_null(_A_KEY - 1)).sort().alias("ends"),
    )
    asked = rows.with_columns(codes[height:].alias("code")).select(on=place + _days("on")).to_series()
    begun = lines["starts"].search_sorted(asked.fill_null(0), side="right").cast(pl.Int64)
    ended = lines["ends"].search_sorted(asked.fill_null(0), side="left").cast(pl.Int64)
    return pl.select(pl.when(asked.is_not_null()).then(begun - ended)).to_series()


_FOREVER = pl.date(9999, 12, 31)
_A_KEY = 1 << 23  # more than there are days from the year -9999 to 9999, twice


def _days(name: str) -> pl.Expr:
    """A date as a number that is never negative."""
    return pl.col(name).cast(pl.Int32).cast(pl.Int64) + _A_KEY // 2


def paths(plan: Plan) -> list[str]:
    """The columns beyond its own that the rules, values and keys of a table name."""
    wanted = [root for column in plan.columns for root in column.roots]
    wanted += [root for rule in plan.rules for root in (*rule.roots, *rule.roots_beside)]
    wanted += [
        root for cover in plan.covers for e in (cover.on, cover.key) if e is not None for root in e.meta.root_names()
    ]
    wanted += [path for column in plan.columns if column.window for path in column.window]
    wanted += list(plan.key_paths)
    wanted += [f"{c.name}.{c.reference.column}" for c in plan.columns if c.reference and c.reference.named_in]
    return [path for path in dict.fromkeys(wanted) if "." in path]
