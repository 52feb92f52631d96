"""Which files hold a table, and which hold none: said by their names alone.

A table is one of three: `sponsors.csv`, `sponsors.xlsx`, or a folder `sponsors/` with files of either kind, read in the order of their names as if they
were one. Two of the three at once is an error, since nobody can tell which is meant. A file that belongs to no table is named, so that no row
is left out unseen; where a table is missing and a file has nearly its name, that is one issue and not two.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import polars as pl

from flows.issue import Issue
from flows.reading.part import Part
from flows.text import TextTable
from schemas.plan import Plan

_ENDINGS = (".csv", ".xlsx")
_OUR_OWN = ("FORMAT.md", "Thumbs.db", "desktop.ini")  # the contract, and what Windows leaves in folders
_NEAR = 80  # rapidfuzz's ratio from which a file name counts as a slip: "sponsers" for "sponsors"


@dataclass(frozen=True, slots=True)
class Sources:
    """The files of one table: their names below raw/, in order, and the table's file as shown to a person."""

    shown: str
    names: tuple[str, ...]
    folder: bool = False
    issue: Issue | None = None  # why there are none, or too many


def sources(plan: Plan, names: Collection[str], shown: str, renamed: dict[str, str]) -> Sources:
    """The files that hold the table of `plan`."""
    single = [plan.path + ending for ending in _ENDINGS if plan.path + ending in names]
    inside = tuple(sorted(name for name in names if _folder_of(name) == plan.path and name.endswith(_ENDINGS)))
    if len(single) == 1 and not inside:
        return Sources(f"{shown}/{single[0]}", (single[0],))
    if inside and not single:
        return Sources(f"{shown}/{plan.path}", inside, folder=True)
    from flows.reading.rules import found

    file = f"{shown}/{plan.path}.csv"
    if not single:
        return Sources(file, (), issue=found("missing_file", file, _missing(plan, shown, renamed.get(plan.path))))
    places = [f"{shown}/{name}" for name in single] + ([f"{shown}/{plan.path}/"] if inside else [])
    message = (
        f"The table {plan.name} stands in {len(places)} places: {' and '.join(places)}. Nobody can tell which is the newer, so neither was read."
        " Keep one, and move the other out of the folder."
    )
    return Sources(file, (), issue=found("two_sources", file, message))


def strangers(plans: Iterable[Plan], names: Collection[str], shown: str) -> tuple[list[Issue], dict[str, str]]:
    """The issues of files that belong to no table, and those that may be a missing one under another name: table's path -> file."""
    paths = [plan.path for plan in plans]
    known = {path + ending for path in paths for ending in _ENDINGS}
    tables = set(paths)
    odd = [name for name in names if name not in known and not (_folder_of(name) in tables and name.endswith(_ENDINGS))]
    odd = [name for name in odd if _base(name) not in _OUR_OWN and not name.endswith(("~", ".bak"))]
    if not odd:
        return [], {}
    held = {name.rsplit(".", 1)[0] for name in names if name in known} | {_folder_of(name) for name in names}
    renamed: dict[str, str] = {}
    issues = []
    from flows.reading.rules import found

    for name in odd:
        folder = _folder_of(name)
        near = _nearest(name, paths)
        if near and near not in held and near not in renamed:
            renamed[near] = name
            continue
        if folder in tables:
            message = f"Only files that end in .csv or .xlsx are read from {shown}/{folder}/. If this one holds rows, save it as CSV there; if not, move it away."
        elif near in held and near and name.rsplit(".", 1)[0] != near:
            message = f"No table is called {_base(name).rsplit('.', 1)[0]}, so nothing in this file was read. If its rows belong to {near}, add them to that file; then move this one away."
        else:
            message = f"No table is called {_base(name).rsplit('.', 1)[0]}, so nothing in this file was read. Move it out of the folder, or give it the name of its table."
        issues.append(found("unexpected_file", f"{shown}/{name}", message))
    return issues, renamed


def together(name: str, source: Sources, columns: list[str], parts: list[Part], issues: list[Issue]) -> TextTable:
    """One table of all files of a folder; cell addresses are those of each row's own file only where all have the same order of columns."""
    from flows.reading.rules import found

    issues = list(issues)
    letters: dict[str, str] = {}
    files: list[str] = []
    root = source.shown.removesuffix(source.names[0].rsplit("/", 1)[0]) if source.names else ""
    for part, below in zip(parts, source.names, strict=True):
        file = root + below
        files.extend([file] * part.frame.height)
        issues.extend(part.issues)
        if part.letters and letters and part.letters != letters:
            message = "The columns stand in another order here than in the first file of the folder. The rows were read rightly, but cell addresses follow the first file. Put the columns in the same order."
            issues.append(found("column_order", file, message, line=1))
        letters = letters or part.letters
    frames = [part.frame for part in parts]
    return TextTable(
        name=name,
        file=source.shown,
        frame=pl.concat(frames) if frames else pl.DataFrame(schema=dict.fromkeys(columns, pl.String)),
        lines=[line for part in parts for line in part.lines],
        rows=[row for part in parts for row in part.rows],
        letters=letters,
        issues=issues,
        readable=bool(parts) and all(part.readable for part in parts),
        files=files if source.folder else None,
        lost=sum(part.lost for part in parts),
    )


def _missing(plan: Plan, shown: str, instead: str | None) -> str:
    if instead:
        return f"There is no file {plan.path}.csv, but there is {shown}/{instead}. If that is the table {plan.name}, give it the name {plan.path}.csv; as it is, nothing in it was read."
    return (
        f"The file is not there, so the table {plan.name} is missing and what refers to it cannot be checked. Restore it from the last version;"
        " a table without rows still needs its first line, the names of the columns."
    )


def _folder_of(name: str) -> str:
    return name.rpartition("/")[0]


def _base(name: str) -> str:
    return name.rpartition("/")[2]


def _nearest(name: str, paths: list[str]) -> str | None:
    """The table whose file this may be under a wrong name, in a wrong folder or with another ending."""
    from rapidfuzz import fuzz, process, utils

    stem = _base(name).split(".")[0]
    same = [path for path in paths if _base(path) == stem]
    if same:
        return same[0]
    bases = {_base(path): path for path in paths}
    copied = [path for path in paths if re.match(rf"{re.escape(_base(path))}[\W_\d]", stem, re.IGNORECASE)]
    if copied:  # "sponsors - Copy", "sponsors (2)", "sponsors_old"
        return max(copied, key=len)
    hit = process.extractOne(stem, list(bases), scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=_NEAR)
    return bases[hit[0]] if hit else None
