"""The check as one JSON object, for programs. Its shape is public: `docs/check.schema.json`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from flows.issue import Issue
from flows.report.summary import Summary

SCHEMA_VERSION = 1  # raised when a program that reads the object could break
KEYS = ("rule", "severity", "file", "line", "column", "cell", "value", "message", "suggestion")


def check_json(issues: Iterable[Issue], summary: Summary) -> str:
    """All issues, in the order of the files, and the counts."""
    return written({"schema_version": SCHEMA_VERSION, "summary": asdict(summary), "issues": as_records(issues)})


def as_records(issues: Iterable[Issue]) -> list[dict[str, Any]]:
    """The issues as plain values, each with the keys that the schema names."""
    return [{key: getattr(issue, key) for key in KEYS} for issue in issues]


def written(data: Mapping[str, Any]) -> str:
    """The JSON text; a half of a surrogate pair, which no UTF-8 file may hold, is written as its code."""
    text = json.dumps(data, ensure_ascii=False, indent=2)
    try:
        text.encode()
    except UnicodeEncodeError:
        text = json.dumps(data, indent=2)
    return text + "\n"
