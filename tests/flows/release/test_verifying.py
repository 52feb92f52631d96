from __future__ import annotations

import functools
import json
import shutil
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import polars as pl
import pytest
import small_record

from flows.release import ReleaseError, fetching, release, rollback, sums, verify
from flows.release.formats import csv, parquet, records


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "curated"
    for number in (1, 2):
        release(small_record.generation(number), folder)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "curated", symlinks=True))


def sign_again(release: Path) -> None:
    """As somebody does who changes a file and the list of hashes too."""
    (release / "SHA256SUMS").unlink()
    (release / "SHA256SUMS").write_bytes(sums.render(sums.facts(release)))


def said(folder: Path) -> list[str]:
    return [str(finding) for finding in verify(folder)]


def test_any_byte_that_changed_is_found(folder: Path) -> None:
    release = folder / "releases" / "1.1.0"
    names = sorted(path.relative_to(release).as_posix() for path in release.rglob("*") if path.is_file())
    for name in names:
        data = (release / name).read_bytes()
        middle = len(data) // 2
        (release / name).write_bytes(data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :])
        try:
            found = said(release)
        except ReleaseError as error:
            found = [str(error)]
        assert found, name
        assert name == "SHA256SUMS" or name in found[0]
        (release / name).write_bytes(data)
    assert said(release) == []


def test_a_file_that_is_missing_or_strange_is_found(folder: Path) -> None:
    (folder / "latest" / "votes.csv").write_text("a")
    assert said(folder) == ["releases/1.1.0/votes.csv: The file is no part of the release."]
    (folder / "latest" / "votes.csv").unlink()
    (folder / "latest" / "countries" / "KAZ.json").unlink()
    assert said(folder) == ["releases/1.1.0/countries/KAZ.json: The file is missing."]


def test_an_older_release_and_the_index_are_verified_too(folder: Path) -> None:
    (folder / "releases" / "1.0.0" / "CHANGES.md").write_text("x")
    assert said(folder) == [
        "releases/1.0.0/CHANGES.md: The file is not the one that was published; its bytes have changed."
    ]
    shutil.rmtree(folder / "releases" / "1.0.0")
    assert "1.0.0" in said(folder)[0]
    index = json.loads((folder / "index.json").read_bytes())
    index["releases"][1]["sha256sums_sha256"] = "0" * 64
    index["releases"] = index["releases"][1:]
    (folder / "index.json").write_text(json.dumps(index))
    assert said(folder) == ["releases/1.1.0/SHA256SUMS: Its hash is not the one in index.json."]


def test_an_index_behind_the_release_that_is_shown_is_named(folder: Path) -> None:
    index = json.loads((folder / "index.json").read_bytes())
    (folder / "index.json").write_text(json.dumps(index | {"latest": "1.0.0"}))
    assert "names 1.0.0 as the latest release" in said(folder)[0]


def test_rows_that_differ_between_formats_are_found_even_with_right_hashes(folder: Path) -> None:
    release = folder / "releases" / "1.1.0"
    table, frame = small_record.RESOLUTIONS, small_record.generation(2).edition.frames["resolutions"]
    other = frame.with_columns(note=pl.lit("x"))
    for name, write in {
        "resolutions.csv": lambda path: csv.write(other, path, table),
        "resolutions.json": lambda path: records.write(other, path),
        "record.sqlite": lambda path: path.write_bytes(b"SQLite format 3\x00" + b"x" * 99),
        "countries/KAZ.json": lambda path: path.write_text("{}"),
    }.items():
        data = (release / name).read_bytes()
        write(release / name)
        sign_again(release)
        assert [text.partition(":")[0] for text in said(release)] == [name]
        (release / name).write_bytes(data)
    parquet.write(other, release / "resolutions.parquet")
    sign_again(release)
    assert "logical hash" in said(release)[0]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda frame: frame.head(2).vstack(frame.tail(1)), "rows; release.json counts"),
        (lambda frame: frame.vstack(frame.tail(1)), "have the key"),
        (lambda frame: frame.with_columns(replaces=pl.lit("nothing")), "'nothing', which is not in resolutions.symbol"),
        (lambda frame: frame.drop("note"), "other columns or types"),
        (lambda frame: frame.with_columns(title=pl.lit(None, dtype=pl.String)), "never empty"),
    ],
)
def test_keys_references_and_types_are_held_against_the_description(folder: Path, change: object, says: str) -> None:
    path = folder / "releases" / "1.1.0" / "resolutions.parquet"
    parquet.write(change(parquet.read(path)), path)  # type: ignore[operator]
    sign_again(path.parent)
    assert says in said(path.parent)[0]


def test_provenance_leads_to_every_row(folder: Path) -> None:
    path = folder / "releases" / "1.1.0" / "provenance.parquet"
    parquet.write(parquet.read(path).head(3), path)
    sign_again(path.parent)
    assert said(path.parent) == ["provenance.parquet: It does not have one row for each row of the tables."]


def test_one_file_is_held_against_its_hash(folder: Path) -> None:
    assert verify(folder / "latest" / "sponsors.json") == []
    assert verify(folder / "releases" / "1.0.0" / "countries" / "KAZ.json") == []
    (folder / "releases" / "1.1.0" / "sponsors.json").write_text("[]")
    assert [finding.file for finding in verify(folder / "latest" / "sponsors.json")] == ["sponsors.json"]


def test_what_is_no_release_is_named(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(ReleaseError, match="There is nothing"):
        verify(tmp_path / "no")
    with pytest.raises(ReleaseError, match="no release"):
        verify(tmp_path)
    (tmp_path / "x.txt").write_text("x")
    with pytest.raises(ReleaseError, match="no file of a release"):
        verify(tmp_path / "x.txt")
    (folder / "latest" / "SHA256SUMS").write_text("0" * 64 + "  ../../../etc/passwd\n")
    with pytest.raises(ReleaseError, match="damaged"):
        verify(folder / "latest")


def test_latest_as_git_writes_it_without_links(folder: Path) -> None:
    (folder / "latest").unlink()
    (folder / "latest").write_text("releases/1.1.0")
    assert verify(folder) == verify(folder / "latest") == []
    rollback(folder, "1.0.0")
    assert verify(folder) == []


class Quiet(SimpleHTTPRequestHandler):
    """A web server that can lead elsewhere."""

    def log_message(self, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        if self.path.startswith("/astray/"):
            self.send_response(302)
            self.send_header("Location", "ftp://127.0.0.1/etc/passwd" if "ftp" in self.path else "file:///etc/passwd")
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif self.path.startswith("/broken/"):
            self.send_error(500)
        else:
            super().do_GET()


@pytest.fixture
def web(folder: Path) -> Iterator[str]:
    handler = functools.partial(Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_release_on_the_web(web: str, folder: Path) -> None:
    assert verify(web) == verify(f"{web}/") == []
    assert verify(f"{web}/releases/1.0.0/") == []
    assert verify(f"{web}/latest/sponsors.json") == verify(f"{web}/releases/1.0.0/countries/KAZ.json") == []
    (folder / "releases" / "1.1.0" / "sponsors.json").write_text("[]")
    assert [finding.file for finding in verify(web)] == ["sponsors.json"]
    assert [finding.file for finding in verify(f"{web}/latest/sponsors.json")] == ["sponsors.json"]
    (folder / "releases" / "1.1.0" / "sponsors.json").unlink()
    assert str(verify(web)[0]) == "sponsors.json: The file is missing."


def test_a_server_that_is_not_what_it_should_be(web: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ReleaseError, match="not on the web"):
        verify(f"{web}/astray/ftp")
    with pytest.raises(ReleaseError, match="not allowed"):
        verify(f"{web}/astray/")
    with pytest.raises(ReleaseError, match="the server says 500"):
        verify(f"{web}/broken/")
    with pytest.raises(ReleaseError, match="no release at"):
        verify(f"{web}/nothing/here.json")
    monkeypatch.setattr(fetching, "MOST_BYTES", 1000)
    with pytest.raises(ReleaseError, match="no more is loaded"):
        verify(web)
    (folder / "releases" / "1.1.0" / "SHA256SUMS").write_text("0" * 64 + "  ../evil\n")
    with pytest.raises(ReleaseError, match="damaged"):
        verify(web)
    assert not (folder.parent / "evil").exists()


def test_a_server_that_is_not_there() -> None:
    with pytest.raises(ReleaseError, match="could not be loaded"):
        verify("http://127.0.0.1:1/curated")
