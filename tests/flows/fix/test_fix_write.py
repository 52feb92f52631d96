"""Files are replaced whole or not at all, and kept as they were."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime, timedelta

import pytest

from flows.fix.write import BACKUPS, KEPT, back_up, replace_file

NOW = datetime(2026, 11, 24, 13, 55, 1, tzinfo=UTC)


def test_a_file_is_replaced_and_keeps_its_permissions(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")
    path.chmod(0o640)
    replace_file(path, b"new")
    assert path.read_bytes() == b"new"
    assert sys.platform == "win32" or path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_stays_a_link(tmp_path):
    target, link = tmp_path / "target.csv", tmp_path / "link.csv"
    target.write_bytes(b"old")
    link.symlink_to(target.name)
    replace_file(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


@pytest.mark.parametrize("step", ["replace", "fsync"])
def test_a_failure_at_any_step_leaves_the_old_file_and_no_debris(tmp_path, monkeypatch, step):
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, full)
    with pytest.raises(OSError, match="No space"):
        replace_file(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_backups_keep_the_bytes_and_are_not_committed(tmp_path):
    folder = back_up(tmp_path, {"a.csv": b"a", "reference/b.csv": b"b"}, NOW)
    assert (folder / "a.csv").read_bytes() == b"a"
    assert (folder / "reference" / "b.csv").read_bytes() == b"b"
    assert (tmp_path / BACKUPS / ".gitignore").read_text(encoding="ascii") == "*\n"
    assert ":" not in folder.name


def test_two_in_one_second_are_two(tmp_path):
    assert back_up(tmp_path, {"a.csv": b"1"}, NOW) != back_up(tmp_path, {"a.csv": b"2"}, NOW)


def test_the_oldest_go(tmp_path):
    folders = [back_up(tmp_path, {"a.csv": b"x"}, NOW + timedelta(seconds=n)) for n in range(KEPT + 3)]
    assert sorted(entry for entry in (tmp_path / BACKUPS).iterdir() if entry.is_dir()) == folders[3:]
