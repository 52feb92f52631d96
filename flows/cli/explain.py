"""`hrc explain`."""

from __future__ import annotations

from pathlib import Path

import click

from flows.cli import CannotRun, terminal
from flows.cli.help import Command


@click.command(name="explain", cls=Command)
@click.argument("what", metavar="RULE|KEY")
@terminal.raw_option
@terminal.curated_option
def command(what: str, raw: Path, curated: Path) -> int:
    """Say what a rule means, or where a published row comes from.

    RULE is the name of a rule as `hrc check` shows it. KEY names a row of the latest release, several parts with
    " | " between: then you see its raw file and line, what was made of each cell and why, and the commit.

    Examples:
      hrc explain sponsors.country.vocabulary
      hrc explain A/HRC/RES/54/5
      hrc explain kaz-iccpr-op2-ratification-2022
      hrc explain "A/HRC/RES/54/5 | KAZ | main_sponsor"

    Exit codes:
      0  explained
      2  nothing goes by this name, or there is no release
    """
    from flows import explain
    from flows.plans import load_plans
    from flows.release import ReleaseError, resolve

    plans = load_plans()
    try:
        if explain.is_rule(what, plans):
            said = explain.explain_rule(what, plans)
        else:
            if not (curated / "latest").exists():
                raise CannotRun(f"There is no release in {curated} to look into yet; `hrc publish` makes the first.")
            found = explain.explain_row(resolve(curated / "latest"), what, plans, raw if raw.is_dir() else None)
            said = explain.explanation_text(found)
    except (explain.NotFound, ReleaseError) as error:
        raise CannotRun(str(error)) from None
    terminal.emit(said if said.endswith("\n") else f"{said}\n")
    return 0
