"""Which tables a person means: those of a release, by its number or folder, or those that raw/ would make."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from flows.cli import CannotRun, terminal

if TYPE_CHECKING:
    from flows.edition import Edition
    from flows.pipeline import Checked

RAW = "raw"
LATEST = "latest"


class HasErrors(Exception):
    """The raw tables have errors, so nothing would be published."""

    def __init__(self, checked: Checked) -> None:
        super().__init__()
        self.checked = checked


def edition_of(what: str, raw: Path, curated: Path) -> tuple[Edition, str]:
    """The tables, and what to call them: "1.4.0", "raw".

    Raises:
        HasErrors: the raw tables have errors.
        CannotRun: there is no such release, or it is damaged.
    """
    if what == RAW:
        return _of_raw(raw), str(raw)
    from flows.places import is_version, latest, release_folder
    from flows.release import ReleaseError, read_edition

    if what == LATEST:
        version = latest(curated).version
        if version is None:
            raise CannotRun(f"There is no release in {curated} yet; `hrc publish` makes the first.")
        what = version
    folder = release_folder(curated, what) if is_version(what) else Path(what)
    if not folder.is_dir():
        raise CannotRun(f"There is no release “{what}”. {_which(curated)}")
    try:
        return read_edition(folder), what
    except ReleaseError as error:
        raise CannotRun(str(error)) from None


def _of_raw(raw: Path) -> Edition:
    from flows import pipeline

    terminal.folder_of_raw(raw)
    checked = pipeline.check(pipeline.snapshot(raw))
    if checked.errors:
        raise HasErrors(checked)
    return pipeline.curate(checked).edition


def _which(curated: Path) -> str:
    from flows.places import versions

    there = versions(curated)
    return f"There are: {', '.join(there[-10:])}." if there else f"There is none in {curated} yet."
