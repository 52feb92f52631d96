"""`croissant.json`: a release in JSON-LD, as Croissant 1.1 and so as a schema.org data set.

Search engines for data sets read the schema.org part; loaders read the records through `recordSet`, from the Parquet files, whose
types need no guessing. A list is an `isArray` field of one unbounded dimension, and marked `repeated` too, as loaders of
Croissant 1.0 know it.

Croissant asks for `datePublished`: it is the time of the commit, as there is no clock in a release, and left out where there is
no commit.

Limits. Foreign keys are told in words, and to programs in `datapackage.json`, not as `references`: the reference loader
(mlcroissant 1.1.1) joins the tables for each of them, and fails where a table refers to itself, to a second table or from a list.
Croissant has no word for a closed list of words of a column; the JSON Schema of the table has.

Source: https://docs.mlcommons.org/croissant/docs/croissant-spec-1.1.html (10 December 2025); its context is that of appendix 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flows.describe import about
from flows.describe.files import FileFact, file_of, media_type
from flows.edition import Edition
from flows.source import Source
from schemas.description import PublishedColumn, PublishedTable, PublishedType

TYPES: dict[PublishedType, str] = {
    "text": "sc:Text",
    "integer": "sc:Integer",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
    "list": "sc:Text",
}
FORMATS = ("parquet", "csv", "json", "jsonl")

# Loaders know the media types that the specification's own examples use.
_ENCODINGS = {"parquet": "application/x-parquet", "jsonl": "application/jsonlines"}

CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "arrayShape": "cr:arrayShape",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "description": {"@container": "@language"},
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "name": {"@container": "@language"},
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}


def croissant(edition: Edition, *, version: str, source: Source, files: Mapping[str, FileFact]) -> dict[str, Any]:
    """The Croissant description of a release."""
    maker = {"@type": "sc:Organization", "name": about.MAKER, "url": about.HOMEPAGE}
    day = {"datePublished": source.committed_at, "dateModified": source.committed_at} if source.committed_at else {}
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "name": about.TITLE,
        "alternateName": about.NAME,
        "description": f"{about.SUMMARY} {about.SCOPE}",
        "url": about.HOMEPAGE,
        "license": about.LICENCE_ADDRESS,
        "version": version,
        **day,
        "creator": maker,
        "publisher": maker,
        "keywords": list(about.KEYWORDS),
        "inLanguage": list(about.LANGUAGES),
        "isAccessibleForFree": True,
        "citeAs": about.citation(version, source.committed_at[:4] if source.committed_at else None),
        "isBasedOn": [record.address for record in about.cited(edition)],
        "distribution": [
            _file(path, table.title, files)
            for table in edition.tables
            for form in FORMATS
            if (path := file_of(table.name, form, files)) is not None
        ]
        + [_file(path, about.TITLE, files) for path in sorted(files) if path.endswith(".sqlite") and "/" not in path],
        "recordSet": [_record_set(table) for table in edition.tables],
    }


def _file(path: str, title: str, files: Mapping[str, FileFact]) -> dict[str, Any]:
    form = path.rpartition(".")[2]
    return {
        "@type": "cr:FileObject",
        "@id": path,
        "name": path,
        "description": f"{title}, as {form.upper() if form != 'parquet' else 'Parquet'}.",
        "contentUrl": path,
        "contentSize": f"{files[path].bytes} B",
        "encodingFormat": _ENCODINGS.get(form, media_type(path)),
        "sha256": files[path].sha256,
    }


def _record_set(table: PublishedTable) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": f"{table.title}. {table.description}",
        "key": [{"@id": f"{table.name}/{name}"} for name in table.key],
        "field": [_field(table, column) for column in table.columns],
    }


def _field(table: PublishedTable, column: PublishedColumn) -> dict[str, Any]:
    refers = f"Refers to {column.refers_to}." if column.refers_to else ""
    field: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"{table.name}/{column.name}",
        "name": column.name,
        "description": " ".join(filter(None, (f"{column.title}.", column.description, refers))),
        "dataType": TYPES[column.type],
    }
    if column.type == "list":
        field |= {"isArray": True, "arrayShape": "-1", "repeated": True}
    field["source"] = {"fileObject": {"@id": f"{table.name}.parquet"}, "extract": {"column": column.name}}
    return field
