"""Signs of life: held while a run lives, found when it was killed."""

from __future__ import annotations

import subprocess
import sys
from uuid import uuid4

from flows.server.alive import record_crashes, runs, sign_of_life

HOLD = "import sys; from flows.server.alive import *; s = sign_of_life(Path(sys.argv[1]), UUID(sys.argv[2])); s.__enter__(); print('held', flush=True); sys.stdin.read()"


def test_a_run_is_alive_while_it_holds_its_sign_and_gone_afterwards(tmp_path):
    run = uuid4()
    with sign_of_life(tmp_path, run):
        assert runs(tmp_path).alive == [run]
        assert runs(tmp_path).killed == []
    assert runs(tmp_path) == ([], [])
    assert list((tmp_path / "runs").iterdir()) == []


def test_a_killed_process_leaves_a_sign_that_nobody_holds(tmp_path):
    run = uuid4()
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path), str(run)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with process:
        assert process.stdout.readline() == b"held\n"
        assert runs(tmp_path).alive == [run]
        process.kill()
    assert runs(tmp_path).killed == [run]


def test_files_of_others_are_left_alone(tmp_path):
    (tmp_path / "runs").mkdir()
    other = tmp_path / "runs" / "notes.lock"
    other.write_text("mine")
    assert runs(tmp_path) == ([], [])
    assert other.read_text() == "mine"


def test_where_nothing_was_killed_prefect_is_not_asked(tmp_path):
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from flows.server.alive import *; record_crashes(Path(sys.argv[1])); sys.exit('prefect' in sys.modules)",
            str(tmp_path),
        ],
        check=False,
    )
    assert done.returncode == 0


def test_record_crashes_is_content_with_an_empty_home(tmp_path):
    record_crashes(tmp_path)
    assert list(tmp_path.iterdir()) == []
