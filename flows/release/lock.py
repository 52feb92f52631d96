"""One publisher at a time in one folder: the others wait for a while, then leave with a clear word.

The operating system lets go of the lock when its holder ends, however it ends; the file `.lock` stays and means nothing.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from flows.places import LOCK
from flows.release.errors import ReleaseError, printable

WAIT = 60.0  # seconds: several times what a release of the record takes, so that waiting nearly always helps


@contextlib.contextmanager
def publisher(folder: Path, wait: float = WAIT) -> Iterator[None]:
    """Be the one who changes `folder`.

    Raises:
        ReleaseError: somebody else still is after `wait` seconds.
        OSError: the folder cannot be written.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(folder / LOCK, timeout=wait)
    try:
        lock.acquire(poll_interval=0.05)
    except Timeout:
        raise ReleaseError(
            f"Somebody else is publishing into {printable(str(folder))} and was not done within {wait:.0f} seconds, so "
            "nothing was published by this run. Wait until the other is done, and publish again."
        ) from None
    try:
        yield
    finally:
        lock.release()
