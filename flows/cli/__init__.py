"""The `hrc` command: what a person types, and nothing that is not about typing and showing.

Each command is a module of its own here, imported only when it is asked for, and hands its work to a plain step. This
module turns whatever happens into an exit code and, where it went wrong, a sentence:

    0    done, and the data are fine
    1    done, and the data have errors
    2    it could not be done: a wrong option, a folder that is not there, a full disk
    130, 143    ended by Ctrl-C, by the system

Nothing but the standard library is imported at the top, so that Ctrl-C is heard from the first moment on.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import click


class CannotRun(Exception):
    """It could not be done; the message says why and what to do, to a person. Exit code 2."""


def main(args: Sequence[str] | None = None) -> int:
    """Run `hrc` with these words, by default those of the command line, and return the exit code."""
    _never_garbled()
    try:
        return _run(args)
    except KeyboardInterrupt as stop:
        _say("Stopped; nothing was left half done.")
        return int(getattr(stop, "exit_code", 130))
    except BrokenPipeError:
        silence()
        return 0
    except CannotRun as error:
        _say(str(error))
    except OSError as error:
        _say(_of_the_system(error))
    except Exception as error:  # noqa: BLE001  a person shall never see a traceback
        from flows.mishap import failure

        _say(failure(error).reason)
    finally:
        if args is None:
            _nothing_to_stop()
    return 2


def _nothing_to_stop() -> None:
    """All is said and done: a Ctrl-C while Python clears up would only show its insides."""
    import signal

    with contextlib.suppress(ValueError):  # not the main thread
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def command() -> None:
    """The console command: `main`, and out.

    A check leaves nothing to tidy up, and taking polars down in order is a tenth of its time, so it ends at once. All other
    commands end as Python does: Prefect has its last words then.
    """
    code = main()
    if len(sys.argv) > 1 and sys.argv[1] == "check":
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def _run(args: Sequence[str] | None) -> int:
    import click

    from flows.cli.commands import hrc

    try:
        code = hrc.main(None if args is None else list(args), prog_name="hrc", standalone_mode=False)
    except SystemExit:  # click's answer to a closed pipe, and to nothing else
        raise BrokenPipeError from None
    except click.Abort as abort:
        raise abort.__cause__ or KeyboardInterrupt from None
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return 2
    except click.UsageError as error:
        _say(_misused(error))
        return 2
    except click.ClickException as error:
        raise CannotRun(error.format_message()) from None
    with contextlib.suppress(BrokenPipeError):
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    silence()
    return code if isinstance(code, int) else 0


def silence() -> None:
    """The reader of our output has left (`| head`): say nothing more, not even while Python ends."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _never_garbled() -> None:
    """Have letters that the terminal cannot show written as codes instead of failing on them."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _say(words: str) -> None:
    from flows.report.plain import printable

    with contextlib.suppress(OSError, ValueError):
        print("hrc:", "\n".join(printable(line) for line in words.split("\n")), file=sys.stderr)  # noqa: T201


def _misused(error: click.UsageError) -> str:
    """What was typed wrong, and where to read on."""
    command = error.ctx.command_path if error.ctx else "hrc"
    return f"{error.format_message()}\nWrite `{command} --help` to see how it is used."


def _of_the_system(error: OSError) -> str:
    """What the operating system refused, as a sentence."""
    what = f"{error.filename}: " if error.filename else ""
    return f"{what}{error.strerror or error}. Nothing was changed; mend this and start again."
