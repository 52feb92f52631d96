"""The JSON Schema of index.json, published in every release as schema/index.schema.json."""

from __future__ import annotations

from typing import Any

_TIME = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$"}
_VERSION = {"type": "string", "pattern": r"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$"}
_SHA256 = {"type": "string", "pattern": "^[0-9a-f]{64}$"}


def _or_null(schema: dict[str, Any], description: str = "") -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]} | ({"description": description} if description else {})


def _object(properties: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    } | more


def _run(results: list[str], description: str) -> dict[str, Any]:
    return _object(
        {
            "result": {"enum": results},
            "reason": {"type": "string", "description": "One or two sentences for a person."},
            "version": _or_null(_VERSION, "The release that was shown after the run."),
            "checked_at": _TIME,
        },
        description=description,
    )


def index_schema() -> dict[str, Any]:
    """JSON Schema 2020-12 of `curated/index.json`, schema_version 1."""
    entry = _object(
        {
            "version": _VERSION,
            "path": {"type": "string", "description": "Its folder, relative to index.json.", "pattern": r"^releases/"},
            "published_at": _or_null(_TIME, "When it was published; null where that is no longer known."),
            "data_as_of": _or_null(_TIME, "When the raw record was last changed; null where that was not committed."),
            "bump": _or_null({"enum": ["major", "minor", "patch"]}, "What kind of change it was; null for the first."),
            "summary": {"type": "string", "description": "What changed, in a sentence."},
            "rows": {"type": "object", "additionalProperties": {"type": "integer", "minimum": 0}, "description": "By table."},
            "logical_hashes": {"type": "object", "additionalProperties": _SHA256, "description": "By table: what it holds, whoever wrote the file."},
            "sha256sums_sha256": _SHA256 | {"description": "Hash of its SHA256SUMS, which has the hash of every other file."},
            "withdrawn": {"type": "boolean", "description": "Whether it was taken back in favour of an earlier release."},
        }
    )  # fmt: skip
    success = ["published", "unchanged"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The releases of HRC Record, and what came of the last run",
        **_object(
            {
                "schema_version": {"const": 1},
                "latest": _or_null(_VERSION, "The release that `latest` leads to; null before the first."),
                "highest": _or_null(_VERSION, "The highest number ever given, even where that release is gone."),
                "releases": {"type": "array", "items": entry, "description": "The oldest first."},
                "last_success": _or_null(_run(success, "The last run that published, or first found nothing to publish after one that failed.")),
                "last_run": _or_null(_run([*success, "rejected", "failed"], "The last run whose result was another than that of the one before it. If it is not a success, the data are those of last_success.")),
            }
        ),
    }  # fmt: skip
