"""`datapackage.json`: a release as a Data Package, version 2.

One resource for each table, its CSV file with keys, foreign keys and categories (`flows.describe.tableschema` says why CSV),
and one for the SQLite file that holds all of them. The same rows in other formats stand under `alternatives`, ours, with length
and hash: as resources of their own they would be read as further tables, by readers that cannot read them.

`created` is the time of the commit that holds the raw files, and is left out where they are in none.
Source: https://datapackage.org/standard/data-package/ (2.0).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flows.describe import about
from flows.describe.files import FileFact, file_of, media_type
from flows.describe.tableschema import table_schema
from flows.edition import Edition
from flows.source import Source
from schemas.description import PublishedTable

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
ALTERNATIVES = ("parquet", "json", "jsonl")


def data_package(edition: Edition, *, version: str, source: Source, files: Mapping[str, FileFact]) -> dict[str, Any]:
    """The descriptor of a release.

    Raises:
        KeyError: the release has no CSV file for a table.
    """
    package: dict[str, Any] = {
        "$schema": PROFILE,
        "name": about.NAME,
        "title": about.TITLE,
        "description": f"{about.SUMMARY}\n\n{about.SCOPE}",
        "homepage": about.HOMEPAGE,
        "version": version,
    }
    if source.committed_at:
        package["created"] = source.committed_at
    package |= {
        "keywords": list(about.KEYWORDS),
        "licenses": [{"name": about.LICENCE, "path": about.LICENCE_ADDRESS, "title": about.LICENCE_TITLE}],
        "contributors": [{"title": about.MAKER, "roles": ["creator", "dataCurator"]}],
        "sources": [*_typed(source), *({"title": r.title, "path": r.address} for r in about.cited(edition))],
        "resources": [_resource(table, edition, files) for table in edition.tables] + _databases(files),
    }
    return package


def _typed(source: Source) -> list[dict[str, str]]:
    """The raw files as a source: what people typed, at which commit."""
    return [{"title": "The raw record, as typed (raw/)", "version": source.commit}] if source.commit else []


def _resource(table: PublishedTable, edition: Edition, files: Mapping[str, FileFact]) -> dict[str, Any]:
    path = f"{table.name}.csv"
    return {
        "name": table.name,
        "type": "table",
        "title": table.title,
        "description": table.description,
        **_file(path, files),
        "encoding": "utf-8",
        "rows": edition.frames[table.name].height,
        "alternatives": [
            _file(other, files) for form in ALTERNATIVES if (other := file_of(table.name, form, files)) is not None
        ],
        "schema": table_schema(table),
    }


def _databases(files: Mapping[str, FileFact]) -> list[dict[str, Any]]:
    return [
        {
            "name": path.replace(".", "-"),
            "title": "All tables in one SQLite database",
            "description": "The same rows as the other resources, with keys, foreign keys, indexes and full-text search.",
            **_file(path, files),
        }
        for path in sorted(files)
        if "/" not in path and path.endswith(".sqlite")
    ]


def _file(path: str, files: Mapping[str, FileFact]) -> dict[str, Any]:
    fact = files[path]
    return {
        "path": path,
        "format": path.rpartition(".")[2],
        "mediatype": media_type(path),
        "bytes": fact.bytes,
        "hash": f"sha256:{fact.sha256}",
    }
