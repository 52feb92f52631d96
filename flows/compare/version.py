"""The number of the next release. It follows from the changes (`Changes.bump`) and is never typed."""

from __future__ import annotations

import re

from flows.compare.changes import Bump, CompareError

FIRST = "1.0.0"  # the Data Package version pattern: "You release your data for the first time. Use version 1.0.0"
_VERSION = re.compile(r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)", re.ASCII)


def next_version(old: str | None, bump: Bump | None) -> str:
    """The version after `old`; `old` itself where nothing changed, "1.0.0" where there was none.

    Raises:
        CompareError: `old` is no version.
    """
    if old is None:
        return FIRST
    match = _VERSION.fullmatch(old)
    if match is None:
        raise CompareError(f"{old!r} is no version number such as 1.4.0, so the next one cannot be told.")
    major, minor, patch = (int(part) for part in match.groups())
    if bump == "major":
        return f"{major + 1}.0.0"
    if bump == "minor":
        return f"{major}.{minor + 1}.0"
    if bump == "patch":
        return f"{major}.{minor}.{patch + 1}"
    return old
