"""How States, symbols and days are spelled in English, French, Russian and Kazakh texts: nearly all are known, none for another.

The names of States in `tests/spellings` are those of UNTERM with their articles and those that newspapers and lists use; days and
symbols are in the forms that documents, programs and people give them. All mean the same text or day, so that one look tells what is asked.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from flows import pipeline
from flows.suggest.dates import read_date
from flows.suggest.names import fold, nearest_name
from flows.suggest.symbols import repair_symbol

ROOT = Path(__file__).parents[3]
LEAST = 0.97


def of(name: str) -> list[tuple[str, str]]:
    with (ROOT / "tests" / "spellings" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [(row["typed"], row["meant"]) for row in csv.DictReader(file)]


def look(
    spellings: list[tuple[str, str]], read: Callable[[str], str | None]
) -> tuple[float, list[tuple[str, str | None]]]:
    """The share that is read rightly, and what is read as something else."""
    read_as = [(typed, meant, read(typed)) for typed, meant in spellings]
    right = sum(found == meant for _, meant, found in read_as)
    return right / len(read_as), [(typed, found) for typed, meant, found in read_as if found not in (meant, None)]


@pytest.fixture(scope="module")
def raw() -> pipeline.Checked:
    return pipeline.check(pipeline.snapshot(ROOT / "raw"))


def test_states(raw: pipeline.Checked) -> None:
    listed = [(str(alias), str(key)) for alias, key in raw.used["country_aliases"].select("alias", "country").rows()]
    keys = {fold(alias): key for alias, key in listed}

    def read(typed: str) -> str | None:
        found = nearest_name(typed, listed)
        return keys.get(fold(typed)) or (keys[fold(found)] if found else None)

    share, wrong = look(of("countries"), read)
    assert wrong == []
    assert share >= LEAST


def test_symbols(raw: pipeline.Checked) -> None:
    known = raw.used["resolutions"]["symbol"].to_list()

    def read(typed: str) -> str | None:
        found = repair_symbol(typed, "resolution", known)
        return found[0] if len(found) == 1 else None

    share, wrong = look(of("symbols"), read)
    assert wrong == []
    assert share >= 0.95


def test_days() -> None:
    def read(typed: str) -> str | None:
        found = read_date(typed, window=(date(2023, 9, 11), date(2023, 10, 13)))
        return found[0] if len(found) == 1 else None

    share, wrong = look(of("dates"), read)
    assert wrong == []
    assert share >= LEAST
