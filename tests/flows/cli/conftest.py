"""A copy of the raw record in a folder of its own, and `hrc` run inside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from flows import pipeline
from flows.cli import main
from flows.fix.mend import mend
from flows.read import Snapshot

RAW = Path(__file__).parents[3] / "raw"


@dataclass(frozen=True)
class Said:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


_REAL = pipeline.check
_KNOWN: dict[tuple[tuple[str, bytes], ...], pipeline.Checked] = {}


def check(snapshot: Snapshot) -> pipeline.Checked:
    """Check the same bytes once: the check is a pure function, and these tests are about the commands around it."""
    key = tuple(sorted(snapshot.files.items()))
    if key not in _KNOWN:
        _KNOWN[key] = _REAL(snapshot)
    return replace(_KNOWN[key], snapshot=snapshot)


@pytest.fixture(autouse=True)
def check_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "check", check)


@pytest.fixture(scope="session")
def clean() -> Mapping[str, bytes]:
    """The files of the record, with whatever it may suggest at the moment already written."""
    return mend(check(pipeline.snapshot(RAW)), unsafe=True).after.snapshot.files


@pytest.fixture
def record(clean: Mapping[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder `raw`, a copy that may be damaged; the working folder is the one above it."""
    for name, data in clean.items():
        path = tmp_path / "raw" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HRC_HOME", str(tmp_path / "home"))
    for name in ("NO_COLOR", "GITHUB_STEP_SUMMARY"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "raw"


@pytest.fixture
def hrc(capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Run a command in this process."""

    def run(*words: str) -> Said:
        code = main(list(words))
        out, err = capsys.readouterr()
        return Said(code, out, err)

    return run


@pytest.fixture
def slip(record: Path) -> Callable[..., None]:
    """Replace the first `old` by `new` in one line of a raw file (1-based)."""

    def plant(name: str, line: int, old: str, new: str) -> None:
        path = record / name
        lines = path.read_bytes().split(b"\n")
        assert old.encode() in lines[line - 1]
        lines[line - 1] = lines[line - 1].replace(old.encode(), new.encode(), 1)
        path.write_bytes(b"\n".join(lines))

    return plant
