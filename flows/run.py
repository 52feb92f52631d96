"""One publish as one command: the embedded server, the flow and the signals that may end it.

Ctrl-C, SIGTERM and SIGHUP all take the same way out: the run is recorded as crashed, the server ends, the last release
stays as it was. A run that had already come to its result when the signal came keeps it. Only the standard library is
imported at the top; everything heavy is imported while the server boots.
"""

from __future__ import annotations

import contextlib
import signal
import threading
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

from flows.mishap import failure, stopped
from flows.result import LISTENER, Listener, PublishResult, Stopped
from flows.server.embedded import Api, ServerUnavailable, prefect_api, state_home

INSIST_SECONDS = 20  # longer than an orderly end takes: Prefect is told (8 s at the most), the server ends (8 s)


def run_publish(
    raw: Path,
    curated: Path,
    *,
    allow_breaking: str | None = None,
    progress: Callable[[str], object] | None = None,
) -> PublishResult:
    """Publish the folder `raw` into the folder `curated`, recorded by Prefect; `progress` hears of each step.

    Whatever goes wrong is a result with its reason, and is recorded in `curated` too. Raises `Stopped` when the person or
    the system ended the run before its result was certain.
    """
    listener = Listener()
    try:
        with _signals(listener) as take_signals, _quiet():

            def step(words: str) -> None:
                take_signals()
                if progress:
                    progress(words)

            listener.step = step
            listener.begin("starting Prefect")
            with prefect_api(state_home(), meanwhile=_imports) as api:
                result = _run(api, raw, curated, allow_breaking, listener)
    except ServerUnavailable as error:
        result = PublishResult(result="failed", reason=str(error))
    except KeyboardInterrupt:
        listener.ended = listener.ended or Stopped()
    except Exception as error:  # noqa: BLE001  a person shall never see a traceback
        result = failure(error)
    if listener.result:
        return listener.result  # it is recorded, and what became of Prefect afterwards changes nothing
    if listener.ended:
        _record(curated, stopped(listener.ended))
        raise listener.ended
    _record(curated, result)
    return result


def _imports() -> None:
    import flows.compare
    import flows.describe
    import flows.publish  # noqa: F401  with Prefect, polars and all steps: 3 s that the server needs anyway


def _run(api: Api, raw: Path, curated: Path, allow_breaking: str | None, listener: Listener) -> PublishResult:
    """Run the flow; what is returned counts only where the flow did not come to a result."""
    from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

    from flows.publish import publish

    token = LISTENER.set(listener)
    # The heartbeat ends each run with an idle second, and serves a search for zombies that only a lasting server makes.
    ours = temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None})
    try:
        with ours if api.embedded else contextlib.nullcontext():
            watched = publish.with_options(on_running=[lambda _flow, run, _state: api.watch(run.id)])
            state = watched(raw, curated, allow_breaking, return_state=True)
    finally:
        LISTENER.reset(token)
    error = state.result(raise_on_failure=False)
    return failure(error if isinstance(error, BaseException) else None)


def _record(curated: Path, result: PublishResult) -> None:
    """Record a result that the flow could not record, since it never ran or did not get that far."""
    from flows.release import record_run

    record_run(curated, result.result, result.reason, result.version)


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Have no warning of a library shown to a person, nor made an error by a setting of theirs."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextlib.contextmanager
def _signals(listener: Listener) -> Iterator[Callable[[], None]]:
    """Have SIGTERM and SIGHUP end the run as Ctrl-C does; a signal that was ignored stays so (nohup).

    Prefect takes SIGTERM for itself when a flow begins; the function given takes it back. What the signal raises may be
    swallowed on its way, in a callback of a library; so it is sent again until the run has ended.
    """
    again: list[threading.Timer] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        listener.ended = Stopped(number)
        again.append(threading.Timer(INSIST_SECONDS, _to_the_main_thread, [number]))
        again[-1].daemon = True
        again[-1].start()
        raise listener.ended

    ours = {}
    if threading.current_thread() is threading.main_thread():
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)  # Windows has no SIGHUP
            if number and signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
                ours[number] = signal.getsignal(number)

    def take() -> None:
        for number in ours:
            signal.signal(number, stop)

    take()
    try:
        yield take
    finally:
        for timer in again:
            timer.cancel()
        for number, handler in ours.items():
            signal.signal(number, handler)


def _to_the_main_thread(number: int) -> None:
    """Send a signal to where Python hears it, and wake that thread if it waits."""
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(threading.main_thread().ident or 0, number)
    else:
        signal.raise_signal(number)
