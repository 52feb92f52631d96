"""A quick part of `benchmarks/kill_release.py`, which kills real processes that publish."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[3] / "benchmarks" / "kill_release.py"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither fork nor SIGKILL")


def run(*words: str) -> str:
    done = subprocess.run([sys.executable, SCRIPT, *words], capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_killed_at_random_moments_and_two_at_once() -> None:
    assert "none torn, no debris" in run("--times", "10", "--pairs", "2", "--steps")


def test_killed_before_and_after_each_step_that_shows_a_release() -> None:
    said = run("--times", "0", "--pairs", "0", "--steps", "rename", "symlink")
    assert "none torn, no debris" in said
    assert "killed 0 times" not in said
