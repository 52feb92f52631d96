"""The commands about releases, on a real one made from the record."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from flows import pipeline
from flows.release import release

RAW = Path(__file__).parents[3] / "raw"


@pytest.fixture(scope="session")
def made(clean, tmp_path_factory) -> Path:
    """A folder `curated` with one release."""
    folder = tmp_path_factory.mktemp("made") / "curated"
    snapshot = pipeline.snapshot(RAW)
    release(pipeline.curate(pipeline.check(replace(snapshot, files=dict(clean)))), folder)
    return folder


@pytest.fixture
def curated(record, made) -> Path:
    shutil.copytree(made, record.parent / "curated", symlinks=True)
    return record.parent / "curated"


def test_verify_is_0_on_what_was_published_and_1_on_what_was_changed(hrc, curated):
    assert hrc("verify").code == 0
    assert hrc("verify", "1.0.0").code == 0
    assert hrc("verify", "curated/latest/votes.json").code == 0
    path = curated / "releases" / "1.0.0" / "votes.json"
    path.write_bytes(path.read_bytes() + b" ")
    said = hrc("verify", "1.0.0", "--format", "json")
    assert said.code == 1
    assert json.loads(said.out)["findings"][0]["file"] == "votes.json"
    assert "votes.json" in hrc("verify").out


def test_verify_of_nothing_is_2(hrc, record):
    said = hrc("verify", "nowhere")
    assert said.code == 2
    assert "nowhere" in said.err


def test_diff_says_what_would_be_published(hrc, curated, slip):
    assert "nothing changed" in hrc("diff").out
    slip("votes.csv", 2, "abstain", "against")
    said = hrc("diff")
    assert said.code == 0
    assert "1 row changed" in said.out
    data = json.loads(hrc("diff", "--format", "json").out)
    assert data["bump"] == "patch"
    assert data["version"] is None
    assert hrc("diff", "1.0.0", "raw", "--format", "markdown").out.startswith("#")
    assert "nothing changed" in hrc("diff", "1.0.0", "latest").out


def test_diff_of_a_record_with_errors_is_1(hrc, curated, slip):
    slip("votes.csv", 2, "abstain", "abstian")
    said = hrc("diff")
    assert said.code == 1
    assert "raw has 1 error" in said.err


def test_diff_without_a_release_or_of_none_is_2(hrc, record, made):
    assert "no release" in hrc("diff").err
    said = hrc("diff", "9.9.9", "raw", "--curated", str(made))
    assert said.code == 2
    assert "There are: 1.0.0." in said.err


def test_rollback_and_prune(hrc, curated):
    assert hrc("rollback", "1.0.0").code == 0
    said = hrc("rollback", "0.9.0")
    assert said.code == 2
    assert "0.9.0" in said.err
    assert "Nothing to remove" in hrc("prune", "--keep", "1").out
    assert hrc("prune").code == 2
    assert hrc("prune", "--keep", "0").code == 2


def test_explain_a_rule_and_a_row(hrc, curated):
    assert "Why" in hrc("explain", "sponsors.country.vocabulary").out
    row = hrc("explain", "A/HRC/RES/54/5 | KAZ | main_sponsor")
    assert row.code == 0
    assert "raw/sponsors.csv" in row.out


@pytest.mark.parametrize("what", ["sponsors.contry.vocabulary", "A/HRC/RES/54/5 | KAZ", "xyzzy"])
def test_explain_what_there_is_not_offers_what_comes_near(hrc, curated, what):
    said = hrc("explain", what)
    assert said.code == 2
    assert "Traceback" not in said.err


def test_explain_without_a_release(hrc, record):
    said = hrc("explain", "A/HRC/RES/54/5")
    assert said.code == 2
    assert "hrc publish" in said.err


def test_rules(hrc):
    said = hrc("rules", "sponsors")
    assert said.code == 0
    assert "sponsors.country.vocabulary" in said.out
    assert "votes." not in said.out
    data = json.loads(hrc("rules", "--format", "json").out)
    assert {"read.encoding", "sponsors.country.vocabulary"} <= {rule["id"] for rule in data["rules"]}
    assert hrc("rules", "sponsers").code == 2
