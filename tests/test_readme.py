"""The README shows real output: its slips are planted in a copy of raw/, its commands are run, and what it prints is compared."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
# The record grows: rows move down, counts and versions go up. Nothing else of what is shown may differ.
VARIES = [
    (re.compile(r"\(\d+\.\d s\)"), "(0.4 s)"),
    (re.compile(r"\d+ files, [\d,]+ rows"), "N files, N rows"),
    (re.compile(r"csv:\d+  ([A-Z]+)\d+ "), r"csv:N  \1N "),
    (re.compile(r"\d+\.\d+\.\d+"), "1.0.0"),
    (re.compile(r"[ \t]+$", re.MULTILINE), ""),
]


def blocks(language: str) -> list[str]:
    """The code blocks of one language, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def hrc(words: str, folder: Path) -> str:
    """What `hrc` prints, as a person without a terminal sees it."""
    done = subprocess.run(
        [sys.executable, "-m", "flows.cli", *words.split()],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    return done.stdout + done.stderr


def same(text: str) -> str:
    for pattern, stands_for in VARIES:
        text = pattern.sub(stands_for, text)
    return text.strip()


def copy_with(diff: str, folder: Path) -> Path:
    """The record, with its releases, in a new folder, and in it the slips or corrections of a diff."""
    for name in ("raw", "curated"):
        shutil.copytree(ROOT / name, folder / name, symlinks=True)
    pairs = re.findall(r"^-(.*)\n\+(.*)$", diff, re.MULTILINE)
    assert pairs
    for old, new in pairs:
        (file,) = (file for file in (folder / "raw").glob("*.csv") if old in file.read_text(encoding="utf-8"))
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, old
        file.write_text(text.replace(old, new), encoding="utf-8")
    return folder


@pytest.mark.xdist_group("prefect")  # it publishes
def test_shown_output_is_real(tmp_path: Path) -> None:
    """Each diff is made in a copy of the record, and the commands after it are run there, in order."""
    folder, ran = tmp_path, 0
    for language, block in re.findall(r"^```(diff|console)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL):
        if language == "diff":
            folder = copy_with(block, tmp_path / str(ran))
        elif block.startswith("$ hrc "):
            command, _, shown = block.partition("\n")
            assert same(hrc(command.removeprefix("$ hrc "), folder)) == same(shown)
            ran += 1
    assert ran


def test_python_example_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    (example,) = blocks("python")
    code, _, comment = example.partition("\n# ")
    names: dict[str, object] = {}
    lines = code.strip().split("\n")
    monkeypatch.chdir(ROOT)
    exec("\n".join(lines[:-1]), names)  # the README's own words
    result = eval(lines[-1], names)
    assert str(result).startswith(comment.split("…")[0].strip().rstrip(","))


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", README):
        assert (ROOT / target).exists(), target


def test_the_record_has_at_least_what_the_readme_says() -> None:
    import polars as pl

    for count, table in re.findall(r"([\d,]+) (texts|sponsorships|votes|follow-ups|reforms)", README.split("\n\n")[1]):
        name = {"texts": "resolutions", "sponsorships": "sponsors", "follow-ups": "follow_ups"}.get(table, table)
        rows = pl.read_parquet(ROOT / f"curated/latest/{name}.parquet").height
        assert int(count.replace(",", "")) <= rows, table
