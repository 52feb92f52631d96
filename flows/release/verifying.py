"""verify: is a release what it says it is? It needs nothing but the release: no schemas of the project, no raw files, no git.

    hashes        every file is the one listed in SHA256SUMS, and there is no other
    descriptions  names, columns, types, keys, required values, allowed values and references hold (`flows.release.sound`)
    counts        each table has the rows that release.json counts, and the logical hash it states
    formats       Parquet, JSON, JSON Lines, CSV, SQLite and countries/ hold the same rows
    index         `latest` leads to a release that index.json lists with the right hash

Limits: who can change a file can change SHA256SUMS and index.json too; what vouches for these is the history of the git
repository in which they are committed, or a copy kept elsewhere.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from flows import places
from flows.edition import Edition
from flows.release import index, sums
from flows.release.errors import ReleaseError, first_line, printable
from flows.release.formats import csv, parquet, records, sqlite, states
from flows.release.manifest import Manifest
from flows.release.reading import Finding, damaged_files, read_manifest, tables_of
from flows.release.sound import contradictions
from flows.release.sums import SUMS

PROVENANCE = "provenance.parquet"


def verify(what: Path | str) -> list[Finding]:
    """What is wrong with a release; empty where nothing is.

    Args:
        what: the folder of a release; `curated/latest`; the folder `curated`, of which the latest release is verified wholly,
            and of the others that no file has changed; one file of a release, of which only the hash is; or the http(s)
            address of any of these.

    Raises:
        ReleaseError: there is no release, or it cannot be read or loaded.
    """
    text = str(what)
    if text.startswith(("http://", "https://")):
        from flows.release.fetching import fetched

        with fetched(text) as path:
            return _verify(path)
    return _verify(Path(what))


def _verify(path: Path) -> list[Finding]:
    path = places.resolve(path)
    try:
        if path.is_dir():
            is_release = (path / SUMS).exists() or (path / places.MANIFEST).exists()
            return verify_release(path) if is_release else _verify_all(path)
        if path.exists():
            return _verify_file(path)
    except OSError as error:
        raise ReleaseError(f"{printable(str(error.filename or path))} cannot be read: {error.strerror}.") from error
    raise ReleaseError(
        f"There is nothing at {printable(str(path))}. Name a release, a file of one, or the folder curated."
    )


def verify_release(release: Path) -> list[Finding]:
    """All that can be said against the release in this folder."""
    found = damaged_files(release)
    if found:
        return found  # what follows would only say it again
    try:
        described = read_manifest(release)
        edition = tables_of(release, described)
    except ReleaseError as error:
        return [Finding(file=places.MANIFEST, message=str(error))]
    found += [Finding(file=places.MANIFEST, message=text) for text in contradictions(edition)]
    return found or [*_counts(edition, described), *_provenance(release, edition), *_formats(release, edition)]


def _counts(edition: Edition, described: Manifest) -> Iterator[Finding]:
    from flows.compare import logical_hash

    for table in edition.tables:
        frame = edition.frames[table.name]
        name = f"{table.name}{parquet.SUFFIX}"
        if frame.height != described.rows[table.name]:
            yield Finding(
                file=name, message=f"It has {frame.height:,} rows; release.json counts {described.rows[table.name]:,}."
            )
        elif logical_hash(frame, table) != described.logical_hashes[table.name]:
            yield Finding(file=name, message="Its logical hash is not the one in release.json.")


def _provenance(release: Path, edition: Edition) -> Iterator[Finding]:
    """Whether the sidecar has the key of every row, in the order of the tables."""
    keys = [
        edition.frames[table.name].select(
            table=pl.lit(table.name), key=pl.concat_list(pl.col(table.key).cast(pl.String))
        )
        for table in edition.tables
    ]
    try:
        same = parquet.read(release / PROVENANCE).select("table", "key").equals(pl.concat(keys))
    except (OSError, pl.exceptions.PolarsError) as error:
        yield Finding(file=PROVENANCE, message=f"The file cannot be read as a table: {first_line(error)}.")
    else:
        if not same:
            yield Finding(file=PROVENANCE, message="It does not have one row for each row of the tables.")


def _formats(release: Path, edition: Edition) -> Iterator[Finding]:
    """Whether every format holds the rows of the Parquet files."""
    for table in edition.tables:
        frame = edition.frames[table.name]
        readers = [(records.SUFFIX, records.read), (csv.SUFFIX, csv.read)]
        if (release / f"{table.name}{records.LINES_SUFFIX}").exists():
            readers.append((records.LINES_SUFFIX, records.read_lines))
        for suffix, read in readers:
            name = f"{table.name}{suffix}"
            try:
                same = read(release / name, table).equals(frame)
            except (OSError, ValueError, pl.exceptions.PolarsError) as error:
                yield Finding(file=name, message=f"The file cannot be read as a table: {first_line(error)}.")
                continue
            if not same:
                yield Finding(file=name, message=f"It does not hold the rows of {table.name}{parquet.SUFFIX}.")
    try:
        yield from (
            Finding(file=sqlite.NAME, message=text) for text in sqlite.differences(release / sqlite.NAME, edition)
        )
    except sqlite3.Error as error:
        yield Finding(file=sqlite.NAME, message=f"SQLite cannot read it: {first_line(error)}.")
    expected = states.render(edition)
    there = {path.stem: path for path in sorted((release / states.FOLDER).glob("*.json"))}
    for code in sorted(expected.keys() | there.keys()):
        if code not in there or code not in expected or there[code].read_bytes() != expected[code]:
            yield Finding(file=f"{states.FOLDER}/{code}.json", message="It does not hold the rows of this State.")


def _verify_all(folder: Path) -> list[Finding]:
    """The folder `curated`: the latest release wholly, the others by their hashes, and what index.json says of them."""
    shown = places.latest(folder)
    listed = index.read(folder)
    if not places.versions(folder) and not listed:
        raise ReleaseError(f"There is no release in {printable(str(folder))}. Publish one first: hrc publish.")
    found = []
    if shown.version is None or shown.version not in places.versions(folder):
        found.append(
            Finding(
                file=places.LATEST,
                message="It does not lead to a release. Publish again, or name one: hrc rollback VERSION.",
            )
        )
    if not _keeps_up(folder, listed, shown.version):
        found.append(Finding(file=places.INDEX, message=_behind(listed, shown.version)))
    entries = {entry["version"]: entry for entry in (listed or {}).get("releases", [])}
    for version in sorted(entries.keys() | set(places.versions(folder)), key=places.order):
        release = places.release_folder(folder, version)
        found += [
            Finding(file=f"{places.RELEASES}/{version}/{finding.file}", message=finding.message)
            for finding in _verify_listed(release, entries.get(version), whole=version == shown.version)
        ]
    return found


def _keeps_up(folder: Path, listed: dict[str, Any] | None, version: str | None) -> bool:
    """Whether index.json names the release that is shown, or the one before it, as a publisher leaves it that was killed.

    `latest` moves first, and the next run mends the index; until then a release that no index lists is shown.
    """
    if listed and listed["latest"] == version:
        return True
    if version is None or (listed is None and (folder / places.INDEX).exists()):
        return False
    known = {entry["version"] for entry in (listed or {}).get("releases", [])}
    try:
        previous = read_manifest(places.release_folder(folder, version)).previous
    except ReleaseError:
        return False
    return version not in known and previous == (listed or {}).get("latest")


def _behind(listed: dict[str, Any] | None, version: str | None) -> str:
    if listed is None:
        return "It is missing or damaged. The next run of hrc publish makes it anew."
    named = printable(str(listed["latest"]))
    return (
        f"It names {named} as the latest release, but latest leads to {version}. The next run of hrc publish mends it."
    )


def _verify_listed(release: Path, entry: dict[str, object] | None, *, whole: bool) -> list[Finding]:
    if not release.is_dir():
        return [Finding(file="", message="The release is listed in index.json, but is not there.")]
    try:
        found = verify_release(release) if whole else damaged_files(release)
    except ReleaseError as error:
        return [Finding(file=SUMS, message=str(error))]
    if entry and not found and sums.fact(release / SUMS).sha256 != entry.get("sha256sums_sha256"):
        found.append(Finding(file=SUMS, message="Its hash is not the one in index.json."))
    return found


def _verify_file(path: Path) -> list[Finding]:
    """One file, by the nearest list of hashes above it."""
    for folder in path.absolute().parents[:3]:
        if (folder / SUMS).exists():
            return damaged_files(folder, path.absolute().relative_to(folder).as_posix())
    raise ReleaseError(f"{printable(str(path))} is no file of a release: there is no {SUMS} beside it.")
