"""Colour, where it is wanted: a terminal's own sixteen, so that it suits its background, and never the only sign of anything."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TextIO

WHEN = ("auto", "always", "never")


@dataclass(frozen=True, slots=True)
class Style:
    """Words in colour, or left as they are."""

    colour: bool = False

    def bold(self, words: str) -> str:
        return self._in("1", words)

    def dim(self, words: str) -> str:
        return self._in("2", words)

    def good(self, words: str) -> str:
        return self._in("32", words)

    def bad(self, words: str) -> str:
        return self._in("31", words)

    def severity(self, severity: str, words: str) -> str:
        return self._in("1;31" if severity == "error" else "1;33", words)

    def _in(self, code: str, words: str) -> str:
        return f"\x1b[{code}m{words}\x1b[0m" if self.colour and words else words


def style_for(stream: TextIO, when: str = "auto", environment: Mapping[str, str] = os.environ) -> Style:
    """The style for a stream: colour on a terminal only, not with NO_COLOR (no-color.org), unless `when` decides."""
    if when != "auto":
        return Style(when == "always")
    plain = bool(environment.get("NO_COLOR")) or environment.get("TERM") == "dumb"
    return Style(stream.isatty() and not plain)
