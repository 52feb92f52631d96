"""`CITATION.cff`: how to cite the record, as Citation File Format 1.2.0.

The one at the top of the project names no version, since it would have to change with each release; the one in a release does,
with the day of its commit. Source: https://github.com/citation-file-format/citation-file-format (1.2.0).
"""

from __future__ import annotations

import json

from flows.describe import about
from flows.source import Source


def citation_cff(*, version: str | None = None, source: Source | None = None) -> str:
    """The citation file; texts are written as JSON strings, which YAML reads as they stand."""
    lines = [
        "cff-version: 1.2.0",
        f"message: {_text('If you use this data set, please cite it as below, and the sources that its rows name.')}",
        "type: dataset",
        f"title: {_text(about.TITLE)}",
        f"abstract: {_text(f'{about.SUMMARY} {about.SCOPE}')}",
        "authors:",
        f"  - name: {_text(about.MAKER)}",
        f"license: {about.LICENCE}",
        f"repository-code: {_text(about.HOMEPAGE)}",
        "keywords:",
        *(f"  - {_text(word)}" for word in about.KEYWORDS),
    ]
    if version:
        lines.append(f"version: {_text(version)}")
    if source and source.committed_at:
        lines.append(f"date-released: {_text(source.committed_at[:10])}")
    if source and source.commit:
        lines.append(f"commit: {_text(source.commit)}")
    return "\n".join(lines) + "\n"


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
