"""`hrc import`."""

from __future__ import annotations

import hashlib
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.cli import CannotRun, terminal
from flows.cli.help import Command

if TYPE_CHECKING:
    from flows.workbook.importing import Import


@click.command(name="import", cls=Command)
@click.argument("workbook", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.xlsx")
@click.option("--table", help="The table its rows belong to, where no sheet has the name of one.")
@click.option("--note", default="", help="Add this to the note of each row.")
@click.option("--check", "only_check", is_flag=True, help="Show and check the rows, and add nothing.")
@click.option("--yes", is_flag=True, help="Add them without asking.")
@terminal.raw_option
@terminal.curated_option
@terminal.color_option
def command(
    workbook: Path, table: str | None, note: str, only_check: bool, yes: bool, raw: Path, curated: Path, color: str
) -> int:
    """Add the rows of a filled template to the raw tables.

    Shows the rows, checks the record with them in it, and asks. If they would bring a single error, nothing is added and
    each error is named with its cell in the workbook. Rows go to the end of their table's file; what is there already
    stays byte for byte, and is kept in raw/.backup/ too.

    Examples:
      hrc import hrc-template.xlsx
      hrc import votes.xlsx --table votes --yes

    Exit codes:
      0  added (with --check: they could be)
      1  they would bring errors; nothing was added
      2  it could not be done
    """
    from flows import pipeline
    from flows.workbook.importing import CannotImport, commit_message, plan_import, read_sheets

    terminal.folder_of_raw(raw)
    data = workbook.read_bytes()
    try:
        with terminal.passing(f"checking {workbook}"):
            checked = pipeline.check(pipeline.snapshot(raw, terminal.releases_of(raw, curated)))
            sheets = read_sheets(data, checked.plans, workbook.name, table)
            imported = plan_import(checked, sheets, workbook.name, note)
    except CannotImport as error:
        raise CannotRun(str(error)) from None
    terminal.emit("\n".join(_shown(imported, color)) + "\n")
    if imported.issues:
        return 1
    if not imported.rows or only_check:
        return 0
    if not yes and not _agreed(imported, raw):
        return 0
    _write(imported, raw, {name: checked.snapshot.files[name] for name in imported.files})
    message = commit_message(imported, workbook, hashlib.sha256(data).hexdigest())
    terminal.emit(f"Added. To keep where they came from, commit with: {message}\n")
    return 0


def _shown(imported: Import, color: str) -> list[str]:
    """The rows, and the errors they would bring."""
    from flows.report.context import Surroundings
    from flows.report.plain import count, printable, wrapped
    from flows.report.text import issue_lines
    from flows.workbook.importing import as_csv

    style = terminal.style(color)
    lines: list[str] = []
    for sheet in imported.sheets:
        lines.append(style.bold(f"{sheet.plan.path}.csv  {count(len(sheet.rows), 'new row')}"))
        lines += [style.good(f"  + {printable(line)}") for line in as_csv(sheet).splitlines()]
        lines.append("")
    for issue in imported.issues:
        lines += [*issue_lines(issue, Surroundings(imported.after), style), ""]
    if imported.issues:
        errors = count(len(imported.issues), "error")
        lines += wrapped(
            f"These rows would bring {errors}, so nothing was added. Mend them in the workbook and try again.", 80
        )
    elif not imported.rows:
        lines.append("The workbook has no rows below the names of the columns, so there is nothing to add.")
    return lines


def _agreed(imported: Import, raw: Path) -> bool:
    from flows.report.plain import count

    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise CannotRun("Nobody is there to say yes, so nothing was added. Add --yes if the rows above shall be added.")
    return click.confirm(f"Add {count(imported.rows, 'row')} to {raw}?", default=False, err=True)


def _write(imported: Import, raw: Path, old: dict[str, bytes]) -> None:
    from flows.fix.write import back_up, replace_file

    for name, data in old.items():
        if (raw / name).read_bytes() != data:
            raise CannotRun(f"{raw / name} was saved by somebody else meanwhile. Nothing was written; run it again.")
    back_up(raw, old, datetime.now().astimezone())
    for name, data in imported.files.items():
        replace_file(raw / name, data)
