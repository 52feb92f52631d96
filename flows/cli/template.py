"""`hrc template`."""

from __future__ import annotations

from pathlib import Path

import click

from flows.cli import CannotRun, terminal
from flows.cli.help import Command


@click.command(name="template", cls=Command)
@click.argument("tables", nargs=-1, metavar="[TABLE]...")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), default=Path("hrc-template.xlsx"), show_default=True)  # fmt: skip
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
@terminal.raw_option
def command(tables: tuple[str, ...], output: Path, force: bool, raw: Path) -> int:
    """Make an Excel workbook to type new rows in.

    It has a sheet for each table named, or for all that people add to, with the columns explained, lists to choose from,
    and cells that Excel leaves as they are typed. `hrc import` takes the filled workbook back.

    Examples:
      hrc template
      hrc template sponsors votes --output spring-session.xlsx

    Exit codes:
      0  made
      2  it could not be: no such table, or the file is there already
    """
    from flows import pipeline
    from flows.workbook.template import workbook

    if output.exists() and not force:
        raise CannotRun(f"{output} is there already, perhaps with rows in it. Name another file, or add --force.")
    terminal.folder_of_raw(raw)
    with terminal.passing("reading the lists"):
        checked = pipeline.check(pipeline.snapshot(raw))
    unknown = [name for name in tables if name not in checked.plans]
    if unknown:
        raise CannotRun(f"There is no table “{unknown[0]}”. There are: {', '.join(checked.plans)}.")
    names = list(tables) or [name for name, plan in checked.plans.items() if "/" not in plan.path and plan.publishes]
    terminal.save(output, workbook(checked.plans, names, checked.used))
    terminal.emit(f"{output}: {', '.join(names)}. Fill it, save it, then: hrc import {output}\n")
    return 0
