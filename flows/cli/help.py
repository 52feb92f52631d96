"""How the commands explain themselves: the docstring of a command is its help, and indented lines stay as they are written."""

from __future__ import annotations

import inspect

import click


class Command(click.Command):
    """A command whose help keeps indented lines (examples, lists) and wraps the rest."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        write_help(self.help or "", formatter)


def write_help(text: str, formatter: click.HelpFormatter) -> None:
    """Write paragraphs wrapped, and lines that begin with blanks as they stand."""
    for paragraph in inspect.cleandoc(text).split("\n\n"):
        formatter.write_paragraph()
        lines = paragraph.split("\n")
        if not any(line.startswith("  ") for line in lines):
            with formatter.indentation():
                formatter.write_text(" ".join(lines))
            continue
        for line in lines:
            formatter.write(f"  {line}\n")
