from __future__ import annotations

import json
import os
import pickle
import shutil
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import jsonschema
import polars as pl
import pytest
import small_record

from flows import places
from flows.curate import Curated
from flows.release import (
    Refused,
    ReleaseError,
    list_releases,
    prune,
    read_edition,
    record_run,
    release,
    releasing,
    rollback,
    verify,
)
from flows.release.index_schema import index_schema

ROOT = Path(__file__).parents[3]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "curated"


def index(folder: Path) -> dict:
    found = json.loads((folder / "index.json").read_bytes())
    jsonschema.Draft202012Validator(index_schema()).validate(found)
    return found


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def changed(note: str) -> Curated:
    rows = list(small_record.ROWS["resolutions"])
    rows[0] = (*rows[0][:-1], note)
    return small_record.curated(small_record.edition({"resolutions": rows}))


def test_the_first_release_has_every_file_and_verifies(folder: Path) -> None:
    out = release(small_record.curated(), folder)
    assert (out.result, out.version, out.path) == ("published", "1.0.0", folder / "releases" / "1.0.0")
    assert out.summary == "Release 1.0.0 is out. The first release: 3 tables, 10 rows."
    assert (folder / "latest").readlink() == Path("releases/1.0.0")
    tables = {f"{t}.{f}" for t in ("countries", "resolutions", "sponsors") for f in ("parquet", "json", "csv")}
    assert {p for p in tree(folder / "latest") if not p.startswith(("schema/", "README", "CITATION"))} == tables | {
        "record.sqlite", "countries/KAZ.json", "countries/KGZ.json", "countries/UZB.json", "provenance.parquet", "changes.json",
        "CHANGES.md", "datapackage.json", "croissant.json", "types.d.ts", "release.json", "SHA256SUMS",
    }  # fmt: skip
    assert verify(folder) == verify(folder / "latest") == verify(out.path) == []
    assert {path.name for path in folder.iterdir()} == {"releases", "latest", "index.json", ".lock"}


def test_a_release_read_back_is_the_edition(folder: Path) -> None:
    made = small_record.curated()
    out = release(made, folder)
    held = read_edition(out.path)
    assert held.tables == made.edition.tables
    assert all(held.frames[name].equals(frame) for name, frame in made.edition.frames.items())


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not installed")
def test_anybody_can_check_the_hashes(folder: Path) -> None:
    out = release(small_record.curated(), folder)
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=out.path, check=True)


def test_the_same_data_are_not_published_again(folder: Path) -> None:
    release(small_record.curated(), folder)
    record_run(folder, "published", "Release 1.0.0 is out.", "1.0.0")
    before = tree(folder)
    moved = small_record.curated()  # the same rows on other lines of a later commit
    moved = replace(
        moved,
        source=replace(moved.source, commit="3" * 40),
        provenance=moved.provenance.with_columns(pl.col("line") + 1),
    )
    out = release(moved, folder)
    record_run(folder, out.result, out.summary, out.version)
    assert (out.result, out.version, out.changes) == ("unchanged", "1.0.0", None)
    after = tree(folder)
    assert before.keys() == after.keys()
    assert [name for name in before if before[name] != after[name]] == ["last_run.json"]


def test_versions_follow_the_data(folder: Path) -> None:
    release(small_record.curated(), folder)
    assert release(changed("a correction"), folder).version == "1.0.1"
    assert release(small_record.generation(1), folder).version == "1.1.0"
    made = json.loads((folder / "latest" / "changes.json").read_bytes())
    assert (made["previous"], made["version"], made["bump"]) == ("1.0.1", "1.1.0", "minor")
    assert [entry["version"] for entry in index(folder)["releases"]] == ["1.0.0", "1.0.1", "1.1.0"]
    assert [listed.version for listed in list_releases(folder)] == ["1.1.0", "1.0.1", "1.0.0"]


def test_what_readers_break_on_is_refused_until_it_is_allowed(folder: Path) -> None:
    release(small_record.curated(), folder)
    before = tree(folder)
    breaking = small_record.curated(small_record.without_column(small_record.edition(), "resolutions", "number"))
    with pytest.raises(Refused, match="number") as refused:
        release(breaking, folder)
    assert "--allow-breaking" in str(refused.value)
    assert tree(folder) == before
    with pytest.raises(ReleaseError, match="reason in words"):
        release(breaking, folder, allow_breaking="  ")
    out = release(breaking, folder, allow_breaking="Nobody used it.")
    assert out.version == "2.0.0"
    assert json.loads((folder / "latest" / "release.json").read_bytes())["allowed"] == {"breaking": "Nobody used it."}
    assert verify(folder) == []


def test_a_table_that_shrinks_is_refused(folder: Path) -> None:
    release(small_record.generation(40), folder)
    with pytest.raises(Refused, match="of 43 rows are gone"):
        release(small_record.generation(20), folder)
    out = release(small_record.generation(20), folder, allow_breaking="They were drafts.")
    assert json.loads((out.path / "release.json").read_bytes())["allowed"] == {"shrinking": "They were drafts."}


def test_a_reason_that_was_not_needed_is_not_kept(folder: Path) -> None:
    release(small_record.curated(), folder)
    out = release(small_record.generation(1), folder, allow_breaking="just in case")
    assert json.loads((out.path / "release.json").read_bytes())["allowed"] == {}


def test_a_new_form_of_the_files_is_a_new_release(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    release(small_record.curated(), folder)
    monkeypatch.setattr(releasing, "FORMAT", 2)
    out = release(small_record.curated(), folder)
    assert (out.result, out.version) == ("published", "1.0.1")
    assert "new form of the files" in out.summary


def test_data_that_contradict_their_description_are_not_published(folder: Path) -> None:
    rows = {"countries": [("KAZ", None)], "sponsors": []}
    with pytest.raises(ReleaseError, match=r"countries\.name is described as never empty"):
        release(small_record.curated(small_record.edition(rows)), folder)
    assert not (folder / "latest").is_symlink()


def test_a_release_taken_back_is_not_published_again(folder: Path) -> None:
    release(small_record.generation(1), folder)
    release(small_record.generation(2), folder)
    assert rollback(folder, "1.0.0") == "Release 1.0.0 is shown now, in place of 1.1.0."
    assert verify(folder) == []
    assert [(entry["version"], entry["withdrawn"]) for entry in index(folder)["releases"]] == [
        ("1.0.0", False),
        ("1.1.0", True),
    ]
    with pytest.raises(Refused, match=r"release 1\.1\.0, which was taken back"):
        release(small_record.generation(2), folder)
    assert release(small_record.generation(1), folder).result == "unchanged"
    out = release(small_record.generation(3), folder)
    assert (out.version, json.loads((out.path / "release.json").read_bytes())["previous"]) == ("1.2.0", "1.0.0")
    assert [entry["withdrawn"] for entry in index(folder)["releases"]] == [False, True, False]


def test_a_release_taken_back_can_be_shown_again(folder: Path) -> None:
    for number in (1, 2):
        release(small_record.generation(number), folder)
    rollback(folder, "1.0.0")
    rollback(folder, "1.1.0")
    assert rollback(folder, "1.1.0") == "Release 1.1.0 is shown already."
    assert not any(entry["withdrawn"] for entry in index(folder)["releases"])
    assert release(small_record.generation(2), folder).result == "unchanged"


def test_a_release_that_is_not_there_or_damaged_is_not_shown(folder: Path) -> None:
    for number in (1, 2):
        release(small_record.generation(number), folder)
    with pytest.raises(ReleaseError, match=r"There are: 1\.1\.0, 1\.0\.0"):
        rollback(folder, "9.9.9")
    with pytest.raises(ReleaseError, match="no release"):
        rollback(folder, "../../etc")
    (folder / "releases" / "1.0.0" / "countries.csv").write_bytes(b"x")
    with pytest.raises(ReleaseError, match=r"countries\.csv"):
        rollback(folder, "1.0.0")
    assert (folder / "latest").readlink() == Path("releases/1.1.0")


def test_pruning_keeps_the_newest_and_the_one_that_is_shown(folder: Path) -> None:
    for number in range(1, 6):
        release(small_record.generation(number), folder)
    rollback(folder, "1.1.0")
    assert prune(folder, 2) == ["1.0.0", "1.2.0"]
    assert places.versions(folder) == ["1.1.0", "1.3.0", "1.4.0"]
    assert [entry["version"] for entry in index(folder)["releases"]] == ["1.1.0", "1.3.0", "1.4.0"]
    assert verify(folder) == []
    assert prune(folder, 9) == []
    with pytest.raises(ReleaseError, match="At least one"):
        prune(folder, 0)
    assert release(small_record.generation(9), folder).version == "1.5.0"


MAKE = """
import pickle, sys
from pathlib import Path
from flows.release import release
release(pickle.loads(Path(sys.argv[1]).read_bytes()), Path(sys.argv[2]))
"""


def test_the_same_commit_gives_the_same_bytes_everywhere(tmp_path: Path) -> None:
    (tmp_path / "curated.pickle").write_bytes(pickle.dumps(small_record.generation(3)))
    trees = []
    for name, env in (
        ("a", {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "POLARS_MAX_THREADS": "1", "PYTHONHASHSEED": "1"}),
        ("Другое place [1] #%20 *", {"TZ": "America/Adak", "LC_ALL": "tr_TR.UTF-8", "POLARS_MAX_THREADS": "4", "PYTHONHASHSEED": "2", "PYTHONUTF8": "0"}),
    ):  # fmt: skip
        target = tmp_path / name / "curated"
        subprocess.run(
            [sys.executable, "-c", MAKE, tmp_path / "curated.pickle", target],
            cwd=ROOT,
            env=os.environ | env,
            check=True,
        )
        trees.append(tree(target / "releases"))
        assert verify(target) == []
    assert trees[0] == trees[1]


def test_two_publishers_at_once_take_turns(folder: Path) -> None:
    results = []
    threads = [
        threading.Thread(target=lambda: results.append(release(small_record.curated(), folder).result))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["published", "unchanged", "unchanged"]


class TestRuns:
    """What index.json and last_run.json say of runs."""

    def test_a_failure_is_told_apart_from_the_last_success(self, folder: Path) -> None:
        out = release(small_record.curated(), folder)
        record_run(folder, out.result, out.summary, out.version)
        quiet = (folder / "index.json").read_bytes()
        record_run(folder, "unchanged", "Nothing has changed.", "1.0.0")
        assert (folder / "index.json").read_bytes() == quiet
        record_run(folder, "rejected", "The raw record has 2 errors.", None)
        found = index(folder)
        assert (found["last_run"]["result"], found["last_run"]["version"]) == ("rejected", "1.0.0")
        assert found["last_success"]["result"] == "published"
        last = json.loads((folder / "last_run.json").read_bytes())
        assert (last["result"], last["version"]) == ("rejected", "1.0.0")
        assert last["data_as_of"] == "2026-11-24T03:01:50Z"
        assert last["published_at"] == found["releases"][0]["published_at"]
        record_run(folder, "unchanged", "Nothing has changed.", "1.0.0")
        found = index(folder)
        assert found["last_run"] == found["last_success"]
        assert found["last_run"]["result"] == "unchanged"

    def test_a_failure_before_the_first_release(self, folder: Path) -> None:
        record_run(folder, "failed", "There is no folder.", None)
        assert not folder.exists()
        folder.mkdir()
        record_run(folder, "failed", "The disk is full.", None)
        assert index(folder)["latest"] is None
        assert release(small_record.curated(), folder).version == "1.0.0"
        assert index(folder)["last_run"]["result"] == "published"

    @pytest.mark.parametrize(
        "damage", [None, b"", b"<<<<<<< HEAD\n{", b"[]", b'{"schema_version": 1, "releases": [{}]}', b"\xff"]
    )
    def test_an_index_that_is_lost_is_made_anew(self, folder: Path, damage: bytes | None) -> None:
        for number in (1, 2):
            release(small_record.generation(number), folder)
        before = index(folder)
        (folder / "index.json").unlink()
        if damage is not None:
            (folder / "index.json").write_bytes(damage)
            assert "index.json" in str(verify(folder)[0])
        assert release(small_record.generation(2), folder).result == "unchanged"
        after = index(folder)
        assert after["latest"] == "1.1.0"
        assert [entry | {"published_at": None} for entry in before["releases"]] == after["releases"]
        assert verify(folder) == []

    def test_it_never_raises(self, folder: Path) -> None:
        folder.mkdir()
        (folder / "index.json").mkdir()
        (folder / "last_run.json").mkdir()
        (folder / "releases").write_text("not a folder")
        record_run(folder, "failed", "x", None)
        assert (folder / "index.json").is_dir()

    def test_a_clock_that_went_back_is_named_and_does_no_harm(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        release(small_record.generation(1), folder)
        monkeypatch.setattr("flows.release.index.now", lambda: "1999-12-31T23:59:59Z")
        out = release(small_record.generation(2), folder)
        assert out.version == "1.1.0"
        assert "The clock of this computer says 1999-12-31" in out.summary
        assert index(folder)["latest"] == "1.1.0"
        assert verify(folder) == []
