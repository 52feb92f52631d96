"""One publish as one command, as real processes with their own servers: results, signals, what is left behind.

The runs here are killed at a known step; `benchmarks/bench_kill.py` does the same at random moments, many times.
"""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).parents[2]
HRC = "import sys; from flows.cli import main; sys.exit(main())"
# Publishes as `hrc publish` does, says each step on a line of its own, and waits at one of them.
HELD = """
import sys, time
from flows import cli, run
from flows.cli import terminal
from contextlib import contextmanager

@contextmanager
def steps(first):
    def step(words):
        print("step", words, flush=True)
        if words.startswith(sys.argv[1]):
            try:
                time.sleep(60)
            except KeyboardInterrupt:
                if sys.argv[2] != "swallow":
                    raise
                time.sleep(60)
    yield step

terminal.steps = steps
run.INSIST_SECONDS = int(sys.argv[3])
sys.exit(cli.main(sys.argv[4:]))
"""


def environment(home: Path, **more: str) -> dict[str, str]:
    mine = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT", "HRC_", "COV"))}
    return mine | {"HRC_HOME": str(home), "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "default"} | more


def publish(folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """`hrc publish` of the project's record into a folder, on the state that is in it."""
    words = ["publish", "--raw", str(ROOT / "raw"), "--curated", str(folder / "curated")]
    env = environment(folder / "state", **more)
    return subprocess.run(
        [sys.executable, "-c", HRC, *words],
        env=env,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )


@contextmanager
def held(folder: Path, at: str, swallow: str = "raise", insist: int = 20) -> Iterator[subprocess.Popen[str]]:
    """A publish that has come to a step and waits there."""
    words = ["publish", "--raw", str(ROOT / "raw"), "--curated", str(folder / "curated")]
    command = [sys.executable, "-c", HELD, at, swallow, str(insist), *words]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env=environment(folder / "state"), cwd=folder, **pipes) as process:
        for line in process.stdout:
            if line.startswith(f"step {at}"):
                break
        else:
            pytest.fail(process.stderr.read())
        try:
            yield process
        finally:
            process.kill()


def servers(folder: Path) -> list[int]:
    """The servers that still run with their state in this folder, after the time a server may take to end."""
    for _ in range(100):
        found = [
            process.pid for process in psutil.process_iter(["cwd"]) if process.info["cwd"] == str(folder / "state")
        ]
        if not found:
            break
        time.sleep(0.1)
    return found


def history(folder: Path) -> list[str]:
    """The states of the flow runs that Prefect has in its books, oldest first."""
    with closing(sqlite3.connect(folder / "state" / "prefect.db")) as database:
        return [name for (name,) in database.execute("SELECT state_name FROM flow_run ORDER BY created")]


def last_run(folder: Path) -> dict[str, str]:
    return json.loads((folder / "curated" / "last_run.json").read_text(encoding="utf-8"))


@pytest.fixture
def folder(tmp_path) -> Path:
    place = tmp_path / "Überlieferung und ein Leerzeichen"
    place.mkdir()
    return place.resolve()


def test_killed_at_any_step_the_next_run_publishes_and_clears_up(folder):
    with held(folder, "releasing") as process:
        process.kill()
    assert servers(folder) == []
    assert history(folder) == ["Running"]
    assert not (folder / "curated").exists()

    with held(folder, "releasing") as process:
        process.send_signal(signal.SIGTERM)
        said, complaint = process.communicate(timeout=60)
        assert process.returncode == 143
        assert complaint.strip() == "hrc: Stopped; nothing was left half done."
        assert "published" not in said
    assert servers(folder) == []
    assert history(folder) == ["Crashed", "Crashed"]

    done = publish(folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("published: ")
    assert (folder / "curated" / "latest").resolve().name == "1.0.0"
    assert servers(folder) == []
    assert history(folder) == ["Crashed", "Crashed", "Completed"]
    assert list((folder / "state" / "runs").iterdir()) == []
    assert [path.name for path in (folder / "curated").iterdir() if path.name.startswith(".staging")] == []
    with closing(sqlite3.connect(folder / "state" / "prefect.db")) as database:
        tasks = database.execute("SELECT task_key, state_name FROM task_run ORDER BY start_time").fetchall()
        kept = database.execute("SELECT key FROM artifact WHERE key IS NOT NULL ORDER BY key").fetchall()
    assert [(key.split("-")[0], state) for key, state in tasks[-4:]] == [
        (name, "Completed") for name in ("read", "check", "curate", "release")
    ]
    assert kept == [("hrc-issues",), ("hrc-report",)]


def test_ctrl_c_leaves_the_last_release_and_says_so_to_its_readers(folder):
    (folder / "curated").mkdir()
    with held(folder, "curating") as process:
        process.send_signal(signal.SIGINT)
        _, complaint = process.communicate(timeout=60)
    assert process.returncode == 130
    assert complaint.strip() == "hrc: Stopped; nothing was left half done."
    assert last_run(folder)["result"] == "failed"
    assert last_run(folder)["reason"] == "The run was stopped by SIGINT before it was done."
    assert servers(folder) == []
    assert history(folder) == ["Crashed"]


def test_a_signal_that_is_swallowed_on_its_way_ends_the_run_all_the_same(folder):
    with held(folder, "curating", "swallow", insist=1) as process:
        process.send_signal(signal.SIGINT)
        _, complaint = process.communicate(timeout=50)
    assert process.returncode == 130
    assert complaint.strip() == "hrc: Stopped; nothing was left half done."
    assert servers(folder) == []


def test_stopped_before_anything_has_begun(folder):
    with held(folder, "starting") as process:
        process.send_signal(signal.SIGTERM)
        _, complaint = process.communicate(timeout=60)
    assert process.returncode == 143
    assert complaint.strip() == "hrc: Stopped; nothing was left half done."
    assert servers(folder) == []


def test_a_home_that_cannot_be_used_is_named(folder):
    (folder / "file").write_text("")
    (folder / "curated").mkdir()
    done = publish(folder, HRC_HOME=str(folder / "file" / "state"))
    assert done.returncode == 2
    assert done.stderr == ""
    told = " ".join(done.stdout.split())
    assert told.startswith(f"failed: The folder {folder / 'file' / 'state'} cannot be used")
    assert "Set HRC_HOME to a folder that you may write to." in told
    assert last_run(folder)["result"] == "failed"


def test_a_server_of_ones_own_that_does_not_answer_is_named(folder):
    done = publish(folder, PREFECT_API_URL="http://127.0.0.1:9/api")
    assert done.returncode == 2
    assert done.stderr == ""
    assert "Your Prefect server at http://127.0.0.1:9/api does not answer" in " ".join(done.stdout.split())
    assert not (folder / "state" / "prefect.db").exists()


@pytest.mark.prefect
@pytest.mark.xdist_group("prefect")
def test_a_server_of_ones_own_records_the_run(folder, prefect_server):
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        before = {run.id for run in client.read_flow_runs()}
        own = {"PREFECT_API_URL": prefect_server.url, "PREFECT_API_AUTH_STRING": os.environ["PREFECT_API_AUTH_STRING"]}
        done = publish(folder, **own)
        assert (done.returncode, done.stderr) == (0, "")
        mine = [run for run in client.read_flow_runs() if run.id not in before]
    assert [run.state.name for run in mine] == ["Completed"]
    assert not (folder / "state" / "prefect.db").exists()
