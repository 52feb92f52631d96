"""Writing a raw file: beside its place, flushed to the disk, then moved there by one rename, so that no crash leaves half of it."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

BACKUPS = (
    ".backup"  # below the raw folder: read by nobody, since its name begins with a dot, and kept from being committed
)
KEPT = 20  # backups; older ones are removed


def replace_file(path: Path, data: bytes) -> None:
    """Give the file `path` the content `data`, whole or not at all; its permissions stay, a link stays a link.

    Raises:
        OSError: it could not be written; the file is as it was.
    """
    target = Path(os.path.realpath(path))
    handle, staged = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(staged).chmod(_mode(target))
        os.replace(staged, target)  # noqa: PTH105  what a crash test takes hold of
    except BaseException:
        with contextlib.suppress(OSError):
            Path(staged).unlink()
        raise
    _flush_folder(target.parent)


def _mode(path: Path) -> int:
    """The permissions of the file, or those of a new one."""
    try:
        return path.stat().st_mode & 0o7777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def _flush_folder(folder: Path) -> None:
    """Have the rename itself on the disk; Windows cannot open a folder, and needs not."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def back_up(raw: Path, files: Mapping[str, bytes], now: datetime) -> Path:
    """Keep these files as they were, in a folder of their own named for the time, and return it.

    Raises:
        OSError: they could not be kept.
    """
    home = raw / BACKUPS
    home.mkdir(exist_ok=True)
    ignore = home / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", encoding="ascii")
    stamp = now.strftime("%Y-%m-%d %H.%M.%S")
    folder = home / stamp
    number = 2
    while folder.exists():
        folder, number = home / f"{stamp}.{number:02}", number + 1
    for name, data in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        replace_file(place, data)
    for old in sorted(entry for entry in home.iterdir() if entry.is_dir())[:-KEPT]:
        shutil.rmtree(old, ignore_errors=True)
    return folder
