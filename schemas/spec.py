"""What is declared of one raw column: plain data, without pandera, so that the steps may import it for free."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from schemas.plan import RawType, Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """What is declared of one column beyond pandera's own words."""

    type: RawType
    title: str
    description: str
    example: str
    required: bool
    pattern: str | None = None
    pattern_says: str = ""
    one_of: tuple[str, ...] = ()
    synonyms: tuple[tuple[str, str], ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    reference: Reference | None = None
    symbol: str | None = None
    window: tuple[str, str] | None = None
    url: bool = False
    published: bool = True
    spelling: bool = False
    published_example: str = ""  # where it is published as something else: a State as its code
    may_be_unknown: bool = False  # a required cell that may name no row, by a waiver: published empty


def refer(to: str, named_in: Sequence[str] = ()) -> Reference:
    """The reference to "table.column", found by name in the columns `named_in`."""
    table, column = to.split(".")
    places = tuple((place.split(".")[0], place.split(".")[1]) for place in named_in)
    return Reference(table=table, column=column, named_in=places)
