"""The TypeScript types: their structure, and, where the compiler can be had, that it takes the JSON files and refuses others."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from describe_sample import CATS, OWNERS, column, table

from flows.describe import typescript
from flows.describe.typescript import type_name
from flows.edition import Edition


def test_every_column_has_its_type() -> None:
    text = typescript([OWNERS, CATS])
    body = re.search(r"export interface CatsRow \{\n(.*?)^\}", text, re.DOTALL | re.MULTILINE)
    assert body
    types = dict(re.findall(r"^  (\w+): (.*);$", body[1], re.MULTILINE))
    assert types == {
        "name": "string",
        "owner": 'OwnersRow["owner"] | null',
        "kind": '"house" | "wild" | null',
        "lives": "number | null",
        "tame": "boolean | null",
        "born": "IsoDate | null",
        "friends": 'OwnersRow["owner"][]',
    }
    assert "  cats: CatsRow[];" in text
    assert '  cats: readonly ["name"];' in text


def test_a_list_of_words_is_a_list_of_each() -> None:
    text = typescript([table("dogs", column("id", required=True), column("x", "list", one_of=("a", "b"), example="a"))])
    assert '  x: ("a" | "b")[];' in text


def test_no_word_ends_a_remark_or_a_text() -> None:
    bad = column("x", one_of=('a"; evil', "b"), example="b", title="*/ evil(); /*", description="two\nlines")
    text = typescript([table("dogs", column("id", required=True), bad)])
    outside = re.sub(r'/\*\*.*?\*/|"(?:\\.|[^"\\])*"', "", text)
    assert "evil" not in outside


def test_names_of_types() -> None:
    assert [type_name(name) for name in ("follow_ups", "countries")] == ["FollowUpsRow", "CountriesRow"]


def test_all_names_that_are_used_are_declared(latest: Path) -> None:
    text = re.sub(r"/\*\*.*?\*/|//.*", "", (latest / "types.d.ts").read_text(encoding="utf-8"))
    declared = set(re.findall(r"export (?:interface|type) (\w+)", text))
    used = set(re.findall(r"\b([A-Z]\w+)\b", re.sub(r'"[^"]*"', "", text)))
    assert used - declared <= {"Partial", "Record", "Exclude"}
    assert text.count("{") == text.count("}")


def compile_types(folder: Path, program: str) -> subprocess.CompletedProcess[str]:
    """What the TypeScript compiler says of a program; skips where it cannot be had."""
    npm = shutil.which("npm")
    if not npm or not shutil.which("node"):
        pytest.skip("Node is not installed")
    words = [
        npm,
        "install",
        "--no-audit",
        "--no-fund",
        "--no-save",
        "--prefer-offline",
        "--fetch-retries=0",
        "--fetch-timeout=8000",
    ]
    try:
        done = subprocess.run([*words, "--prefix", str(folder), "typescript@5"], cwd=folder, capture_output=True, text=True, check=False, timeout=60)  # fmt: skip
    except subprocess.TimeoutExpired:
        pytest.skip("npm could not fetch the TypeScript compiler in time")
    if done.returncode:
        pytest.skip("npm cannot fetch the TypeScript compiler here")
    (folder / "program.ts").write_text(program, encoding="utf-8")
    tsc = folder / "node_modules" / ".bin" / "tsc"
    return subprocess.run([str(tsc), "--noEmit", "--strict", "--skipLibCheck", "false", "program.ts", "types.d.ts"], cwd=folder, capture_output=True, text=True, check=False, timeout=300)  # fmt: skip


def test_the_compiler_takes_the_files_and_refuses_others(latest: Path, edition: Edition, tmp_path: Path) -> None:
    shutil.copyfile(latest / "types.d.ts", tmp_path / "types.d.ts")
    lines = ['import type { StateFile, Tables } from "./types";']
    for t in edition.tables:
        rows = json.loads((latest / f"{t.name}.json").read_bytes())[:8]
        lines.append(f'const {t.name}: Tables["{t.name}"] = {json.dumps(rows)};')
    state = json.loads((latest / "countries" / "KAZ.json").read_bytes())
    lines.append(f"const state: StateFile = {json.dumps(state)};")
    lines.append('// @ts-expect-error a word that is not in the list\nresolutions[0].adoption = "by_acclamation";')
    lines.append("// @ts-expect-error a title is always there\nresolutions[0].title = null;")
    lines.append("resolutions[0].agenda_item = null;")
    done = compile_types(tmp_path, "\n".join(lines))
    assert done.returncode == 0, done.stdout[:2000]
