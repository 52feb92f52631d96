"""`hrc rollback`."""

from __future__ import annotations

from pathlib import Path

import click

from flows.cli import CannotRun, terminal
from flows.cli.help import Command


@click.command(name="rollback", cls=Command)
@click.argument("version")
@terminal.curated_option
def command(version: str, curated: Path) -> int:
    """Show an earlier release as the latest.

    curated/latest moves to that release, after it was verified; nothing is removed. The raw tables stay as they are, and
    `hrc publish` refuses to publish what was taken back: mend them, or roll forward again to the release they made.

    Example:
      hrc rollback 1.3.0

    Exit codes:
      0  done
      2  there is no such release, or it is damaged
    """
    from flows.release import ReleaseError, rollback

    try:
        said = rollback(curated, version)
    except ReleaseError as error:
        raise CannotRun(str(error)) from None
    terminal.emit(f"{said}\n")
    return 0
