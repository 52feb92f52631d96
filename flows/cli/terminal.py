"""Saying things: reports on standard output, progress on standard error of a terminal, and nothing where nobody looks."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

from flows.cli import CannotRun, silence
from flows.report.style import WHEN, Style, style_for

RAW = Path("raw")
CURATED = Path("curated")


def raw_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--raw",
        "raw",
        type=click.Path(path_type=Path),
        default=RAW,
        show_default=True,
        help="The folder people type in.",
    )(command)


def curated_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--curated",
        type=click.Path(path_type=Path),
        default=CURATED,
        show_default=True,
        help="The folder of the releases.",
    )(command)


def releases_of(raw: Path, curated: Path) -> Path:
    """The folder of the releases that a raw folder is held against: as said, or of that name beside the raw folder."""
    return curated if curated.exists() else raw.resolve().parent / curated.name


def color_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--color",
        type=click.Choice(WHEN),
        default="auto",
        show_default=True,
        help="Colour; auto is on a terminal only, and not with NO_COLOR.",
    )(command)


def style(when: str) -> Style:
    """The style for standard output."""
    return style_for(sys.stdout, when)


def emit(text: str) -> None:
    """Write a report to standard output; a reader who has left (`| head`) is no mistake."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        silence()


def emit_or_save(text: str, output: Path | None) -> None:
    """Write a report to standard output, or to a file, whole or not at all."""
    if output is None or str(output) == "-":
        emit(text)
        return
    save(output, text.encode("utf-8", "backslashreplace"))


def save(path: Path, data: bytes) -> None:
    """Write a file beside its place and then move it there, so that nobody ever sees half of it."""
    from flows.fix.write import replace_file

    try:
        replace_file(path, data)
    except FileNotFoundError:
        raise CannotRun(f"The folder {path.parent} is not there. Make it, or name another file.") from None


def folder_of_raw(raw: Path) -> Path:
    """The raw folder, if it is one."""
    if raw.is_dir():
        return raw
    if raw.exists():
        raise CannotRun(f"{raw} is not a folder. Name the folder with the tables: --raw FOLDER.")
    hint = "Go to the folder of the record, or name" if raw == RAW else "Name"
    raise CannotRun(f"There is no folder {raw} here ({Path.cwd()}). {hint} the folder with the tables: --raw FOLDER.")


@contextlib.contextmanager
def passing(words: str) -> Iterator[None]:
    """A line on the terminal while something short goes on; it vanishes afterwards."""
    if not sys.stderr.isatty():
        yield
        return
    sys.stderr.write(f"{words} …")
    sys.stderr.flush()
    try:
        yield
    finally:
        sys.stderr.write("\r\x1b[2K")
        sys.stderr.flush()


@contextlib.contextmanager
def steps(first: str) -> Iterator[Callable[[str], None]]:
    """Progress of something long: a function that says which step has begun. On a terminal with a clock, else silent."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    shown = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*shown, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(escape(first), total=None)
        yield lambda words: progress.update(task, description=escape(words))
