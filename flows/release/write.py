"""The data files of a release: each table in each format, all holding the same rows."""

from __future__ import annotations

from pathlib import Path

from flows.describe.files import FileFact
from flows.edition import Edition
from flows.release.formats import csv, parquet, records, sqlite, states
from flows.release.sums import facts


def write_data(edition: Edition, folder: Path) -> dict[str, FileFact]:
    """Write the data files into a folder that is there, and say of each how large it is and its hash, by its path.

    For each table `<table>.parquet`, `.json` and `.csv`, `.jsonl` where it is large; `record.sqlite` for all of them;
    `countries/<ALPHA3>.json` for each State with rows.

    Raises:
        OSError, sqlite3.Error, polars.exceptions.PolarsError: a file cannot be written.
        ReleaseError: the code of a State cannot be the name of a file.
    """
    for table in edition.tables:
        frame = edition.frames[table.name]
        parquet.write(frame, folder / f"{table.name}{parquet.SUFFIX}")
        records.write(frame, folder / f"{table.name}{records.SUFFIX}")
        csv.write(frame, folder / f"{table.name}{csv.SUFFIX}", table)
        if frame.height >= records.LARGE:
            records.write_lines(frame, folder / f"{table.name}{records.LINES_SUFFIX}")
    sqlite.write(edition, folder / sqlite.NAME)
    states.write(edition, folder)
    return facts(folder)
