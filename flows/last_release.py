"""The last release as the check remembers it: each published row as text, and which raw files it was made of.

A cell that was published is a cell that was checked once: typed, judged, looked over and released. It is the second entry that
double entry asks for (Barchard 2008: 28 times fewer errors than looking again), and costs nobody anything. `flows.judging.since`
says what has changed in a table since then.

Where there is no release, or none that can be read, the check does without; `hrc verify` is who looks into releases.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from flows import places
from schemas.cells import SEPARATOR
from schemas.plan import Column, Plan

_LENGTHS = {"day": 10, "month": 7, "year": 4}  # of a partial date as typed, by its precision


@dataclass(frozen=True, slots=True, kw_only=True)
class LastRelease:
    """The release that `curated/latest` shows."""

    version: str
    folder: Path
    hashes: Mapping[str, str]  # of the raw files it was made of, by path below the raw folder

    def made_of(self, files: Iterable[tuple[str, bytes]]) -> bool:
        """Whether these files, each with its path below the raw folder, are byte by byte those of the release."""
        return all(self.hashes.get(name) == hashlib.sha256(data).hexdigest() for name, data in files)

    def typed(self, plan: Plan) -> pl.DataFrame | None:
        """The rows of a table as text: its raw columns as a person types them, names of rows as their keys.

        None where the release has no such table, or it cannot be read.
        """
        try:
            data = (self.folder / f"{plan.name}.parquet").read_bytes()
            frame = pl.read_parquet(io.BytesIO(data), use_pyarrow=False, hive_partitioning=False)
            return frame.select(_text(plan.column(name), frame) for name in _kept(plan, frame))
        except (OSError, pl.exceptions.PolarsError):
            return None


def last_release(curated: Path) -> LastRelease | None:
    """The release that the folder shows; None where there is none that can be read.

    Its manifest is read here and not by `flows.release`, the import of which would be a twentieth of a check.
    """
    folder = places.resolve(curated / places.LATEST)
    try:
        said = json.loads((folder / places.MANIFEST).read_bytes())
        version, files = said["version"], said["source"]["files"]
        if not places.is_version(version):
            return None
        hashes = {str(path).partition("/")[2]: str(sha256) for path, sha256 in files.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return LastRelease(version=version, folder=folder, hashes=hashes)


def _kept(plan: Plan, frame: pl.DataFrame) -> list[str]:
    """The columns of the key and those that people type, as far as the release has them."""
    return [name for name in dict.fromkeys((*plan.key, *plan.raw_columns())) if name in frame.columns]


def _text(column: Column, frame: pl.DataFrame) -> pl.Expr:
    """What was typed, by what was published; null for an empty cell."""
    value = pl.col(column.name)
    if frame.schema[column.name] == pl.List:
        joined = value.list.join(SEPARATOR)
        return pl.when(value.list.len() > 0).then(joined)
    exact = f"{column.name}_precision"
    if column.type == "partial_date" and exact in frame.columns:
        return value.cast(pl.String).str.slice(
            0, pl.col(exact).replace_strict(_LENGTHS, default=10, return_dtype=pl.Int64)
        )
    return value.cast(pl.String)
