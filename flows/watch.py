"""Hear of every save in the raw folder, once for each save.

Programs save in many ways: in place, by a new file moved over the old one, with a lock file beside it; all are one save. The
system tells of changes (inotify, FSEvents, ReadDirectoryChangesW through `watchfiles`), so that nothing is polled on a local disk.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

LOOK = 20  # milliseconds without a change that end a save: programs take less between its steps
LONGEST = 1000  # milliseconds after which a save that does not end is told of all the same
IDLE = 100  # milliseconds between signs of life while nothing is saved; the first of them says that we listen


def saves(raw: Path, stop: Event | None = None) -> Iterator[list[str]]:
    """The files of each save, by path below `raw`, as they happen; ends when `stop` is set.

    The first list, often empty, comes as soon as every later save will be heard of: who looks at the folder then misses
    none. Files that are no tables, hidden ones and lock files of office programs are not heard of.
    """
    from watchfiles import watch

    root = raw.resolve()
    listening = False
    for changes in watch(
        root,
        debounce=LONGEST,
        step=LOOK,
        rust_timeout=IDLE,
        yield_on_timeout=True,
        stop_event=stop,
        raise_interrupt=True,
    ):
        names = sorted({name for _, path in changes if (name := _below(root, Path(path)))})
        if names or not listening:
            listening = True
            yield names


def _below(root: Path, path: Path) -> str | None:
    """The path of a table's file below the folder; None for all other files."""
    try:
        below = path.relative_to(root)
    except ValueError:
        return None
    hidden = any(part.startswith((".", "~$")) for part in below.parts)
    return below.as_posix() if not hidden and path.suffix in (".csv", ".xlsx", "") else None
