"""Which changes keep the meaning."""

from __future__ import annotations

import pytest

from flows.fix.safe import is_meaning_kept
from flows.issue import Issue
from flows.plans import load_plans

PLANS = load_plans()


def kept(table, column, value, suggestion, rule="x.y.z"):
    issue = Issue(rule=rule, severity="error", file="f", message="m", column=column, value=value, suggestion=suggestion)
    return is_meaning_kept(issue, PLANS[table])


@pytest.mark.parametrize(
    ("table", "column", "value", "suggestion"),
    [
        ("sponsors", "country", " Kazakhstan", "Kazakhstan"),
        ("sponsors", "country", "Kazakh\u200bstan\u00a0", "Kazakhstan"),
        ("sponsors", "country", "Cote d'Ivoire".replace("o", "o\u0302", 1), "Côte d'Ivoire"),
        ("sponsors", "role", "Main_Sponsor", "main_sponsor"),
        ("sponsors", "resolution", "А/HRC/RES/54/5", "A/HRC/RES/54/5"),  # a Cyrillic letter
        ("resolutions", "symbol", "a/hrc/res/54/5", "A/HRC/RES/54/5"),
        ("resolutions", "symbol", "A/HRC/RES/54 /5", "A/HRC/RES/54/5"),
        ("resolutions", "themes", "A;B", "A; B"),
        ("resolutions", "title", "The right  to food", "The right to food"),
    ],
)
def test_safe(table, column, value, suggestion):
    assert kept(table, column, value, suggestion)


@pytest.mark.parametrize(
    ("table", "column", "value", "suggestion"),
    [
        ("sponsors", "country", "Kazakstan", "Kazakhstan"),
        ("sponsors", "country", "kenya", "Kenya"),  # a name is no code; nobody reports its capitals either
        ("sponsors", "role", "main", "main_sponsor"),
        ("resolutions", "symbol", "A/HRC/RES/54/6", "A/HRC/RES/54/5"),
        ("resolutions", "adopted_on", "11.10.2023", "2023-10-11"),
        ("resolutions", "note", "n/a", ""),
        ("resolutions", "title", "the right to food", "The right to food"),
        (
            "resolutions",
            "title",
            "Тhe right to food",
            "The right to food",
        ),  # a letter of another alphabet, in free text
        ("resolutions", "note", "a\x07b", "ab"),
        ("sponsors", "country", None, "Kenya"),
    ],
)
def test_not_safe(table, column, value, suggestion):
    assert not kept(table, column, value, suggestion)


def test_the_header():
    assert kept("sponsors", "country", "Country", "country", "read.header_case")
    assert kept("sponsors", "country", " country", "country", "read.header_blanks")
    assert not kept("sponsors", "country", "State", "country", "read.renamed_column")
