"""`hrc fix` as a person meets it."""

from __future__ import annotations

import sys

import pytest


@pytest.fixture
def slips(slip):
    slip("sponsors.csv", 201, "Iceland", "Iceland\u00a0")
    slip("sponsors.csv", 133, "Germany", "Grmany")


def test_safe_fixes_are_shown_written_and_kept(hrc, slips, record):
    before = (record / "sponsors.csv").read_bytes()
    said = hrc("fix")
    after = (record / "sponsors.csv").read_bytes()
    assert said.code == 1  # Grmany is left
    assert '  - "Iceland‹U+00A0›"\n  + "Iceland"\n' in said.out
    assert "Changed 1 cell. There is 1 error" in said.out
    assert after == before.replace("Iceland\u00a0".encode(), b"Iceland", 1)
    (kept,) = [entry for entry in (record / ".backup").iterdir() if entry.is_dir()]
    assert (kept / "sponsors.csv").read_bytes() == before
    assert [entry.name for entry in kept.iterdir()] == ["sponsors.csv"]
    assert "For 1 cell a text is suggested" in " ".join(said.out.split())


def test_check_writes_nothing_and_says_so_by_its_exit_code(hrc, slips, record):
    before = (record / "sponsors.csv").read_bytes()
    said = hrc("fix", "--check")
    assert said.code == 1
    assert "Would change 1 cell" in said.out
    assert (record / "sponsors.csv").read_bytes() == before
    assert not (record / ".backup").exists()


def test_unsafe_writes_all_and_twice_is_once(hrc, slips, record):
    assert hrc("fix", "--unsafe").code == 0
    after = (record / "sponsors.csv").read_bytes()
    again = hrc("fix", "--unsafe")
    assert again.code == 0
    assert (record / "sponsors.csv").read_bytes() == after
    assert hrc("check").code == 0


def test_questions_need_somebody_to_answer(hrc, record):
    said = hrc("fix", "--interactive")
    assert said.code == 2
    assert "nobody is there" in said.err


@pytest.mark.parametrize(("answers", "left"), [("y\n", 0), ("n\n", 1), ("q\n", 1), ("a\n", 0)])
def test_answers_decide(hrc, slip, record, monkeypatch, answers, left):
    import io

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    slip("sponsors.csv", 133, "Germany", "Grmany")
    said_of = {"y": "y", "n": "n", "q": "q", "a": "a"}
    monkeypatch.setattr("click.prompt", lambda *_, **__: said_of[answers[0]])
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr("flows.cli.fix.sys.stderr", Terminal())
    assert hrc("fix", "--interactive").code == left
    assert (b"Grmany" in (record / "sponsors.csv").read_bytes()) is bool(left)


def test_a_file_saved_meanwhile_is_not_overwritten(hrc, slips, record, monkeypatch):
    from flows.fix import mend as module

    real = module.mend

    def slow(*words, **more):
        mended = real(*words, **more)
        (record / "sponsors.csv").write_bytes(b"typed meanwhile\n")
        return mended

    monkeypatch.setattr("flows.fix.mend.mend", slow)
    said = hrc("fix")
    assert said.code == 2
    assert "saved by somebody else" in said.err
    assert (record / "sponsors.csv").read_bytes() == b"typed meanwhile\n"


def test_a_hostile_cell_is_shown_harmless(hrc, slip):
    slip("sponsors.csv", 201, "Iceland", "Ice\u200bland\u202e")
    said = hrc("fix", "--check")
    assert all(ch.isprintable() or ch == "\n" for ch in said.out)
