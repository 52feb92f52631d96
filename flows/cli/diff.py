"""`hrc diff`."""

from __future__ import annotations

from pathlib import Path

import click

from flows.cli import CannotRun, terminal
from flows.cli.editions import LATEST, RAW, HasErrors, edition_of
from flows.cli.help import Command


@click.command(name="diff", cls=Command)
@click.argument("old", default=LATEST)
@click.argument("new", default=RAW)
@terminal.raw_option
@terminal.curated_option
@click.option("--format", "form", type=click.Choice(("text", "json", "markdown")), default="text", show_default=True)
def command(old: str, new: str, raw: Path, curated: Path, form: str) -> int:
    """Show what changed between two releases, or what publishing would change.

    OLD and NEW are numbers of releases, "latest", folders of releases, or "raw" for what the raw tables would make.
    Left out, they are the latest release and raw.

    Examples:
      hrc diff                     what would be published
      hrc diff 1.3.0 latest        what has changed since 1.3.0
      hrc diff 1.3.0 1.4.0 --format markdown

    Exit codes:
      0  compared
      1  the raw tables have errors, so nothing would be published
      2  it could not be compared
    """
    from flows.compare import CompareError, changes_json, changes_markdown, compare, diff_text

    try:
        before, old_name = edition_of(old, raw, curated)
        after, new_name = edition_of(new, raw, curated)
        changes = compare(before, after)
    except HasErrors as error:
        from flows.report.plain import count

        errors = count(error.checked.errors, "error")
        click.echo(f"hrc: {raw} has {errors}, so nothing would be published. `hrc check` names them.", err=True)
        return 1
    except CompareError as error:
        raise CannotRun(str(error)) from None
    released = None if new == RAW else new_name
    if form == "json":
        from flows.report.json import written

        terminal.emit(written(changes_json(changes, old_name, released)))
    elif form == "markdown":
        terminal.emit(changes_markdown(changes, old_name, released))
    else:
        terminal.emit(diff_text(changes, old_name, new_name))
    return 0
