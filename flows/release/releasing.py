"""release: curated tables -> a new release, whole or not at all.

    1  one publisher at a time; what killed ones left is cleared away or completed      lock, staging, standing
    2  the last release is read back, every byte of it, and compared                    reading, flows.compare
    3  nothing changed: nothing is written. Something a reader could break on: refused, unless allowed by name
    4  all files are written into `.staging-*`, flushed, read back and verified         staging, verifying
    5  the folder is renamed to releases/<version>
    6  `latest` is moved to it by one rename: from here on it is published
    7  index.json is replaced

Killed before 6, the last release stands; killed after 5, the next run shows what was made (`standing`). A reader that follows
`latest` once and stays in that folder never sees two releases mixed. No clock is in any file of a release; index.json alone
says when it was published.

Limits: a number is given once in one folder; two clones that publish different data each on their own will give the same
number twice, which git shows as a conflict in `latest` or the files.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from flows import places
from flows.curate import Curated
from flows.edition import Edition
from flows.release import durable, index, staging
from flows.release.errors import FAILURES, Refused, ReleaseError, explain, printable
from flows.release.lock import WAIT, publisher
from flows.release.manifest import FORMAT, Manifest
from flows.release.reading import damaged_files, read_edition, read_manifest
from flows.release.sound import contradictions
from flows.release.standing import Standing, settle

if TYPE_CHECKING:
    from flows.compare import Changes

_MOST_SENTENCES = 5  # of those that say why a release is refused; `hrc diff` has them all


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of it."""

    result: Literal["published", "unchanged"]
    version: str  # of the release that `latest` leads to now
    path: Path  # its folder
    summary: str  # one or two sentences for a person
    changes: Changes | None = None  # against the release before; None where nothing was published
    warnings: tuple[str, ...] = ()  # sentences; already part of the summary


def release(curated: Curated, folder: Path, *, allow_breaking: str | None = None, wait: float = WAIT) -> Outcome:
    """Publish what was curated as a new release in `folder`, or find that it is the last one unchanged.

    Args:
        curated: the tables, where their rows come from, and the source.
        folder: the folder `curated`; made where it is missing.
        allow_breaking: the operator's reason why readers may break, or a table may lose many of its rows; kept in the release.
        wait: how many seconds to wait for another publisher.

    Raises:
        Refused: readers could break, or a table shrank, and no reason was given; or the data were taken back.
        ReleaseError: it could not be done. In every case the last release stands as it was.
    """
    if allow_breaking is not None and not allow_breaking.strip():
        raise ReleaseError(
            "A breaking release needs its reason in words, since readers will ask: --allow-breaking REASON."
        )
    with failures_explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with publisher(folder, wait):
            staging.clear_debris(folder)
            return _release(curated, folder, settle(folder), allow_breaking)


@contextlib.contextmanager
def failures_explained(folder: Path) -> Iterator[None]:
    """Turn the errors of the system into words for the operator."""
    try:
        yield
    except FAILURES as error:
        raise explain(error, folder) from error


def _release(curated: Curated, folder: Path, standing: Standing, reason: str | None) -> Outcome:
    from flows.compare import CompareError, compare, logical_hash

    edition = curated.edition
    found = contradictions(edition)
    if found:
        more = f" ({len(found) - 1} more like this.)" if len(found) > 1 else ""
        raise ReleaseError(
            f"The tables are not what they are described to be, so nothing was published and the last release stands. {found[0]}{more} "
            "Mend the row, or the declaration in schemas/."
        )
    old, last_format = _last(folder, standing)
    try:
        changes = compare(old, edition)
    except CompareError as error:
        raise ReleaseError(
            f"What changed cannot be told, so nothing was published and the last release stands. {error}"
        ) from error
    if standing.current and changes.bump is None and last_format == FORMAT:
        index.write(folder, standing.index)
        return _unchanged(folder, standing.current)
    hashes = {table.name: logical_hash(edition.frames[table.name], table) for table in edition.tables}
    _refuse_withdrawn(folder, standing, edition, hashes)
    described = _describe(curated, changes, standing, hashes, _allowed(changes, reason))
    target = _publish(curated, old, changes, described, folder)
    return _published(folder, standing, described, changes, target)


def _last(folder: Path, standing: Standing) -> tuple[Edition | None, int]:
    """The tables of the last release, and its format.

    Raises:
        ReleaseError: it is damaged.
    """
    if standing.current is None:
        return None, FORMAT
    last = places.release_folder(folder, standing.current)
    try:
        return read_edition(last), read_manifest(last).format
    except ReleaseError as error:
        earlier = [
            version for version in places.versions(folder) if places.order(version) < places.order(standing.current)
        ]
        other = f", or go on from the release before: hrc rollback {earlier[-1]}" if earlier else ""
        raise ReleaseError(
            f"{error} Nothing was published, since what changed cannot be told from a damaged release. Restore it "
            f"(git checkout -- {places.RELEASES}/{standing.current} in {printable(str(folder))}, or a copy){other}."
        ) from error


def _allowed(changes: Changes, reason: str | None) -> dict[str, str]:
    """What the operator had to allow, and the reason given.

    Raises:
        Refused: there is something, and no reason.
    """
    named = {"breaking": changes.breaking, "shrinking": changes.shrunk}
    sentences = [sentence for found in named.values() for sentence in found]
    if sentences and reason is None:
        shown = "\n".join(f"- {printable(sentence)}" for sentence in sentences[:_MOST_SENTENCES])
        more = f"\n- and {len(sentences) - _MOST_SENTENCES} more" if len(sentences) > _MOST_SENTENCES else ""
        raise Refused(
            "Nothing was published, because those who read the data could break on it or miss what they rely on:\n"
            f"{shown}{more}\n"
            "See all that changed: hrc diff. If it is meant, say why, and it is published under a new major version or with the "
            'reason beside it: hrc publish --allow-breaking "REASON". Otherwise mend the raw record; the last release stands.'
        )
    return {what: reason.strip() for what, found in named.items() if found and reason}


def _refuse_withdrawn(folder: Path, standing: Standing, edition: Edition, hashes: dict[str, str]) -> None:
    """Do not publish again, under another number, what somebody took back on purpose.

    Raises:
        Refused: the data are those of a release that was taken back.
    """
    for version in standing.withdrawn:
        taken_back = places.release_folder(folder, version)
        try:
            described = read_manifest(taken_back)
            if described.logical_hashes != hashes or described.tables != edition.tables or damaged_files(taken_back):
                continue
        except ReleaseError:
            continue  # damaged, which may be why it was taken back
        raise Refused(
            f"Nothing was published: these are the data of release {version}, which was taken back; release {standing.current} is shown. "
            f"Mend the raw record, or show that release again: hrc rollback {version}."
        )


def _describe(
    curated: Curated, changes: Changes, standing: Standing, hashes: dict[str, str], allowed: dict[str, str]
) -> Manifest:
    from flows.compare import counted, next_version

    frames = curated.edition.frames
    rows = {table.name: frames[table.name].height for table in curated.edition.tables}
    bump = changes.bump or "patch"  # the data are the same, but the form of the files is new
    if standing.current is None:
        summary = f"The first release: {len(rows)} tables, {sum(rows.values()):,} rows."
    else:
        summary = f"{counted(changes)}." if changes.bump else "The same data in a new form of the files."
    return Manifest(
        version=next_version(standing.highest, bump),
        previous=standing.current,
        bump=bump if standing.current else None,
        tables=curated.edition.tables,
        rows=rows,
        logical_hashes=hashes,
        source=curated.source,
        summary=summary,
        allowed=allowed,
    )


def _publish(curated: Curated, old: Edition | None, changes: Changes, described: Manifest, folder: Path) -> Path:
    """Make the release and show it: steps 4 to 6."""
    staged = folder / durable.staging_name()
    target = places.release_folder(folder, described.version)
    try:
        staged.mkdir()
        staging.fill(staged, curated, changes, described)
        staging.check(staged, curated, described, old)
        if not target.parent.is_dir():
            target.parent.mkdir()
            durable.flush(folder)
        durable.move(staged, target)
        durable.point(folder / places.LATEST, f"{places.RELEASES}/{described.version}")
    except BaseException:
        if target.is_dir() and not staged.exists() and places.latest(folder).version != described.version:
            with contextlib.suppress(OSError):
                durable.move(target, staged)  # not shown: the number is free again
        staging.remove(staged)
        raise
    return target


def _published(folder: Path, standing: Standing, described: Manifest, changes: Changes, target: Path) -> Outcome:
    """Say in index.json what is out; the release is, even if that fails."""
    entry = index.entry_of(target, index.now())
    warnings = []
    before = max((known["published_at"] or "" for known in standing.index["releases"]), default="")
    if entry["published_at"] < before:
        warnings.append(
            f"The clock of this computer says {entry['published_at']}, which is before the last release ({before}); set it right."
        )
    reason = " ".join([f"Release {described.version} is out.", described.summary, *warnings])
    try:
        index.write(folder, index.published(standing.index, entry, reason))
    except OSError as error:
        warnings.append(f"{places.INDEX} could not be written ({error.strerror}); the next run does it.")
        reason = f"{reason} {warnings[-1]}"
    return Outcome(
        result="published",
        version=described.version,
        path=target,
        summary=reason,
        changes=changes,
        warnings=tuple(warnings),
    )


def _unchanged(folder: Path, version: str) -> Outcome:
    return Outcome(
        result="unchanged",
        version=version,
        path=places.release_folder(folder, version),
        summary=f"Nothing has changed since release {version}, so nothing was published.",
    )
