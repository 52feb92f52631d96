"""`README.md` of a release: what it is, what is in it, and how to begin; for someone who has found the folder and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flows.describe import about
from flows.describe.dictionary import data_dictionary
from flows.describe.files import FileFact, file_of
from flows.describe.markdown import code, plain, table
from flows.edition import Edition
from flows.source import Source
from schemas.description import PublishedTable

FORMATS = ("parquet", "csv", "json", "jsonl")
# What a reader may want to know of files that are no table, where the release has them.
OTHER_FILES = (
    ("record.sqlite", "all tables in one database, with keys, indexes and full-text search"),
    ("countries/", "for each State with rows all of them in one file, `countries/KAZ.json`"),
    ("datapackage.json", "description as Data Package, version 2"),
    ("croissant.json", "description in JSON-LD: schema.org and Croissant 1.1"),
    ("schema/", "JSON Schema of each JSON file"),
    ("types.d.ts", "TypeScript types of the JSON files"),
    ("CHANGES.md", "what changed since the release before, for people"),
    ("changes.json", "the same for programs, row by row and cell by cell"),
    ("provenance.parquet", "from which raw file, line and commit each row comes"),
    ("release.json", "what this release was made of"),
    ("SHA256SUMS", "hashes of all files: `sha256sum -c SHA256SUMS`"),
    ("CITATION.cff", "how to cite it"),
)


def readme(
    edition: Edition, *, version: str, source: Source, files: Mapping[str, FileFact], reason: str | None = None
) -> str:
    """The README in Markdown."""
    day = f" of {source.committed_at[:10]}" if source.committed_at else ""
    made = f", from commit {code(source.commit)}" if source.commit else ""
    lines = [
        f"# {about.TITLE} {version}",
        "",
        about.SUMMARY,
        "",
        about.SCOPE,
        "",
        f"Version {version}{day}{made}. This folder never changes; a correction is another release.",
        *(["", f"This release breaks with the one before, on purpose: {plain(reason)}"] if reason else []),
        "",
        "## Tables",
        "",
        *table(
            ["table", "rows", "one row is", "files"],
            (_row(item, edition, files) for item in edition.tables),
            right=(1,),
        ),
        "",
        "## Other files",
        "",
        *(f"* `{path}`: {says}" for path, says in _others(files)),
        "",
        "## Licence",
        "",
        f"{about.LICENCE_TITLE} ([{about.LICENCE}]({about.LICENCE_ADDRESS})). Cite as:",
        "",
        f"> {about.citation(version, source.committed_at[:4] if source.committed_at else None)}",
        "",
        "Every row names its sources; they are the authority, not this record.",
        "",
        "## Data dictionary",
        "",
        "Dates are whole days; a list is never null but may be empty. “Filled” counts the rows in which something stands.",
        "A column that is *derived* is computed from others, not typed by anybody.",
        "In CSV an empty cell is null, a list is joined by “; ”, and a text that a spreadsheet would take for a formula has an",
        "apostrophe before it.",
        "",
        data_dictionary(edition.tables, edition.frames, level=3),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _row(item: PublishedTable, edition: Edition, files: Mapping[str, FileFact]) -> list[str]:
    links = (f"[{form}]({path})" for form in FORMATS if (path := file_of(item.name, form, files)))
    rows = edition.frames[item.name].height
    return [f"[{item.name}](#{item.name})", f"{rows:,}", plain(item.description), " ".join(links)]


def _others(files: Mapping[str, FileFact]) -> Iterator[tuple[str, str]]:
    """The other files; those that describe the release are written after this is asked, and always there."""
    always = {
        "datapackage.json", "croissant.json", "schema/", "types.d.ts", "CITATION.cff",
        "CHANGES.md", "changes.json", "release.json", "SHA256SUMS",
    }  # fmt: skip
    for path, says in OTHER_FILES:
        if path in always or path in files or any(name.startswith(path) for name in files if path.endswith("/")):
            yield path, says
