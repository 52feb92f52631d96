"""Fixtures: the raw record of the project, published once for all tests and workers into a folder of their own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from filelock import FileLock

from flows.edition import Edition

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder `curated` that holds the record as release 1.0.0, beside a copy of `raw`; not to be written to."""
    from flows import pipeline
    from flows.release import release

    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "published" / "curated"
    folder.parent.mkdir(exist_ok=True)
    with FileLock(folder.parent / "lock"):
        if not (folder / "index.json").is_file():
            shutil.copytree(ROOT / "raw", folder.parent / "raw", dirs_exist_ok=True)
            checked = pipeline.check(pipeline.snapshot(ROOT / "raw"))
            assert not checked.errors, checked.issues[:3]
            release(pipeline.curate(checked), folder)
    return folder


@pytest.fixture(scope="session")
def latest(published: Path) -> Path:
    """The folder of that release."""
    return published / "releases" / "1.0.0"


@pytest.fixture(scope="session")
def edition(latest: Path) -> Edition:
    """The tables of that release, as read back from it."""
    from flows.release import read_edition

    return read_edition(latest)
