"""describe: published tables -> what they are, in the languages that other programs and people read.

Pure functions of the declarations (`schemas.description`), the rows and the facts of the files that hold them; nothing is
described by hand twice, and nothing is written here. `descriptions` makes all files of a release; `python -m flows.describe`
writes the pages of `docs/` that are generated, and a test asserts that what is committed is what is generated.

    about         the words about the record as a whole
    vouch         nothing is described that is not so
    tableschema   a table for Data Package readers          jsonschema    a table for JSON validators
    datapackage   a release as Data Package                 croissant     a release for search engines and loaders
    typescript    the JSON files for an editor              dictionary    the columns for people
    rules         the rules for people                      readme        a release for who finds it
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flows.describe.citation import citation_cff
from flows.describe.croissant import croissant
from flows.describe.datapackage import data_package
from flows.describe.dictionary import data_dictionary
from flows.describe.files import FileFact
from flows.describe.jsonschema import json_schema, state_schema
from flows.describe.readme import readme
from flows.describe.tableschema import table_schema
from flows.describe.typescript import typescript
from flows.describe.vouch import Untrue, vouch
from flows.edition import Edition
from flows.source import Source


def descriptions(
    edition: Edition,
    *,
    version: str,
    source: Source,
    files: Mapping[str, FileFact],
    changes_reason: str | None = None,
) -> dict[str, bytes]:
    """The files that describe a release, by their path in its folder.

    The same arguments give the same bytes, whatever the clock, the time zone, the locale or the order of `files`.

    Args:
        edition: the tables and their rows.
        version: "1.4.0".
        source: the raw files and their commit.
        files: the data files that were written, by path: `resolutions.parquet` and `.csv` of each table at least.
        changes_reason: why the release breaks with the one before, where it does.

    Raises:
        Untrue: the descriptions do not fit the data (`flows.describe.vouch`), or a table lacks a file.
    """
    vouch(edition)
    lacking = [
        f"{table.name}: there is no file {table.name}.{form}."
        for table in edition.tables
        for form in ("csv", "parquet")
        if f"{table.name}.{form}" not in files
    ]
    if lacking:
        raise Untrue("The release lacks files that its description names.\n" + "\n".join(lacking))
    made = {
        "README.md": readme(edition, version=version, source=source, files=files, reason=changes_reason),
        "datapackage.json": _json(data_package(edition, version=version, source=source, files=files)),
        "croissant.json": _json(croissant(edition, version=version, source=source, files=files)),
        "types.d.ts": typescript(edition.tables),
        "CITATION.cff": citation_cff(version=version, source=source),
    }
    made |= {f"schema/{table.name}.schema.json": _json(json_schema(table)) for table in edition.tables}
    if state := state_schema(edition.tables):
        made["schema/state.schema.json"] = _json(state)
    return {path: text.encode() for path, text in made.items()}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


__all__ = [
    "FileFact",
    "Untrue",
    "citation_cff",
    "croissant",
    "data_dictionary",
    "data_package",
    "descriptions",
    "json_schema",
    "table_schema",
    "typescript",
    "vouch",
]
