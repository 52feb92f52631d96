"""Writing so that a crash, a full disk or a power cut leaves the old or the new, never half.

A file or link is made beside its place under a name of its own, flushed, and renamed over the old one; rename is the one
step that the file system promises to do wholly or not at all. Folders are flushed too, since a rename is kept in them.

Limits: where the file system ignores `fsync` (some network drives do), a power cut may still lose what was written; what
is lost is found by its hash. Windows cannot flush a folder.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from flows.places import STAGING


def staging_name(what: str = "") -> str:
    """A name nobody else uses, under which something may be made beside its place."""
    return f"{STAGING}{what}{os.getpid()}-{secrets.token_hex(4)}"


def put(path: Path, data: bytes) -> None:
    """Write a file in one step: readers see the old bytes or the new ones."""
    staged = path.with_name(staging_name("file-"))
    try:
        with staged.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        staged.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            staged.unlink(missing_ok=True)
        raise
    _settle(path.parent)


def point(link: Path, target: str) -> None:
    """Have the relative link lead to `target` in one step; where there are no links, a text file that holds the target.

    Raises:
        OSError: among others where `link` is a folder, which a rename cannot replace.
    """
    staged = link.with_name(staging_name("link-"))
    try:
        staged.symlink_to(target, target_is_directory=True)
    except (OSError, NotImplementedError) as error:
        if os.name != "nt" and isinstance(error, OSError):
            raise  # a full or read-only disk, not a system without links
        put(link, f"{target}\n".encode())
        return
    try:
        staged.replace(link)
    except BaseException:
        with contextlib.suppress(OSError):
            staged.unlink(missing_ok=True)
        raise
    _settle(link.parent)


def _settle(folder: Path) -> None:
    """Flush a folder after a rename in it. Readers see the new already, so an error of the disk here undoes nothing."""
    with contextlib.suppress(OSError):
        flush(folder)


def move(source: Path, target: Path) -> None:
    """Rename a folder to a place that is not taken, in one step."""
    if os.path.lexists(target):
        raise FileExistsError(f"{target} is there already")
    source.rename(target)
    flush(target.parent)
    if source.parent != target.parent:
        flush(source.parent)


def flush(path: Path) -> None:
    """Have the disk hold what was written to this file, or what this folder lists."""
    if os.name == "nt" and path.is_dir():
        return
    descriptor = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def flush_tree(folder: Path) -> None:
    """Flush every file and folder below `folder`, and the folder itself, the deepest first."""
    for path in walk(folder):
        flush(path)
    flush(folder)


def walk(folder: Path) -> Iterator[Path]:
    """Every file and folder below `folder`, what is in a folder before the folder; links are not followed."""
    with os.scandir(folder) as entries:
        listed = sorted(entries, key=lambda entry: entry.name)
    for entry in listed:
        path = Path(entry.path)
        if entry.is_dir(follow_symlinks=False):
            yield from walk(path)
        yield path
