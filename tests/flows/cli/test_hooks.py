"""The hooks and the workflow name commands that exist, and read as YAML."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
yaml = pytest.importorskip("yaml", reason="PyYAML comes along with other tools, and is not needed otherwise")


def commands(text: str) -> list[list[str]]:
    return [found.split() for found in re.findall(r"\bhrc (check[^|\n]*|fix[^|\n]*)", text)]


@pytest.mark.parametrize("name", [".pre-commit-hooks.yaml", "docs/github-workflow.yml"])
def test_the_commands_in_it_exist(name, hrc):
    text = (ROOT / name).read_text(encoding="utf-8")
    for command, *options in commands(re.sub(r"^\s*-? ?(name|description|#).*$", "", text, flags=re.MULTILINE)):
        said = hrc(command, "--help")
        assert said.code == 0
        assert all(option in said.out for option in options if option.startswith("--"))


def test_the_hooks_are_hooks():
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert [hook["id"] for hook in hooks] == ["hrc-check", "hrc-fix"]
    for hook in hooks:
        assert {"id", "name", "entry", "language", "files"} <= hook.keys()
        assert re.search(hook["files"], "raw/reference/themes.csv")
        assert not re.search(hook["files"], "curated/latest/votes.csv")


def test_the_workflow_only_reads():
    flow = yaml.safe_load((ROOT / "docs" / "github-workflow.yml").read_text(encoding="utf-8"))
    assert flow["permissions"] == {"contents": "read"}
    assert "pull_request_target" not in str(flow)
    steps = flow["jobs"]["check"]["steps"]
    assert any("hrc check --format github" in step.get("run", "") for step in steps)
