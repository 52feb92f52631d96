"""Every failure with the real failure: the last release stays untouched, the message says what to do, the next run succeeds."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import small_record

from flows import places
from flows.release import (
    Refused,
    ReleaseError,
    durable,
    index,
    list_releases,
    prune,
    read_edition,
    record_run,
    release,
    releasing,
    rollback,
    staging,
    verify,
)
from flows.release.lock import publisher

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "curated"
    for number in (1, 2):
        release(small_record.generation(number), folder)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A folder with the releases 1.0.0 and 1.1.0."""
    return Path(shutil.copytree(made, tmp_path / "curated", symlinks=True))


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def mountable() -> bool:
    """Whether this process may mount a small disk of its own, out of everybody else's sight."""
    if shutil.which("unshare") is None:
        return False
    return subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False).returncode == 0


needs_mount = pytest.mark.skipif(
    not mountable(), reason="to mount a small disk takes rights that this user does not have"
)

DISK = """
import subprocess, sys
from pathlib import Path
sys.path.insert(0, "tests/flows/release")
import small_record
from flows.release import ReleaseError, read_edition, record_run, release, verify

place, kind = Path(sys.argv[1]), sys.argv[2]
def mount(options): subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", place], check=True)
mount("size=64m")
curated = place / "curated"
release(small_record.generation(1), curated)
used = sum(path.stat().st_blocks * 512 for path in place.rglob("*"))
before = {path: path.read_bytes() for path in curated.rglob("*") if path.is_file()}

def refused(options, *words):
    mount("remount," + options)
    try:
        release(small_record.generation(2), curated)
    except ReleaseError as error:
        assert all(word in str(error) for word in words), str(error)
        assert "the last release stands" in str(error), str(error)
        record_run(curated, "failed", str(error), None)
    else:
        return False
    for path, data in before.items():
        assert path.read_bytes() == data or path.name == "index.json", path
    assert not list(curated.glob(".staging-*")), list(curated.iterdir())
    assert verify(curated) == []
    return True

if kind == "full":
    failed = 0
    for room in range(4, 4000, 24):  # each makes another write the one that finds no room
        if not refused(f"size={used // 1024 + room}k", "The disk is full", "hrc prune"):
            break
        failed += 1
    print(failed)
    assert failed > 8
else:
    assert refused("ro", "may only be read", "--curated")
mount("remount,rw,size=64m")
out = release(small_record.generation(3), curated)
assert out.version in {"1.1.0", "1.2.0"}, out.version
assert verify(curated) == []
"""


def on_a_disk_of_its_own(tmp_path: Path, kind: str) -> None:
    done = subprocess.run(
        ["unshare", "--mount", sys.executable, "-c", DISK, tmp_path, kind],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@needs_mount
def test_a_full_disk_at_every_moment(tmp_path: Path) -> None:
    on_a_disk_of_its_own(tmp_path, "full")


@needs_mount
def test_a_disk_that_may_only_be_read(tmp_path: Path) -> None:
    on_a_disk_of_its_own(tmp_path, "read-only")


@pytest.mark.parametrize("most", [2_000, 6_000, 60_000])
def test_files_that_may_not_be_that_large(folder: Path, most: int) -> None:
    """A quota, which needs no rights to try; the sizes fail in Parquet or JSON, in SQLite, and in neither."""
    before = tree(folder)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, limits[1]))
    try:
        with pytest.raises(ReleaseError, match=r"the last release stands.*(larger than the system allows|disk)"):
            release(small_record.generation(3), folder)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert tree(folder) == before
    assert not list(folder.glob(".staging-*"))
    assert release(small_record.generation(3), folder).version == "1.2.0"


@pytest.mark.skipif(os.geteuid() == 0, reason="the rights of folders do not bind the superuser")
def test_a_folder_that_may_not_be_written(folder: Path) -> None:
    folder.chmod(0o555)
    try:
        with pytest.raises(ReleaseError, match="You may not write there"):
            release(small_record.generation(3), folder)
        record_run(folder, "failed", "x", None)
    finally:
        folder.chmod(0o755)
    assert verify(folder) == []


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "curated").write_text("mine")
    with pytest.raises(ReleaseError, match="Nothing was published"):
        release(small_record.curated(), tmp_path / "curated")
    assert (tmp_path / "curated").read_text() == "mine"
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "releases").write_text("mine")
    with pytest.raises(ReleaseError, match="Move it away"):
        release(small_record.curated(), tmp_path / "other")


@pytest.mark.parametrize(
    "name",
    ["countries.csv", "resolutions.parquet", "record.sqlite", "release.json", "SHA256SUMS", "countries/KAZ.json"],
)
def test_a_last_release_that_is_damaged_is_not_compared_with(folder: Path, name: str) -> None:
    path = folder / "releases" / "1.1.0" / name
    data = path.read_bytes()
    path.write_bytes(data[:-2] + bytes([data[-2] ^ 1]) + data[-1:])
    before = tree(folder)
    with pytest.raises(ReleaseError, match=r"hrc rollback 1\.0\.0") as error:
        release(small_record.generation(3), folder)
    assert "git checkout" in str(error.value)
    assert name in str(error.value) or name == "SHA256SUMS"
    assert tree(folder) == before
    path.write_bytes(data)
    assert release(small_record.generation(3), folder).version == "1.2.0"


def test_going_on_from_the_release_before_a_damaged_one(folder: Path) -> None:
    (folder / "releases" / "1.1.0" / "countries.csv").write_text("x")
    rollback(folder, "1.0.0")
    out = release(small_record.generation(2), folder)  # the data of the damaged one, under a number of their own
    assert (out.result, out.version) == ("published", "1.2.0")


def test_a_file_that_vanished_from_the_last_release(folder: Path) -> None:
    (folder / "releases" / "1.1.0" / "votes.csv").unlink(missing_ok=True)
    (folder / "releases" / "1.1.0" / "sponsors.csv").unlink()
    with pytest.raises(ReleaseError, match=r"sponsors\.csv: The file is missing"):
        release(small_record.generation(3), folder)
    with pytest.raises(ReleaseError, match=r"sponsors\.csv"):
        read_edition(folder / "latest")


def test_a_file_that_vanishes_while_the_release_is_made(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tree(folder)
    flush = durable.flush_tree

    def vanish(staged: Path) -> None:
        flush(staged)
        (staged / "sponsors.json").unlink()

    monkeypatch.setattr(durable, "flush_tree", vanish)
    with pytest.raises(ReleaseError, match=r"sponsors\.json: The file is missing\. Check the disk"):
        release(small_record.generation(3), folder)
    assert tree(folder) == before


def test_a_disk_that_does_not_keep_what_is_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tree(folder)
    write = staging.write_data

    def garble(edition: object, staged: Path) -> object:
        files = write(edition, staged)  # type: ignore[arg-type]
        data = (staged / "sponsors.json").read_bytes()
        (staged / "sponsors.json").write_bytes(data.replace(b"cosponsor", b"cosponsoR"))
        return files

    monkeypatch.setattr(staging, "write_data", garble)
    with pytest.raises(ReleaseError, match=r"when it was read back.*sponsors\.json"):
        release(small_record.generation(3), folder)
    assert tree(folder) == before


def test_a_folder_that_vanishes_while_the_release_is_made(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill = staging.fill

    def vanish(staged: Path, *rest: object) -> None:
        shutil.rmtree(staged)
        fill(staged, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(staging, "fill", vanish)
    with pytest.raises(ReleaseError, match="is gone that was there a moment ago"):
        release(small_record.generation(3), folder)
    monkeypatch.undo()
    assert release(small_record.generation(3), folder).version == "1.2.0"


class TestLatest:
    """`latest` as people and programs leave it."""

    def test_missing(self, folder: Path) -> None:
        (folder / "latest").unlink()
        assert "latest: It does not lead to a release" in str(verify(folder)[0])
        assert release(small_record.generation(2), folder).result == "unchanged"
        assert (folder / "latest").readlink() == Path("releases/1.1.0")

    def test_missing_after_a_rollback(self, folder: Path) -> None:
        rollback(folder, "1.0.0")
        (folder / "latest").unlink()
        assert release(small_record.generation(1), folder).version == "1.0.0"
        assert (folder / "latest").readlink() == Path("releases/1.0.0")

    def test_missing_with_the_index(self, folder: Path) -> None:
        (folder / "latest").unlink()
        (folder / "index.json").unlink()
        assert release(small_record.generation(2), folder).result == "unchanged"
        assert verify(folder) == []

    def test_dangling(self, folder: Path) -> None:
        shutil.rmtree(folder / "releases" / "1.1.0")
        before = tree(folder)
        with pytest.raises(ReleaseError, match=r"1\.1\.0, is gone.*hrc rollback 1\.0\.0"):
            release(small_record.generation(3), folder)
        assert tree(folder) == before
        rollback(folder, "1.0.0")
        record_run(folder, "rejected", "The raw record has an error.", None)
        out = release(small_record.generation(3), folder)
        assert out.version == "1.2.0"  # the number of the one that is gone is not given again
        assert verify(folder) == []

    def test_a_text_file_as_git_writes_it_on_windows(self, folder: Path) -> None:
        (folder / "latest").unlink()
        (folder / "latest").write_text("releases/1.1.0")
        assert release(small_record.generation(2), folder).result == "unchanged"
        assert read_edition(folder / "latest").frames["resolutions"].height == 5
        assert [listed.latest for listed in list_releases(folder)] == [True, False]
        assert release(small_record.generation(3), folder).version == "1.2.0"
        assert (folder / "latest" / "release.json").exists()

    @pytest.mark.parametrize(
        "make", [lambda p: p.mkdir(), lambda p: p.write_text("hello"), lambda p: p.symlink_to("/nowhere"), os.mkfifo]
    )
    def test_something_else(self, folder: Path, make: Callable[[Path], object]) -> None:
        (folder / "latest").unlink()
        make(folder / "latest")
        with pytest.raises(ReleaseError, match=r"hrc rollback 1\.1\.0"):
            release(small_record.generation(3), folder)
        assert places.versions(folder) == ["1.0.0", "1.1.0"]
        if (folder / "latest").is_dir():
            with pytest.raises(ReleaseError, match="Move it away"):
                rollback(folder, "1.1.0")
            with pytest.raises(ReleaseError, match="which one must stay"):
                prune(folder, 1)
            (folder / "latest").rmdir()
        rollback(folder, "1.1.0")
        assert verify(folder) == []

    def test_where_there_are_no_links(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def no_links(*args: object, **kwargs: object) -> None:
            raise NotImplementedError

        monkeypatch.setattr(os, "symlink", no_links)
        out = release(small_record.generation(3), folder)
        assert (folder / "latest").read_text() == "releases/1.2.0\n"
        assert verify(folder) == verify(folder / "latest") == []
        assert release(small_record.generation(3), folder).result == "unchanged"
        assert out.version == "1.2.0"


class TestInterrupted:
    """A publisher that was killed between making a release and showing it."""

    @pytest.fixture
    def interrupted(self, folder: Path, tmp_path: Path) -> Path:
        copy = Path(shutil.copytree(folder, tmp_path / "killed", symlinks=True))
        release(small_record.generation(3), copy)
        shutil.move(copy / "releases" / "1.2.0", folder / "releases" / "1.2.0")
        assert (folder / "latest").readlink() == Path("releases/1.1.0")
        return folder

    def test_it_is_shown_by_the_next_run(self, interrupted: Path) -> None:
        assert verify(interrupted) == []
        out = release(small_record.generation(3), interrupted)
        assert (out.result, out.version) == ("unchanged", "1.2.0")
        assert (index.read(interrupted) or {})["releases"][-1]["published_at"] is not None
        assert verify(interrupted) == []

    def test_a_run_that_fails_in_between_does_not_take_it_back(self, interrupted: Path) -> None:
        record_run(interrupted, "rejected", "The raw record has an error.", None)
        assert [entry["version"] for entry in (index.read(interrupted) or {})["releases"]] == ["1.0.0", "1.1.0"]
        assert release(small_record.generation(3), interrupted).version == "1.2.0"
        assert verify(interrupted) == []

    def test_a_person_who_names_another_release_takes_it_back(self, interrupted: Path) -> None:
        rollback(interrupted, "1.0.0")
        with pytest.raises(Refused, match="taken back"):
            release(small_record.generation(3), interrupted)
        assert release(small_record.generation(4), interrupted).version == "1.3.0"

    def test_its_number_is_not_used_for_other_data(self, interrupted: Path) -> None:
        before = tree(interrupted / "releases" / "1.2.0")
        assert release(small_record.generation(4), interrupted).version == "1.3.0"
        assert tree(interrupted / "releases" / "1.2.0") == before

    def test_it_is_shown_even_where_the_first_release_was_killed(self, tmp_path: Path) -> None:
        release(small_record.generation(1), tmp_path / "curated")
        (tmp_path / "curated" / "latest").unlink()
        (tmp_path / "curated" / "index.json").unlink()
        record_run(tmp_path / "curated", "failed", "The disk is full.", None)
        assert release(small_record.generation(1), tmp_path / "curated").version == "1.0.0"
        assert verify(tmp_path / "curated") == []

    def test_one_that_is_damaged_is_left_to_a_person(self, interrupted: Path) -> None:
        (interrupted / "releases" / "1.2.0" / "sponsors.csv").write_text("x")
        with pytest.raises(ReleaseError, match="Remove the folder"):
            release(small_record.generation(3), interrupted)
        assert (interrupted / "latest").readlink() == Path("releases/1.1.0")
        shutil.rmtree(interrupted / "releases" / "1.2.0")
        assert release(small_record.generation(3), interrupted).version == "1.2.0"


def test_what_a_killed_publisher_left_is_cleared_away(folder: Path) -> None:
    for place in (folder, folder / "releases"):
        (place / ".staging-99-abc" / "schema").mkdir(parents=True)
        (place / ".staging-99-abc" / "a.csv").write_text("half")
        (place / ".staging-link-99-abc").symlink_to("releases/9.9.9")
        (place / ".staging-file-99-abc").write_text("{")
    release(small_record.generation(2), folder)
    assert {path.name for path in folder.iterdir()} == {"releases", "latest", "index.json", ".lock"}
    assert {path.name for path in (folder / "releases").iterdir()} == {"1.0.0", "1.1.0"}


def test_a_release_that_cannot_be_shown_gives_its_number_back(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tree(folder)

    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(durable, "point", full)
    with pytest.raises(ReleaseError, match="The disk is full"):
        release(small_record.generation(3), folder)
    assert tree(folder) == before


def test_an_index_that_cannot_be_written_does_not_undo_the_release(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(releasing.index, "write", full)
    out = release(small_record.generation(3), folder)
    assert "the next run does it" in out.summary
    monkeypatch.undo()
    assert verify(folder) == []
    assert release(small_record.generation(3), folder).result == "unchanged"
    assert (index.read(folder) or {})["latest"] == "1.2.0"


def test_stopped_by_a_signal_leaves_nothing_behind(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tree(folder)

    def stop(*args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(staging, "check", stop)
    with pytest.raises(KeyboardInterrupt):
        release(small_record.generation(3), folder)
    assert tree(folder) == before


def test_the_second_publisher_waits_then_leaves_with_a_clear_word(folder: Path) -> None:
    at_work, done = threading.Event(), threading.Event()

    def work() -> None:
        with publisher(folder):
            at_work.set()
            done.wait(10)

    thread = threading.Thread(target=work)
    thread.start()
    at_work.wait(10)
    start = time.monotonic()
    with pytest.raises(ReleaseError, match="Somebody else is publishing"):
        release(small_record.generation(3), folder, wait=0.2)
    assert 0.2 <= time.monotonic() - start < 5
    done.set()
    thread.join()
    assert release(small_record.generation(3), folder, wait=0.2).version == "1.2.0"


def test_a_run_that_fails_while_another_publishes_leaves_the_index_to_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "_PATIENCE", 0.1)
    before = (folder / "index.json").read_bytes()
    at_work, done = threading.Event(), threading.Event()

    def work() -> None:
        with publisher(folder):
            at_work.set()
            done.wait(10)

    thread = threading.Thread(target=work)
    thread.start()
    at_work.wait(10)
    record_run(folder, "failed", "Somebody else is publishing.", None)
    done.set()
    thread.join()
    assert (folder / "index.json").read_bytes() == before
    assert b'"failed"' in (folder / "last_run.json").read_bytes()


def test_a_release_of_a_newer_program_is_left_alone(folder: Path) -> None:
    path = folder / "releases" / "1.1.0" / "release.json"
    path.write_bytes(path.read_bytes().replace(b'"format": 1', b'"format": 9'))
    from flows.release import sums

    (path.parent / "SHA256SUMS").unlink()
    (path.parent / "SHA256SUMS").write_bytes(sums.render(sums.facts(path.parent)))
    with pytest.raises(ReleaseError, match="Update HRC Record"):
        release(small_record.generation(3), folder)


def test_hostile_names_cannot_drive_a_terminal(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError) as error:
        verify(tmp_path / "\x1b[31mred\u202e")
    assert "\x1b" not in str(error.value)
    assert "\u202e" not in str(error.value)
