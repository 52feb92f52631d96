"""What a table promises, before and after: columns, types, allowed values, key, empty cells, references, wording.

Each difference is one `SchemaChange` with its effect on a program that reads the release by name; the rule and its reasons
are in `flows.compare.changes`. Whether a list of allowed values that came leaves out a value that was used, and what a name
that is gone is called now, is told by the rows: `flows.compare.renames`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from flows.compare.changes import Effect, SchemaChange
from schemas.description import PublishedColumn, PublishedTable

_TABLE_WORDS = {"title": "title", "description": "description", "source": "raw file"}
_COLUMN_WORDS = {"title": "title", "description": "description", "example": "example", "derived": "origin"}


def schema_changes(before: PublishedTable | None, after: PublishedTable | None) -> Iterator[SchemaChange]:
    """The differences between two descriptions of one table, the table's own first, then column by column."""
    if before is None or after is None:
        if after is not None:
            yield _change("table_added", "additive", "the table came.")
        elif before is not None:
            yield _change("table_removed", "breaking", "the table is gone.")
        return
    if before.key != after.key:
        said = f"the key was {', '.join(before.key)}, it is {', '.join(after.key)}."
        yield _change("key_changed", "breaking", said, before=list(before.key), after=list(after.key))
    for field, word in _TABLE_WORDS.items():
        if getattr(before, field) != getattr(after, field):
            said = f"the {word} of the table has other words."
            yield _change(
                f"table_{field}_changed", "wording", said, before=getattr(before, field), after=getattr(after, field)
            )
    yield from _columns(before, after)


def _columns(before: PublishedTable, after: PublishedTable) -> Iterator[SchemaChange]:
    old = {column.name: column for column in before.columns}
    new = {column.name: column for column in after.columns}
    for name, column in old.items():
        if name not in new:
            yield _change("column_removed", "breaking", f"the column {name} is gone.", name, before=described(column))
    for name, column in new.items():
        if name not in old:
            yield _change("column_added", "additive", f"the column {name} came.", name, after=described(column))
    stayed, stay = [name for name in old if name in new], [name for name in new if name in old]
    if stayed != stay:
        said = f"the columns stand in another order: {', '.join(stay)}."
        yield _change("columns_reordered", "breaking", said, before=stayed, after=stay)
    for name in stay:
        yield from _column(old[name], new[name])


def _column(old: PublishedColumn, new: PublishedColumn) -> Iterator[SchemaChange]:
    name = old.name
    if old.type != new.type:
        said = f"the column {name} held {_held(old)}, it holds {_held(new)}."
        yield _change("type_changed", "breaking", said, name, before=old.type, after=new.type)
    if old.required and not new.required:
        said = f"the column {name} always had a value, it may be empty."
        yield _change("null_allowed", "breaking", said, name, before=False, after=True)
    if new.required and not old.required:
        said = f"the column {name} may no longer be empty."
        yield _change("null_ruled_out", "additive", said, name, before=True, after=False)
    yield from _allowed(old, new)
    yield from _reference(old, new)
    for field, word in _COLUMN_WORDS.items():
        if getattr(old, field) != getattr(new, field):
            said = f"the {word} of the column {name} {'is another' if field == 'derived' else 'has other words'}."
            yield _change(
                f"column_{field}_changed", "wording", said, name, before=getattr(old, field), after=getattr(new, field)
            )


def _allowed(old: PublishedColumn, new: PublishedColumn) -> Iterator[SchemaChange]:
    """Changes of the list of allowed values; a list that came is taken as a stronger promise until the rows say otherwise."""
    name, before, after = old.name, old.one_of, new.one_of
    if before and not after:
        said = f"the column {name} held one of {len(before)} values, it may hold any."
        yield _change("values_freed", "breaking", said, name, before=list(before))
    elif after and not before:
        said = f"the column {name} holds only {', '.join(after)} from now on."
        yield _change("values_listed", "additive", said, name, after=list(after))
    else:
        for value in before:
            if value not in after:
                said = f"the value {value} of the column {name} is gone."
                yield _change("value_removed", "breaking", said, name, before=value)
        for value in after:
            if value not in before:
                yield _change("value_added", "additive", f"the column {name} may hold {value}.", name, after=value)
        if [value for value in before if value in after] != [value for value in after if value in before]:
            said = f"the values of the column {name} are listed in another order."
            yield _change("values_reordered", "wording", said, name, before=list(before), after=list(after))


def _reference(old: PublishedColumn, new: PublishedColumn) -> Iterator[SchemaChange]:
    name, before, after = old.name, old.refers_to, new.refers_to
    if before == after:
        return
    if before is None:
        said = f"every value of the column {name} is found in {after} from now on."
        yield _change("reference_added", "additive", said, name, after=after)
    elif after is None:
        said = f"the values of the column {name} were found in {before}; they no longer refer to anything."
        yield _change("reference_removed", "breaking", said, name, before=before)
    else:
        said = f"the values of the column {name} were found in {before}, they are found in {after}."
        yield _change("reference_changed", "breaking", said, name, before=before, after=after)


def _change(
    what: str, effect: Effect, sentence: str, column: str | None = None, *, before: Any = None, after: Any = None
) -> SchemaChange:
    return SchemaChange(what=what, effect=effect, column=column, before=before, after=after, sentence=sentence)


def _held(column: PublishedColumn) -> str:
    """A type in words."""
    words = {
        "text": "text",
        "integer": "whole numbers",
        "boolean": "true or false",
        "date": "dates",
        "list": "lists of text",
    }
    return words[column.type]


def described(of: PublishedTable | PublishedColumn) -> dict[str, Any]:
    """A description as JSON has it: tuples as lists."""
    said = asdict(of)
    for column in said.get("columns", [said]):
        if "one_of" in column:
            column["one_of"] = list(column["one_of"])
    if "columns" in said:
        said["columns"] = list(said["columns"])
        said["key"] = list(said["key"])
    return said


def description(said: dict[str, Any]) -> PublishedTable:
    """The description that `described` made into JSON."""
    columns = tuple(PublishedColumn(**{**column, "one_of": tuple(column["one_of"])}) for column in said["columns"])
    return PublishedTable(**{**said, "columns": columns, "key": tuple(said["key"])})
