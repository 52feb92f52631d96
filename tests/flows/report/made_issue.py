"""An issue, made by hand."""

from __future__ import annotations

from flows.issue import Issue


def issue(**more: object) -> Issue:
    """An issue of one cell; say what is other."""
    usual: dict[str, object] = {
        "rule": "sponsors.country.vocabulary", "severity": "error", "file": "raw/sponsors.csv", "line": 2, "column": "country",
        "cell": "B2", "value": "Kazakstan", "message": "No State goes by the name “Kazakstan”.", "suggestion": "Kazakhstan",
    }  # fmt: skip
    return Issue(**{**usual, **more})  # type: ignore[arg-type]
