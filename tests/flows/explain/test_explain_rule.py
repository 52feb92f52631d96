"""One rule explained: all there is to say, for every rule there is."""

from __future__ import annotations

import pytest

from flows.describe.rules import catalogue, says
from flows.explain import NotFound, explain_rule, is_rule
from flows.plans import load_plans

PLANS = load_plans()


def test_every_rule_is_explained_within_the_width() -> None:
    for entry in catalogue(PLANS).values():
        text = explain_rule(entry.id, PLANS)
        assert text.startswith(f"{entry.id}  (")
        assert all(len(line) <= 80 or len(line.split()) <= 3 for line in text.splitlines()), entry.id


def test_it_says_where_what_why_and_what_to_do() -> None:
    text = explain_rule("sponsors.country.vocabulary", PLANS)
    assert "(an error: it stops a release)" in text
    assert "raw/sponsors.csv, column country" in text
    assert "Example   Kazakhstan" in text
    assert "Known in  raw/reference/country_aliases.csv" in text
    assert "raw/waivers.csv" in text
    assert "main_sponsor, core_group, cosponsor" in explain_rule("sponsors.role.vocabulary", PLANS)
    assert "with “; ” between them" in explain_rule("resolutions.themes.reference", PLANS)


def test_rules_of_files_and_corrections_too() -> None:
    assert "The file is not saved as UTF-8." in explain_rule("read.encoding", PLANS)
    assert "(a warning: it does not stop a release)" in explain_rule("read.encoding", PLANS)
    assert "raw/corrections.csv" in explain_rule("corrections.matches", PLANS)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sponsors.contry.vocabulary", "sponsors.country.vocabulary"),
        ("sponsor.country.vocabulary", "sponsors.country.vocabulary"),
        ("read.encodings", "read.encoding"),
    ],
)
def test_a_rule_that_is_not_there_is_answered_with_near_ones(typed: str, meant: str) -> None:
    with pytest.raises(NotFound, match="There is no rule") as error:
        explain_rule(typed, PLANS)
    assert meant in str(error.value)


def test_a_rule_like_nothing() -> None:
    with pytest.raises(NotFound, match=r"`hrc rules` lists them all"):
        explain_rule("ÿ", PLANS)


@pytest.mark.parametrize(
    ("what", "rule"),
    [
        ("sponsors.country.vocabulary", True),
        ("Sponsors.Country.Vocabulary", True),
        ("sponsors.contry", True),
        ("read.encodin", True),
        ("A/HRC/54/L.12", False),
        ("A/HRC/RES/54/5", False),
        ("KAZ", False),
        ("kaz-social-code-2023", False),
    ],
)
def test_what_is_a_rule_and_what_a_key(what: str, rule: bool) -> None:
    assert is_rule(what, PLANS) == rule


def test_placeholders_read_as_words() -> None:
    assert says("No State goes by “{country.missing}”.") == "No State goes by “‹country›”."
    assert says("{resolution.adopted_on} is no day.") == "‹resolution → adopted on› is no day."
