"""The plan of one small table, made by hand: reading needs only the names of the columns and which of them are never empty."""

import polars as pl

from schemas.plan import Column, Plan

COLUMNS = ["resolution", "country", "role", "on_behalf_of", "source_url", "note"]
REQUIRED = ["resolution", "country", "role", "source_url"]


def plan_of(name: str, columns: list[str], required: list[str], path: str | None = None) -> Plan:
    made = tuple(
        Column(name=one, type="text", title=one, description="", example="", required=one in required, value=pl.col(one),
               raw=True, published=False)
        for one in columns
    )  # fmt: skip
    return Plan(name=name, path=path or name, title=name, description="", key=tuple(columns[:1]), key_paths=tuple(columns[:1]),
                columns=made, rules=(), covers=(), publishes=None)  # fmt: skip


PLAN = plan_of("sponsors", COLUMNS, REQUIRED)
