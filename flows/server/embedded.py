"""The Prefect server that a one-command run brings along.

`hrc publish` needs a Prefect API for a few seconds. A person who has a Prefect server of their own (`PREFECT_API_URL`
or a profile) gets the run recorded there; everybody else gets a private server that lives exactly as long as the run.
Prefect's built-in ephemeral mode does this too, but prints tracebacks, loses task runs, hangs on Ctrl-C and leaves
servers behind, so the process is started here, and differently:

* it listens on the loopback address only, behind a password made anew for each run, since the machine may have other users
* it says nothing on the terminal: all it has to say goes to `server.log` in its home
* it cannot outlive this process: a pipe between the two closes with whichever way this process ends (`embedded_server`)
* it boots while this process imports what it needs (`meanwhile`), and runs none of the services nobody asks for here
* servers of two runs at once are started one after the other, because the first start builds the database
* its first database is laid down ready-made, which spares the first run 10 s of migrations (`new_database`)
* a database that a server cannot start with is set aside, as it holds nothing but the history of runs

A run ended by SIGKILL cannot say so; the next start does it in its place (`alive`).

Only the standard library is imported at the top, so that importing this costs nothing. Homes on network file systems
are not supported, as neither SQLite nor the locks are dependable there.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import ssl
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from flows.home import state_home
from flows.server import new_database
from flows.server.alive import record_crashes, runs, sign_of_life
from flows.server.server_process import BOOT_SECONDS, STOP_SECONDS, Server, ServerUnavailable

if TYPE_CHECKING:
    from filelock import FileLock
__all__ = ["Api", "ServerUnavailable", "prefect_api", "state_home"]

CLIENT = {  # for this process; a person's own setting of the same name wins
    "DO_NOT_TRACK": "1",
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",  # runs keep their log in the API, the terminal stays ours
    "PREFECT_LOGGING_HANDLERS_DEBUG_LEVEL": "CRITICAL",
}
FOREIGN = ("PREFECT_API_KEY", "PREFECT_PROFILE", "PREFECT_PROFILES_PATH")  # belong to another server than ours


@dataclass(frozen=True)
class Api:
    """A Prefect API that answers. `embedded` says whether it is ours and ends with this run."""

    url: str
    embedded: bool
    home: Path
    signs: contextlib.ExitStack = field(default_factory=contextlib.ExitStack, repr=False)  # end with the run

    def watch(self, flow_run: UUID) -> None:
        """Have later starts find out when this process is killed in the middle of `flow_run`.

        Only where the API is ours: a server that goes on running has means of its own.
        """
        if self.embedded:
            self.signs.enter_context(sign_of_life(self.home, flow_run))


@contextlib.contextmanager
def prefect_api(home: Path, meanwhile: Callable[[], object] | None = None) -> Iterator[Api]:
    """A Prefect API for the body of the `with`; the environment is set for a Prefect that is imported inside of it.

    `meanwhile` is called while the server boots: the place for imports. Raises `ServerUnavailable`.
    """
    from flows.server.own_server import own_api_url

    if url := own_api_url():
        with _environment({k: v for k, v in CLIENT.items() if k not in os.environ}):
            _reach(url)
            if meanwhile:
                meanwhile()
            try:
                yield Api(url, embedded=False, home=home)
            finally:
                _drain()
        return

    home = home.resolve()
    with contextlib.ExitStack() as stack:
        starting = stack.enter_context(_start_lock(home))
        new_database.lay_down(home)
        server = Server(home, password=f"hrc:{secrets.token_urlsafe(24)}")
        stack.callback(lambda: server.stop())  # noqa: PLW0108  whichever server it is by then
        stack.enter_context(_environment(_client(server), without=FOREIGN))
        if meanwhile:
            meanwhile()
        if not server.healthy():
            server = _second(server)
        record_crashes(home)
        starting.release()
        stack.callback(_drain)
        api = Api(server.url, embedded=True, home=home)
        with api.signs:
            api.watch(uuid4())  # this process
            yield api


def _second(first: Server) -> Server:
    """A server that starts, with a new database where the old one was what kept `first` from it."""
    home, words, aside = first.home, first.last_words(), first.home / "set-aside"
    first.stop()
    if (home / "prefect.db").exists() and not runs(home).alive:
        aside.mkdir(exist_ok=True)
        for path in home.glob("prefect.db*"):  # the database and SQLite's -wal and -shm beside it
            path.replace(aside / path.name)
        new_database.lay_down(home)
        second = Server(home, first.password, first.port)
        if second.healthy():
            return second
        second.stop()
        for path in aside.iterdir():  # it was not the database's fault
            path.replace(home / path.name)
    raise ServerUnavailable(
        f"The Prefect server that records the run could not be started: {words}. Its log is {first.log}", first.log
    )


def _start_lock(home: Path) -> FileLock:
    from filelock import FileLock, Timeout

    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = FileLock(home / "start.lock", timeout=2 * BOOT_SECONDS)
        lock.acquire()
    except Timeout as error:
        raise ServerUnavailable(
            f"Another run has been starting in {home} for minutes. End it, then try again."
        ) from error
    except OSError as error:
        raise ServerUnavailable(
            f"The folder {home} cannot be used ({error.strerror or error}). The history of runs is kept there. "
            "Set HRC_HOME to a folder that you may write to."
        ) from error
    return lock


def _client(server: Server) -> dict[str, str]:
    """What a Prefect client has to know to use this server, and nothing in between."""
    no_proxy = ",".join(filter(None, [os.environ.get("NO_PROXY") or os.environ.get("no_proxy"), "127.0.0.1"]))
    return {k: v for k, v in CLIENT.items() if k not in os.environ} | {
        "PREFECT_API_URL": server.url,
        "PREFECT_API_AUTH_STRING": server.password,
        "PREFECT_HOME": str(server.home),
        "NO_PROXY": no_proxy,
        "no_proxy": no_proxy,
    }


@contextlib.contextmanager
def _environment(changes: dict[str, str], without: tuple[str, ...] = ()) -> Iterator[None]:
    """The environment with `changes` and `without` some variables; as it was afterwards."""
    before = {name: os.environ.get(name) for name in (*changes, *without)}
    try:
        os.environ.update(changes)
        for name in without:
            os.environ.pop(name, None)
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _reach(url: str) -> None:
    """Whoever answers at `url`, and whatever the answer, Prefect's own messages go on from there."""
    try:
        urllib.request.urlopen(f"{url.rstrip('/')}/health", timeout=20).close()  # noqa: S310  whatever it is, it is theirs
    except urllib.error.HTTPError:
        return
    except (OSError, ValueError) as error:
        if isinstance(getattr(error, "reason", error), ssl.SSLError):
            return  # Prefect has certificate settings of its own
        raise ServerUnavailable(
            f"Your Prefect server at {url} does not answer ({getattr(error, 'reason', error)}). Start it, or unset "
            "PREFECT_API_URL (or choose another Prefect profile) to have the run recorded on this machine."
        ) from error


def _drain() -> None:
    """Let Prefect send what it still has to say, before Python ends and a Ctrl-C would show its insides.

    Where the server is gone, Prefect would look for it for 40 s.
    """
    if "prefect" in sys.modules:
        from prefect.events.worker import EventsWorker
        from prefect.logging.handlers import APILogWorker

        for worker in (EventsWorker, APILogWorker):
            worker.drain_all(timeout=STOP_SECONDS)
