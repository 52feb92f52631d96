"""`hrc check --watch`: the report again at every save."""

from __future__ import annotations

import gc
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from flows.cli import terminal
from flows.report.plain import printable
from flows.report.summary import summary_of
from flows.report.text import MOST, check_text

if TYPE_CHECKING:
    from flows.again import Again

CLEAR = "\x1b[2J\x1b[3J\x1b[H"


def watch_and_show(raw: Path, curated: Path, *, everything: bool, color: str) -> int:
    """Check and show, now and whenever a file is saved, until a person ends it with Ctrl-C."""
    from flows.again import Again
    from flows.watch import saves

    again = Again()
    try:
        for names in saves(raw):
            show(raw, curated, everything=everything, color=color, saved=names, again=again)
            gc.collect()
    except KeyboardInterrupt:
        terminal.emit("\n")
    return 0


def show(
    raw: Path,
    curated: Path,
    *,
    everything: bool,
    color: str,
    saved: list[str] | None = None,
    again: Again | None = None,
) -> None:
    """Check once, and show what was found in place of what was there."""
    from flows import pipeline

    began = time.perf_counter()
    style = terminal.style(color)
    try:
        checked = pipeline.check(pipeline.snapshot(raw, terminal.releases_of(raw, curated)), again)
    except OSError as error:  # a file that is just being saved; the next save is heard of
        report = f"{printable(str(error.filename or raw))}: {error.strerror}. Waiting for the next save.\n"
    else:
        summary = summary_of(checked, time.perf_counter() - began)
        report = check_text(checked, summary, style, most=None if everything else MOST)
    clock = time.strftime("%H:%M:%S")
    what = f"{clock}  {', '.join(map(printable, saved))} saved" if saved else f"{clock}  checked"
    line = style.dim(f"{what}; waiting for the next save (Ctrl-C ends)")
    terminal.emit((CLEAR if sys.stdout.isatty() else "") + f"{report}{line}\n")
