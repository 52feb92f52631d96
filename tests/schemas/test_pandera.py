"""Pandera stays the way in, and says the same: the one-pass backend against pandera's own, on tables damaged at random."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path

import pandera.polars as pa
import polars as pl
import pytest
from good_rows import GOOD, record_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandera.api.polars.container import DataFrameSchema
from pandera.backends.polars.container import DataFrameSchemaBackend
from pandera.errors import SchemaDefinitionError, SchemaError, SchemaErrors

from flows.plans import load_plans
from schemas.backend import RecordBackend, RecordSchema
from schemas.engine import bits
from schemas.registry import TABLES
from schemas.table import Table

HOUSE = Path(__file__).parents[2]
PLANS = load_plans()
MODELS: dict[str, type[Table]] = {}
for _entry in TABLES:
    _module, _, _class = _entry.partition(":")
    _model = getattr(importlib.import_module(_module), _class)
    MODELS[_model._facts.name] = _model
MODELS_BY_ENTRY = dict(zip(TABLES, MODELS, strict=True))

# What a tired hand leaves in a cell.
BAD = st.sampled_from([None, "", "n/a", "x", " ", "-1", "48", "2023-02-30", "11/10/2023", "Казахстаn", "A/HRC/RES/54/5.", "a; a", "ü" * 300])  # fmt: skip

Cell = tuple[str, int]


def cells_of(errors: SchemaErrors) -> set[tuple[str, int]]:
    """Rule and row of everything that was found."""
    found = set()
    for error in errors.schema_errors:
        output = error.check_output
        assert isinstance(output, pl.DataFrame)
        holds = output["check_output"].fill_null(value=True)
        found |= {(str(error.check.name), row) for row in (~holds).arg_true().to_list()}
    return found


def ours(schema: RecordSchema, frame: pl.DataFrame) -> set[tuple[str, int]]:
    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as errors:
        return cells_of(errors)
    return set()


def plain(schema: RecordSchema, frame: pl.DataFrame) -> set[tuple[str, int]]:
    """The same checks, each run alone by pandera's own backend."""
    own = DataFrameSchema(columns=schema.columns, checks=schema.checks)
    assert isinstance(own.get_backend(frame), DataFrameSchemaBackend)
    assert not isinstance(own.get_backend(frame), RecordBackend)
    try:
        own.validate(frame, lazy=True)
    except SchemaErrors as errors:
        found = set()
        for error in errors.schema_errors:
            if str(error.check) == "not_nullable":
                rows = frame[error.schema.name].is_null().arg_true().to_list()
                found |= {
                    (f"{schema.record_rules[0].id.split('.')[0]}.{error.schema.name}.required", row) for row in rows
                }
            else:
                holds = error.check_output["check_output"].fill_null(value=True)
                found |= {(str(error.check.name), row) for row in (~holds).arg_true().to_list()}
        return found
    return set()


@st.composite
def damage(draw: st.DrawFn, table: str) -> pl.DataFrame:
    """The prepared good rows of a table with some cells of its own columns damaged, and rows repeated."""
    frame = record_of(PLANS, GOOD).prepared(table)
    for _ in range(draw(st.integers(0, 4))):
        name = draw(st.sampled_from(PLANS[table].raw_columns()))
        cells = frame[name].to_list()
        cells[draw(st.integers(0, len(cells) - 1))] = draw(BAD) or None
        frame = frame.with_columns(pl.Series(name, cells, dtype=pl.String))
    if draw(st.booleans()):
        frame = pl.concat([frame, frame[: draw(st.integers(0, 2))]])
    return frame


@pytest.mark.parametrize("table", PLANS)
@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_one_pass_and_plain_pandera_flag_the_same_cells(table: str, data: st.DataObject) -> None:
    frame = data.draw(damage(table))
    schema = MODELS[table].to_schema()
    assert isinstance(schema, RecordSchema)
    assert ours(schema, frame) == plain(schema, frame)


@pytest.mark.parametrize("table", PLANS)
def test_good_rows_pass_and_come_back_as_they_were(table: str) -> None:
    frame = record_of(PLANS, GOOD).prepared(table)
    assert MODELS[table].validate(frame, lazy=True).equals(frame)


def broken_frame() -> pl.DataFrame:
    frame = record_of(PLANS, GOOD).prepared("sponsors")
    return frame.with_columns(pl.lit("boss").alias("role"))


def test_a_bad_lazyframe_cannot_pass() -> None:
    with pytest.raises(SchemaErrors) as caught:
        MODELS["sponsors"].validate(broken_frame().lazy(), lazy=True)
    assert cells_of(caught.value) == {("sponsors.role.vocabulary", 0), ("sponsors.role.vocabulary", 1), ("sponsors.role.vocabulary", 2)}  # fmt: skip


def test_the_failure_cases_name_column_value_and_rule() -> None:
    with pytest.raises(SchemaErrors) as caught:
        MODELS["sponsors"].validate(broken_frame(), lazy=True)
    cases = caught.value.failure_cases
    assert set(cases["failure_case"]) == {"boss"}
    assert set(cases["column"]) == {"role"}
    assert set(cases["check"]) == {"sponsors.role.vocabulary"}
    assert sorted(cases["index"]) == [0, 1, 2]


def test_without_lazy_the_first_error_is_raised() -> None:
    with pytest.raises(SchemaError, match=r"sponsors\.role\.vocabulary: "):
        MODELS["sponsors"].validate(broken_frame(), lazy=False)


def test_a_missing_column_is_named_and_nothing_else() -> None:
    with pytest.raises(SchemaErrors) as caught:
        MODELS["sponsors"].validate(broken_frame().drop("role", "note"), lazy=True)
    assert [error.args[0] if error.args else str(error) for error in caught.value.schema_errors] == [
        "column role is missing",
        "column note is missing",
    ]


def test_a_typed_column_is_refused_since_everything_is_judged_as_typed_by_hand() -> None:
    frame = record_of(PLANS, GOOD).prepared("resolutions").with_columns(pl.col("votes_for").cast(pl.Int64))
    with pytest.raises(SchemaError, match="column votes_for must be text"):
        MODELS["resolutions"].validate(frame)


@pytest.mark.parametrize("part", ["head", "tail", "sample"])
def test_a_part_of_the_rows_cannot_stand_for_all(part: str) -> None:
    with pytest.raises(SchemaDefinitionError, match="checked whole"):
        MODELS["sponsors"].validate(record_of(PLANS, GOOD).prepared("sponsors"), **{part: 1})


def test_other_schemas_keep_the_backend_of_pandera() -> None:
    class Other(pa.DataFrameModel):
        number: int = pa.Field(gt=3)

    frame = pl.DataFrame({"number": [3, 4]})
    assert not isinstance(Other.to_schema().get_backend(frame), RecordBackend)
    assert isinstance(MODELS["votes"].to_schema().get_backend(frame), RecordBackend)
    assert isinstance(MODELS["votes"].to_schema().get_backend(frame.lazy()), RecordBackend)
    with pytest.raises(SchemaErrors):
        Other.validate(frame, lazy=True)
    with pytest.raises(SchemaDefinitionError, match="RecordSchema only"):
        RecordBackend().validate(frame, Other.to_schema())


@pytest.mark.parametrize("table", PLANS)
def test_the_backend_reports_what_the_engine_finds(table: str) -> None:
    """Errors alone: a warning stops nobody."""
    frame = record_of(PLANS, GOOD).prepared(table).with_columns(pl.lit("n/a").alias(PLANS[table].raw_columns()[-1]))
    judged = bits(frame, [rule for rule in PLANS[table].rules if rule.severity == "error"])
    expected = {(name, row) for name in judged.columns for row in (~judged[name].fill_null(value=True)).arg_true()}
    assert ours(MODELS[table].to_schema(), frame) == expected


@pytest.mark.parametrize("entry", [entry for entry in TABLES if PLANS[MODELS_BY_ENTRY[entry]].covers])
def test_each_table_can_be_imported_and_used_alone(entry: str) -> None:
    """In a process of its own: no table works only because another was imported before."""
    module, _, name = entry.partition(":")
    program = f"from {module} import {name}; {name}.to_schema()"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=HOUSE)
    assert done.returncode == 0, done.stderr
