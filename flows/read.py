"""read: the files in raw/ -> text tables, each record with its place, and all that is wrong with a file before its cells are judged.

`snapshot` reads every file once, so that what is checked, published and hashed is one state of the folder: it looks at size and
time of every file before and after, and starts again if somebody saved one meanwhile. `read_table` makes a table of those bytes and never opens a file.

Most files are in house style and are proved and read in one go (`flows.reading.plain`); all others are read with care, rightly or not at all.
"""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flows.issue import Issue
from flows.last_release import LastRelease
from flows.reading.folder import Sources, sources, strangers
from flows.reading.part import Part, nothing
from flows.reading.plain import read_plain
from flows.text import TextTable
from schemas.plan import Plan

_LOOKS = 5  # how often a folder that is being saved into is read again before we give up
_PAUSE = 0.1  # seconds, doubled each time: programs save a table within one or two
_ENDINGS = (".csv", ".xlsx")
# What a person can mend; any other error of the system (a network drive that is away) is raised, since trying again may help.
_MENDABLE = {
    errno.EACCES: "this user account may not read it; ask for the right to, or copy the file",
    errno.EPERM: "this user account may not read it; ask for the right to, or copy the file",
    errno.ENOENT: "it is a link to a file that is not there; restore that file, or put the table itself here",
    errno.ELOOP: "it is a link that leads to itself; put the table itself here",
    errno.EISDIR: "it is a folder and no file; rename the folder and put the table itself here",
    errno.ENXIO: "it is no ordinary file; put the table itself here",
}


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Every file of the raw record at one moment.

    `files` has the bytes by path below the folder ("reference/countries.csv"), `unreadable` the reason why a file could not be read, in words;
    `issues` are about files that belong to no table. `renamed` are those of them that may be a missing table: its path -> the file's name.
    `last` is the release that was the last at that moment.
    """

    root: Path
    shown: str  # the folder as a person knows it: "raw"
    files: dict[str, bytes]
    unreadable: dict[str, str] = field(default_factory=dict)
    issues: tuple[Issue, ...] = ()
    renamed: dict[str, str] = field(default_factory=dict)
    last: LastRelease | None = None  # what the cells are held against


def snapshot(plans: Mapping[str, Plan], raw: Path, shown: str | None = None) -> Snapshot:
    """Read every file of the folder `raw` once, in one consistent state; `shown` is how messages call the folder, by default its name.

    Raises:
        OSError: there is no such folder, the system cannot read it, or files kept changing while they were read.
    """
    pause = _PAUSE
    for _ in range(_LOOKS):
        before = _look(raw)
        files, unreadable = _read(raw, before)
        after = _look(raw)
        if before == after:
            found, renamed = strangers(plans.values(), before, shown := shown or raw.resolve().name)
            return Snapshot(raw, shown, files, unreadable, tuple(found), renamed)
        time.sleep(pause)
        pause *= 2
    changed = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    reason = "it changed each time it was read; wait until no program is saving it, and start again"
    raise OSError(errno.EAGAIN, reason, str(raw / changed[0]))


def read_table(plan: Plan, snapshot: Snapshot) -> TextTable:
    """The records of one table as typed, with an issue for all in its file or files that is not as it should be."""
    columns = plan.raw_columns()
    required = [column.name for column in plan.columns if column.raw and column.required]
    source = sources(plan, snapshot.files.keys() | snapshot.unreadable.keys(), snapshot.shown, snapshot.renamed)
    if source.issue:
        return _table(plan, source, columns, [], [source.issue])
    parts = [_part(name, snapshot, columns, required) for name in source.names]
    return _table(plan, source, columns, parts, [])


def _part(name: str, snapshot: Snapshot, columns: list[str], required: list[str]) -> Part:
    file = f"{snapshot.shown}/{name}"
    if name in snapshot.unreadable:
        from flows.reading.rules import found

        reason = snapshot.unreadable[name]
        message = f"The file could not be opened: {reason}. Nothing in it could be checked."
        return nothing(columns, [found("unreadable_file", file, message)])
    data = snapshot.files[name]
    if name.endswith(".xlsx"):
        from flows.reading.workbook import read_workbook

        return read_workbook(data, columns, required, file)
    part = read_plain(data, columns)
    if part is None:
        from flows.reading.careful import read_carefully

        part = read_carefully(data, columns, required, file)
    return part


def _table(plan: Plan, source: Sources, columns: list[str], parts: list[Part], issues: list[Issue]) -> TextTable:
    if len(parts) == 1 and not source.folder:
        part = parts[0]
        return TextTable(
            name=plan.name, file=source.shown, frame=part.frame, lines=part.lines, rows=part.rows, letters=part.letters,
            issues=part.issues, readable=part.readable, lost=part.lost,
        )  # fmt: skip
    from flows.reading.folder import together

    return together(plan.name, source, columns, parts, issues)


def _look(raw: Path) -> dict[str, tuple[int, ...] | None]:
    """Every file below the folder, hidden ones left out: path -> kind, size, time and number; None for one that cannot be looked at."""
    seen: dict[str, tuple[int, ...] | None] = {}
    _look_into(os.fspath(raw), "", seen, set())
    return seen


def _look_into(folder: str, prefix: str, seen: dict[str, tuple[int, ...] | None], been: set[str]) -> None:
    real = os.path.realpath(folder)
    if real in been:  # a link that leads round in a circle
        return
    been.add(real)
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except PermissionError:
        if not prefix:
            raise
        seen[prefix.rstrip("/")] = None
        return
    for entry in entries:
        if entry.name.startswith((".", "~$")):
            continue
        name = prefix + entry.name
        try:
            found = entry.stat()
        except OSError:
            seen[name] = None
            continue
        if stat.S_ISDIR(found.st_mode) and not entry.name.endswith(_ENDINGS):
            _look_into(entry.path, name + "/", seen, been)
        else:
            seen[name] = (stat.S_IFMT(found.st_mode), found.st_size, found.st_mtime_ns, found.st_ino)


def _read(raw: Path, names: Iterable[str]) -> tuple[dict[str, bytes], dict[str, str]]:
    files: dict[str, bytes] = {}
    unreadable: dict[str, str] = {}
    for name in names:
        if not name.endswith(_ENDINGS):
            continue
        path = raw / name
        try:
            files[name] = _bytes(path)
        except OSError as error:
            if error.errno not in _MENDABLE:
                raise
            unreadable[name] = _MENDABLE[error.errno]
    return files, unreadable


def _bytes(path: Path) -> bytes:
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(handle, "rb") as file:
        mode = os.fstat(handle).st_mode
        if not stat.S_ISREG(mode):  # a pipe would never end
            raise OSError(errno.EISDIR if stat.S_ISDIR(mode) else errno.ENXIO, os.strerror(errno.ENXIO), str(path))
        return file.read()
