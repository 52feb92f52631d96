"""Which releases there are, which one is shown, and how many are kept."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flows import places
from flows.release import durable, index, staging
from flows.release.errors import ReleaseError, printable
from flows.release.lock import WAIT, publisher
from flows.release.reading import damaged_files
from flows.release.releasing import failures_explained


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One release."""

    version: str
    path: Path
    latest: bool  # whether `latest` leads to it
    withdrawn: bool  # taken back by `rollback`
    published_at: str | None  # "2026-11-24T03:01:50Z"; None where index.json was lost
    data_as_of: str | None  # the day of the raw record; None where that was not committed
    rows: int  # in all tables
    summary: str  # what changed


def list_releases(folder: Path) -> list[Listed]:
    """The releases in `curated`, the newest first."""
    shown = places.latest(folder).version
    return [
        Listed(
            version=entry["version"],
            path=places.release_folder(folder, entry["version"]),
            latest=entry["version"] == shown,
            withdrawn=bool(entry.get("withdrawn")),
            published_at=entry.get("published_at"),
            data_as_of=entry.get("data_as_of"),
            rows=sum(entry.get("rows", {}).values()),
            summary=entry.get("summary", ""),
        )
        for entry in reversed(index.mended(folder, shown)["releases"])
    ]


def rollback(folder: Path, version: str, *, wait: float = WAIT) -> str:
    """Have `latest` lead to another release, older or newer, and say so in a sentence.

    Releases newer than it count as taken back: their data are not published again, their numbers not used again.

    Raises:
        ReleaseError: there is no such release, it is damaged, or `latest` cannot be moved.
    """
    with _changing(folder, wait):
        there = places.versions(folder)
        if version not in there:
            known = ", ".join(reversed(there)) or "none"
            raise ReleaseError(
                f"There is no release {printable(version)} in {printable(str(folder))}. There are: {known}."
            )
        release = places.release_folder(folder, version)
        found = damaged_files(release)
        if found:
            raise ReleaseError(
                f"Release {version} is damaged, so it is not shown: {found[0]} Restore it "
                f"(git checkout -- {places.RELEASES}/{version}, or a copy), or choose another."
            )
        before = places.latest(folder)
        if before.kind == "folder":
            raise ReleaseError(
                f"{printable(str(folder / places.LATEST))} is a folder, where a link to a release should be. Move it away and try again."
            )
        listed = index.mended(folder, before.version, all_listed=True)  # what is newer is taken back, whoever made it
        durable.point(folder / places.LATEST, f"{places.RELEASES}/{version}")
        for entry in listed["releases"]:
            if places.order(entry["version"]) >= places.order(version):
                entry["withdrawn"] = entry["version"] != version
        index.write(folder, listed | {"latest": version})
    if before.version == version:
        return f"Release {version} is shown already."
    return (
        f"Release {version} is shown now, in place of {before.version}."
        if before.version
        else f"Release {version} is shown now."
    )


def prune(folder: Path, keep: int, *, wait: float = WAIT) -> list[str]:
    """Remove all but the newest `keep` releases and the one that is shown; the numbers of those removed, the oldest first.

    Raises:
        ReleaseError: `keep` is less than one, or it could not be done.
    """
    if keep < 1:
        raise ReleaseError("At least one release must be kept: hrc prune --keep 1.")
    with _changing(folder, wait):
        there = places.versions(folder)
        shown = places.latest(folder)
        if shown.version not in there:
            raise ReleaseError(
                f"{printable(str(folder / places.LATEST))} does not lead to a release, so it cannot be told which one must stay. "
                f"Name it first: hrc rollback {there[-1] if there else 'VERSION'}."
            )
        gone = [version for version in there[:-keep] if version != shown.version]
        for version in gone:
            # Out of the readers' sight in one step, since to remove a folder takes many.
            durable.move(places.release_folder(folder, version), folder / durable.staging_name("pruned-"))
        index.write(folder, index.mended(folder, shown.version))
        staging.clear_debris(folder)
    return gone


@contextlib.contextmanager
def _changing(folder: Path, wait: float) -> Iterator[None]:
    """Be alone in the folder, with what killed publishers left cleared away."""
    if not folder.is_dir():
        raise ReleaseError(
            f"There is no folder {printable(str(folder))}, so there are no releases. Publish one first: hrc publish."
        )
    with failures_explained(folder), publisher(folder, wait):
        staging.clear_debris(folder)
        yield
