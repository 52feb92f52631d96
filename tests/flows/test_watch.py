"""Every save in the raw folder is heard of, once."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from flows.watch import saves

SOON = 10  # seconds; a save is heard of within a fraction of one, on an idle machine


@pytest.fixture
def heard(tmp_path):
    """What is heard of the folder; the watching begins before the test does."""
    stop, said = threading.Event(), []

    def listen() -> None:
        said.extend(saves(tmp_path, stop))

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    began = time.monotonic()
    while not said:  # the first list says that it listens
        assert time.monotonic() - began < SOON
        time.sleep(0.02)
    assert said == [[]]
    said.clear()
    yield said
    stop.set()
    thread.join(SOON)
    assert not thread.is_alive()


def wait_for(said: list[list[str]], name: str) -> None:
    began = time.monotonic()
    while not any(name in names for names in said):
        assert time.monotonic() - began < SOON, said
        time.sleep(0.02)


def test_a_file_written_in_place(tmp_path, heard):
    (tmp_path / "sponsors.csv").write_text("x", encoding="ascii")
    wait_for(heard, "sponsors.csv")


def test_a_file_moved_over_the_old_one(tmp_path, heard):
    staged = tmp_path / ".sponsors.csv.tmp"
    staged.write_text("x", encoding="ascii")
    staged.replace(tmp_path / "sponsors.csv")
    wait_for(heard, "sponsors.csv")
    assert heard == [["sponsors.csv"]]


def test_a_file_in_a_folder_below(tmp_path, heard):
    (tmp_path / "reference").mkdir()
    time.sleep(0.3)
    (tmp_path / "reference" / "themes.csv").write_text("x", encoding="ascii")
    wait_for(heard, "reference/themes.csv")


def test_what_is_no_table_is_not_heard_of(tmp_path, heard):
    for name in ("~$sponsors.xlsx", ".~lock.sponsors.csv#", "notes.md", "sponsors.csv~"):
        (tmp_path / name).write_text("x", encoding="ascii")
    (tmp_path / "sponsors.csv").write_text("x", encoding="ascii")
    wait_for(heard, "sponsors.csv")
    assert {name for names in heard for name in names} == {"sponsors.csv"}


def test_the_report_is_shown_again(tmp_path, monkeypatch, capsys):
    from flows.cli import watching

    shown = []
    monkeypatch.setattr(watching, "show", lambda raw, curated, **more: shown.append(more.get("saved")))
    monkeypatch.setattr("flows.watch.saves", lambda raw: iter([[], ["a.csv"], ["b.csv"]]))
    assert watching.watch_and_show(Path("raw"), Path("curated"), everything=False, color="never") == 0
    assert shown == [[], ["a.csv"], ["b.csv"]]


def test_a_folder_that_cannot_be_read_for_a_moment_is_no_end(tmp_path, capsys):
    from flows.cli.watching import show

    show(tmp_path / "away", tmp_path / "curated", everything=False, color="never", saved=["a\x1b.csv"])
    out = capsys.readouterr().out
    assert "Waiting for the next save" in out
    assert "\x1b" not in out
