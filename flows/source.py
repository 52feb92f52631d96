"""What a release was made of: the bytes of the raw files, and the commit that holds them.

The day of the data is that of the last commit which touched the raw files, not of the clock: the same commit gives the same
release, whenever and wherever it is made. Without git, or with raw files that are not committed, there is no such day, and
the release says so by leaving it out.
"""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the rows of a release come from.

    `commit` is the full hash of the last commit that touched the raw folder, `committed_at` its time in UTC
    ("2026-11-24T03:01:50Z"); both None where the files read are not exactly those of a commit.
    """

    files: Mapping[str, str] = field(default_factory=dict)  # "raw/sponsors.csv" -> sha256 of its bytes
    commit: str | None = None
    committed_at: str | None = None


def source_of(root: Path, shown: str, files: Mapping[str, bytes]) -> Source:
    """The source of the raw files that were read: `files` maps paths below `root` to their bytes."""
    hashes = {f"{shown}/{path}": hashlib.sha256(data).hexdigest() for path, data in sorted(files.items())}
    commit = _commit(root, files)
    return Source(files=hashes, commit=commit[0] if commit else None, committed_at=commit[1] if commit else None)


def file_at(root: Path, commit: str, path: str) -> bytes | None:
    """The bytes that a file below `root` had at a commit; None where git does not know."""
    return _git(root, "show", f"{commit}:./{path}")


def _commit(root: Path, files: Mapping[str, bytes]) -> tuple[str, str] | None:
    """Hash and time of the commit whose raw files are these bytes; None where they are of none."""
    if not files:
        return None
    logged = _git(root, "log", "-1", "--date=format-local:%Y-%m-%dT%H:%M:%SZ", "--format=%H %cd", "--", ".")
    if not logged:
        return None
    commit, _, committed_at = logged.decode().strip().partition(" ")
    listed = _git(root, "ls-tree", "-r", "-z", commit, "--", ".")
    if listed is None:
        return None
    blobs = dict(_entries(listed))
    if any(blobs.get(path) != _blob(data) for path, data in files.items()):
        return None
    return commit, committed_at


def _entries(listed: bytes) -> list[tuple[str, str]]:
    """Path (below the folder asked for) and blob of each entry that `git ls-tree -z` lists."""
    entries = []
    for entry in filter(None, listed.split(b"\0")):
        about, _, path = entry.partition(b"\t")
        entries.append((path.decode("utf-8", "surrogateescape"), about.split()[2].decode()))
    return entries


def _blob(data: bytes) -> str:
    """The name git gives to these bytes."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def _git(root: Path, *words: str) -> bytes | None:
    """What git says in the folder; None where it cannot say, for want of git or of a repository."""
    try:
        done = subprocess.run(
            ["git", "-C", str(root), "--no-optional-locks", *words],
            capture_output=True,
            timeout=20,
            check=False,
            env=_environment(),
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 and done.stdout else None


def _environment() -> dict[str, str]:
    import os

    without = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return without | {"LC_ALL": "C", "TZ": "UTC"}
