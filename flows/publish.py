"""The main job as a Prefect flow: the steps in the order they happen, and nothing else.

Every step is a plain function of another module and a task here, so that Prefect shows how long each took and which one
failed. A step that reads or writes is tried again, but only after errors that pass by themselves, such as a network drive
that is away for a moment; errors in the raw record are results, not exceptions, and trying again would not mend them.
Frames go from task to task within the process (`unseen` keeps Prefect from looking into them) and are never stored.

A run that published nothing because it must not or could not is `Failed` in Prefect, with the reason as its message. What
came of it, whatever it was, also stands in the folder `curated`, where those who read the data can see it.
`flows.run.run_publish` runs the flow as one command; it can be served or deployed like any flow (`docs/operator.md`).
"""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any, TypeVar, cast

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.logging import get_run_logger
from prefect.states import Failed
from prefect.tasks import exponential_backoff
from prefect.utilities.annotations import quote

from flows import artifacts, pipeline
from flows.curate import Curated
from flows.mishap import failure, stopped
from flows.pipeline import Checked
from flows.read import Snapshot
from flows.release import Outcome, Refused, ReleaseError, record_run
from flows.release import release as release_step
from flows.result import LISTENER, Listener, PublishResult, Result

T = TypeVar("T")
PASSING = {errno.EAGAIN, errno.EBUSY, errno.EINTR, errno.EIO, errno.ENETDOWN, errno.ESTALE, errno.ETIMEDOUT}


def passes_by_itself(_task: Any, _run: Any, state: State[Any]) -> bool:
    """Whether the task failed of an operating system error that is worth another try, in its own words or ours."""
    error = state.result(raise_on_failure=False)
    cause = error.__cause__ if isinstance(error, ReleaseError) else error
    return isinstance(cause, OSError) and cause.errno in PASSING


TRY_AGAIN: dict[str, Any] = {
    "retries": 3,
    "retry_delay_seconds": exponential_backoff(backoff_factor=1),  # 1, 2 and 4 s
    "retry_condition_fn": passes_by_itself,
}


@task(cache_policy=NO_CACHE, persist_result=False, **TRY_AGAIN)
def read(raw: Path, curated: Path) -> Snapshot:
    return pipeline.snapshot(raw, curated)


@task(cache_policy=NO_CACHE, persist_result=False)
def check(snapshot: Snapshot) -> Checked:
    return pipeline.check(snapshot)


@task(cache_policy=NO_CACHE, persist_result=False)
def curate(checked: Checked) -> Curated:
    return pipeline.curate(checked)


@task(cache_policy=NO_CACHE, persist_result=False, **TRY_AGAIN)
def release(curated: Curated, folder: Path, allow_breaking: str | None) -> Outcome:
    return release_step(curated, folder, allow_breaking=allow_breaking)


@flow(name="publish", persist_result=False, log_prints=False)
def publish(
    raw: Path = Path("raw"), curated: Path = Path("curated"), allow_breaking: str | None = None
) -> PublishResult | State[Any]:
    """Read, check and curate the folder `raw`, and release the result in the folder `curated`.

    `allow_breaking` is the reason why this release may break programs that read the data, or lose many rows; it is kept
    in the release. Without one, such a release is rejected.
    """
    listener = LISTENER.get() or Listener()
    try:
        return steps(raw, curated, allow_breaking, listener)
    except BaseException as error:
        if isinstance(error, Exception) and not listener.ended:
            certain(curated, failure(error), listener)
        elif not listener.result:  # a signal: from a person, or from the worker that runs the flow
            record_run(curated, "failed", stopped(listener.ended or error).reason, None)
        raise


def steps(raw: Path, curated: Path, allow_breaking: str | None, listener: Listener) -> PublishResult | State[Any]:
    def step(words: str) -> None:
        get_run_logger().info(words)
        listener.begin(words)

    step(f"reading {raw}")
    snapshot = read(raw, curated)
    step("checking")
    checked = check(unseen(snapshot))
    if checked.errors:
        errors = "1 error" if checked.errors == 1 else f"{checked.errors:,} errors"
        reason = f"The raw record has {errors}, so nothing was published."
        return conclude(curated, outcome(checked, "rejected", reason), listener)
    step("curating")
    tables = curate(unseen(checked))
    step(f"releasing into {curated}")
    try:
        out = release(unseen(tables), curated, allow_breaking)
    except ReleaseError as error:
        result: Result = "rejected" if isinstance(error, Refused) else "failed"
        return conclude(curated, outcome(checked, result, str(error)), listener)
    return conclude(curated, outcome(checked, out.result, out.summary, out), listener)


def unseen(value: T) -> T:
    """The value, wrapped so that Prefect passes it on as it is, unwrapped."""
    return cast("T", quote(value))


def outcome(checked: Checked, result: Result, reason: str, out: Outcome | None = None) -> PublishResult:
    """What came of it, in one place."""
    return PublishResult(
        result=result,
        reason=reason,
        version=out.version if out else None,
        path=out.path if out else None,
        errors=checked.errors,
        warnings=checked.warnings,
        rows=checked.rows,
        issues=tuple(checked.issues),
    )


def conclude(curated: Path, result: PublishResult, listener: Listener) -> PublishResult | State[Any]:
    """Record what came of it and leave it behind as artifacts; the result, as the flow returns it."""
    certain(curated, result, listener)
    try:
        create_markdown_artifact(artifacts.report_markdown(result), key=artifacts.REPORT_KEY)
        create_table_artifact(artifacts.issues_table(result.issues), key=artifacts.ISSUES_KEY)
    except Exception as error:  # noqa: BLE001  whatever it is: what is published is published
        get_run_logger().warning("The artifacts could not be stored: %s", error)
    return result if result.exit_code == 0 else Failed(message=result.reason)  # without data, which would be stored


def certain(curated: Path, result: PublishResult, listener: Listener) -> None:
    """Tell those who read `curated` what came of the run, then the listener."""
    if not listener.result:
        record_run(curated, result.result, result.reason, result.version)
        listener.result = result
