"""`hrc publish`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from flows.cli import terminal
from flows.cli.help import Command

if TYPE_CHECKING:
    from flows.result import PublishResult

SHOWN = 10  # issues of a rejected record; `hrc check` shows all of them


@click.command(name="publish", cls=Command)
@terminal.raw_option
@terminal.curated_option
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True)
@click.option("--allow-breaking", metavar="REASON", help="Publish although programs that read the data may break, and keep the reason.")  # fmt: skip
@terminal.color_option
def command(raw: Path, curated: Path, form: str, allow_breaking: str | None, color: str) -> int:
    """Check the raw tables and publish them.

    Everything is published or nothing: while the raw tables have errors, and whenever something goes wrong, the last
    release stays as it was. Data that have not changed are not published again.

    Examples:
      hrc publish
      hrc publish --allow-breaking "votes.vote renamed, announced on 3 March"
      hrc publish --format json          result, reason, version, path and issues

    Results and exit codes:
      published   0  a new release, shown by curated/latest
      unchanged   0  the data are those of the last release
      rejected    1  the raw tables have errors, or a program could break
      failed      2  it could not be done
      130, 143       ended by Ctrl-C or by the system
    """
    terminal.folder_of_raw(raw)
    from flows.run import run_publish

    allowed: dict[str, Any] = {} if allow_breaking is None else {"allow_breaking": allow_breaking}
    with terminal.steps("starting") as progress:
        result = run_publish(raw, curated, progress=progress, **allowed)
    if form == "json":
        from flows.report.json import written

        terminal.emit(written(as_json(result)))
    else:
        terminal.emit("\n".join(_text(result, raw, color)) + "\n")
    return result.exit_code


def as_json(result: PublishResult) -> dict[str, Any]:
    """The result as one object."""
    from flows.report.json import SCHEMA_VERSION, as_records

    return {
        "schema_version": SCHEMA_VERSION,
        "result": result.result,
        "reason": result.reason,
        "version": result.version,
        "path": None if result.path is None else str(result.path),
        "errors": result.errors,
        "warnings": result.warnings,
        "rows": result.rows,
        "issues": as_records(result.issues),
    }


def _text(result: PublishResult, raw: Path, color: str) -> list[str]:
    from flows.report.plain import count, printable, wrapped

    style = terminal.style(color)
    said = f"{result.result}: {result.reason}"
    lines = [line for paragraph in said.splitlines() for line in wrapped(printable(paragraph), 80)]
    paint = style.good if result.exit_code == 0 else style.bad
    lines[0] = lines[0].replace(f"{result.result}:", paint(f"{result.result}:"), 1)
    if result.result == "published" and result.path:
        lines.append(f"The release is in {printable(str(result.path))}.")
    if result.result == "rejected" and result.errors:
        errors = [issue for issue in result.issues if issue.severity == "error"]
        for issue in errors[:SHOWN]:
            place = f"{issue.file}:{issue.line}" if issue.line else issue.file
            where = " ".join(part for part in (place, issue.cell, issue.column) if part)
            lines += ["", style.bold(printable(where)), *wrapped(printable(issue.message), 80, "    ")]
        more = f"{count(len(errors) - SHOWN, 'more error')}. " if len(errors) > SHOWN else ""
        check = "hrc check" if raw == terminal.RAW else f"hrc check --raw {raw}"
        lines += ["", *wrapped(f"{more}`{check}` shows all of it, with the right text where it is known.", 80)]
    if result.result == "failed":
        lines.append("The last release stays as it was. Mend the cause and run `hrc publish` again.")
    return lines
