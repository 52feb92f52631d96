from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.suggest.urls import hosts, repair_url

RIGHT = "https://docs.un.org/en/A/HRC/RES/54/5"


@pytest.mark.parametrize(
    "typed",
    ["docs.un.org/en/A/HRC/RES/54/5", "https:/docs.un.org/en/A/HRC/RES/54/5", "https//docs.un.org/en/A/HRC/RES/54/5",
     "https://https://docs.un.org/en/A/HRC/RES/54/5", f"{RIGHT}.", f"<{RIGHT}>", RIGHT.replace("/", "\\"), f"{RIGHT};",
     "https://docs.un.org/en/a/hrc/res/54/5", "https ://docs.un.org/en/A/HRC/RES/54/5", "ttps://docs.un.org/en/A/HRC/RES/54/5",
     "hhttps://docs.un.org/en/A/HRC/RES/54/5", "https:://docs.un.org/en/A/HRC/RES/54/5", "https;//docs.un.org/en/A/HRC/RES/54/5",
     "hrtps://docs.un.org/en/A/HRC/RES/54/5", "httpsdocs.un.org/en/A/HRC/RES/54/5", "HTTPS://docs.un.org/en/A/HRC/RES/54/5",
     "https://docs,un.org/en/A/HRC/RES/54/5", f"{RIGHT}; {RIGHT}"],
)  # fmt: skip
def test_an_address_that_lost_or_won_a_character(typed: str) -> None:
    assert repair_url(typed) == RIGHT


def test_several_addresses() -> None:
    assert repair_url("https://a.org/x,https://b.org/y") == "https://a.org/x; https://b.org/y"
    assert repair_url("https://a.org/x www.b.org/y") == "https://a.org/x; https://www.b.org/y"


def test_a_host_is_known_from_other_rows() -> None:
    known = hosts([RIGHT])
    assert repair_url("https://docs un.org/en/A/HRC/RES/54/5", known) == RIGHT
    assert repair_url("https://dosc.un.org/en/A/HRC/RES/54/5", known) == RIGHT


@pytest.mark.parametrize("typed", ["hello", "n/a", "", "see the report", "12.5"])
def test_what_is_no_address(typed: str) -> None:
    assert repair_url(typed) is None


@given(st.text(max_size=40))
def test_what_comes_out_is_an_address(typed: str) -> None:
    mended = repair_url(typed)
    assert mended is None or all(
        re.fullmatch(r"https?://[^\s/?#;]+\.[^\s/?#;]+([/?#]\S*)?", part) for part in mended.split("; ")
    )
