"""The examples of docs/developer.md run, and print what the page says they print."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "developer.md").read_text(encoding="utf-8")
_BLOCK = re.compile(r"^```(python|javascript)\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?", re.MULTILINE | re.DOTALL)
EXAMPLES = [(language, code, output) for language, code, output in _BLOCK.findall(PAGE)]


def _named(example: tuple[str, str, str]) -> str:
    return next(re.findall(r'import (\w+)|from "([\w-]+)"', example[1]).__iter__(), ("none",))[0] or example[0]


@pytest.fixture(scope="session")
def shelf(published: Path) -> Path:
    """A folder as a reader of the page has it: `curated` in it, and the reader saved beside."""
    folder = published.parent
    shutil.copyfile(ROOT / "flows" / "reader.py", folder / "hrc_record.py")
    return folder


def test_the_page_has_examples_for_everyone() -> None:
    code = "\n".join(code for _, code, _ in EXAMPLES)
    for name in ("polars", "pandas", "duckdb", "pyarrow", "sqlite3", "hrc_record", "hyparquet", "sponsors.json"):
        assert name in code


@pytest.mark.parametrize("example", [e for e in EXAMPLES if e[0] == "python"], ids=_named)
def test_python(example: tuple[str, str, str], shelf: Path) -> None:
    _, code, output = example
    done = subprocess.run([sys.executable, "-c", code], cwd=shelf, capture_output=True, text=True, check=False, timeout=60)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout == output


@pytest.mark.parametrize("example", [e for e in EXAMPLES if e[0] == "javascript"], ids=["json", "parquet"])
def test_javascript(example: tuple[str, str, str], shelf: Path, tmp_path: Path) -> None:
    _, code, output = example
    if not shutil.which("node"):
        pytest.skip("Node is not installed")
    (tmp_path / "curated").symlink_to(shelf / "curated")
    if "hyparquet" in code:
        install(tmp_path, "hyparquet", "hyparquet-compressors")
    (tmp_path / "example.mjs").write_text(code, encoding="utf-8")
    done = subprocess.run(
        ["node", "example.mjs"], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == output


def install(folder: Path, *packages: str) -> None:
    """Fetch packages with npm, or skip the test where that is not possible."""
    npm = shutil.which("npm")
    if not npm:
        pytest.skip("npm is not installed")
    words = [npm, "install", "--no-audit", "--no-fund", "--no-save", "--prefer-offline", "--fetch-retries=0"]
    try:
        done = subprocess.run([*words, "--fetch-timeout=8000", "--prefix", str(folder), *packages], cwd=folder, capture_output=True, text=True, check=False, timeout=60)  # fmt: skip
    except subprocess.TimeoutExpired:
        pytest.skip(f"npm could not fetch {packages[0]} in time")
    if done.returncode:
        pytest.skip(f"npm cannot fetch {packages[0]} here")
