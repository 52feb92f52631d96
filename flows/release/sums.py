"""SHA256SUMS: the hash of every other file of a release, in the form that `sha256sum -c SHA256SUMS` reads.

Hashes of the sums file itself are in `curated/index.json`, so that the index vouches for a whole release.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from flows.describe.files import FileFact
from flows.release.durable import walk
from flows.release.errors import ReleaseError, printable

SUMS = "SHA256SUMS"
_LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")


def fact(path: Path) -> FileFact:
    """Size and hash of a file."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
        return FileFact(bytes=file.tell(), sha256=digest.hexdigest())


def facts(folder: Path) -> dict[str, FileFact]:
    """Size and hash of every file below the folder, by its path there ("countries/KAZ.json"), sorted."""
    found = {path.relative_to(folder).as_posix(): fact(path) for path in walk(folder) if not path.is_dir()}
    return dict(sorted(found.items()))


def render(files: Mapping[str, FileFact]) -> bytes:
    """The text of the sums file."""
    return "".join(f"{files[name].sha256}  {name}\n" for name in sorted(files)).encode()


def parse(data: bytes) -> dict[str, str]:
    """Hashes by path.

    Raises:
        ReleaseError: the text is not a list of hashes, or names a file outside of the release.
    """
    sums: dict[str, str] = {}
    try:
        lines = data.decode().splitlines()
    except UnicodeDecodeError:
        raise ReleaseError(f"{SUMS} is damaged: it is not text.") from None
    for line in lines:
        match = _LINE.fullmatch(line)
        if not match or not is_inside(match[2]):
            raise ReleaseError(
                f"{SUMS} is damaged: it should list a hash and a file, but says “{printable(line[:100])}”."
            )
        sums[match[2]] = match[1]
    if not sums:
        raise ReleaseError(f"{SUMS} is empty.")
    return sums


def is_inside(name: str) -> bool:
    """Whether the path is a plain one below the folder of the release; a list from elsewhere may try to lead out of it."""
    path = PurePosixPath(name)
    plain = name == path.as_posix() and not path.is_absolute() and ".." not in path.parts
    return plain and "\\" not in name and ":" not in name and name.isprintable()
