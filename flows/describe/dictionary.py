"""The data dictionary: every table and column in words, for people.

The one in `docs/` speaks of the declarations alone, and changes only with them; that in the README of a release also counts, for
each column, in how many rows something stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import polars as pl

from flows.describe.markdown import code, plain, table
from schemas.description import PublishedColumn, PublishedTable

TYPES = {
    "text": "text",
    "integer": "whole number",
    "boolean": "true or false",
    "date": "date",
    "list": "list of text",
}


def data_dictionary(
    tables: Iterable[PublishedTable], frames: Mapping[str, pl.DataFrame] | None = None, level: int = 2
) -> str:
    """The dictionary in Markdown.

    Args:
        tables: the tables, in the order in which they are to stand.
        frames: their rows by name, if they are to be counted.
        level: of the headings.
    """
    lines: list[str] = []
    for item in tables:
        lines += [*_table(item, None if frames is None else frames[item.name], level), ""]
    return "\n".join(lines)


def dictionary_page(tables: Iterable[PublishedTable]) -> str:
    """The page `docs/dictionary.md`."""
    tables = list(tables)
    lines = [
        "# Data dictionary",
        "",
        "What the published tables hold. This page is generated from the declarations in `schemas/` by `make docs`; mend it there.",
        "",
        "Dates are whole days, whole numbers have 64 bits, and a list is never null but may be empty. “Always” is said of a",
        "column that is filled in every row. A column that is *derived* is computed from others, not typed by anybody.",
        "",
        *table(
            ["table", "one row is", "key"],
            (
                [f"[{item.name}](#{item.name})", plain(item.description), ", ".join(map(code, item.key))]
                for item in tables
            ),
        ),
        "",
        data_dictionary(tables),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _table(item: PublishedTable, frame: pl.DataFrame | None, level: int) -> Iterator[str]:
    yield f"{'#' * level} {item.name}"
    yield ""
    rows = "" if frame is None else f" {frame.height:,} rows."
    yield f"**{plain(item.title)}.** {plain(item.description)}{rows}"
    yield ""
    yield f"Key: {', '.join(map(code, item.key))}. Typed in {code(item.source)}."
    yield ""
    header = ["column", "type", "what it holds", "example"] + ([] if frame is None else ["filled"])
    yield from table(
        header,
        (_column(column, frame) for column in item.columns),
        right=() if frame is None else (4,),
    )


def _column(column: PublishedColumn, frame: pl.DataFrame | None) -> list[str]:
    kind = TYPES[column.type] + (", always" if column.required and column.type != "list" else "")
    says = [plain(f"{column.title}.")]
    if column.description:
        says.append(plain(column.description))
    if column.one_of:
        says.append("One of " + ", ".join(map(code, column.one_of)) + ".")
    if column.refers_to:
        table_name = column.refers_to.partition(".")[0]
        who = "Each refers" if column.type == "list" else "Refers"
        says.append(f"{who} to [{code(column.refers_to)}](#{table_name}).")
    if column.derived:
        says.append("*Derived.*")
    cells = [code(column.name), kind, " ".join(says), code(column.example)]
    return cells if frame is None else [*cells, f"{_filled(frame[column.name]):,}"]


def _filled(values: pl.Series) -> int:
    return int((values.list.len() > 0).sum()) if values.dtype == pl.List else values.len() - values.null_count()
