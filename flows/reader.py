"""Read HRC Record from anywhere: a folder, a clone, or the web. Needs polars, and nothing else of this project.

    from hrc_record import load, tables, versions      # this file, saved as hrc_record.py beside your program
    load("resolutions")                                # the latest release in ./curated
    load("sponsors", version="1.4.0", source="https://example.org/curated")

Every byte is checked before it is believed: `index.json` vouches for the list of hashes of a release, the list for each file.
Columns have their real types (dates, integers, booleans, lists), since it is the Parquet file that is read.

Why here. The file is kept beside the code that makes what it reads, so that it is linted, typed and tested with it; it imports
nothing of the project, so that it can be copied as it is, which is the whole installation. Beside the data, in `curated/`, it
would be a file that belongs to no release, and would be lost wherever somebody publishes into another folder.

Limits. One table at a time, whole, in memory. Nothing is kept between calls: whoever reads the same release from the web many
times should keep the files. A release that was taken back can still be read by its number.
"""

from __future__ import annotations

import hashlib
import http.client
import io
import json
import re
import urllib.parse
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

__all__ = ["RecordError", "load", "tables", "versions"]

TIMEOUT = 30.0  # seconds without a byte after which a server is given up
LARGEST = 2**31  # bytes: no file of the record is near it, and a server that sends without end is not believed
_VERSION = re.compile(r"\d{1,9}\.\d{1,9}\.\d{1,9}", re.ASCII)
_TABLE = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)


class RecordError(Exception):
    """The record cannot be read, or is not what it should be; the text says what to do."""


def load(table: str, version: str = "latest", source: str | Path = "curated") -> pl.DataFrame:
    """Read a table of a release.

    Args:
        table: its name, "resolutions"; or "provenance", which says where each row comes from.
        version: "1.4.0", or "latest".
        source: the folder `curated`, or the web address under which it is found.

    Returns:
        Its rows, sorted by key.

    Raises:
        RecordError: there is no such table or release, it cannot be reached, or a hash is wrong.
    """
    index = _index(source)
    release, hashes = _release(index, version, source)
    name = f"{table}.parquet"
    if not _TABLE.fullmatch(table) or name not in hashes:
        raise RecordError(f"The release has no table called {table!r}. It has: {', '.join(_names(hashes))}.")
    return pl.read_parquet(io.BytesIO(_checked(source, f"{release}/{name}", hashes[name])))


def tables(version: str = "latest", source: str | Path = "curated") -> list[str]:
    """The names of the tables of a release.

    Raises:
        RecordError: as for `load`.
    """
    return _names(_release(_index(source), version, source)[1])


def versions(source: str | Path = "curated") -> list[str]:
    """The releases there are, the oldest first; those that were taken back are left out.

    Raises:
        RecordError: there is no record at that place.
    """
    return [entry["version"] for entry in _index(source)["releases"] if not entry.get("withdrawn")]


def _names(hashes: Mapping[str, str]) -> list[str]:
    """The tables are those that have a JSON file beside the Parquet file; provenance, say, is none."""
    found = (path.removesuffix(".parquet") for path in hashes if path.endswith(".parquet") and "/" not in path)
    return sorted(name for name in found if f"{name}.json" in hashes)


def _index(source: str | Path) -> dict[str, Any]:
    data = _read(source, "index.json")
    try:
        index: dict[str, Any] = json.loads(data)
        known = index["schema_version"] == 1
        sound = all(_VERSION.fullmatch(e["version"]) and e["sha256sums_sha256"] for e in index["releases"])
    except (ValueError, KeyError, TypeError, RecursionError):
        known, sound = True, False
    if not known:
        raise RecordError("index.json is of a newer kind than this reader knows. Get the reader of today.")
    if not sound:
        raise RecordError(f"index.json in {source} is damaged. Get it again.")
    return index


def _release(index: Mapping[str, Any], version: str, source: str | Path) -> tuple[str, dict[str, str]]:
    """Where a release is, and the hash of each of its files."""
    wanted = index.get("latest") if version == "latest" else version
    entry = next((entry for entry in index["releases"] if entry["version"] == wanted), None)
    if entry is None:
        there = ", ".join(entry["version"] for entry in index["releases"]) or "none"
        raise RecordError(f"There is no release {wanted or version}. There are: {there}.")
    release = f"releases/{entry['version']}"
    sums = _checked(source, f"{release}/SHA256SUMS", entry["sha256sums_sha256"]).decode()
    return release, {path: digest for digest, _, path in (line.partition("  ") for line in sums.splitlines())}


def _checked(source: str | Path, path: str, sha256: str) -> bytes:
    data = _read(source, path)
    found = hashlib.sha256(data).hexdigest()
    if found != sha256:
        raise RecordError(
            f"{path} in {source} is not the file that was published: its SHA-256 is {found}, not {sha256}. "
            "It was damaged or changed on its way; get it again, and do not use it."
        )
    return data


def _read(source: str | Path, path: str) -> bytes:
    try:
        if not str(source).startswith(("http://", "https://")):
            return (Path(source) / path).read_bytes()
        address = f"{str(source).rstrip('/')}/{urllib.parse.quote(path)}"
        with urllib.request.urlopen(address, timeout=TIMEOUT) as answer:  # noqa: S310  http and https only, see above
            data: bytes = answer.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise RecordError(f"{address} is larger than any file of the record. Is the address right?")
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = getattr(error, "strerror", None) or getattr(error, "reason", None) or error
        raise RecordError(
            f"{path} in {source} cannot be read: {reason}. Is it the folder that holds index.json?"
        ) from None
    return data
