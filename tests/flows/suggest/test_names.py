from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.suggest.names import fold, nearest_name
from schemas.fold import fold as fold_expression

ALIASES = Path(__file__).parents[3] / "raw" / "reference" / "country_aliases.csv"


@pytest.fixture(scope="module")
def listed() -> list[tuple[str, str]]:
    with ALIASES.open(encoding="utf-8", newline="") as file:
        return [(row["alias"], row["country"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Kazakstan", "KAZ"), ("Казахсан", "KAZ"), ("The Republic of Kazakhstan", "KAZ"), ("Rep. of Korea", "KOR"),
        ("Nigerai", "NGA"), ("Cuab", "CUB"), ("Rfpf[cnfy", "KAZ"), ("Kazahstan", "KAZ"), ("Rossiya", "RUS"),
        ("Bolivia (Plurinational State f)", "BOL"), ("Dem. Rep. of the Congo", "COD"), ("Germaniya", "DEU"),
        ("République du Kazakhstan", "KAZ"), ("Etats Unis", "USA"), ("Côte dIvoire", "CIV"), ("Czech Rep.", "CZE"),
        ("United Sates", "USA"), ("United Rep. of Tanzania", "TZA"), ("Iran (Islamic Rep. of)", "IRN"), ("Sloevnia", "SVN"),
        ("КazаkhstaN", "KAZ"), ("UK", "GBR"), ("Қазақстан Республикасы", "KAZ"), ("Viet-Nam", "VNM"),
        ("Saint Vincent & the Grenadines", "VCT"), ("Dominican Rep.", "DOM"), ("Guinea Bissau", "GNB"),
    ],
)  # fmt: skip
def test_the_state_that_was_meant(typed: str, key: str, listed: list[tuple[str, str]]) -> None:
    found = nearest_name(typed, listed)
    assert found is not None
    assert dict(listed)[found] == key


@pytest.mark.parametrize(
    "typed", ["Korea", "Austrlia", "Slovania", "Ira", "KAS", "Republic of China", "Guinea-B", "Königreich", "Atlantis", "", "-",
              "President of the Human Rights Council", "Корея"],
)  # fmt: skip
def test_nothing_where_two_states_may_be_meant_or_none(typed: str, listed: list[tuple[str, str]]) -> None:
    assert nearest_name(typed, listed) is None


def test_a_slip_in_a_name_never_gives_another_state(listed: list[tuple[str, str]]) -> None:
    keys = dict(listed)
    folded = {fold(name): key for name, key in listed}
    for name, key in listed[::23]:
        for at in range(0, len(name), 3):
            typed = name[:at] + name[at + 1 :]
            if folded.get(fold(typed), key) == key and (found := nearest_name(typed, listed)) is not None:
                assert keys[found] == key, (name, typed, found)


@given(st.text(st.characters(max_codepoint=0x052F), max_size=30))  # letters that every version of Unicode has
def test_folding_is_the_same_for_a_text_and_for_a_column(text: str) -> None:
    column = pl.DataFrame({"name": [text]}).select(fold_expression(pl.col("name"))).item()
    assert fold(text) == column


def test_folding_known_names() -> None:
    assert fold("Côte d’Ivoire") == fold("COTE D IVOIRE") == "cote d ivoire"
