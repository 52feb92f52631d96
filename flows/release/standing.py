"""How things stand in `curated` before anything is published: which release is shown, which number is next.

A release that a publisher made, and was killed before it showed it, is told from one that was taken back by `hrc rollback`:
both are newer than what `latest` leads to, but only the latter is in index.json. The former was verified before it got its
number, so it is shown now, and its number is never used for anything else.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows import places
from flows.release import durable, index
from flows.release.errors import ReleaseError, printable
from flows.release.verifying import verify_release


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is shown and what is there."""

    current: str | None  # the release that `latest` leads to; None before the first
    highest: str | None  # the highest number ever used, which the next one exceeds
    withdrawn: tuple[str, ...]  # releases newer than the current one, taken back, the newest first
    index: dict[str, Any]  # as it should be


def settle(folder: Path) -> Standing:
    """How things stand, once what a killed publisher left half done is done.

    Raises:
        ReleaseError: what is there contradicts itself, so that a person must say what is right.
        OSError: the folder cannot be read or written.
    """
    listed = index.read(folder)
    there = places.versions(folder)
    current = _shown(folder, listed, there)
    newer = [version for version in there if current is None or places.order(version) > places.order(current)]
    known = {entry["version"] for entry in (listed or {}).get("releases", [])}
    if newer and newer[-1] not in known and (listed is not None or current is None):
        current = _show_interrupted(folder, newer[-1], current)
        newer = []
    elif current is not None and places.latest(folder).version is None:
        durable.point(folder / places.LATEST, f"{places.RELEASES}/{current}")
    mended = index.mended(folder, current)
    return Standing(current=current, highest=mended["highest"], withdrawn=tuple(reversed(newer)), index=mended)


def _shown(folder: Path, listed: dict[str, Any] | None, there: list[str]) -> str | None:
    """The release that is shown, or should be where `latest` is missing."""
    shown = places.latest(folder)
    place = printable(str(folder / places.LATEST))
    if shown.kind in {"folder", "other"}:
        what = "a folder" if shown.kind == "folder" else "something else"
        raise ReleaseError(
            f"{place} should be a link to a release, but is {what}, so it cannot be told which release is the last one and "
            f"nothing was published. Move it away, then name the release to show: hrc rollback {_best(there)}."
        )
    version = shown.version
    if shown.kind == "missing":
        version = listed["latest"] if listed else None
    if version is not None and version not in there:
        raise ReleaseError(
            f"The last release, {printable(version)}, is gone: {printable(str(places.release_folder(folder, version)))} is not there. Nothing "
            f"was published, since what changed cannot be told. Restore it (git checkout -- {places.RELEASES}/{printable(version)}, or a "
            f"copy), or go on from another release: hrc rollback {_best(there)}."
        )
    return version


def _best(there: list[str]) -> str:
    return there[-1] if there else "VERSION"


def _show_interrupted(folder: Path, version: str, current: str | None) -> str:
    """Show the release that a killed publisher had made, and say that it is published."""
    release = places.release_folder(folder, version)
    try:
        found = [str(finding) for finding in verify_release(release)]
    except ReleaseError as error:
        found = [str(error)]
    if found:
        raise ReleaseError(
            f"{printable(str(release))} was left by a publisher that did not end well, and is damaged: {found[0]} No reader was ever "
            f"led to it; {'release ' + current if current else 'no release'} is shown. Remove the folder, and publish again."
        )
    durable.point(folder / places.LATEST, f"{places.RELEASES}/{version}")
    entry = index.entry_of(release, index.now())
    index.write(folder, index.published(index.mended(folder, version), entry, entry["summary"]))
    return version
