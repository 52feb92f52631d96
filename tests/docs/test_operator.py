"""The operator's guide shows real output: its commands are run in a copy of the record, in their order."""

from __future__ import annotations

import configparser
import inspect
import re
import shlex
import shutil
from pathlib import Path

import pytest
import yaml

from flows.cli import main

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "operator.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$|^<!-- test: (.*?) -->$", re.MULTILINE | re.DOTALL)
# The record grows and time goes by; nothing else may differ.
VARIES = [
    (re.compile(r'"(checked_at|data_as_of|published_at)": (?:"[^"]*"|null)'), r'"\1": …'),
    (re.compile(r"[\d,]+(?=(?: of [\d,]+)? (?:rows?|tables?)\b)|(?<= of )[\d,]+(?= rows)|\d+(?=%)"), "…"),
    (re.compile(r"(\.csv):\d+ ([A-Z]+)\d+"), r"\1:… \2…"),
    (re.compile(r"\s+"), " "),  # lines are broken elsewhere where a number is longer
]


def blocks(language: str) -> list[str]:
    return [text for kind, text, _ in BLOCK.findall(GUIDE) if kind == language]


def ask(command: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What a command of the guide prints."""
    program, *words = shlex.split(command)
    if program == "cat":
        return Path(words[0]).read_text(encoding="utf-8")
    assert program == "hrc"
    main(words)
    said = capsys.readouterr()
    return said.out + said.err


def same(text: str) -> str:
    for pattern, stands_for in VARIES:
        text = pattern.sub(stands_for, text)
    return text.strip()


def edit(diff: str) -> None:
    """Do to a file what a diff of the guide says: `-` is how a line begins, `+` how it begins afterwards."""
    name, *changes = diff.splitlines()
    path = Path(name.removeprefix("+++ "))
    text = path.read_text(encoding="utf-8")
    for old, new in zip(changes[::2], changes[1::2], strict=True):
        assert text.count(f"\n{old[1:]}") == 1, old
        text = text.replace(f"\n{old[1:]}", f"\n{new[1:]}")
    path.write_text(text, encoding="utf-8")


def arrange(what: str) -> None:
    """What the guide tells in words, between two commands."""
    for words in what.split("; "):
        if words == "mended":
            shutil.copytree(ROOT / "raw", "raw", dirs_exist_ok=True)
            continue
        number, name = re.fullmatch(r"(\d+) lines of (\S+)", words).groups()
        path = Path(name)
        path.write_text(
            "".join(path.read_text(encoding="utf-8").splitlines(keepends=True)[: int(number)]), encoding="utf-8"
        )


@pytest.mark.prefect
@pytest.mark.xdist_group("prefect")
def test_shown_output_is_real(tmp_path, monkeypatch, capsys, prefect_server):
    shutil.copytree(ROOT / "raw", tmp_path / "raw")
    monkeypatch.chdir(tmp_path)
    for kind, text, told in BLOCK.findall(GUIDE):
        if told:
            arrange(told)
        elif kind == "diff":
            edit(text)
        elif kind == "console":
            command, _, shown = text.partition("\n")
            said = ask(command.removeprefix("$ "), capsys)
            assert same(said) == same(shown), command


def test_exit_codes_are_those_of_the_program():
    from flows.result import EXIT_CODES

    said = dict(re.findall(r"^\| `(\w+)` \| (\d) \|", GUIDE, re.MULTILINE))
    assert {name: int(code) for name, code in said.items()} == EXIT_CODES


@pytest.mark.prefect
@pytest.mark.xdist_group("prefect")
def test_the_deployment_fits_the_flow(prefect_server):
    (deployment,) = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
    assert deployment["entrypoint"] == "flows/publish.py:publish"
    from flows.publish import publish

    assert set(deployment["parameters"]) <= set(inspect.signature(publish.fn).parameters)
    assert publish.validate_parameters(deployment["parameters"])["raw"] == Path("raw")
    from prefect.client.schemas.objects import ConcurrencyLimitStrategy
    from prefect.client.schemas.schedules import CronSchedule

    (schedule,) = deployment["schedules"]
    assert CronSchedule(**schedule).timezone == "Europe/Zurich"
    assert ConcurrencyLimitStrategy(deployment["concurrency_limit"]["collision_strategy"]).value == "CANCEL_NEW"


@pytest.mark.parametrize("unit", blocks("ini"), ids=lambda unit: unit.splitlines()[0])
def test_the_units_are_well_formed(unit):
    parsed = configparser.ConfigParser(strict=True, interpolation=None)
    parsed.optionxform = str
    parsed.read_string(unit)
    assert {"Service", "Timer"} & set(parsed.sections())


def test_its_links_lead_somewhere():
    anchors = {
        re.sub(r"[^\w -]", "", line.lstrip("# ").lower()).replace(" ", "-")
        for line in GUIDE.splitlines()
        if line.startswith("#")
    }
    for target in re.findall(r"\]\(([^)]+)\)", GUIDE):
        file, _, anchor = target.partition("#")
        assert not file or (ROOT / "docs" / file).is_file(), target
        assert not anchor or file or anchor in anchors, target
