"""unusual: what stands out in a cell when the whole record is looked at; see `schemas.unusual` for the rules.

The words of all tables are counted once (`vocabulary`); then each table is asked for the cells that hold a word or a mark which
looks like a slip, and for the one empty cell of a column that is filled in every other row. Cells that break another rule are left to that.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import polars as pl

from flows.judging.finding import Finding
from flows.suggest.counts import ADDRESSES, LISTED, TEXT, Counts, count
from flows.suggest.odd import Odd, Reader
from flows.suggest.seen import Seen
from flows.suggest.vocabulary import Vocabulary
from schemas.plan import Column, Plan, Rule
from schemas.unusual import is_free

Words = Vocabulary | Seen
_NO_FRAMES: Mapping[str, pl.DataFrame] = {}
LEAST_ROWS = 10  # from so many filled rows on, one empty cell is unusual


def vocabulary(
    plans: Mapping[str, Plan],
    frames: Mapping[str, pl.DataFrame],
    former: Mapping[str, pl.DataFrame] = _NO_FRAMES,
    counts: Counts | None = None,
) -> Vocabulary:
    """The words of all free text of the record.

    Args:
        plans: the rules of the tables.
        frames: the tables.
        former: the rows of the last release: a word that stands alone now because another cell has lost it since is not odd.
        counts: those of the tables, where they are known.
    """
    lost = [
        texts.filter(~texts.is_in(frames[name][column.name].implode())).drop_nulls()
        for name in frames.keys() & former.keys()
        for column in plans[name].columns
        if is_free(column) and column.name in former[name].columns
        for texts in (former[name][column.name],)
    ]
    return Vocabulary(counts or count_words(plans, frames), (text for texts in lost for text in texts))


def count_words(plans: Mapping[str, Plan], frames: Mapping[str, pl.DataFrame]) -> Counts:
    """How often each word of the tables is used."""
    return count(
        (f"{name}.{column.name}", _holds(column), frame[column.name])
        for name, frame in frames.items()
        for column in plans[name].columns
        if column.raw and (is_free(column) or _has_words(column))
    )


def _has_words(column: Column) -> bool:
    """Whether a column that is not free has words that make others known: names, agreed words, symbols."""
    return bool((column.reference and column.type != "integer") or column.one_of or column.spelling)


def _holds(column: Column) -> int:
    return (ADDRESSES if column.url else TEXT) if is_free(column) else LISTED


def unusual(plan: Plan, frame: pl.DataFrame, words: Words, taken: Mapping[int, Collection[str]]) -> list[Finding]:
    """The unusual cells of one table; `taken` are the columns of each row that have an issue already."""
    rules = {rule.id.rsplit(".", 1)[1]: rule for rule in plan.rules if rule.kind == "unusual"}
    findings: list[Finding] = []
    for column in plan.columns:
        if not column.raw:
            continue
        if is_free(column) and "spelling" in rules:
            findings += _odd_words(plan, column, frame[column.name], words, rules)
            findings += _nearly(plan, column, frame[column.name], words, rules["spelling"])
        if not column.required and column.type != "partial_date" and "left_empty" in rules:
            findings += _left_empty(column, frame[column.name], rules["left_empty"])
    first: dict[tuple[int, str], Finding] = {}
    for finding in findings:
        if finding.column not in taken.get(finding.row, ()):
            first.setdefault((finding.row, finding.column), finding)
    return list(first.values())


def _odd_words(
    plan: Plan, column: Column, cells: pl.Series, words: Words, rules: Mapping[str, Rule]
) -> Iterable[Finding]:
    texts = words.suspicious.get(f"{plan.name}.{column.name}")
    if not texts:
        return
    reader = Reader(words.counted)
    for row in cells.is_in(texts).fill_null(value=False).arg_true().to_list():
        odd = reader.odd(cells[row], addresses=column.url)
        if not odd:
            continue
        word = any(letter.isalnum() for letter in odd[0].found)
        yield _finding(rules["spelling" if word or odd[0].like else "punctuation"], row, column, cells[row], odd)


def _finding(rule: Rule, row: int, column: Column, text: str, odd: list[Odd]) -> Finding:
    first = odd[0]
    candidates = []
    if all(item.usual is not None for item in odd):
        mended, end = "", 0
        for item in odd:
            if item.start < end:
                continue  # the second of two words that were mended as one
            mended += text[end : item.start] + (item.usual or "")
            end = item.end
        candidates = [mended + text[end:]]
    if first.like:
        said = f"The address {first.found} has more or fewer digits than all others at this site, such as {first.like}. Is a digit missing, or one too many?"
        return Finding(rule, row, column.name, details={"": said})
    before = text[: first.start].split()
    if first.usual is None:
        seen = f"“{first.found}”" if rule.id.endswith("spelling") else f"The punctuation “{first.found}”"
        after = f" after “{before[-1][-20:]}”" if before else ""
        said = f"{seen}{after} stands nowhere else in the record and looks like a slip of the hand. If it is right, leave it."
        return Finding(rule, row, column.name, details={"": said})
    details = {
        "word": first.found if rule.id.endswith("spelling") else f"“{first.found}”",
        "usual": first.usual,
        "place": f"after “{before[-1][-20:]}”" if before else "at the start",
    }
    return Finding(rule, row, column.name, candidates, details=details)


def _left_empty(column: Column, cells: pl.Series, rule: Rule) -> Iterable[Finding]:
    if cells.null_count() == 1 and cells.len() > LEAST_ROWS:
        row = int(cells.is_null().arg_true()[0])
        yield Finding(rule, row, column.name, details={"others": f"all other {cells.len() - 1} rows"})


def _nearly(plan: Plan, column: Column, cells: pl.Series, words: Words, rule: Rule) -> Iterable[Finding]:
    """A text one slip away from one that stands in many cells of the column."""
    for text, (usual, rows) in words.nearly.get(f"{plan.name}.{column.name}", {}).items():
        said = f"This is one letter away from “{usual}”, which stands in {rows} rows of this column. If it is right as it is, leave it."
        for row in (cells == text).arg_true():
            yield Finding(rule, int(row), column.name, [usual], details={"": said})
