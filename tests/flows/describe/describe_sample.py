"""Small tables of every type, for tests that need to know each cell."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from flows.describe import FileFact
from flows.edition import Edition
from flows.source import Source
from schemas.description import PublishedColumn, PublishedTable

SOURCE = Source(files={"raw/cats.csv": "0" * 64}, commit="c" * 40, committed_at="2026-11-24T03:01:50Z")


def column(name: str, kind: Any = "text", **more: Any) -> PublishedColumn:
    """A column with words that will do."""
    example = {"text": "Tom", "integer": "3", "boolean": "true", "date": "2023-10-11", "list": "a; b"}[kind]
    words: dict[str, Any] = {
        "title": name.capitalize(),
        "description": "",
        "example": example,
        "required": kind == "list",
    }
    return PublishedColumn(name=name, type=kind, **(words | more))


def table(name: str, *columns: PublishedColumn, **more: Any) -> PublishedTable:
    """A table whose key is its first column."""
    words: dict[str, Any] = {
        "title": name.capitalize(),
        "description": f"One of the {name}.",
        "source": f"raw/{name}.csv",
    }
    return PublishedTable(name=name, columns=columns, **({"key": (columns[0].name,)} | words | more))


OWNERS = table("owners", column("owner", required=True))
CATS = table(
    "cats",
    column("name", required=True),
    column("owner", refers_to="owners.owner"),
    column("kind", one_of=("house", "wild"), example="wild"),
    column("lives", "integer"),
    column("tame", "boolean", derived=True),
    column("born", "date"),
    column("friends", "list", refers_to="owners.owner", example="Tom; Eve"),
)


def edition(*tables: PublishedTable) -> Edition:
    """An edition of tables; those above have rows, others none."""
    tables = tables or (OWNERS, CATS)
    rows: dict[str, list[dict[str, Any]]] = {
        "owners": [{"owner": "Eve"}, {"owner": "Tom"}],
        "cats": [
            {"name": "=Mia", "owner": "Tom", "kind": "wild", "lives": 9, "tame": False, "born": date(2020, 2, 29), "friends": ["Tom", "Eve"]},
            {"name": "Zoë", "owner": None, "kind": None, "lives": None, "tame": None, "born": None, "friends": []},
        ],
    }  # fmt: skip
    frames = {
        t.name: pl.DataFrame([{n: row[n] for n in t.dtypes()} for row in rows.get(t.name, [])], schema=t.dtypes())
        for t in tables
    }
    return Edition(tables=tables, frames=frames)


def facts(of: Edition, *forms: str) -> dict[str, FileFact]:
    """Facts of files that nobody wrote."""
    names = [f"{t.name}.{form}" for t in of.tables for form in (forms or ("csv", "parquet", "json"))]
    return {name: FileFact(bytes=len(name), sha256=f"{index:064x}") for index, name in enumerate(sorted(names))}
