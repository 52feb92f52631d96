"""The kinds of column a table may have: the words a declaration is written in.

Each returns a pandera `Field` of text, since everything is read as text; what the text must look like and what it becomes
when published is kept as a `Spec` in the field's `metadata`, where `schemas.cells` makes pandera checks of it and
`schemas.compile` a plan.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandera.polars as pa

from schemas.spec import Spec, refer

METADATA_KEY = "record"


def _field(spec: Spec) -> Any:
    return pa.Field(
        nullable=not spec.required,
        title=spec.title,
        description=spec.description,
        metadata={METADATA_KEY: spec},
    )


def text(
    title: str,
    *,
    example: str,
    description: str = "",
    required: bool = False,
    pattern: str | None = None,
    pattern_says: str = "",
    published: bool = True,
    spelling: bool = False,
) -> Any:
    """Free text; `pattern` is a regular expression it must match as a whole, `pattern_says` the same for a person.

    A `spelling` is listed because it is right as it stands, so no word of it is taken for a slip of another.
    """
    return _field(
        Spec(
            type="text",
            title=title,
            description=description,
            example=example,
            required=required,
            pattern=pattern,
            pattern_says=pattern_says,
            published=published,
            spelling=spelling,
        )
    )


def un_symbol(
    title: str,
    *,
    example: str,
    kind: str,
    pattern: str,
    pattern_says: str,
    description: str = "",
    required: bool = False,
    refers_to: str | None = None,
    many: bool = False,
) -> Any:
    """The symbol of a UN document; `kind` is "resolution", "draft" or "document"."""
    return _field(
        Spec(
            type="list" if many else "text",
            title=title,
            description=description,
            example=example,
            required=required,
            pattern=pattern,
            pattern_says=pattern_says,
            symbol=kind,
            reference=refer(refers_to) if refers_to else None,
        )
    )


def choice(
    title: str,
    *,
    one_of: Sequence[str],
    example: str,
    description: str = "",
    required: bool = True,
    synonyms: Mapping[str, str] | None = None,
) -> Any:
    """One word of a closed list; `synonyms` says which word is meant by others that people write."""
    return _field(
        Spec(
            type="text",
            title=title,
            description=description,
            example=example,
            required=required,
            one_of=tuple(one_of),
            synonyms=tuple((synonyms or {}).items()),
        )
    )


def reference(
    title: str,
    *,
    refers_to: str,
    example: str,
    description: str = "",
    required: bool = False,
    named_in: Sequence[str] = (),
    many: bool = False,
    published_example: str = "",
    may_be_unknown: bool = False,
) -> Any:
    """A row of another table, by its key or, with `named_in`, by any of its names; `many` are separated by "; "."""
    return _field(
        Spec(
            type="list" if many else "text",
            title=title,
            description=description,
            example=example,
            required=required,
            reference=refer(refers_to, named_in),
            published_example=published_example,
            may_be_unknown=may_be_unknown,
        )
    )


def state(
    title: str,
    *,
    example: str = "Kazakhstan",
    description: str = "",
    required: bool = True,
    may_be_unknown: bool = False,
) -> Any:
    """A State, by any name it goes by or its ISO 3166-1 alpha-3 code; published as the code."""
    return reference(
        title,
        refers_to="countries.alpha3",
        named_in=("country_aliases.alias",),
        example=example,
        description=description,
        required=required,
        published_example="KAZ",
        may_be_unknown=may_be_unknown,
    )


def integer(
    title: str,
    *,
    example: str,
    description: str = "",
    required: bool = False,
    minimum: int | None = None,
    maximum: int | None = None,
    refers_to: str | None = None,
) -> Any:
    """A whole number in digits."""
    return _field(
        Spec(
            type="integer",
            title=title,
            description=description,
            example=example,
            required=required,
            minimum=minimum,
            maximum=maximum,
            reference=refer(refers_to) if refers_to else None,
        )
    )


def day(
    title: str,
    *,
    example: str,
    description: str = "",
    required: bool = False,
    partial: bool = False,
    between: tuple[str, str] | None = None,
) -> Any:
    """A date as 2023-10-11; with `partial` also 2023-10 or 2023, published as its first day and its precision.

    `between` names two columns, of this table or along a reference, that bound the date and so settle an ambiguous one.
    """
    return _field(
        Spec(
            type="partial_date" if partial else "date",
            title=title,
            description=description,
            example=example,
            required=required,
            window=between,
        )
    )


def several(title: str, *, example: str, description: str = "", required: bool = False, pattern: str | None = None,
            pattern_says: str = "") -> Any:  # fmt: skip
    """Several values in one cell, separated by "; "."""
    return _field(
        Spec(
            type="list",
            title=title,
            description=description,
            example=example,
            required=required,
            pattern=pattern,
            pattern_says=pattern_says,
        )
    )


def source(title: str = "Where it is written", *, required: bool = True) -> Any:
    """The web addresses that support the row, the primary record first."""
    return _field(
        Spec(
            type="list",
            title=title,
            description="Addresses of the pages or documents that support the row; the primary record first.",
            example="https://docs.un.org/en/A/HRC/RES/54/5",
            required=required,
            url=True,
            pattern=r"https?://[^\s/?#;]+\.[^\s/?#;]+([/?#](\S*([^\s;.,:!]|\.\.\.))?)?",
            pattern_says="an address begins with http:// or https://, has no blanks and no point or comma at its end; several are separated by “; ”",
        )
    )


def note(title: str = "Note", *, example: str = "list on the day of adoption") -> Any:
    """What a reader should know of the row; free text."""
    return text(title, description="What is weak, disputed or worth knowing about the row.", example=example)
