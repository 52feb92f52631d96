"""Plans kept between runs: quick when warm, right whatever became of the file."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from flows import plans
from flows.plans import fingerprint, fingerprint_of, load_plans
from schemas.plan import Plan, to_json

WARM = list(load_plans().values())


class Compiled:
    """Stands in for the compiler, and counts how often it is asked."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> list[Plan]:
        self.times += 1
        return WARM


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> Compiled:
    stand_in = Compiled()
    monkeypatch.setattr(plans, "compile_plans", stand_in)
    return stand_in


def written(loaded: dict[str, Plan]) -> str:
    return json.dumps([to_json(plan) for plan in loaded.values()])


def test_the_second_time_nothing_is_compiled(tmp_path: Path, compiled: Compiled) -> None:
    first = load_plans(tmp_path)
    second = load_plans(tmp_path)
    assert compiled.times == 1
    assert list(first) == list(second) == [plan.name for plan in WARM]
    assert written(first) == written(second)


def test_warm_plans_need_no_pandera(tmp_path: Path, compiled: Compiled) -> None:
    load_plans(tmp_path)
    program = f"import sys, flows.plans, pathlib; flows.plans.load_plans(pathlib.Path({str(tmp_path)!r})); print('pandera' in sys.modules)"  # fmt: skip
    house = Path(plans.__file__).parents[1]
    done = subprocess.run([sys.executable, "-c", program], cwd=house, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize(
    "content", [b"", b"[", b"{}", b"[1]", b"[{}]", b"null", b"\xff\xfe", b'[{"name": "sponsors"}]']
)
def test_a_damaged_file_is_made_anew(content: bytes, tmp_path: Path, compiled: Compiled) -> None:
    load_plans(tmp_path)
    (kept,) = tmp_path.iterdir()
    good = kept.read_bytes()
    kept.write_bytes(content)
    assert list(load_plans(tmp_path)) == [plan.name for plan in WARM]
    assert compiled.times == 2
    assert kept.read_bytes() == good


def test_bytes_gone_wrong_anywhere_never_stop_a_check(tmp_path: Path, compiled: Compiled) -> None:
    load_plans(tmp_path)
    (kept,) = tmp_path.iterdir()
    good = kept.read_bytes()
    chance = random.Random(54)
    for _ in range(3):
        at = chance.randrange(len(good))
        for damaged in (good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :], good[:at]):
            kept.write_bytes(damaged)
            before = compiled.times
            assert len(load_plans(tmp_path)) == len(WARM)
            assert compiled.times == before + 1, "a file that is not what was written is never believed"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the administrator may write anywhere")
def test_a_folder_that_cannot_be_written_costs_time_and_nothing_else(tmp_path: Path, compiled: Compiled) -> None:
    tmp_path.chmod(0o500)
    assert len(load_plans(tmp_path)) == len(WARM)
    assert list(tmp_path.iterdir()) == []


def test_a_file_where_the_folder_should_be_costs_time_and_nothing_else(tmp_path: Path, compiled: Compiled) -> None:
    blocked = tmp_path / "cache"
    blocked.write_text("")
    assert len(load_plans(blocked)) == len(WARM)
    assert len(load_plans(blocked)) == len(WARM)
    assert compiled.times == 2


def test_plans_of_other_sources_are_removed(tmp_path: Path, compiled: Compiled) -> None:
    old, other = tmp_path / "plans-0123456789abcdef.json", tmp_path / "module.cpython-311.pyc"
    old.write_text("[]")
    other.write_text("")
    load_plans(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([other.name, f"plans-{fingerprint()}.json"])


def test_the_name_follows_every_source_of_the_schemas(tmp_path: Path) -> None:
    (tmp_path / "reference").mkdir()
    (tmp_path / "a.py").write_text("1")
    names = {fingerprint_of(tmp_path)}
    (tmp_path / "a.py").write_text("2")
    names.add(fingerprint_of(tmp_path))
    (tmp_path / "reference" / "b.py").write_text("")
    names.add(fingerprint_of(tmp_path))
    (tmp_path / "a.py").rename(tmp_path / "c.py")
    names.add(fingerprint_of(tmp_path))
    assert len(names) == 4


def test_many_at_once_all_get_whole_plans(tmp_path: Path, compiled: Compiled) -> None:
    with ThreadPoolExecutor(8) as pool:
        loaded = list(pool.map(lambda _: len(load_plans(tmp_path)), range(8)))
    assert loaded == [len(WARM)] * 8
    assert [path.name for path in tmp_path.iterdir()] == [f"plans-{fingerprint()}.json"]


def test_a_source_saved_while_a_program_runs_does_not_rename_what_it_has_imported(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = fingerprint()
    monkeypatch.setattr(plans, "fingerprint_of", lambda _: "another")
    assert fingerprint() == before
