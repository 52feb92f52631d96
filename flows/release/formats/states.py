"""countries/KAZ.json: all that the record holds of one State, in one small file for one page of an app.

    {
      "country": the row of the State,
      "memberships": its rows of that table, and so on for each table whose rows belong to a State,
      "labels": {"resolutions": {"A/HRC/RES/54/5": "The right to development"}, ...}
    }

A row belongs to the State that the first column of its table which refers to `countries.alpha3` names: a sponsor's `country`,
not the States its group excepts. The rows are those of `<table>.json`, unchanged; `labels` names what they refer to, so that
a page can be shown without loading other files. A new table that refers to countries is in these files by itself.

A State has a file where the record itself, not only its reference tables, has rows of it.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import polars as pl

from flows.edition import Edition
from flows.release.errors import ReleaseError, printable
from flows.release.formats.records import record_lines
from schemas.description import PublishedTable

FOLDER = "countries"
STATES, CODE = "countries", "alpha3"
REFERENCE = "/reference/"  # in the path of the raw file of a table that only helps to read the others
_LABELS = ("title", "name")  # the column that says what a row is, the first that a table has
_ALPHA3 = re.compile(r"[A-Z]{3}", re.ASCII)


def write(edition: Edition, folder: Path) -> None:
    """Write a file for each State with rows; none where no table of countries is published.

    Raises:
        ReleaseError: a code cannot be the name of a file.
    """
    texts = render(edition)
    if texts:
        (folder / FOLDER).mkdir()
    for code, text in texts.items():
        (folder / FOLDER / f"{code}.json").write_bytes(text)


def render(edition: Edition) -> dict[str, bytes]:
    """The text of the file of each State, by its code, sorted.

    Raises:
        ReleaseError: a code cannot be the name of a file.
    """
    owned = {table.name: column for table in edition.tables if (column := owner(table))}
    if not owned:
        return {}
    rows = {name: _rows(edition.frames[name], column) for name, column in owned.items()}
    recorded = {code for table in edition.tables if table.name in owned and REFERENCE not in table.source for code in rows[table.name]}  # fmt: skip
    labels = _labels(edition, owned)
    states = edition.frames[STATES]
    facts = dict(zip(states[CODE], record_lines(states), strict=True))
    made = {}
    for code in sorted(recorded):
        if not _ALPHA3.fullmatch(code):
            raise ReleaseError(
                f"The code of a State is three capital letters, since a file is named after it; “{printable(code)}” is not. "
                "Correct it in the table of countries and publish again."
            )
        parts = [f'"country": {facts[code]}']
        parts += [f'"{name}": [\n{found}\n]' if (found := rows[name].get(code)) else f'"{name}": []' for name in owned]
        parts.append(f'"labels": {json.dumps(labels.get(code, {}), ensure_ascii=False, indent=1)}')
        made[code] = ("{\n" + ",\n".join(parts) + "\n}\n").encode()
    return made


def owner(table: PublishedTable) -> str | None:
    """The column that says to which State a row belongs."""
    return next((column.name for column in table.columns if column.refers_to == f"{STATES}.{CODE}"), None)


def _rows(frame: pl.DataFrame, column: str) -> dict[str, str]:
    """The records of the rows of each State, in their order, one on each line."""
    pairs = frame.select(state=pl.col(column), record=pl.Series(record_lines(frame), dtype=pl.String))
    if pairs.schema["state"] != pl.String:
        pairs = pairs.with_columns(pl.col("state").list.unique(maintain_order=True)).explode("state")
    grouped = pairs.drop_nulls().group_by("state", maintain_order=True).agg(pl.col("record").str.join(",\n"))
    return dict(grouped.iter_rows())


def _labels(edition: Edition, owned: dict[str, str]) -> dict[str, dict[str, dict[str, str]]]:
    """By State and table, the rows that its rows refer to: the key as text, and what the row is called."""
    labels: dict[str, dict[str, dict[str, str]]] = {}
    for table in edition.tables:
        for column in table.columns if table.name in owned else ():
            parent, _, place = (column.refers_to or "").partition(".")
            if not parent or parent == STATES:
                continue
            there = edition.frames[parent]
            label = next((name for name in _LABELS if name in there.columns), None)
            if label is None or there.schema[label] != pl.String:
                continue
            pairs = edition.frames[table.name].select(state=pl.col(owned[table.name]), key=pl.col(column.name))
            for name in pairs.columns:
                if isinstance(pairs.schema[name], pl.List):
                    pairs = pairs.explode(name)
            called = there.select(key=pl.col(place), label=pl.col(label)).drop_nulls().unique("key")
            named = pairs.unique().join(called, on="key").select("state", pl.col("key").cast(pl.String), "label")
            for state, key, text in named.sort("state", "key").iter_rows():
                labels.setdefault(state, {}).setdefault(parent, {})[key] = text
    return {
        state: {parent: dict(sorted(names.items())) for parent, names in sorted(tables.items())}
        for state, tables in labels.items()
    }
