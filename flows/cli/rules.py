"""`hrc rules`."""

from __future__ import annotations

import click

from flows.cli import CannotRun, terminal
from flows.cli.help import Command


@click.command(name="rules", cls=Command)
@click.argument("table", required=False)
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True)
@terminal.color_option
def command(table: str | None, form: str, color: str) -> int:
    """List every rule, or those of one table ("read" for those about files).

    Each rule has a name; `hrc explain NAME` says why it is there. Errors stop a release, warnings do not.

    Examples:
      hrc rules
      hrc rules sponsors
      hrc rules --format json

    Exit codes:
      0  listed
      2  there is no such table
    """
    from flows.describe.rules import catalogue
    from flows.plans import load_plans
    from flows.report.plain import wrapped

    entries = [entry for name, entry in catalogue(load_plans()).items() if table in (None, name.split(".")[0])]
    if not entries:
        names = ", ".join(dict.fromkeys(name.split(".")[0] for name in catalogue(load_plans())))
        raise CannotRun(f"There are no rules of “{table}”. There are rules of: {names}.")
    if form == "json":
        from dataclasses import asdict

        from flows.report.json import SCHEMA_VERSION, written

        terminal.emit(written({"schema_version": SCHEMA_VERSION, "rules": [asdict(entry) for entry in entries]}))
        return 0
    style = terminal.style(color)
    lines: list[str] = []
    for entry in entries:
        lines += [f"{style.bold(entry.id)}  {style.severity(entry.severity, entry.severity)}"]
        lines += [*wrapped(entry.title, 80, "    ")]
    terminal.emit("\n".join(lines) + "\n")
    return 0
