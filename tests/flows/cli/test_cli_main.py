"""What holds for every command: help, exit codes, no traceback, quiet pipes, quick starts."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest

from flows.cli import CannotRun, main
from flows.cli.commands import COMMANDS
from flows.cli.commands import hrc as group

ROOT = Path(__file__).parents[3]


def run(*words: str, cwd: Path, **more: object) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-m", "flows.cli", *words],
        cwd=cwd, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False, **more,
    )  # fmt: skip


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_examples_and_exit_codes(name, hrc):
    said = hrc(name, "--help")
    assert said.code == 0
    assert "Example" in said.out
    assert f"hrc {name}" in said.out
    assert "exit codes:" in said.out.casefold()
    assert all(len(line) <= 88 for line in said.out.splitlines())


def test_the_list_of_commands_says_what_the_commands_say():
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        assert command.name == name


def test_no_command_shows_the_help_and_is_a_usage_error(hrc):
    said = hrc()
    assert said.code == 2
    assert "Commands:" in said.err
    assert said.out == ""


@pytest.mark.parametrize(
    ("typed", "meant"), [("chek", "check"), ("publsh", "publish"), ("Fix", "fix"), ("dif", "diff")]
)
def test_a_misspelt_command_is_answered_with_the_nearest(typed, meant, hrc):
    said = hrc(typed)
    assert said.code == 2
    assert f"Did you mean “{meant}”?" in said.err


def test_a_command_like_none_is_answered_without_a_guess(hrc):
    said = hrc("xyzzyxyz")
    assert said.code == 2
    assert "Did you mean" not in said.err


def test_a_wrong_option_is_a_usage_error_with_a_way_on(hrc):
    said = hrc("check", "--formt", "json")
    assert said.code == 2
    assert "--format" in said.err
    assert "hrc check --help" in said.err


def test_version(hrc):
    said = hrc("--version")
    assert said.code == 0
    assert said.out.startswith("hrc 1.")


def test_a_mistake_of_the_program_is_one_sentence_and_the_details_are_kept(hrc, record, monkeypatch):
    def broken(raw: Path, curated: Path) -> None:
        raise ZeroDivisionError("by\x1b[2J zero")

    monkeypatch.setattr("flows.pipeline.snapshot", broken)
    said = hrc("check")
    assert said.code == 2
    assert "Traceback" not in said.err
    assert "\x1b" not in said.err
    log = record.parent / "home" / "failure.log"
    assert str(log) in said.err
    assert "ZeroDivisionError" in log.read_text(encoding="utf-8")


def test_what_the_system_refuses_is_a_sentence(hrc, record, monkeypatch):
    def refused(raw: Path, curated: Path) -> None:
        raise PermissionError(13, "Permission denied", "raw/sponsors.csv")

    monkeypatch.setattr("flows.pipeline.snapshot", refused)
    said = hrc("check")
    assert said.code == 2
    assert said.err.startswith("hrc: raw/sponsors.csv: Permission denied.")


def test_ctrl_c_is_130_and_says_so(hrc, record, monkeypatch):
    def stopped(raw: Path, curated: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("flows.pipeline.snapshot", stopped)
    said = hrc("check")
    assert said.code == 130
    assert "Stopped" in said.err


def test_a_stop_by_the_system_keeps_its_number(hrc, record, monkeypatch):
    from flows.result import Stopped

    def stopped(*_: object, **__: object) -> None:
        raise Stopped(signal.SIGTERM)

    monkeypatch.setattr("flows.run.run_publish", stopped)
    assert hrc("publish").code == 143


def test_a_question_that_is_left_unanswered_is_130(monkeypatch):
    def asked(*_: object, **__: object) -> None:
        raise click.Abort

    monkeypatch.setattr("flows.cli.commands.Commands.main", asked)
    assert main(["check"]) == 130


def test_cannot_run_is_2_and_its_message_is_printable(capsys, monkeypatch):
    def refused(*_: object, **__: object) -> None:
        raise CannotRun("no \x1b[31mfolder")

    monkeypatch.setattr("flows.cli.commands.Commands.main", refused)
    assert main([]) == 2
    assert capsys.readouterr().err == "hrc: no ‹U+001B›[31mfolder\n"


@pytest.mark.parametrize("words", [("check",), ("check", "--format", "json"), ("rules",), ("--help",)])
def test_a_reader_who_leaves_is_met_with_silence(record, words):
    process = subprocess.Popen(
        [sys.executable, "-m", "flows.cli", *words],
        cwd=record.parent, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    process.stdout.close()  # as `| true`
    said = process.stderr.read()
    process.stderr.close()
    assert process.wait(60) == 0
    assert said == b""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_sigterm_ends_a_check_at_once_and_without_a_word(record):
    process = subprocess.Popen(
        [sys.executable, "-m", "flows.cli", "check", "--watch"],
        cwd=record.parent, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    process.stdout.readline()
    process.terminate()
    _, said = process.communicate(timeout=20)
    assert process.returncode in (-signal.SIGTERM, 143)
    assert b"Traceback" not in said


def test_check_imports_nothing_that_is_heavy_and_not_needed(record):
    script = (
        "import sys\n"
        "from flows.cli import main\n"
        "code = main(['check'])\n"
        "heavy = {'prefect', 'pandas', 'pandera', 'rich', 'rapidfuzz', 'openpyxl', 'jinja2', 'watchfiles', 'pydantic'}\n"
        "print(code, sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    subprocess.run([sys.executable, "-m", "flows.plans"], cwd=ROOT, check=True, timeout=60)
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=record.parent, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert done.stderr.strip().endswith("0 []")


def test_help_is_quick():
    began = time.process_time()
    done = run("--help", cwd=ROOT)
    assert done.returncode == 0
    assert "polars" not in done.stdout
    assert time.process_time() - began < 1


def test_letters_that_a_terminal_lacks_do_not_stop_it(record):
    (record / "reforms.csv").write_text("Қазақстан\n", encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii:strict"}
    done = subprocess.run(
        [sys.executable, "-m", "flows.cli", "check"], cwd=record.parent, env=environment, capture_output=True, timeout=60, check=False
    )  # fmt: skip
    assert done.returncode == 1
    assert b"reforms.csv" in done.stdout
    assert b"Traceback" not in done.stderr
