"""The reader: from a folder and from the web, every byte checked, nothing of the project needed."""

from __future__ import annotations

import functools
import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from published import edition, latest, published  # noqa: F401  fixtures

from flows.edition import Edition
from flows.reader import RecordError, load, tables, versions

ROOT = Path(__file__).parents[1]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *words: Any) -> None:
        pass


@pytest.fixture(scope="module")
def web(published: Path) -> Iterator[str]:  # noqa: F811
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(published.parent)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/curated"
    server.shutdown()
    server.server_close()


@pytest.fixture
def small(published: Path, tmp_path: Path) -> Path:  # noqa: F811
    """A copy of the record with one table, to be damaged."""
    release = tmp_path / "curated" / "releases" / "1.0.0"
    release.mkdir(parents=True)
    for name in ("SHA256SUMS", "groups.parquet", "groups.json"):
        shutil.copyfile(published / "releases" / "1.0.0" / name, release / name)
    shutil.copyfile(published / "index.json", tmp_path / "curated" / "index.json")
    return tmp_path / "curated"


def test_every_table_as_it_was_published(published: Path, edition: Edition) -> None:  # noqa: F811
    assert tables(source=published) == sorted(table.name for table in edition.tables)
    for table in edition.tables:
        frame = load(table.name, source=published)
        assert dict(frame.schema) == table.dtypes()
        assert_frame_equal(frame, edition.frames[table.name])


def test_from_the_web(web: str, edition: Edition) -> None:  # noqa: F811
    assert_frame_equal(load("reforms", source=web), edition.frames["reforms"])
    assert_frame_equal(load("reforms", "1.0.0", web + "/"), edition.frames["reforms"])
    assert versions(web) == ["1.0.0"]
    with pytest.raises(RecordError, match=r"index\.json in .* cannot be read: File not found"):
        load("reforms", source=web + "/nothing")


def test_a_web_server_that_is_not_there() -> None:
    with pytest.raises(RecordError, match="cannot be read"):
        load("reforms", source="http://127.0.0.1:9")


def test_it_needs_nothing_of_the_project(published: Path, tmp_path: Path) -> None:  # noqa: F811
    shutil.copyfile(ROOT / "flows" / "reader.py", tmp_path / "hrc_record.py")
    code = (
        "import sys, hrc_record\n"
        f"print(hrc_record.load('groups', source={str(published)!r}).height)\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules} & {'flows', 'schemas', 'pandera', 'prefect', 'pandas'}))"
    )
    done = subprocess.run([sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n{code}"], capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr
    rows, modules = done.stdout.split("\n")[:2]
    assert int(rows) > 0
    assert modules == "[]"


def test_a_table_that_is_not_there(published: Path) -> None:  # noqa: F811
    with pytest.raises(RecordError, match=r"no table called 'resolution'\. It has: agenda_items"):
        load("resolution", source=published)
    for name in ("../1.0.0/groups", "countries/KAZ", "", "groups.parquet"):
        with pytest.raises(RecordError, match="no table called"):
            load(name, source=published)


def test_the_sidecar_is_no_table_but_can_be_read(published: Path) -> None:  # noqa: F811
    assert "provenance" not in tables(source=published)
    assert load("provenance", source=published).columns[:4] == ["table", "key", "file", "line"]


def test_a_release_that_is_not_there(published: Path) -> None:  # noqa: F811
    with pytest.raises(RecordError, match=r"There is no release 9\.9\.9\. There are: 1\.0\.0\."):
        load("groups", version="9.9.9", source=published)


def test_no_record_at_all(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=r"index\.json in .* cannot be read: No such file"):
        versions(tmp_path)


@pytest.mark.parametrize("name", ["groups.parquet", "SHA256SUMS"])
@given(where=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
@settings(max_examples=25, deadline=None)
def test_no_damaged_byte_is_believed(published: Path, tmp_path_factory: Any, name: str, where: float, bit: int) -> None:  # noqa: F811
    folder = tmp_path_factory.mktemp("damaged")
    release = folder / "releases" / "1.0.0"
    release.mkdir(parents=True)
    for file in ("SHA256SUMS", "groups.parquet"):
        shutil.copyfile(published / "releases" / "1.0.0" / file, release / file)
    shutil.copyfile(published / "index.json", folder / "index.json")
    data = bytearray((release / name).read_bytes())
    data[int(where * len(data))] ^= 1 << bit
    (release / name).write_bytes(data)
    with pytest.raises(RecordError, match="is not the file that was published"):
        load("groups", source=folder)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", "null", '{"schema_version": 1}', '{"schema_version": 1, "releases": [{}]}', "[" * 5000,
     '{"schema_version": 1, "releases": [{"version": "../..", "sha256sums_sha256": "x"}]}'],
)  # fmt: skip
def test_an_index_that_is_none(small: Path, text: str) -> None:
    (small / "index.json").write_text(text, encoding="utf-8")
    with pytest.raises(RecordError, match="is damaged"):
        load("groups", source=small)


def test_an_index_of_a_later_kind(small: Path) -> None:
    index = json.loads((small / "index.json").read_bytes()) | {"schema_version": 2}
    (small / "index.json").write_text(json.dumps(index), encoding="utf-8")
    with pytest.raises(RecordError, match="newer kind"):
        load("groups", source=small)


def test_a_release_that_was_taken_back_is_not_listed_but_read_by_its_number(small: Path) -> None:
    index = json.loads((small / "index.json").read_bytes())
    index["releases"][0]["withdrawn"] = True
    index["latest"] = None
    (small / "index.json").write_text(json.dumps(index), encoding="utf-8")
    assert versions(small) == []
    assert load("groups", "1.0.0", small).height > 0
    with pytest.raises(RecordError, match="There is no release latest"):
        load("groups", source=small)
