from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.suggest.symbols import Kind, repair_symbol
from schemas.grammar import DRAFT, RESOLUTION

KNOWN = [
    "A/HRC/RES/54/5",
    "A/HRC/RES/54/6",
    "A/HRC/RES/54/15",
    "A/HRC/RES/22/1",
    "A/HRC/RES/S-36/1",
    "A/HRC/DEC/53/101",
]
SESSIONS = st.one_of(st.integers(1, 99).map(str), st.integers(1, 60).map("S-{}".format))


@pytest.mark.parametrize(
    "typed",
    ["HRC/RES/54/5", "A-HRC-RES-54-5", "A/HRC/RES/54/5.", "resolution 54/5", "А/НRС/RES/54/5", "a/hrc/res/54/5",
     "A / HRC / RES / 54 / 5", "A/HRC/RES54/5", "May-54", "54-May", "https://docs.un.org/en/A/HRC/RES/54/5",
     "https://undocs.org/A/HRC/RES/54/5", "A/HRC/RS/54/5", "A/HCR/RES/54/5", "54/5", "HRC res. 54/5", "A/HRC/RES//54/5",
     "Resolution A/HRC/RES/54/5", "A\\HRC\\RES\\54\\5", "A/HRC/54/RES/5", "A/HRC/RES/545", "A/HRC/RES/54/O5"],
)  # fmt: skip
def test_a_resolution_however_it_is_written(typed: str) -> None:
    assert repair_symbol(typed, "resolution", KNOWN) == ["A/HRC/RES/54/5"]


@pytest.mark.parametrize(
    ("typed", "kind", "meant"),
    [
        ("A/HRC/54/L12", "draft", "A/HRC/54/L.12"),
        ("A-HRC-54-L.12-Rev.1", "draft", "A/HRC/54/L.12/Rev.1"),
        ("A/HRC/54/L.12/REV1", "draft", "A/HRC/54/L.12/Rev.1"),
        ("A/HRC/54/L.12 as orally revised", "draft", "A/HRC/54/L.12"),
        ("A/HRC/S36/L.1", "draft", "A/HRC/S-36/L.1"),
        ("A/HRC/54L.12", "draft", "A/HRC/54/L.12"),
        ("a/hrc/59/33", "document", "A/HRC/59/33"),
        ("A-HRC-59-33-Add.1", "document", "A/HRC/59/33/Add.1"),
        ("A/HRC/DEC/53/101.", "resolution", "A/HRC/DEC/53/101"),
        ("A/HRC/RES/S36/1", "resolution", "A/HRC/RES/S-36/1"),
    ],
)
def test_drafts_documents_and_special_sessions(typed: str, kind: Kind, meant: str) -> None:
    assert repair_symbol(typed, kind) == [meant]


@pytest.mark.parametrize("typed", ["", "n/a", "Kazakhstan", "2023-10-11", "A/RES/60/251/x/y", "A/HRC/RES/54/555"])
def test_nothing_is_offered_for_what_names_no_text_of_the_record(typed: str) -> None:
    assert repair_symbol(typed, "resolution", KNOWN) == []


def test_of_several_that_may_be_meant_all_are_given() -> None:
    assert repair_symbol("A/HRC/RES/54/7", "resolution", KNOWN) == ["A/HRC/RES/54/5", "A/HRC/RES/54/6"]
    assert repair_symbol("12-Oct", "resolution") == ["A/HRC/RES/12/10", "A/HRC/RES/10/12"]


@given(SESSIONS, st.integers(1, 60))
def test_every_symbol_comes_back_from_every_form(session: str, number: int) -> None:
    right = f"A/HRC/RES/{session}/{number}"
    for form in (
        right,
        right.lower(),
        right.replace("/", "-"),
        f"{right}.",
        right.removeprefix("A/"),
        right.replace("/", " / "),
    ):
        assert repair_symbol(form, "resolution") == [right]
    draft = f"A/HRC/{session}/L.{number}/Rev.1"
    for form in (draft, draft.upper(), draft.replace("/", "-"), draft.replace(".", "")):
        assert repair_symbol(form, "draft") == [draft]


@given(st.text(max_size=40))
def test_whatever_comes_out_is_a_symbol(typed: str) -> None:
    assert all(re.fullmatch(RESOLUTION, symbol) for symbol in repair_symbol(typed, "resolution"))
    assert all(re.fullmatch(DRAFT, symbol) for symbol in repair_symbol(typed, "draft"))
