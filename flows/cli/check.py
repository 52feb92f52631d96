"""`hrc check`."""

from __future__ import annotations

import gc
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.cli import terminal
from flows.cli.help import Command

if TYPE_CHECKING:
    from flows.pipeline import Checked

SMALL = 20_000_000  # bytes of raw files up to which starting polars' threads costs more than they save
FORMATS = ("text", "json", "github", "junit", "html")


@click.command(name="check", cls=Command)
@terminal.raw_option
@terminal.curated_option
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="How to show it.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write it to this file instead.")
@click.option("--all", "everything", is_flag=True, help="Show every issue, however many there are (text only).")
@click.option("--watch", is_flag=True, help="Go on, and check again whenever a file is saved. Ctrl-C ends it.")
@terminal.color_option
def command(raw: Path, curated: Path, form: str, output: Path | None, everything: bool, watch: bool, color: str) -> int:
    """Find all mistakes in the raw tables.

    Reads every file of the folder once, tells all mistakes of all of them with file, line and cell, in plain words, and
    the right text wherever it is known. Errors stop a release, warnings are worth a look. Nothing is changed.

    Examples:
      hrc check                               all mistakes, for reading
      hrc check --watch                       again at every save, while you type
      hrc check --format html --output r.html a page to send to somebody
      hrc check --format json | jq .summary   for a program

    Formats:
      text     for reading, 80 columns wide
      json     one object; its shape is in docs/check.schema.json
      github   annotations on the lines of a pull request, and a job summary
      junit    XML for systems that show test results
      html     one page with the bad cells marked, nothing loaded from outside

    Exit codes:
      0  no errors (there may be warnings)
      1  there are errors
      2  it could not be checked: no such folder, a wrong option
    """
    terminal.folder_of_raw(raw)
    gc.disable()  # a check makes no garbage in circles worth looking for; a watch looks for it when it has shown its report
    if watch:
        if form != "text" or output:
            raise click.UsageError("--watch shows text on the terminal; leave out --format and --output.")
        from flows.cli.watching import watch_and_show

        return watch_and_show(raw, curated, everything=everything, color=color)
    began = time.perf_counter()
    _be_quick(raw)
    with terminal.passing(f"checking {raw}"):
        from flows import pipeline

        checked = pipeline.check(pipeline.snapshot(raw, terminal.releases_of(raw, curated)))
    terminal.emit_or_save(render(checked, form, time.perf_counter() - began, everything, color, output), output)
    return 1 if checked.errors else 0


def _be_quick(raw: Path) -> None:
    """Spend nothing on what a short run has no use for: a tenth of the time of a check of the record."""
    if sum(file.stat().st_size for file in raw.rglob("*") if file.is_file()) < SMALL:
        os.environ.setdefault("POLARS_MAX_THREADS", "1")  # heard by polars when it is imported, below


def render(
    checked: Checked, form: str, seconds: float, everything: bool, color: str, output: Path | None = None
) -> str:
    """What was found, in the form asked for."""
    from flows.report.summary import summary_of

    summary = summary_of(checked, seconds)
    if form == "json":
        from flows.report.json import check_json

        return check_json(checked.issues, summary)
    if form == "github":
        from flows.report.github import append_step_summary, check_github, step_summary

        append_step_summary(step_summary(checked, summary))
        return check_github(checked, summary)
    if form == "junit":
        from flows.report.junit import check_junit

        return check_junit(checked, summary)
    if form == "html":
        from flows.report.html import check_html

        return check_html(checked, summary)
    from flows.report.style import Style
    from flows.report.text import MOST, check_text

    style = Style(color == "always") if output else terminal.style(color)
    return check_text(checked, summary, style, most=None if everything else MOST)
