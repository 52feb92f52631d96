"""A small checked record with issues of every kind, made by hand: renderers read nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import polars as pl
import pytest

from flows.issue import Issue
from flows.pipeline import Checked
from flows.plans import load_plans
from flows.read import Snapshot
from flows.text import TextTable
from schemas.plan import Plan

SPONSORS = (
    "resolution,country,role,on_behalf_of,source_url,note\n"
    "A/HRC/RES/54/5,Kazakstan,main_sponsor,,https://docs.un.org/en/A/HRC/RES/54/5,\n"
    "A/HRC/RES/54/5,Côte d'Ivoire,cosponsor,,https://docs.un.org/en/A/HRC/RES/54/5,\n"
)


@pytest.fixture(scope="session")
def plans() -> Mapping[str, Plan]:
    return load_plans()


@pytest.fixture
def checked(plans: Mapping[str, Plan]) -> Callable[[Sequence[Issue]], Checked]:
    """The record with these issues."""

    def make(issues: Sequence[Issue]) -> Checked:
        columns = plans["sponsors"].raw_columns()
        rows = [line.split(",") for line in SPONSORS.splitlines()[1:]]
        frame = pl.DataFrame([[cell or None for cell in row] for row in rows], schema=dict.fromkeys(columns, pl.String), orient="row")  # fmt: skip
        letters = dict(zip(columns, "ABCDEF", strict=True))
        text = TextTable(name="sponsors", file="raw/sponsors.csv", frame=frame, lines=[2, 3], rows=[2, 3], letters=letters)  # fmt: skip
        snapshot = Snapshot(Path("raw"), "raw", {"sponsors.csv": SPONSORS.encode(), "votes.csv": b""})
        return Checked(
            snapshot=snapshot, plans=plans, issues=list(issues), texts={"sponsors": text}, used={"sponsors": frame},
            changes={}, waived={},
        )  # fmt: skip

    return make
