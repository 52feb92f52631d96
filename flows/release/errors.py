"""What can go wrong with a release, in words for the operator: what was seen, that the last release stands, what to do."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

import polars as pl

# What writing a release can raise, apart from mistakes in this program.
FAILURES = (OSError, sqlite3.Error, pl.exceptions.PolarsError)

_SAYS = {
    errno.ENOSPC: ("The disk is full.", "Make room (old releases: hrc prune --keep 5) and publish again."),
    errno.EDQUOT: ("Your share of the disk is used up.", "Make room (old releases: hrc prune --keep 5) and publish again."),
    errno.EFBIG: ("A file would be larger than the system allows.", "Raise the limit on the size of files (ulimit -f) and publish again."),
    errno.EROFS: ("The disk may only be read.", "Make it writable, or name another folder with --curated."),
    errno.EACCES: ("You may not write there.", "Ask for the right to write, or name another folder with --curated."),
    errno.EPERM: ("You may not write there.", "Ask for the right to write, or name another folder with --curated."),
    errno.ENOENT: ("A file or folder is gone that was there a moment ago.", "See that nothing else works in the folder, and publish again."),
    errno.ENOTDIR: ("There is a file where a folder is needed.", "Move it away, or name another folder with --curated."),
    errno.EEXIST: ("Something else stands where a folder is needed.", "Move it away, or name another folder with --curated."),
    errno.EIO: ("The disk reports an error.", "Check the disk before anything else, then publish again."),
}  # fmt: skip


class ReleaseError(Exception):
    """The release could not be made, or is not what it should be; `str()` is for a person and says what to do."""


class Refused(ReleaseError):
    """The release could be made, but not without somebody taking responsibility for it by name."""


def explain(error: Exception, folder: Path) -> ReleaseError:
    """The words for an error of the system met while a release was made in `folder`."""
    number = _errno(error)
    seen, remedy = _SAYS.get(number, (f"{type(error).__name__}: {first_line(error)}.", "Mend that and publish again."))
    place = getattr(error, "filename", None) or folder
    return ReleaseError(
        f"Nothing was published in {printable(str(folder))}; the last release stands as it was. {seen} {remedy} "
        f"(It happened at {printable(str(place))}.)"
    )


def _errno(error: Exception) -> int:
    """The number of the system's error; polars and SQLite only put it into words."""
    if isinstance(error, OSError) and error.errno:
        return error.errno
    words = str(error).lower()
    for number, sign in (
        (errno.ENOSPC, "no space left"), (errno.ENOSPC, "disk is full"), (errno.EFBIG, "file too large"),
        (errno.EROFS, "read-only file system"), (errno.EROFS, "readonly database"), (errno.EACCES, "permission denied"),
        (errno.EACCES, "unable to open database"), (errno.ENOENT, "no such file"), (errno.EIO, "disk i/o error"),
        (errno.EIO, "input/output error"),
    ):  # fmt: skip
        if sign in words:
            return number
    return 0


def first_line(error: BaseException) -> str:
    """The first line of what an error says, without its full stop."""
    lines = str(error).splitlines()
    return printable(lines[0].rstrip(".")) if lines else "no message"


def printable(text: str) -> str:
    """The text in one line, whatever cannot be seen spelled out: names of files and values of cells may be hostile."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode() for c in text)
