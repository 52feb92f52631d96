"""Where things are in `curated/`, and what `latest` leads to.

    curated/releases/1.4.0/    one release, never changed once it is there
    curated/latest             leads to it: a relative link, or a file with its text where links are not to be had
    curated/index.json         every release, the last success and the last run
    curated/last_run.json      the last run alone, also when it changed nothing; not committed
    curated/.lock              held by the publisher at work
    curated/.staging-*         what it is making; left behind only by one that was killed

Git on Windows writes a link as a text file that holds its target, hence the second form of `latest`. A release is named by
its number alone; anything else in `releases/` is not ours and is left alone.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

RELEASES = "releases"
LATEST = "latest"
INDEX = "index.json"
LAST_RUN = "last_run.json"
LOCK = ".lock"
STAGING = ".staging-"
MANIFEST = "release.json"

_VERSION = re.compile(r"(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})", re.ASCII)
_LONGEST_TARGET = 200  # of a text file named latest; anything longer is something else


@dataclass(frozen=True, slots=True, kw_only=True)
class Latest:
    """What is found at `curated/latest`."""

    kind: Literal["link", "text", "folder", "missing", "other"]
    version: str | None = None  # of the release it leads to, whether or not that is there


def is_version(text: str) -> bool:
    """Whether the text is the number of a release, "1.4.0"."""
    return _VERSION.fullmatch(text) is not None


def order(version: str) -> tuple[int, ...]:
    """What to sort versions by: 1.10.0 comes after 1.9.0."""
    return tuple(int(part) for part in version.split("."))


def release_folder(folder: Path, version: str) -> Path:
    """Where the release of that number is, or will be."""
    return folder / RELEASES / version


def versions(folder: Path) -> list[str]:
    """The numbers of the releases in `curated`, the oldest first."""
    try:
        entries = list(os.scandir(folder / RELEASES))
    except (FileNotFoundError, NotADirectoryError):
        return []
    return sorted((e.name for e in entries if is_version(e.name) and e.is_dir()), key=order)


def latest(folder: Path) -> Latest:
    """What `curated/latest` is and leads to."""
    path = folder / LATEST
    if path.is_symlink():
        version = _target(path.readlink().as_posix())
        return Latest(kind="link" if version else "other", version=version)
    if path.is_dir():
        return Latest(kind="folder", version=_version_in(path))
    if path.is_file():
        with path.open("rb") as file:
            text = file.read(_LONGEST_TARGET).decode("utf-8", "replace")
        version = _target(text.strip())
        return Latest(kind="text" if version else "other", version=version)
    return Latest(kind="other" if os.path.lexists(path) else "missing")


def resolve(path: Path) -> Path:
    """The folder of a release, where `path` is one or is a `latest` that is a text file."""
    if path.name == LATEST and path.is_file() and (version := latest(path.parent).version):
        return release_folder(path.parent, version)
    return path


def _target(text: str) -> str | None:
    """The version in "releases/1.4.0"; None where the text leads elsewhere."""
    parent, _, name = text.rstrip("/").removeprefix("./").rpartition("/")
    return name if parent == RELEASES and is_version(name) else None


def _version_in(path: Path) -> str | None:
    try:
        version = json.loads((path / MANIFEST).read_bytes())["version"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return version if isinstance(version, str) and is_version(version) else None
