"""docs/curator.md shows real output: its slips are planted, its commands are run in their order, and what they print is compared."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
GUIDE = (ROOT / "docs" / "curator.md").read_text(encoding="utf-8")
# Seconds, when a backup was made, and how many rows the record has by now: nothing else may differ.
VARIES = (
    (r"\(\d+\.\d s\)", "(0.4 s)"),
    (r"[\d,]+ rows:", "4,673 rows:"),
    (r"\d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d", "2026-11-24 13.55.01"),
)


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)


def same(text: str) -> str:
    for pattern, stands_for in VARIES:
        text = re.sub(pattern, stands_for, text)
    return text


def test_what_the_guide_shows_is_what_a_curator_sees(hrc, record):
    path = record / "sponsors.csv"
    text = path.read_text(encoding="utf-8")
    (diff,) = blocks("diff")
    slips = re.findall(r"^-(.*)\n\+(.*)$", diff, re.MULTILINE)
    assert len(slips) == 4
    for right, wrong in slips:
        assert text.count(f"\n{right}") == 1
        text = text.replace(f"\n{right}", f"\n{wrong}")
    path.write_text(text, encoding="utf-8")
    for block in blocks("console"):
        command, _, shown = block.partition("\n")
        said = hrc(*command.removeprefix("$ hrc ").split())
        assert same(said.out + said.err) == same(shown)


def test_every_command_and_option_that_it_names_exists(hrc):
    named = re.findall(r"hrc ([a-z]+)((?: [^`\n#]*)?)", GUIDE)
    assert {name for name, _ in named} >= {"check", "fix", "explain", "rules", "template", "import", "publish"}
    for name, rest in named:
        said = hrc(name, "--help")
        assert said.code == 0, name
        for option in re.findall(r"--[a-z-]+", rest):
            assert option in said.out, (name, option)


def test_its_links_lead_somewhere():
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", GUIDE):
        assert (ROOT / "docs" / target).exists(), target
