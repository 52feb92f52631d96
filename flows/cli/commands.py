"""The commands by name. A command's module is imported only when the command is run, so that none pays for another."""

from __future__ import annotations

import importlib

import click

from flows.cli.help import write_help

# name -> (module of flows.cli, what it does in a line), in the order in which a person meets them
COMMANDS: dict[str, tuple[str, str]] = {
    "check": ("check", "Find all mistakes in raw/, each with its cell."),
    "fix": ("fix", "Mend what can be mended, after showing it."),
    "explain": ("explain", "Say what a rule means, or where a row comes from."),
    "rules": ("rules", "List every rule."),
    "template": ("template", "Make an Excel workbook to type new rows in."),
    "import": ("importing", "Add the rows of a filled template to raw/."),
    "publish": ("publish", "Check raw/ and publish it to curated/."),
    "diff": ("diff", "Show what changed, or what would be published."),
    "verify": ("verify", "Prove that published files are whole and unchanged."),
    "rollback": ("rollback", "Show an earlier release as the latest."),
    "prune": ("prune", "Remove old releases."),
}


class Commands(click.Group):
    """A group that knows its commands by name and imports one when it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"flows.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = str(args[0]) if args else ""
        if args and name not in COMMANDS and not name.startswith("-"):
            raise click.UsageError(f"There is no command “{name}”.{_nearest(name)}", ctx)
        return super().resolve_command(ctx, args)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        write_help(self.help or "", formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_, about) in COMMANDS.items()])


def _nearest(name: str) -> str:
    """The command that was probably meant."""
    import difflib

    near = difflib.get_close_matches(name.casefold(), COMMANDS, n=1, cutoff=0.5)
    return f" Did you mean “{near[0]}”?" if near else ""


def _version(ctx: click.Context, param: click.Parameter, value: bool) -> None:  # noqa: ARG001
    if value:
        from importlib.metadata import version

        click.echo(f"hrc {version('hrc-record')}")
        ctx.exit()


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 88},
    epilog="Exit codes: 0 done and fine, 1 the data have errors, 2 it could not be done.",
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Say the version and leave."
)
def hrc() -> None:
    """The record of who tabled what at the UN Human Rights Council, and what was reformed at home.

    What people do with it:
      to add rows   edit raw/*.csv, then `hrc check` until it is content
      to publish    `hrc publish` makes curated/latest, or leaves the last release
      to look up    `hrc explain A/HRC/RES/54/5` says where a row comes from
    """
