"""A release from the web, for `hrc verify URL`: its list of hashes, and every file that is on it, into a folder for a while.

The address may be that of a release, of the folder `curated` (whose index.json says which release is the latest), or of one
file. What comes from elsewhere is hostile until verified: only http and https are followed, also when led on, nothing is
written outside of the folder, and a server can neither keep us waiting nor fill the disk.
"""

from __future__ import annotations

import contextlib
import json
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Any

from flows import places
from flows.release import sums
from flows.release.errors import ReleaseError, printable
from flows.release.sums import SUMS

TIMEOUT = 30.0  # seconds without a byte
MOST_SECONDS = 1800.0  # for one file, however slowly it comes
MOST_FILES = 5_000  # the record has some 200
MOST_BYTES = 4 * 2**30  # of all files together; the record has some 10 MB
_MOST_LIST = 4 * 2**20  # of SHA256SUMS and index.json
_CHUNK = 2**20


@contextlib.contextmanager
def fetched(address: str) -> Iterator[Path]:
    """The release, or the one file, in a folder of ours that is gone afterwards.

    Raises:
        ReleaseError: it cannot be loaded, is too large, or is no release.
    """
    with tempfile.TemporaryDirectory(prefix="hrc-verify-") as name:
        folder = Path(name).resolve() / "release"
        folder.mkdir()
        try:
            yield _fetch(address, folder)
        except OSError as error:
            raise ReleaseError(
                f"{printable(address)} could not be kept for a moment: {error.strerror or error}."
            ) from error


def _fetch(address: str, folder: Path) -> Path:
    parts = urllib.parse.urlsplit(address)
    base = urllib.parse.urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/"), parts.query, ""))
    listed = _small(_at(base, SUMS))
    if listed is None:
        index = _small(_at(base, places.INDEX))
        if index is None:
            return _fetch_file(base, folder)
        base = _at(base, f"{places.RELEASES}/{_latest(index, base)}")
        listed = _small(_at(base, SUMS))
    if listed is None:
        raise ReleaseError(f"The release at {printable(base)} is not complete: it has no {SUMS}.")
    (folder / SUMS).write_bytes(listed)
    names = sums.parse(listed)
    if len(names) > MOST_FILES:
        raise ReleaseError(f"{printable(base)} lists {len(names):,} files; more than {MOST_FILES:,} are not loaded.")
    room = MOST_BYTES
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        room -= _load(_at(base, name), path, room)
    return folder


def _fetch_file(address: str, folder: Path) -> Path:
    """One file, and the list of hashes in its folder or the one above; its name is that in the list."""
    here = PurePosixPath(urllib.parse.unquote(urllib.parse.urlsplit(address).path))
    for depth in (1, 2):
        name = "/".join(here.parts[-depth:])
        listed = _small(_above(address, depth, SUMS))
        if listed is not None and sums.is_inside(name):
            (folder / SUMS).write_bytes(listed)
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            _load(address, path, MOST_BYTES)
            return path
    raise ReleaseError(
        f"There is no release at {printable(address)}: neither {SUMS} nor {places.INDEX} is there. Give the address of a release, of "
        "the folder curated, or of a file of a release."
    )


def _latest(index: bytes, base: str) -> str:
    try:
        version = json.loads(index)["latest"]
    except (ValueError, KeyError, TypeError, RecursionError):
        version = None
    if not isinstance(version, str) or not places.is_version(version):
        raise ReleaseError(f"The {places.INDEX} at {printable(base)} names no latest release.")
    return version


def _at(base: str, name: str) -> str:
    """The address of a file below a folder; a query, such as a token, is kept."""
    parts = urllib.parse.urlsplit(base)
    return urllib.parse.urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/{urllib.parse.quote(name)}"))


def _above(address: str, depth: int, name: str) -> str:
    parts = urllib.parse.urlsplit(address)
    folder = parts.path.split("/")[:-depth]
    return urllib.parse.urlunsplit(parts._replace(path="/".join([*folder, name])))


def _small(address: str) -> bytes | None:
    """A short file; None where there is none."""
    with _opened(address) as answer:
        if answer is None:
            return None
        data = answer.read(_MOST_LIST + 1)
    if len(data) > _MOST_LIST:
        raise ReleaseError(f"{printable(address)} is too large for what it should be.")
    return bytes(data)


def _load(address: str, path: Path, room: int) -> int:
    """Load a file; a missing one stays missing, which the verification says. The number of bytes it has."""
    size, late = 0, time.monotonic() + MOST_SECONDS
    with _opened(address) as answer:
        if answer is None:
            return 0
        with path.open("wb") as file:
            while data := answer.read1(_CHUNK):
                size += len(data)
                if time.monotonic() > late:
                    raise ReleaseError(f"{printable(address)} comes too slowly; it was given up after half an hour.")
                if size > room:
                    raise ReleaseError(
                        f"More than {MOST_BYTES // 2**30} GiB came from {printable(address)}; no more is loaded."
                    )
                file.write(data)
    return size


class _WebOnly(urllib.request.HTTPRedirectHandler):
    """Follows no server to a file of this computer or another protocol."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        if urllib.parse.urlsplit(newurl).scheme not in {"http", "https"}:
            raise ReleaseError(f"{printable(req.full_url)} leads to {printable(newurl)}, which is not on the web.")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


@contextlib.contextmanager
def _opened(address: str) -> Iterator[Any]:
    opener = urllib.request.build_opener(_WebOnly)
    request = urllib.request.Request(address, headers={"User-Agent": "hrc-record-verify"})  # noqa: S310  the caller looked at the scheme
    try:
        with opener.open(request, timeout=TIMEOUT) as answer:
            yield answer
    except urllib.error.HTTPError as error:
        error.close()
        if error.code not in {403, 404, 410}:
            raise ReleaseError(
                f"{printable(address)} could not be loaded: the server says {error.code} {printable(str(error.reason))}."
            ) from error
        yield None
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise ReleaseError(f"{printable(address)} could not be loaded: {printable(str(reason))}.") from error
