"""docs/adding-a-table.md does what it says: taken letter by letter into a copy of the project which lacks that table."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1]
PAGE = (HOUSE / "docs" / "adding-a-table.md").read_text(encoding="utf-8")
SCHEMA, LINE = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)
(ROWS,) = re.findall(r"```csv\n(.*?)```", PAGE, flags=re.DOTALL)
PUBLISH = """
import json, pathlib, sys
from flows import pipeline
from flows.release import release
checked = pipeline.check(pipeline.snapshot(pathlib.Path("raw")))
print(release(pipeline.curate(checked), pathlib.Path("curated")).summary)
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project without `follow_ups`, then with what the page says: one schema file, one CSV, one line."""
    folder = tmp_path_factory.mktemp("copy")
    for name in ("schemas", "flows", "raw"):
        shutil.copytree(HOUSE / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    shutil.copytree(HOUSE / "docs", folder / "docs")
    for name in ("pyproject.toml", "LICENSE", "LICENSE-DATA"):
        shutil.copy(HOUSE / name, folder / name)
    registry = folder / "schemas" / "registry.py"
    lines = registry.read_text(encoding="utf-8")
    assert lines.count(LINE) == 1
    registry.write_text(lines.replace(LINE, ""), encoding="utf-8")
    (folder / "schemas" / "follow_ups.py").unlink()
    (folder / "raw" / "follow_ups.csv").unlink()
    assert run(folder, "-m", "flows.cli", "check").returncode == 0

    (folder / "schemas" / "follow_ups.py").write_text(SCHEMA, encoding="utf-8")
    (folder / "raw" / "follow_ups.csv").write_text(ROWS, encoding="utf-8")
    registry.write_text(lines, encoding="utf-8")
    return folder


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(folder), "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, *words], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


def issues(folder: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(run(folder, "-m", "flows.cli", "check", "--format", "json").stdout)[
        "issues"
    ]
    return [issue for issue in found if issue["file"] == "raw/follow_ups.csv"]


def test_the_new_table_is_checked(copy: Path) -> None:
    assert issues(copy) == []
    file = copy / "raw" / "follow_ups.csv"
    file.write_text(
        ROWS.replace("2024-09-18", "2023-09-18").replace("RES/57/18,panel", "RES/57/81,panel"), encoding="utf-8"
    )
    try:
        found = [(issue["rule"], issue["cell"], issue["column"]) for issue in issues(copy)]
    finally:
        file.write_text(ROWS, encoding="utf-8")
    assert found == [
        ("follow_ups.held_after_adoption", "D2", "held_on"),
        ("follow_ups.resolution.reference", "A4", "resolution"),
    ]


def test_its_rules_are_listed_and_explained(copy: Path) -> None:
    explained = run(copy, "-m", "flows.cli", "explain", "follow_ups.held_after_adoption")
    assert explained.returncode == 0
    assert "What a text asks for comes after the text." in explained.stdout
    assert "follow_ups.held_after_adoption" in run(copy, "-m", "flows.cli", "rules").stdout


def test_it_is_curated_and_released_with_its_descriptions(copy: Path) -> None:
    done = run(copy, "-c", PUBLISH)
    assert done.returncode == 0, done.stderr
    latest = copy / "curated" / "latest"
    rows = json.loads((latest / "follow_ups.json").read_text(encoding="utf-8"))
    assert rows[0] == {
        "resolution": "A/HRC/RES/54/5",
        "kind": "panel_discussion",
        "due_session": "57",
        "held_on": "2024-09-18",
        "adopted_on": "2023-10-11",
        "source_url": ["https://docs.un.org/en/A/HRC/RES/54/5"],
        "note": "HRC session 57",
    }
    assert len(rows) == 3
    assert (latest / "follow_ups.parquet").exists()
    package = json.loads((latest / "datapackage.json").read_text(encoding="utf-8"))
    described = [resource for resource in package["resources"] if "follow_ups" in resource["name"]]
    assert described
    assert "Day the text was adopted" in json.dumps(described) + (latest / "datapackage.json").read_text(
        encoding="utf-8"
    )
    schemas = "".join(path.read_text(encoding="utf-8") for path in latest.rglob("*.json") if "follow_ups" in path.name)
    assert "The text that asks for it" in schemas


def test_the_page_names_what_there_is() -> None:
    from schemas import columns

    words = re.findall(r"`(\w+)`", PAGE.split("in the words of `schemas/columns.py`:")[1].split(".")[0])
    assert set(words) == {
        "text",
        "choice",
        "reference",
        "state",
        "integer",
        "day",
        "several",
        "un_symbol",
        "source",
        "note",
    }
    assert all(callable(getattr(columns, word)) for word in words)
