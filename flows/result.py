"""What came of a publish: said once, in the words that the terminal, the JSON output and the exit code all use.

Only the standard library is imported, so that a run which ends before anything else is imported can say so too.
"""

from __future__ import annotations

import signal
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from flows.issue import Issue

Result = Literal["published", "unchanged", "rejected", "failed"]
EXIT_CODES: dict[Result, int] = {"published": 0, "unchanged": 0, "rejected": 1, "failed": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishResult:
    """The outcome of one publish.

    published: a new release is out. unchanged: the data are those of the last release, nothing was added.
    rejected: the raw record has errors, or the release would break programs and nobody allowed it. failed: it could not
    be done. In the latter two the last release stays as it was.
    """

    result: Result
    reason: str  # one or two sentences for a person
    version: str | None = None  # of the release that `latest` shows, "1.4.0"; None where not known
    path: Path | None = None  # its folder
    errors: int = 0
    warnings: int = 0
    rows: int = 0  # rows of the raw record that were read
    issues: tuple[Issue, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 published or unchanged, 1 rejected, 2 failed."""
        return EXIT_CODES[self.result]


class Stopped(KeyboardInterrupt):
    """The person (Ctrl-C) or the system (SIGTERM) ended the run; the last release stays as it was."""

    def __init__(self, number: int = signal.SIGINT) -> None:
        super().__init__(f"stopped by {signal.Signals(number).name}")
        self.exit_code = 128 + number  # as shells report it: 130, 143


@dataclass
class Listener:
    """Who runs the flow in this process, and hears of it as it happens.

    `ended` is the signal that was received. It is kept because a library may catch what the signal raised, or make something
    else of it; the next step ends the run all the same.
    """

    step: Callable[[str], object] = str  # called when a step begins; by default nobody listens
    result: PublishResult | None = None  # set once it is certain and recorded, whatever becomes of Prefect afterwards
    ended: Stopped | None = None

    def begin(self, words: str) -> None:
        """Say which step begins, unless the run is to end."""
        if self.ended:
            raise self.ended
        self.step(words)


LISTENER: ContextVar[Listener | None] = ContextVar("LISTENER", default=None)
