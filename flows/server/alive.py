"""Which flow runs of the embedded server are alive, and which were killed without a word.

Each run holds a lock on a file named after itself, which the operating system lets go of whatever happens to the process.
A file that nobody holds at the next start belongs to a run that was killed: Prefect still shows it as `Running`, and
would for ever, so it is recorded as crashed. Runs of other processes hold their locks and are left alone. Between its
announcement to Prefect and its beginning a run has no sign yet; hence a sign of the process as well, and a look for such
runs after one was killed.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

if TYPE_CHECKING:
    from prefect.client.orchestration import SyncPrefectClient

A_WHILE = timedelta(minutes=1)  # a run begins within a second of its announcement


class Runs(NamedTuple):
    """Flow runs by what became of their processes."""

    alive: list[UUID]
    killed: list[UUID]


def _sign(home: Path, flow_run: UUID) -> Path:
    return home / "runs" / f"{flow_run}.lock"


@contextlib.contextmanager
def sign_of_life(home: Path, flow_run: UUID) -> Iterator[None]:
    """Hold the sign that `flow_run` is alive."""
    from filelock import FileLock

    path = _sign(home, flow_run)
    path.parent.mkdir(exist_ok=True)
    with FileLock(path):
        yield
    path.unlink(missing_ok=True)


def runs(home: Path) -> Runs:
    """The runs that have a sign, by whether somebody holds it."""
    from filelock import FileLock, Timeout

    found = Runs([], [])
    for path in sorted((home / "runs").glob("*.lock")):
        with contextlib.suppress(ValueError):  # not a file of ours
            flow_run = UUID(path.stem)
            try:
                with FileLock(path, timeout=0):
                    found.killed.append(flow_run)
            except Timeout:
                found.alive.append(flow_run)
    return found


def record_crashes(home: Path) -> None:
    """Record the killed runs as crashed, through the Prefect API of the environment."""
    found = runs(home)
    if not found.killed:
        return  # the common case needs neither Prefect nor the API
    from prefect.client.orchestration import get_client
    from prefect.exceptions import ObjectNotFound
    from prefect.states import Crashed

    with get_client(sync_client=True) as client:
        for flow_run in {*found.killed, *_never_begun(client)} - {*found.alive}:
            with contextlib.suppress(ObjectNotFound):  # a sign of the process alone, or its database was set aside
                state = client.read_flow_run(flow_run).state
                if state is None or not state.is_final():
                    client.set_flow_run_state(flow_run, Crashed(message="The process was killed."), force=True)
    for flow_run in found.killed:
        _sign(home, flow_run).unlink(missing_ok=True)


def _never_begun(client: SyncPrefectClient) -> list[UUID]:
    """Runs that were announced a while ago and never begun: killed before they could give a sign."""
    from prefect.client.schemas.filters import FlowRunFilter

    before = datetime.now(UTC) - A_WHILE
    announced = {"state": {"type": {"any_": ["PENDING"]}}, "expected_start_time": {"before_": before}}
    return [run.id for run in client.read_flow_runs(flow_run_filter=FlowRunFilter.model_validate(announced))]
