"""release.json: what a release is, in one small file: its number, its tables and their descriptions, and its source.

The descriptions are the `PublishedTable`s themselves, so that the next release can be compared with this one, and anybody
can verify it, with nothing but the release.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flows.release.errors import ReleaseError
from flows.source import Source
from schemas.description import DTYPES, PublishedColumn, PublishedTable

FORMAT = 1  # of a release: raised when files, or what is in them, change while the data do not


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What release.json says."""

    version: str
    previous: str | None  # the release it was compared with; None for the first
    bump: str | None  # "major", "minor" or "patch"; None for the first
    tables: tuple[PublishedTable, ...]
    rows: Mapping[str, int]  # by table
    logical_hashes: Mapping[str, str]  # by table, see `flows.compare.logical_hash`
    source: Source
    summary: str = ""  # what changed, in one sentence
    allowed: Mapping[str, str] = field(default_factory=dict)  # what was allowed -> the reason the operator gave
    format: int = FORMAT


def to_bytes(manifest: Manifest) -> bytes:
    """The text of release.json."""
    data = {
        "format": manifest.format,
        "version": manifest.version,
        "previous": manifest.previous,
        "bump": manifest.bump,
        "summary": manifest.summary,
        "source": {
            "commit": manifest.source.commit,
            "committed_at": manifest.source.committed_at,
            "files": dict(manifest.source.files),
        },
        "allowed": dict(manifest.allowed),
        "tables": {
            table.name: {
                "rows": manifest.rows[table.name],
                "logical_hash": manifest.logical_hashes[table.name],
                "description": dataclasses.asdict(table),
            }
            for table in manifest.tables
        },
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def from_bytes(data: bytes) -> Manifest:
    """Read release.json.

    Raises:
        ReleaseError: it is damaged, or made by a newer program.
    """
    try:
        found = json.loads(data)
        number = found["format"]
        if isinstance(number, int) and number > FORMAT:
            raise ReleaseError(
                f"release.json has format {number}; this program knows formats up to {FORMAT}. Update HRC Record."
            )
        tables = found["tables"]
        source = found["source"]
        return Manifest(
            version=_text(found["version"]),
            previous=found["previous"],
            bump=found["bump"],
            tables=tuple(_table(entry["description"]) for entry in tables.values()),
            rows={name: int(entry["rows"]) for name, entry in tables.items()},
            logical_hashes={name: _text(entry["logical_hash"]) for name, entry in tables.items()},
            source=Source(files=dict(source["files"]), commit=source["commit"], committed_at=source["committed_at"]),
            summary=_text(found["summary"]),
            allowed=dict(found["allowed"]),
            format=number,
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReleaseError(f"release.json is damaged ({type(error).__name__}: {error}).") from None


def _table(data: dict[str, Any]) -> PublishedTable:
    """A description; what a later program may have added to it is left out."""
    columns = tuple(_column(column) for column in data["columns"])
    known = _known(PublishedTable, data) | {"columns": columns, "key": tuple(data["key"])}
    return PublishedTable(**known)


def _column(data: dict[str, Any]) -> PublishedColumn:
    if data["type"] not in DTYPES:
        raise ValueError(f"no type is called {data['type']}")
    return PublishedColumn(**(_known(PublishedColumn, data) | {"one_of": tuple(data.get("one_of", ()))}))


def _known(kind: type[Any], data: dict[str, Any]) -> dict[str, Any]:
    names = {item.name for item in dataclasses.fields(kind)}
    return {name: value for name, value in data.items() if name in names}


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a text is missing")
    return value
