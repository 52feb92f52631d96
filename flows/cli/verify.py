"""`hrc verify`."""

from __future__ import annotations

import click

from flows.cli import CannotRun, terminal
from flows.cli.help import Command


@click.command(name="verify", cls=Command)
@click.argument("what", default="curated", metavar="[RELEASE|FOLDER|FILE|URL]")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True)
@terminal.curated_option
def command(what: str, form: str, curated: object) -> int:
    """Prove that published files are whole and unchanged.

    Compares every file with its hash, and holds counts, keys, references, types and all formats of the tables against
    each other. It needs nothing but the release itself, which may be a copy, or on the web.

    Examples:
      hrc verify                          the latest release, and all files of the others
      hrc verify 1.3.0                    one release
      hrc verify curated/latest/sponsors.parquet
      hrc verify https://example.org/hrc/curated/latest

    Exit codes:
      0  all is as it was published
      1  something is not
      2  it could not be verified: there is no release
    """
    from pathlib import Path

    from flows.places import is_version, release_folder
    from flows.release import ReleaseError, verify
    from flows.report.plain import count, printable

    folder = Path(str(curated))
    target = str(release_folder(folder, what)) if is_version(what) else str(folder) if what == "curated" else what
    try:
        with terminal.passing(f"verifying {printable(target)}"):
            found = verify(target)
    except ReleaseError as error:
        raise CannotRun(str(error)) from None
    if form == "json":
        from flows.report.json import SCHEMA_VERSION, written

        findings = [{"file": finding.file, "message": finding.message} for finding in found]
        terminal.emit(written({"schema_version": SCHEMA_VERSION, "verified": target, "findings": findings}))
    elif found:
        lines = [printable(str(finding)) for finding in found]
        advice = "Restore the files from git (git checkout) or from a copy; never mend a published file by hand."
        terminal.emit(
            "\n".join([*lines, "", f"{count(len(found), 'finding')} in {printable(target)}. {advice}"]) + "\n"
        )
    else:
        terminal.emit(f"{printable(target)}: everything is as it was published.\n")
    return 1 if found else 0
