"""A run that ended in a way no step has words for: the words for it, and the details where they can be found.

Only the standard library is imported, so that a run which ends before anything else is imported can say so too.
"""

from __future__ import annotations

import contextlib
import traceback

from flows.home import state_home
from flows.result import PublishResult, Stopped

DETAILS = "failure.log"


def failure(error: BaseException | None) -> PublishResult:
    """The result of a run that ended in an exception: what the system refused, or a mistake in the program.

    The traceback of the latter goes to `failure.log` in the home of HRC Record, and its reason says so.
    """
    if isinstance(error, OSError) and error.strerror:
        what = f"{error.filename} could not be used: " if error.filename else "The system refused something: "
        return PublishResult(result="failed", reason=f"{what}{error.strerror.rstrip('.')}.")
    said = "it left no trace"
    if error is not None:
        lines = str(error).splitlines()
        said = f"{type(error).__name__}: {lines[0] if lines else 'no message'}"
    return PublishResult(
        result="failed", reason=f"The program failed, which is not the fault of the data ({said}).{_keep(error)}"
    )


def _keep(error: BaseException | None) -> str:
    """Write the traceback down, and say where."""
    if error is None:
        return ""
    with contextlib.suppress(Exception):
        log = state_home() / DETAILS
        log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        log.write_text("".join(traceback.format_exception(error)), encoding="utf-8", errors="backslashreplace")
        return f" All of it is in {log}; please send it along when you report this."
    return ""


def stopped(error: BaseException) -> PublishResult:
    """The result of a run that a person or the system ended."""
    how = str(error) if isinstance(error, Stopped) else "stopped"
    return PublishResult(result="failed", reason=f"The run was {how} before it was done.")
