"""`hrc prune`."""

from __future__ import annotations

from pathlib import Path

import click

from flows.cli import CannotRun, terminal
from flows.cli.help import Command


@click.command(name="prune", cls=Command)
@click.option("--keep", type=click.IntRange(min=1), required=True, metavar="N", help="How many of the newest to keep.")
@terminal.curated_option
def command(keep: int, curated: Path) -> int:
    """Remove old releases, never the one that curated/latest shows.

    Example:
      hrc prune --keep 5

    Exit codes:
      0  done
      2  it could not be done
    """
    from flows.release import ReleaseError, prune
    from flows.report.plain import count

    try:
        removed = prune(curated, keep)
    except ReleaseError as error:
        raise CannotRun(str(error)) from None
    what = f"{count(len(removed), 'release')} removed: {', '.join(removed)}" if removed else "Nothing to remove"
    terminal.emit(f"{what}.\n")
    return 0
