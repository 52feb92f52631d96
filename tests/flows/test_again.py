"""Checks of a folder that keep what they read find what checks that keep nothing do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows import pipeline
from flows.again import Again
from flows.last_release import LastRelease, last_release
from flows.read import Snapshot

ROOT = Path(__file__).parents[2]
FILES = ("resolutions.csv", "sponsors.csv", "reforms.csv", "corrections.csv", "waivers.csv", "reference/countries.csv",
         "reference/sessions.csv", "reference/groups.csv", "reference/country_aliases.csv")  # fmt: skip


@pytest.fixture(scope="module")
def real() -> Snapshot:
    return pipeline.snapshot(ROOT / "raw")


@pytest.fixture(scope="module")
def last() -> LastRelease | None:
    return last_release(ROOT / "curated")


@st.composite
def saves(draw: st.DrawFn) -> tuple[str, int, str]:
    """A file, a place in it, and what somebody does there."""
    return (
        draw(st.sampled_from(FILES)),
        draw(st.integers(0, 10**6)),
        draw(st.sampled_from(("letter", "line", "blank", "back", "away"))),
    )


def saved(files: dict[str, bytes], clean: dict[str, bytes], file: str, place: int, what: str) -> dict[str, bytes]:
    if what == "away":
        return {name: data for name, data in files.items() if name != file}
    data = files.get(file, clean[file])
    lines = data.split(b"\n")
    at = place % len(lines)
    if what == "back":
        data = clean[file]
    elif what == "line":
        data = b"\n".join([*lines[:at], *lines[at + 1 :]])
    elif what == "blank":
        data = b"\n".join([*lines[:at], b"", *lines[at:]])
    else:
        letter = place % len(data)
        data = data[:letter] + b"x" + data[letter + 1 :]
    return {**files, file: data}


@given(st.lists(saves(), min_size=2, max_size=4), st.booleans())
@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
def test_saves_one_after_another(real: Snapshot, last: LastRelease | None, steps: list[tuple[str, int, str]], held: bool) -> None:  # fmt: skip
    again = Again()
    files = dict(real.files)
    for step in [None, *steps]:
        files = files if step is None else saved(files, real.files, *step)
        now = replace(real, files=dict(files), last=last if held else None)
        kept, anew = pipeline.check(now, again), pipeline.check(now)
        assert kept.issues == anew.issues
        assert kept.waived == anew.waived
        assert {name: frame.to_dict(as_series=False) for name, frame in kept.used.items()} == {
            name: frame.to_dict(as_series=False) for name, frame in anew.used.items()
        }


def test_a_table_that_stays_is_neither_read_nor_judged_again(real: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    from flows import again as module

    read: list[str] = []
    judged: list[str] = []
    monkeypatch.setattr(
        module, "read_table", lambda plan, now, real=module.read_table: (read.append(plan.name), real(plan, now))[1]
    )
    monkeypatch.setattr(pipeline, "judge", lambda record, plan, *more, real=pipeline.judge: (judged.append(plan.name), real(record, plan, *more))[1])  # fmt: skip
    again = Again()
    pipeline.check(real, again)
    assert len(read) == len(judged) == 16
    read.clear()
    judged.clear()
    pipeline.check(replace(real, files={**real.files, "sponsors.csv": real.files["sponsors.csv"] + b"\n"}), again)
    assert read == ["sponsors"]
    assert set(judged) <= {"sponsors", "resolutions"}  # where a word is waived as odd, all tables count
