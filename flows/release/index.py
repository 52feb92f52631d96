"""index.json and last_run.json: which releases there are, and what came of the last run.

index.json is for those who read the data, and is committed with it. It keeps the last run apart from the last success, so that
old data are never taken for new:

    latest         the release that `curated/latest` leads to
    highest        the highest number ever given, even where that release is gone: the next one exceeds it
    releases       each with its day of publication, `data_as_of` (the day of the raw record), rows, hashes, summary
    last_success   the last run that published, or found nothing to publish
    last_run       the last run whose result was another than that of the run before it

A run that changes nothing after a success leaves index.json as it is, to the byte, so that a scheduled run makes no commit;
that it took place is in last_run.json, which is not committed. A run that was rejected or failed writes both, and so does
the first success after it.

The releases themselves and `latest` are the truth, this file is a copy: it is mended from them whenever it is found damaged,
missing or behind (`mended`). Only the time of publication, and that a release was taken back, stand nowhere else.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flows import places
from flows.release import durable, manifest
from flows.release.errors import ReleaseError
from flows.release.lock import publisher
from flows.release.sums import SUMS, fact

SCHEMA_VERSION = 1
SUCCESS = {"published", "unchanged"}
_PATIENCE = 5.0  # seconds a run that failed waits for its turn to say so


def now() -> str:
    """The time, in UTC: "2026-11-24T03:01:50Z"."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read(folder: Path) -> dict[str, Any] | None:
    """What index.json says; None where it is missing, or damaged so that nothing of it can be trusted."""
    try:
        index = json.loads((folder / places.INDEX).read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(index, dict) or index.get("schema_version") != SCHEMA_VERSION:
        return None
    releases = index.get("releases")
    if not isinstance(releases, list) or not all(_is_entry(entry) for entry in releases):
        return None
    return index


def _is_entry(entry: object) -> bool:
    return isinstance(entry, dict) and _is_number(entry.get("version"))


def mended(folder: Path, latest: str | None, *, all_listed: bool = False) -> dict[str, Any]:
    """The index as it should be, from the releases that are there and what the file still says of them.

    A release newer than `latest` that the file does not list was made by a publisher that was killed before it showed it. It
    stays out, so that the next publisher knows it for that (`flows.release.standing`), unless `all_listed`, or unless there is
    no file, which leaves open what it is: then it counts as taken back.
    """
    found = read(folder)
    index = found or {}
    known = {entry["version"]: entry for entry in index.get("releases", [])}
    entries = []
    for version in places.versions(folder):
        newer = latest is None or places.order(version) > places.order(latest)
        if version not in known and newer and not all_listed and (found is not None or latest is None):
            continue
        entry = known.get(version) or _described(folder, version)
        if entry is None:
            continue  # so damaged that it does not say what it is
        if version == latest or version not in known:
            entry["withdrawn"] = newer
        entries.append(entry)
    numbers = [*known, *places.versions(folder), *filter(_is_number, [index.get("highest")])]
    return {
        "schema_version": SCHEMA_VERSION,
        "latest": latest,
        "highest": max(numbers, key=places.order, default=None),
        "releases": entries,
        "last_success": index.get("last_success"),
        "last_run": index.get("last_run"),
    }


def _is_number(value: object) -> bool:
    return isinstance(value, str) and places.is_version(value)


def _described(folder: Path, version: str) -> dict[str, Any] | None:
    """The entry of a release that the index does not have: all but the time of its publication; None where it is damaged."""
    try:
        return entry_of(places.release_folder(folder, version), None)
    except (OSError, ReleaseError):
        return None


def entry_of(release: Path, published_at: str | None) -> dict[str, Any]:
    """The entry of one release.

    Raises:
        OSError, ReleaseError: its release.json cannot be read.
    """
    found = manifest.from_bytes((release / places.MANIFEST).read_bytes())
    return {
        "version": found.version,
        "path": f"{places.RELEASES}/{found.version}",
        "published_at": published_at,
        "data_as_of": found.source.committed_at,
        "bump": found.bump,
        "summary": found.summary,
        "rows": dict(found.rows),
        "logical_hashes": dict(found.logical_hashes),
        "sha256sums_sha256": fact(release / SUMS).sha256,
        "withdrawn": False,
    }


def write(folder: Path, index: Mapping[str, Any]) -> None:
    """Write index.json in one step, unless it says so already."""
    data = (json.dumps(index, ensure_ascii=False, indent=1) + "\n").encode()
    path = folder / places.INDEX
    with contextlib.suppress(OSError):
        if path.read_bytes() == data:
            return
    durable.put(path, data)


def published(index: dict[str, Any], entry: Mapping[str, Any], reason: str) -> dict[str, Any]:
    """The index once a release is out."""
    version = entry["version"]
    others = [known for known in index["releases"] if known["version"] != version]
    releases = sorted([*others, dict(entry)], key=lambda known: places.order(known["version"]))
    run = {"result": "published", "reason": reason, "version": version, "checked_at": entry["published_at"]}
    highest = releases[-1]["version"]
    return index | {"latest": version, "highest": highest, "releases": releases, "last_success": run, "last_run": run}


def record_run(folder: Path, result: str, reason: str, version: str | None) -> None:
    """Say in `curated` what came of a run: "published", "unchanged", "rejected" or "failed", and why.

    Never raises: a run that failed because the disk is full cannot be helped by an error about saying so. Where there is no
    folder yet, nobody can take old data for new, and nothing is written.
    """
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError, ReleaseError):
        if not folder.is_dir():
            return
        latest = places.latest(folder).version
        run = {"result": result, "reason": reason, "version": version or latest, "checked_at": now()}
        with contextlib.suppress(OSError, ReleaseError), publisher(folder, _PATIENCE):
            latest = places.latest(folder).version
            _record(folder, run, latest)
        shown: dict[str, Any] = next(
            (e for e in (read(folder) or {}).get("releases", []) if e["version"] == latest), {}
        )
        times = {"data_as_of": shown.get("data_as_of"), "published_at": shown.get("published_at")}
        durable.put(folder / places.LAST_RUN, (json.dumps(run | times, ensure_ascii=False, indent=1) + "\n").encode())


def _record(folder: Path, run: Mapping[str, Any], latest: str | None) -> None:
    """Write the run into index.json, unless the last run there was a success as this one is."""
    index = mended(folder, latest)
    before = index["last_run"] or {}
    if run["result"] in SUCCESS:
        if before.get("result") in SUCCESS and before.get("version") == run["version"]:
            write(folder, index)  # nothing, where nothing needed mending
            return
        index |= {"last_success": dict(run)}
    write(folder, index | {"last_run": dict(run)})
