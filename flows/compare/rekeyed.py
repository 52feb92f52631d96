"""Rows that are gone and rows that came which are perhaps the same rows under other keys.

Typing a symbol rightly, or renaming a reform, shows as one row gone and one come. Who holds the old key wants to know the new
one; so pairs that agree in nearly all their other cells are named, and only suspected: they stay listed as gone and come.

Cells that were computed (`derived`) are left out, as most of them follow from the key. So are cells empty on both sides. A
pair is named if at least `_SHARE` of the cells compared agree, and at least `_EVIDENCE` cells, those of the key counted in;
and if each is the other's best match, without a second as good. Rows that agree in all their cells are looked for first, then
those that share a rare value. Where more than `_LOOKED_AT` rows are gone and as many came, no pair is named: the keys have
changed as a whole, and a list of pairs would help nobody.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from flows.compare.changes import Rekeyed
from schemas.description import PublishedTable

_SHARE = (
    0.75  # a symbol typed rightly also moves the address of its document: one cell of the five to eight that are filled
)
_EVIDENCE = 2  # one cell that agrees, say "yes", says nothing
_COMMON = 20  # a value that more rows than this share, on either side, tells none of them from the others
_LOOKED_AT = 100_000


def suspected(
    before: PublishedTable, after: PublishedTable, removed: pl.DataFrame, added: pl.DataFrame
) -> tuple[Rekeyed, ...]:
    """Pairs of a row removed and a row added that are perhaps one row, in the order of the rows removed."""
    if not removed.height or not added.height:
        return ()
    old = {column.name: column for column in before.columns}
    shared = [c for c in after.columns if c.name in old and c.type == old[c.name].type]
    columns = [c.name for c in shared if c.name not in after.key and c.name not in before.key and not c.derived]
    keys = [c.name for c in shared if c.name in after.key and c.name in before.key]
    if not columns:
        return ()
    if min(removed.height, added.height) > _LOOKED_AT:
        return ()
    alike = _sharing(removed.select(columns).hash_rows(), added.select(columns).hash_rows())
    alike = _scored(alike, removed, added, columns, keys)
    open_old = ~removed.select(pl.int_range(pl.len()).is_in(alike["o"].implode())).to_series()
    open_new = ~added.select(pl.int_range(pl.len()).is_in(alike["n"].implode())).to_series()
    rest = pl.concat(
        _sharing(_told(removed[name], open_old), _told(added[name], open_new)) for name in columns
    ).unique()
    best = pl.concat([_mutual(alike), _mutual(_scored(rest, removed, added, columns, keys))]).sort("o")
    old_keys, new_keys = removed[best["o"]].select(before.key).rows(), added[best["n"]].select(after.key).rows()
    return tuple(
        Rekeyed(before=old, after=new, agree=agree, compared=compared)
        for old, new, agree, compared in zip(old_keys, new_keys, best["agree"], best["compared"], strict=True)
    )


def _told(values: pl.Series, still_open: pl.Series) -> pl.Series:
    """A hash of each filled cell of the rows still open, null elsewhere."""
    hashes = values.to_frame().hash_rows()
    return pl.select(pl.when(still_open & ~_empty(values)).then(hashes)).to_series()


def _empty(values: pl.Series) -> pl.Series:
    return values.list.len().fill_null(0) == 0 if values.dtype == pl.List(pl.String) else values.is_null()


def _sharing(old: pl.Series, new: pl.Series) -> pl.DataFrame:
    """Pairs of positions with the same value, of values that are rare on both sides."""
    olds = pl.DataFrame({"h": old}).with_row_index("o").drop_nulls().filter(pl.len().over("h") <= _COMMON)
    news = pl.DataFrame({"h": new}).with_row_index("n").drop_nulls().filter(pl.len().over("h") <= _COMMON)
    return olds.join(news, on="h").select("o", "n")


def _scored(
    pairs: pl.DataFrame, removed: pl.DataFrame, added: pl.DataFrame, columns: Sequence[str], keys: Sequence[str]
) -> pl.DataFrame:
    """The pairs that agree in nearly all cells: how many were compared, how many of them and of the key agree."""
    agree = pl.zeros(pairs.height, dtype=pl.Int64, eager=True)
    compared, parts = agree.clone(), agree.clone()
    for name in columns:
        old, new = removed[name].gather(pairs["o"]), added[name].gather(pairs["n"])
        told = ~(_empty(old) & _empty(new))
        compared += told.cast(pl.Int64)
        agree += (told & old.eq_missing(new)).cast(pl.Int64)
    for name in keys:
        parts += removed[name].gather(pairs["o"]).eq_missing(added[name].gather(pairs["n"])).cast(pl.Int64)
    scored = pairs.with_columns(agree.alias("agree"), compared.alias("compared"), parts.alias("parts"))
    return scored.filter(
        (pl.col("agree") >= _SHARE * pl.col("compared"))
        & (pl.col("agree") > 0)
        & (pl.col("agree") + pl.col("parts") >= _EVIDENCE)
    ).with_columns((pl.col("agree") / pl.col("compared")).alias("share"))


def _mutual(pairs: pl.DataFrame) -> pl.DataFrame:
    """The pairs in which each is the other's best, without a second as good."""
    several = (pl.len().over("o") > 1) | (pl.len().over("n") > 1)
    only, contested = pairs.filter(~several), pairs.filter(several)
    score = pl.struct("share", "parts", "agree")
    for side in ("o", "n"):
        contested = contested.with_columns(score.rank("min", descending=True).over(side).alias(f"rank_{side}"))
    best = contested.filter((pl.col("rank_o") == 1) & (pl.col("rank_n") == 1))
    best = best.filter((pl.len().over("o") == 1) & (pl.len().over("n") == 1))
    return pl.concat([only, best.select(only.columns)])
