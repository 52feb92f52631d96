"""A release read back: as an edition, once every byte of it has been found to be what was published."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from flows import places
from flows.edition import Edition
from flows.release import manifest, sums
from flows.release.durable import walk
from flows.release.errors import ReleaseError, first_line, printable
from flows.release.formats import parquet
from flows.release.manifest import Manifest
from flows.release.sums import SUMS


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that is not as it was published: the file, by its path in the release, and what is wrong with it."""

    file: str
    message: str  # a sentence

    def __str__(self) -> str:
        return f"{printable(self.file)}: {self.message}"


def damaged_files(release: Path, only: str | None = None) -> list[Finding]:
    """Files that are not those of SHA256SUMS: changed, missing, or of no release at all; `only` is the one to look at.

    Raises:
        ReleaseError: the folder is no release, or its list of hashes is damaged.
    """
    try:
        expected = sums.parse((release / SUMS).read_bytes())
    except FileNotFoundError:
        raise ReleaseError(f"{printable(str(release))} is no release: it has no {SUMS}.") from None
    except OSError as error:
        raise ReleaseError(f"{printable(str(release / SUMS))} cannot be read: {error.strerror}.") from None
    found = []
    for name, sha256 in expected.items():
        if only not in {None, name}:
            continue
        path = release / name
        try:
            if not path.is_file() or path.is_symlink():
                found.append(Finding(file=name, message="The file is missing."))
            elif sums.fact(path).sha256 != sha256:
                found.append(
                    Finding(file=name, message="The file is not the one that was published; its bytes have changed.")
                )
        except OSError as error:
            found.append(Finding(file=name, message=f"The file cannot be read: {error.strerror}."))
    there = {path.relative_to(release).as_posix() for path in walk(release) if path.is_symlink() or not path.is_dir()}
    strangers = sorted(there - expected.keys() - {SUMS})
    found += [
        Finding(file=name, message="The file is no part of the release.") for name in strangers if only in {None, name}
    ]
    return found


def read_manifest(release: Path) -> Manifest:
    """What release.json says.

    Raises:
        ReleaseError: it is missing, damaged, or of a newer program.
    """
    release = places.resolve(release)
    try:
        return manifest.from_bytes((release / places.MANIFEST).read_bytes())
    except OSError as error:
        raise ReleaseError(
            f"{printable(str(release))} is no release: {places.MANIFEST} cannot be read ({error.strerror})."
        ) from None


def read_edition(release: Path) -> Edition:
    """The tables of a release, from its Parquet files, after every file has been held against its hash.

    Args:
        release: its folder, or `curated/latest` in any of its forms.

    Raises:
        ReleaseError: it is no release, or damaged.
    """
    release = places.resolve(release)
    found = damaged_files(release)
    if found:
        more = f" ({len(found) - 1} more files are damaged.)" if len(found) > 1 else ""
        raise ReleaseError(f"The release in {printable(str(release))} is damaged. {found[0]}{more}")
    return tables_of(release, read_manifest(release))


def tables_of(release: Path, described: Manifest) -> Edition:
    """The tables as the Parquet files hold them.

    Raises:
        ReleaseError: one cannot be read.
    """
    frames: dict[str, pl.DataFrame] = {}
    for table in described.tables:
        name = f"{table.name}{parquet.SUFFIX}"
        try:
            frames[table.name] = parquet.read(release / name)
        except (OSError, pl.exceptions.PolarsError) as error:
            raise ReleaseError(f"{printable(str(release / name))} cannot be read: {first_line(error)}.") from None
    return Edition(tables=described.tables, frames=frames)
