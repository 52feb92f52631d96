"""What is generated from the declarations and committed is what would be generated now."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flows.describe.__main__ import main, pages
from flows.describe.rules import catalogue
from flows.plans import load_plans

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("path", sorted(pages()))
def test_committed_is_generated(path: str) -> None:
    assert (ROOT / path).read_text(encoding="utf-8") == pages()[path], f"{path} is out of date: run `make docs`"


def test_the_check_says_so_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check"]) == 0
    assert capsys.readouterr().out == ""


def test_every_rule_is_in_the_catalogue_and_explained() -> None:
    """A rule without a reason is a rule nobody can argue with."""
    plans = load_plans()
    entries = catalogue(plans)
    assert {rule.id for plan in plans.values() for rule in plan.rules} <= entries.keys()
    for entry in entries.values():
        assert entry.title.strip(), entry.id
        assert entry.why.strip(), entry.id
        assert entry.severity in {"error", "warning"}


def test_every_rule_of_several_cells_is_on_the_page() -> None:
    page = pages()["docs/rules.md"]
    for entry in catalogue(load_plans()).values():
        named = f"`{entry.id}`" in page
        table, _, rest = entry.id.partition(".")
        assert named or (f"## {table}" in page and f"`{rest.rpartition('.')[2]}`" in page), entry.id


def test_links_between_pages_lead_somewhere() -> None:
    import re

    for page in (ROOT / "docs").glob("*.md"):
        text = page.read_text(encoding="utf-8")
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
            assert (page.parent / target).exists(), f"{page.name} leads to {target}"


def test_licences_say_what_the_descriptions_say(latest: Path) -> None:
    licence = json.loads((latest / "datapackage.json").read_bytes())["licenses"][0]
    assert licence["path"] in (ROOT / "LICENSE-DATA").read_text(encoding="utf-8")
    assert "MIT License" in (ROOT / "LICENSE").read_text(encoding="utf-8")
