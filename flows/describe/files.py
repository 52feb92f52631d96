"""The files of a release as descriptions speak of them: what each is, how long, and its hash.

Which file holds what is read from its name alone, `resolutions.csv` being the CSV file of the table `resolutions`; so a format
that is added is described without a change here, and one that is left out is not spoken of.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

# https://www.iana.org/assignments/media-types: Parquet, SQLite and JSON Lines by their registered or customary names.
MEDIA_TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "jsonl": "application/jsonl",
    "parquet": "application/vnd.apache.parquet",
    "sqlite": "application/vnd.sqlite3",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFact:
    """What is known of a file once it is written."""

    bytes: int
    sha256: str  # in hexadecimal


def file_of(table: str, form: str, files: Mapping[str, FileFact]) -> str | None:
    """The path of a table's file in the format with that suffix; None where the release has none."""
    path = f"{table}.{form}"
    return path if path in files else None


def media_type(path: str) -> str:
    """The media type of a file, by its suffix."""
    return MEDIA_TYPES.get(path.rpartition(".")[2], "application/octet-stream")
