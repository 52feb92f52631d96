"""All rules of a table in one pass, behind pandera's own way in.

Pandera runs each check as a query of its own (some forty for a table of ten columns) and loses the column of every rule
that looks at two. `RecordBackend` is registered, through pandera's `register_backend`, for `RecordSchema` alone (other
schemas in the same process keep pandera's), and evaluates every rule in a single `select`: one boolean a rule, a false
bit being the address of a cell. What comes out is an ordinary `SchemaErrors`. A test holds it against plain pandera.

Limits: `head`, `tail` and `sample` are refused rather than ignored; a `LazyFrame` is collected, since pandera's
default for one is to check no data at all and pass.
"""

from __future__ import annotations

from typing import Any

import polars as pl
from pandera.api.checks import Check
from pandera.api.polars.components import Column
from pandera.api.polars.container import DataFrameSchema
from pandera.api.polars.types import PolarsData, PolarsFrame
from pandera.backends.polars.container import DataFrameSchemaBackend
from pandera.backends.polars.register import register_polars_backends
from pandera.constants import CHECK_OUTPUT_KEY
from pandera.errors import SchemaDefinitionError, SchemaError, SchemaErrorReason, SchemaErrors

from schemas.engine import bits
from schemas.plan import Rule


class RecordSchema(DataFrameSchema):
    """A pandera schema that knows the rules its checks were made from."""

    def __init__(self, *args: Any, record_rules: tuple[Rule, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record_rules = record_rules


def as_check(rule: Rule) -> Check:
    """The rule as a check that plain pandera can run; nulls (cannot be judged) pass."""

    def holds(data: PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(rule.holds.fill_null(value=True).alias(CHECK_OUTPUT_KEY))

    return Check(
        holds,
        name=rule.id,
        title=rule.title,
        description=rule.why,
        error=rule.id,
        raise_warning=rule.severity == "warning",
    )


class RecordBackend(DataFrameSchemaBackend):
    """Evaluates the rules of a `RecordSchema` in one pass."""

    def validate(
        self,
        check_obj: PolarsFrame,
        schema: DataFrameSchema,
        *,
        head: int | None = None,
        tail: int | None = None,
        sample: int | None = None,
        random_state: int | None = None,  # noqa: ARG002
        lazy: bool = False,
        inplace: bool = False,  # noqa: ARG002
    ) -> PolarsFrame:
        """Judge every row.

        Raises:
            SchemaErrors: rules that do not hold, all of them; with `lazy=False` a `SchemaError` for the first.
            SchemaDefinitionError: asked for a part of the rows only.
        """
        if head is not None or tail is not None or sample is not None:
            raise SchemaDefinitionError("a record is checked whole: head, tail and sample are not supported")
        if not isinstance(schema, RecordSchema):
            raise SchemaDefinitionError("this backend serves RecordSchema only")
        frame = check_obj.collect() if isinstance(check_obj, pl.LazyFrame) else check_obj
        errors = list(self._errors(frame, schema))
        if errors and not lazy:
            raise errors[0]
        if errors:
            raise SchemaErrors(schema=schema, schema_errors=errors, data=frame)
        return check_obj

    def _errors(self, frame: pl.DataFrame, schema: RecordSchema) -> list[SchemaError]:
        missing = [name for name in schema.columns if name not in frame.columns]
        if missing:
            return [_missing(schema, frame, name) for name in missing]
        wrong = [name for name in schema.columns if frame.schema[name] != pl.String]
        if wrong:
            return [_wrong_type(schema, frame, name) for name in wrong]
        judged = bits(frame, schema.record_rules)
        errors = []
        for index, rule in enumerate(schema.record_rules):
            if rule.severity == "warning" or rule.id not in judged.columns:
                continue
            output = judged[rule.id].fill_null(value=True)
            if not output.all():
                errors.append(_broken(schema, frame, rule, index, output))
        return errors


def _broken(schema: RecordSchema, frame: pl.DataFrame, rule: Rule, index: int, output: pl.Series) -> SchemaError:
    column = rule.columns[0]
    return SchemaError(
        Column(pl.String, name=column),
        data=frame,
        message=f"{rule.id}: {rule.title}",
        failure_cases=frame.select(pl.col(column)).filter(~output),
        check=as_check(rule),
        check_index=index,
        check_output=pl.DataFrame({CHECK_OUTPUT_KEY: output}),
        reason_code=SchemaErrorReason.DATAFRAME_CHECK,
    )


def _missing(schema: RecordSchema, frame: pl.DataFrame, name: str) -> SchemaError:
    return SchemaError(
        schema,
        data=frame,
        message=f"column {name} is missing",
        failure_cases=name,
        check="column_in_dataframe",
        reason_code=SchemaErrorReason.COLUMN_NOT_IN_DATAFRAME,
    )


def _wrong_type(schema: RecordSchema, frame: pl.DataFrame, name: str) -> SchemaError:
    return SchemaError(
        schema,
        data=frame,
        message=f"column {name} must be text, as it was typed",
        failure_cases=str(frame.schema[name]),
        check="dtype('String')",
        reason_code=SchemaErrorReason.WRONG_DATATYPE,
    )


def register() -> None:
    """Make the backend the one for `RecordSchema`; pandera's own are registered first, since it would overwrite ours."""
    register_polars_backends()
    for kind in (pl.DataFrame, pl.LazyFrame):
        RecordSchema.register_backend(kind, RecordBackend, force=True)


register()
