"""The flow: its results, what it records and leaves in Prefect, what it tries again. Its steps are stand-ins here."""

from __future__ import annotations

import errno
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from flows.issue import Issue
from flows.result import LISTENER, Listener, Stopped

pytestmark = [pytest.mark.prefect, pytest.mark.xdist_group("prefect"), pytest.mark.usefixtures("prefect_server")]

BAD = Issue(
    rule="sponsors.country.vocabulary",
    severity="error",
    file="raw/sponsors.csv",
    line=3,
    message="No State is called this.",
)


@dataclass
class Found:
    """What the stand-in for the check found."""

    issues: list[Issue] = field(default_factory=list)
    rows: int = 7

    @property
    def errors(self) -> int:
        return sum(issue.severity == "error" for issue in self.issues)

    @property
    def warnings(self) -> int:
        return len(self.issues) - self.errors


@dataclass
class Stage:
    """The stand-ins, and what was asked of them."""

    found: Found = field(default_factory=Found)
    released: list[tuple[Path, str | None]] = field(default_factory=list)
    recorded: list[tuple[str, str, str | None]] = field(default_factory=list)
    reads: list[BaseException] = field(default_factory=list)  # raised by one attempt to read each, then it works
    releases: list[BaseException] = field(default_factory=list)
    attempts: int = 0


@pytest.fixture
def stage(monkeypatch, prefect_server) -> Stage:
    from flows import publish
    from flows.release import Outcome

    stage = Stage()

    def snapshot(raw: Path, _curated: Path) -> str:
        stage.attempts += 1
        if stage.reads:
            raise stage.reads.pop(0)
        return f"snapshot of {raw}"

    def release(curated: str, folder: Path, *, allow_breaking: str | None) -> Outcome:
        stage.attempts += 1
        assert curated == "curated"
        if stage.releases:
            raise stage.releases.pop(0)
        stage.released.append((folder, allow_breaking))
        return Outcome(result="published", version="1.0.0", path=folder / "releases" / "1.0.0", summary="1 row added.")

    monkeypatch.setattr(publish.pipeline, "snapshot", snapshot)
    monkeypatch.setattr(publish.pipeline, "check", lambda _: stage.found)
    monkeypatch.setattr(publish.pipeline, "curate", lambda _: "curated")
    monkeypatch.setattr(publish, "release_step", release)
    monkeypatch.setattr(publish, "record_run", lambda _, *said: stage.recorded.append(said))
    for task in (publish.read, publish.release):
        monkeypatch.setattr(task, "retry_delay_seconds", 0)
    return stage


def run(**options: Any) -> tuple[Any, Listener]:
    """The state in which the flow ended, and what its listener knows."""
    from flows.publish import publish

    listener = Listener()
    token = LISTENER.set(listener)
    try:
        return publish(Path("raw"), Path("curated"), return_state=True, **options), listener
    finally:
        LISTENER.reset(token)


def artifacts_of(state: Any) -> dict[str, Any]:
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterFlowRunId

    mine = ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[state.state_details.flow_run_id]))
    with get_client(sync_client=True) as client:
        return {artifact.key: artifact.data for artifact in client.read_artifacts(artifact_filter=mine)}


def test_a_release_is_published_recorded_and_reported(stage):
    state, listener = run(allow_breaking="announced")
    assert state.is_completed()
    assert listener.result.result == "published"
    assert listener.result.path == Path("curated/releases/1.0.0")
    assert stage.released == [(Path("curated"), "announced")]
    assert stage.recorded == [("published", "1 row added.", "1.0.0")]
    left = artifacts_of(state)
    assert left["hrc-report"].startswith("# Published\n\n1 row added\\.")
    assert left["hrc-issues"] == "[]"


def test_without_a_listener_the_flow_records_all_the_same(stage):
    from flows.publish import publish

    assert publish(Path("raw"), Path("curated")).result == "published"
    assert [result for result, *_ in stage.recorded] == ["published"]


def test_errors_in_the_record_reject_it_before_anything_is_made(stage):
    stage.found = Found(issues=[BAD, BAD])
    state, listener = run()
    assert state.is_failed()
    assert state.message == "The raw record has 2 errors, so nothing was published."
    assert (listener.result.result, listener.result.exit_code, listener.result.errors) == ("rejected", 1, 2)
    assert stage.released == []
    assert stage.recorded == [("rejected", state.message, None)]
    assert "No State is called this" in artifacts_of(state)["hrc-issues"]


@pytest.mark.parametrize("refused", [True, False], ids=["refused", "failed"])
def test_what_the_release_says_is_the_reason(stage, refused):
    from flows.release import Refused, ReleaseError

    stage.releases = [(Refused if refused else ReleaseError)("The disk is full. Make room.")]
    state, listener = run()
    assert state.is_failed()
    assert listener.result.result == ("rejected" if refused else "failed")
    assert stage.recorded == [(listener.result.result, "The disk is full. Make room.", None)]
    assert stage.attempts == 2  # one to read, one to release


def test_what_passes_by_itself_is_tried_again(stage):
    from flows.release import ReleaseError

    away = ReleaseError("The disk reports an error.")
    away.__cause__ = OSError(errno.ESTALE, "Stale file handle")
    stage.reads = [OSError(errno.EIO, "Input/output error"), OSError(errno.EAGAIN, "it changed each time it was read")]
    stage.releases = [away]
    state, _ = run()
    assert state.is_completed()
    assert stage.attempts == 5
    assert [result for result, *_ in stage.recorded] == ["published"]


def test_what_does_not_pass_by_itself_is_not(stage):
    stage.reads = [FileNotFoundError(errno.ENOENT, "No such file or directory", "raw")]
    state, listener = run()
    assert state.is_failed()
    assert stage.attempts == 1
    assert listener.result.reason == "raw could not be used: No such file or directory."
    assert stage.recorded == [("failed", listener.result.reason, None)]


def test_a_mistake_in_the_program_is_recorded_without_a_traceback(stage):
    stage.reads = [ZeroDivisionError("division\nby zero")]
    state, listener = run()
    assert state.is_failed()
    assert "ZeroDivisionError: division)" in listener.result.reason
    assert "Traceback" not in listener.result.reason
    log = Path(listener.result.reason.partition("All of it is in ")[2].partition(";")[0])
    assert "ZeroDivisionError" in log.read_text(encoding="utf-8")


def test_a_signal_is_recorded_once_and_goes_on(stage):
    listener = Listener(step=lambda words: (_ for _ in ()).throw(Stopped()) if "releasing" in words else None)
    token = LISTENER.set(listener)
    try:
        from flows.publish import publish

        with pytest.raises(KeyboardInterrupt):
            publish(Path("raw"), Path("curated"), return_state=True)
    finally:
        LISTENER.reset(token)
    assert listener.result is None
    assert stage.recorded == [("failed", "The run was stopped by SIGINT before it was done.", None)]


def test_a_signal_that_a_library_swallowed_ends_the_run_at_the_next_step(stage):
    listener = Listener()

    def swallowed(words: str) -> None:
        if words == "checking":
            listener.ended = Stopped(15)

    listener.step = swallowed
    token = LISTENER.set(listener)
    try:
        from flows.publish import publish

        with pytest.raises(Stopped):
            publish(Path("raw"), Path("curated"), return_state=True)
    finally:
        LISTENER.reset(token)
    assert stage.released == []
    assert stage.recorded == [("failed", "The run was stopped by SIGTERM before it was done.", None)]


def test_artifacts_that_cannot_be_stored_change_no_result(stage, monkeypatch):
    from flows import publish

    def full(*_: Any, **__: Any) -> None:
        raise RuntimeError("database is locked")

    monkeypatch.setattr(publish, "create_markdown_artifact", full)
    state, listener = run()
    assert state.is_completed()
    assert listener.result.result == "published"


def test_killed_runs_are_recorded_as_crashed_and_living_ones_left_alone(prefect_server, tmp_path, monkeypatch):
    from prefect.client.orchestration import get_client
    from prefect.states import Pending, Running

    from flows.publish import publish
    from flows.server import alive

    monkeypatch.setattr(alive, "A_WHILE", -alive.A_WHILE)  # as if a while had passed
    with get_client(sync_client=True) as client:
        killed, living = (client.create_flow_run(publish, state=Running()).id for _ in range(2))
        never_begun = client.create_flow_run(publish, state=Pending()).id
        (tmp_path / "runs").mkdir()
        (tmp_path / "runs" / f"{killed}.lock").touch()
        with alive.sign_of_life(tmp_path, living):
            alive.record_crashes(tmp_path)
            names = {run: client.read_flow_run(run).state.name for run in (killed, living, never_begun)}
    assert names == {killed: "Crashed", living: "Running", never_begun: "Crashed"}
    assert list((tmp_path / "runs").iterdir()) == []
