"""The check for a person at a terminal, on 80 columns: file by file, each issue with its place, in words, with what to do.

    raw/sponsors.csv:133  C133 country  "Kazakstan"
        error: No State goes by the name “Kazakstan”. Did you mean "Kazakhstan"?
        row: resolution "A/HRC/RES/54/5", role "main_sponsor"
        sponsors.country.vocabulary · hrc explain sponsors.country.vocabulary

Of a file with very many issues the first are shown, errors before warnings; the counts are always complete.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from flows.report.context import Surroundings
from flows.report.plain import count, cut, printable, quoted, width, wrapped
from flows.report.style import Style
from flows.report.summary import Summary, counts

if TYPE_CHECKING:
    from flows.issue import Issue
    from flows.pipeline import Checked

COLUMNS = 80
MOST = (
    20  # issues shown of one file, unless all are asked for: more than one sitting's work, less than one loses sight of
)
_INDENT = "    "
_LONG = 120  # places of a right text that is shown whole; of a longer one only what is about to change


def check_text(
    checked: Checked, summary: Summary, style: Style, *, most: int | None = MOST, columns: int = COLUMNS
) -> str:
    """The report; `most` issues of each file (None: all)."""
    lines: list[str] = []
    around = Surroundings(checked)
    for file, found in groupby(checked.issues, key=lambda issue: issue.file):
        issues = list(found)
        lines += [_heading(file, issues, style), ""]
        for issue in chosen(issues, most):
            lines += [*issue_lines(issue, around, style, columns), ""]
        if most is not None and len(issues) > most:
            left = count(len(issues) - most, "more issue")
            lines += [style.dim(f"{_INDENT}… and {left} in {printable(file)}; --all shows every one."), ""]
    lines += _closing(checked, summary, style, columns)
    return "\n".join(lines) + "\n"


def _heading(file: str, issues: list[Issue], style: Style) -> str:
    errors = sum(issue.severity == "error" for issue in issues)
    return f"{style.bold(printable(file))}  {counts(errors, len(issues) - errors)}"


def chosen(issues: list[Issue], most: int | None) -> list[Issue]:
    """The issues to show, in the order of the file: of too many the errors first."""
    if most is None or len(issues) <= most:
        return issues
    errors_first = sorted(range(len(issues)), key=lambda at: issues[at].severity != "error")
    return [issues[at] for at in sorted(errors_first[:most])]


def issue_lines(issue: Issue, around: Surroundings, style: Style, columns: int = COLUMNS) -> Iterator[str]:
    """One issue: its place and cell, the message, the row it is in, the rule."""
    place = printable(issue.file) + (f":{issue.line}" if issue.line else "")
    column = printable(" ".join(part for part in (issue.cell, issue.column) if part))
    head = f"{place}  {column}" if column else place
    value = "" if issue.value is None and not issue.column else quoted(issue.value, max(columns - width(head) - 4, 24))
    yield style.bold(place) + (f"  {column}" if column else "") + (f"  {value}" if value else "")
    first, *rest = wrapped(f"{issue.severity}: {said(issue)}", columns, _INDENT)
    yield first.replace(f"{issue.severity}:", style.severity(issue.severity, f"{issue.severity}:"), 1)
    yield from rest
    cells = ", ".join(f"{name} {quoted(cell, 48)}" for name, cell in around.cells(issue))
    if cells:
        yield from (style.dim(line) for line in wrapped(f"row: {cells}", columns, _INDENT))
    rule, explain = printable(issue.rule), f"hrc explain {printable(issue.rule)}"
    both = f"{_INDENT}{rule} · {explain}"
    yield style.dim(both if len(both) <= columns else _INDENT + explain)


def said(issue: Issue) -> str:
    """The message, and what the cell should say where that is known."""
    message = printable(issue.message)
    if issue.suggestion is None or issue.suggestion == issue.value or issue.swapped_with:
        return message
    if not issue.suggestion:
        return f"{message} Leave the cell empty."
    offered = printable(around_change(issue.value or "", issue.suggestion))
    foreign = lookalikes(issue.value or "", issue.suggestion)
    if foreign:
        return f'{message} It should read "{offered}", with {foreign}.'
    if issue.value and _alike(issue.value, issue.suggestion):
        return f'{message} It should read "{offered}".'
    return f'{message} Did you mean "{offered}"?'


def around_change(old: str, new: str) -> str:
    """A long text cut to where it differs from the old one, "…" standing for the rest."""
    if len(new) <= _LONG:
        return new
    same = _alike_for(old, new)
    same_after = _alike_for(old[same:][::-1], new[same:][::-1])
    start, end = max(0, same - _LONG // 3), min(len(new), max(len(new) - same_after, same) + _LONG // 3)
    excerpt = cut(new[start:end], 2 * _LONG)
    return ("…" if start else "") + excerpt + ("…" if end < len(new) and not excerpt.endswith("…") else "")


def _alike_for(one: str, two: str) -> int:
    """How many characters two texts have in common at their start."""
    pairs = enumerate(zip(one, two, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(two)))


def lookalikes(old: str, new: str) -> str:
    """Where two texts look the same and are not: "the Latin A in place of the Cyrillic А (U+0410)"."""
    if old.isascii() or len(old) != len(new):
        return ""
    from flows.suggest.text import TO_LATIN, alphabet

    if old.translate(TO_LATIN) != new.translate(TO_LATIN):
        return ""
    pairs = dict.fromkeys((before, after) for before, after in zip(old, new, strict=True) if before != after)
    named = [f"the {alphabet(b)} {b} in place of the {alphabet(a)} {a} (U+{ord(a):04X})" for a, b in pairs]
    return ", ".join(named[:3])


def _alike(old: str, new: str) -> bool:
    """Whether a person would take the two for the same text, so that a question would puzzle."""
    return "".join(old.split()).casefold() == "".join(new.split()).casefold() or printable(old) != old


def _closing(checked: Checked, summary: Summary, style: Style, columns: int) -> Iterator[str]:
    """The counts, and what to do next."""
    took = style.dim(f"({summary.seconds:.1f} s)")
    sentence = summary.sentence()
    yield f"{style.bad(sentence) if summary.errors else style.good(sentence)} {took}"
    offered = sum(issue.suggestion is not None for issue in checked.issues)
    if summary.errors:
        words = "Mend the cells named above and check again. Nothing is published while there are errors."
    elif summary.warnings:
        words = "Warnings do not stop a release; have a look at them."
    else:
        return
    if offered:
        words += f" For {count(offered, 'issue')} the right text is offered: `hrc fix --interactive` writes it, if you agree."
    yield from wrapped(words, columns)
