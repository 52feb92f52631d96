"""Is an edition what its descriptions promise? Asked before a release is made, and of every release that is verified.

A consumer trusts the description: a key that names one row, a required value that is there, a reference that leads
somewhere. What the rules of the raw record let pass (by a waiver, or for want of a rule) must not become a false promise.
"""

from __future__ import annotations

import re

import polars as pl

from flows.edition import Edition
from flows.release.errors import printable
from schemas.cells import SEPARATOR
from schemas.description import PublishedColumn, PublishedTable

_NAME = re.compile(r"[a-z][a-z0-9_]{0,60}", re.ASCII)  # names become files, SQL and property names


def contradictions(edition: Edition) -> list[str]:
    """What in the rows contradicts the descriptions, one sentence each; empty where all is sound."""
    found: list[str] = []
    before: set[str] = set()
    for table in edition.tables:
        found += _names(table, before)
        before.add(table.name)
        frame = edition.frames.get(table.name)
        if frame is None:
            found.append(f"The table {table.name} has a description but no rows.")
        elif dict(frame.schema) != table.dtypes():
            found.append(
                f"The table {table.name} has other columns or types than its description: {_difference(table, frame)}."
            )
        else:
            found += _key(table, frame)
            for column in table.columns:
                found += _values(table, column, frame[column.name])
                found += _references(table, column, frame[column.name], edition)
    return found


def _names(table: PublishedTable, before: set[str]) -> list[str]:
    names = [table.name, *(column.name for column in table.columns)]
    found = [f"“{printable(name)}” is no name for a table or column." for name in names if not _NAME.fullmatch(name)]
    if table.name in before or len({column.name for column in table.columns}) < len(table.columns):
        found.append(f"A name is used twice: the table {printable(table.name)} or one of its columns.")
    if not table.key or not {column.name for column in table.columns}.issuperset(table.key):
        found.append(f"The key of {printable(table.name)} names columns that the table does not have.")
    return found


def _difference(table: PublishedTable, frame: pl.DataFrame) -> str:
    promised, held = table.dtypes(), dict(frame.schema)
    odd = [name for name in {**promised, **held} if promised.get(name) != held.get(name)]
    return ", ".join(printable(name) for name in odd) or "their order"


def _key(table: PublishedTable, frame: pl.DataFrame) -> list[str]:
    """Whether the key is never null, and rises strictly from row to row, which makes it unique and the rows sorted."""
    if not table.key or not set(table.key).issubset(frame.columns):
        return []  # said by its name already
    empty = [name for name in table.key if frame[name].null_count()]
    if empty:
        return [
            f"{table.name}.{name} is part of the key, but empty in {_rows(frame[name].null_count())}." for name in empty
        ]
    rises = pl.lit(value=False)
    for name in reversed(table.key):
        here = pl.col(name).cast(pl.Int8) if frame.schema[name] == pl.Boolean else pl.col(name)
        rises = (here.shift() < here) | ((here.shift() == here) & rises)
    falls = frame.lazy().select(pl.arg_where(~rises.slice(1))).collect().to_series()
    if falls.is_empty():
        return []
    twice = frame.select(table.key).is_duplicated()
    if twice.any():
        key = " | ".join(str(value) for value in frame.select(table.key).filter(twice).row(0))
        return [f"Two rows of {table.name} have the key {printable(key)}."]
    return [f"The rows of {table.name} are not sorted by the key."]


def _values(table: PublishedTable, column: PublishedColumn, values: pl.Series) -> list[str]:
    name = f"{table.name}.{column.name}"
    found = []
    if values.null_count() and (column.required or column.type == "list"):
        found.append(f"{name} is described as never empty, but is empty in {_rows(values.null_count())}.")
    items = values
    if column.type == "list":
        items = values.filter(values.list.len() > 0).explode()
        if items.null_count() or (items == "").any() or items.str.contains(SEPARATOR, literal=True).any():
            found.append(
                f"{name} is a list with an item that is empty or holds “{SEPARATOR}”, which separates items in CSV."
            )
    if column.one_of:
        others = items.drop_nulls().unique().filter(~items.drop_nulls().unique().is_in(list(column.one_of)))
        if len(others):
            found.append(
                f"{name} is {printable(repr(others.sort()[0]))} in a row, which is none of the values described."
            )
    return found


def _references(table: PublishedTable, column: PublishedColumn, values: pl.Series, edition: Edition) -> list[str]:
    if not column.refers_to:
        return []
    parent, _, place = column.refers_to.partition(".")
    name = f"{table.name}.{column.name}"
    there = edition.frames.get(parent)
    if there is None or place not in there.columns:
        return [f"{name} refers to {column.refers_to}, which is not published."]
    items = values.explode() if column.type == "list" else values
    known = there[place].explode() if isinstance(there.schema[place], pl.List) else there[place]
    if items.dtype != known.dtype:
        return [f"{name} refers to {column.refers_to}, which is of another type."]
    wanted = items.drop_nulls().unique()
    lost = wanted.filter(~wanted.is_in(known.drop_nulls().unique().implode()))
    if lost.is_empty():
        return []
    return [f"{name} refers to {printable(repr(lost.sort()[0]))}, which is not in {column.refers_to}."]


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"
