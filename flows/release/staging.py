"""A release in the making: all its files, written, flushed and read back in a folder that no reader looks into."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from flows import places
from flows.curate import Curated
from flows.edition import Edition
from flows.release import durable, manifest, sums
from flows.release.errors import ReleaseError
from flows.release.formats import parquet
from flows.release.index_schema import index_schema
from flows.release.manifest import Manifest
from flows.release.reading import tables_of
from flows.release.sums import SUMS, facts
from flows.release.verifying import PROVENANCE, verify_release
from flows.release.write import write_data

if TYPE_CHECKING:
    from flows.compare import Changes


def fill(staging: Path, curated: Curated, changes: Changes, described: Manifest) -> None:
    """Write every file of a release into an empty folder, in the order in which one needs the other.

    Raises:
        OSError, sqlite3.Error, polars.exceptions.PolarsError: a file cannot be written.
        ReleaseError: the descriptions would not be true.
    """
    from flows.compare import changes_json, changes_markdown, changes_schema
    from flows.describe import Untrue, descriptions

    previous, version = described.previous, described.version
    write_data(curated.edition, staging)
    parquet.write(curated.provenance, staging / PROVENANCE)
    _json(staging / "changes.json", changes_json(changes, previous, version))
    reason = "; ".join(dict.fromkeys(described.allowed.values())) or None
    (staging / "CHANGES.md").write_bytes(changes_markdown(changes, previous, version, reason).encode())
    try:
        texts = descriptions(
            curated.edition, version=version, source=curated.source, files=facts(staging), changes_reason=reason
        )
    except Untrue as error:
        raise ReleaseError(
            f"{error}\nThe last release stands as it was. Mend the declarations in schemas/ and publish again."
        ) from error
    for path, data in sorted(texts.items()):
        (staging / path).parent.mkdir(exist_ok=True)
        (staging / path).write_bytes(data)
    (staging / "schema").mkdir(exist_ok=True)
    _json(staging / "schema" / "changes.schema.json", changes_schema())
    _json(staging / "schema" / "index.schema.json", index_schema())
    (staging / places.MANIFEST).write_bytes(manifest.to_bytes(described))
    (staging / SUMS).write_bytes(sums.render(facts(staging)))
    durable.flush_tree(staging)


def check(staging: Path, curated: Curated, described: Manifest, last: Edition | None) -> None:
    """Read the staged release back, and make sure that it is what was to be written.

    Its change log must be complete: the `last` release with the changes is the new one, row by row.

    Raises:
        ReleaseError: it is not.
    """
    found = [str(finding) for finding in verify_release(staging)]
    if not found:
        held = tables_of(staging, described)
        found = [f"{name} was not written as it is." for name, frame in curated.edition.frames.items() if not held.frames[name].equals(frame)]  # fmt: skip
        if not parquet.read(staging / PROVENANCE).equals(curated.provenance):
            found.append(f"{PROVENANCE} was not written as it is.")
        if last is not None and not _leads_to(staging / "changes.json", last, curated.edition):
            found.append("changes.json does not lead from the last release to this one.")
    if found:
        raise ReleaseError(
            "The release was written, but not found to be right when it was read back, so nothing was published and the last "
            f"release stands as it was. {found[0]} Check the disk, and publish again."
        )


def _leads_to(log: Path, last: Edition, new: Edition) -> bool:
    from flows.compare import CompareError, apply

    try:
        made = apply(last, json.loads(log.read_bytes()))
    except CompareError:
        return False
    return made.tables == new.tables and all(made.frames[name].equals(frame) for name, frame in new.frames.items())


def remove(path: Path) -> None:
    """Remove a file, link or folder, as far as that can be done."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        try:
            path.unlink(missing_ok=True)
        except OSError:
            return  # it is in nobody's way


def clear_debris(folder: Path) -> None:
    """Remove what a killed publisher left; whoever calls this holds the lock, so nobody is at work there."""
    for place in (folder, folder / places.RELEASES):
        for path in sorted(place.glob(f"{places.STAGING}*")):
            remove(path)


def _json(path: Path, value: object) -> None:
    path.write_bytes((json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode())
