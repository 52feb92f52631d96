"""What was read, and the commit that holds exactly that."""

from __future__ import annotations

import hashlib
import os
import subprocess
from pathlib import Path

import pytest

from flows.source import source_of

FILES = {"sponsors.csv": b"a,b\n1,2\n", "reference/countries.csv": "Ж\n".encode()}


def git(folder: Path, *words: str) -> str:
    environment = os.environ | {
        "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "A",
        "GIT_COMMITTER_EMAIL": "a@example.org", "GIT_COMMITTER_DATE": "2024-03-01T12:30:00+0500",
        "GIT_AUTHOR_DATE": "2020-01-01T00:00:00Z", "GIT_CONFIG_NOSYSTEM": "1",
    }  # fmt: skip
    done = subprocess.run(
        ["git", "-C", str(folder), *words], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def write(folder: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """A folder `raw` in a repository, committed."""
    write(tmp_path / "raw", FILES)
    (tmp_path / "README.md").write_text("x")
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "rows")
    return tmp_path / "raw"


def test_the_commit_of_the_raw_files_and_its_day_in_utc(raw: Path) -> None:
    source = source_of(raw, "raw", FILES)
    assert source.commit == git(raw, "rev-parse", "HEAD")
    assert source.committed_at == "2024-03-01T07:30:00Z"
    assert source.files == {f"raw/{name}": hashlib.sha256(data).hexdigest() for name, data in FILES.items()}


def test_a_later_commit_elsewhere_is_not_the_commit_of_the_data(raw: Path) -> None:
    first = git(raw, "rev-parse", "HEAD")
    (raw.parent / "README.md").write_text("y")
    git(raw, "commit", "-q", "-a", "-m", "words")
    assert source_of(raw, "raw", FILES).commit == first


@pytest.mark.parametrize("change", [{"sponsors.csv": b"a,b\n1,3\n"}, {"new.csv": b"a\n"}])
def test_files_that_are_not_committed_have_no_commit(raw: Path, change: dict[str, bytes]) -> None:
    source = source_of(raw, "raw", FILES | change)
    assert (source.commit, source.committed_at) == (None, None)
    assert set(source.files) == {f"raw/{name}" for name in FILES | change}


def test_it_is_the_bytes_that_were_read_which_count_not_those_on_the_disk(raw: Path) -> None:
    (raw / "sponsors.csv").write_bytes(b"saved meanwhile")
    assert source_of(raw, "raw", FILES).commit is not None


def test_without_a_repository_there_is_no_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    write(tmp_path, FILES)
    assert source_of(tmp_path, "raw", FILES).commit is None


def test_without_git_there_is_no_commit(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(raw))
    assert source_of(raw, "raw", FILES).commit is None


def test_nothing_read_is_of_no_commit(raw: Path) -> None:
    assert source_of(raw, "raw", {}).commit is None


def test_the_callers_git_variables_do_not_mislead(raw: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("TZ", "Asia/Almaty")
    monkeypatch.delenv("GIT_DIR")
    source = source_of(raw, "raw", FILES)
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    assert source_of(raw, "raw", FILES) == source


def test_a_name_in_another_alphabet_is_found(raw: Path) -> None:
    more = {"sponsors/Казахстан.csv": b"a,b\n3,4\n"}
    write(raw, more)
    git(raw, "add", ".")
    git(raw, "commit", "-q", "-m", "more")
    assert source_of(raw, "raw", FILES | more).commit == git(raw, "rev-parse", "HEAD")
