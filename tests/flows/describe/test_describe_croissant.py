"""An independent loader reads the records that the Croissant file describes."""

from __future__ import annotations

import json
import logging
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.edition import Edition

# The loader takes seconds to import: one worker is enough.
pytestmark = pytest.mark.xdist_group("croissant")


@pytest.fixture(scope="module")
def dataset(latest: Path) -> Iterator[Any]:
    logging.disable(logging.WARNING)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import mlcroissant
        from absl.logging import get_absl_handler

        # It would close, with its handler, the stream that pytest catches output with, whenever somebody sets up logging anew.
        get_absl_handler().python_handler.stream = sys.__stderr__
        yield mlcroissant.Dataset(str(latest / "croissant.json"))
    logging.disable(logging.NOTSET)


def plain(value: Any) -> Any:
    """A value as the loader gives it, as polars gives it."""
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.date() if hasattr(value, "date") else value


def test_it_is_croissant_without_a_complaint(dataset: Any) -> None:
    assert dataset.metadata.ctx.issues.errors == set()
    assert dataset.metadata.ctx.issues.warnings == set()
    assert dataset.metadata.ctx.is_v1_1()


def test_the_records_are_those_of_the_tables(dataset: Any, edition: Edition) -> None:
    assert [record_set.uuid for record_set in dataset.metadata.record_sets] == [t.name for t in edition.tables]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for table in edition.tables:
            found = [
                {name.partition("/")[2]: plain(value) for name, value in record.items()}
                for record in dataset.records(table.name)
            ]
            assert found == edition.frames[table.name].to_dicts(), table.name


def test_it_is_a_schema_org_data_set(latest: Path) -> None:
    """What search engines for data sets ask for: name, description, licence, maker, files with their format."""
    told = json.loads((latest / "croissant.json").read_bytes())
    assert told["@type"] == "sc:Dataset"
    assert told["conformsTo"] == "http://mlcommons.org/croissant/1.1"
    for word in ("name", "description", "license", "url", "creator", "datePublished", "version", "keywords", "citeAs"):
        assert told[word], word
    assert 50 <= len(told["description"]) <= 5000
    assert all(file["contentUrl"] and file["encodingFormat"] and file["sha256"] for file in told["distribution"])


def test_every_field_leads_to_a_column_that_is_there(latest: Path, edition: Edition) -> None:
    told = json.loads((latest / "croissant.json").read_bytes())
    files = {file["@id"] for file in told["distribution"]}
    for record_set, table in zip(told["recordSet"], edition.tables, strict=True):
        columns = []
        for field in record_set["field"]:
            assert field["source"]["fileObject"]["@id"] in files
            columns.append(field["source"]["extract"]["column"])
        assert columns == [column.name for column in table.columns]
        assert [key["@id"] for key in record_set["key"]] == [f"{table.name}/{name}" for name in table.key]
