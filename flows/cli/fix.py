"""`hrc fix`."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.cli import CannotRun, terminal
from flows.cli.help import Command

if TYPE_CHECKING:
    from flows.fix.edits import Edit
    from flows.fix.mend import Choose, Mended
    from flows.report.style import Style


@click.command(name="fix", cls=Command)
@terminal.raw_option
@terminal.curated_option
@click.option("--check", "only_check", is_flag=True, help="Show what would be changed and change nothing.")
@click.option("--unsafe", is_flag=True, help="Write every suggestion, also those that change what a cell says.")
@click.option("--interactive", is_flag=True, help="Ask for each of those.")
@terminal.color_option
def command(raw: Path, curated: Path, only_check: bool, unsafe: bool, interactive: bool, color: str) -> int:
    """Mend the raw tables where the right text is known.

    Without options it changes only what leaves the meaning as it was: blanks, invisible characters, lookalike letters
    and capitals in a code, the encoding, the separator, line ends, the order of the columns. Suggestions that change
    what a cell says, such as another country, are written with --unsafe, or one by one with --interactive.

    Every change is shown, proved by checking the record again, and written at once; all other bytes stay as they are.
    The files as they were are kept in raw/.backup/, a folder for each time.

    Examples:
      hrc fix --check          what would be changed
      hrc fix                  change it
      hrc fix --interactive    and ask about the rest

    Exit codes:
      0  done, and no errors are left (with --check: there is nothing to change)
      1  errors are left (with --check: something would be changed)
      2  it could not be done
    """
    terminal.folder_of_raw(raw)
    if interactive and not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise CannotRun("--interactive asks questions, and nobody is there to answer. Run it in a terminal.")
    from flows import pipeline
    from flows.fix.mend import mend

    style = terminal.style(color)
    with terminal.passing(f"checking {raw}"):
        checked = pipeline.check(pipeline.snapshot(raw, terminal.releases_of(raw, curated)))
    mended = mend(checked, unsafe=unsafe, choose=_asking(style) if interactive else None)
    lines = list(_diff(mended, style))
    if mended.files and not only_check:
        lines += [*_written(mended, raw), ""]
    terminal.emit("\n".join([*lines, *_closing(mended, only_check=only_check, unsafe=unsafe)]) + "\n")
    if only_check:
        return 1 if mended.files else 0
    return 1 if mended.after.errors else 0


def _asking(style: Style) -> Choose:
    """A function that asks a person about an edit; "all" and "quit" answer for the rest."""
    rest: list[bool] = []

    def choose(edit: Edit) -> bool:
        from flows.fix.show import edit_lines
        from flows.report.plain import printable, wrapped

        if rest:
            return rest[0]
        lines = [*edit_lines(edit, style), *wrapped(printable(edit.issue.message), 80, "    ")]
        click.echo("\n".join(["", *lines]), err=True)
        answer = click.prompt(
            "Write it? yes, no, all, quit", type=click.Choice(("y", "n", "a", "q")), default="n", err=True
        )
        if answer in "aq":
            rest.append(answer == "a")
        return answer in ("y", "a")

    return choose


def _diff(mended: Mended, style: Style) -> list[str]:
    from flows.fix.show import edit_lines, rewrite_lines

    blocks = [rewrite_lines(rewrite, style) for rewrite in mended.rewrites]
    blocks += [edit_lines(edit, style) for edit in sorted(mended.edits, key=lambda edit: edit.issue.order())]
    return [line for block in blocks for line in (*block, "")]


def _written(mended: Mended, raw: Path) -> list[str]:
    """Write the files, after keeping them as they were; what was said of it."""
    from flows.fix.write import back_up, replace_file

    old = mended.before.snapshot.files
    for name in mended.files:
        if (raw / name).read_bytes() != old[name]:
            raise CannotRun(f"{raw / name} was saved by somebody else meanwhile. Nothing was written; run it again.")
    kept = back_up(raw, {name: old[name] for name in mended.files}, datetime.now().astimezone())
    for name, data in mended.files.items():
        replace_file(raw / name, data)
    return [f"Written. As they were, the files are in {kept}."]


def _closing(mended: Mended, *, only_check: bool, unsafe: bool) -> list[str]:
    """What was done, what is left, what to do next."""
    from flows.fix.edits import proposed
    from flows.report.plain import count, wrapped
    from flows.report.summary import counts

    cells, files = len(mended.edits), len(mended.rewrites)
    parts = [count(cells, "cell")] * bool(cells) + [count(files, "file") + " saved anew"] * bool(files)
    done = " and ".join(parts) or "nothing"
    words = f"{'Would change' if only_check else 'Changed'} {done}." if parts else "There is nothing to change."
    left = mended.after
    one = (left.errors or left.warnings) == 1
    there = "Then there would be" if only_check and parts else "There is" if one else "There are"
    said = f"{words} {there} {counts(left.errors, left.warnings)}."
    unwritten = 0 if unsafe else sum(not edit.safe for edit in proposed(left))
    if unwritten:
        said += (
            f" For {count(unwritten, 'cell')} a text is suggested that changes what the cell says:"
            " `hrc fix --interactive` asks about each, `hrc fix --unsafe` writes them all."
        )
    if left.errors > unwritten:
        said += " `hrc check` names what only a person can mend."
    return list(wrapped(said, 80))
