"""How are cells separated and quoted here? Decided by the expected column names, not by counting characters.

Sniffers fall for one odd row; the names of the columns are known, so the separator is the one that makes them appear. Unusual ways of quoting
are rewritten to the usual one, line by line, and only where that makes rows whole that are not whole otherwise.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

csv.field_size_limit(2**31 - 1)  # a cell may be as long as it likes; the default refuses more than 131,072 characters

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
_HEAD = 60  # lines looked at to decide
_SEP = re.compile(r'\ufeff?"?sep=([^"\r\n])"?,*;*[\r\n]*\Z', re.IGNORECASE)


LOOK_ALIKE = str.maketrans("асеорхуіѕјкмтнвԁһ", "aceopxyisjkmthbdh")  # Cyrillic letters that look like Latin ones


def key_of(name: str) -> str:
    """A column name without capitals, blanks and signs, in Latin letters: "Adopted on" and "adopted_on" are alike."""
    return re.sub(r"[\W_]+", "", name).casefold().translate(LOOK_ALIKE)


@dataclass(frozen=True, slots=True)
class Dialect:
    """Where cells end: `first` is the index of the first line that is not a `sep=` line."""

    delimiter: str
    quote: str = '"'
    first: int = 0

    def cells(self, line: str) -> list[str]:
        """The cells of one line by itself, forgiving stray quotation marks."""
        lines = io.StringIO(line, newline="")  # what stands between quotation marks may itself hold line ends
        return next(csv.reader(lines, delimiter=self.delimiter, quotechar=self.quote), [])


def choose(lines: Sequence[str], columns: Sequence[str]) -> Dialect:
    """The dialect under which most of `columns` are found in one of the first rows; of two alike, the one with the steadier width."""
    told = _SEP.match(lines[0]) if lines else None
    first = 1 if told else 0
    head = lines[first : first + _HEAD]
    if told and told[1] in "".join(head[:5]):
        return Dialect(told[1], _quote(head, told[1]), first)
    best = max(DELIMITERS, key=lambda delimiter: _score(head, delimiter, columns))  # the first of equals: the comma
    return Dialect(best, _quote(head, best), first)


def _score(head: Sequence[str], delimiter: str, columns: Sequence[str]) -> tuple[float, float]:
    rows = [row for row in csv.reader(head, delimiter=delimiter) if any(row)]
    wanted = {key_of(column) for column in columns}
    met = max((len(wanted & {key_of(cell) for cell in row}) for row in rows), default=0)
    widths = [len(row) for row in rows]
    usual = max(widths, key=widths.count, default=1)
    return (met, widths.count(usual) / max(len(widths), 1) * (1 - 1 / usual))


def _quote(head: Sequence[str], delimiter: str) -> str:
    """An apostrophe quotes only where every cell of a row is wrapped in two of them."""
    for line in head[:10]:
        cells = line.rstrip("\r\n").split(delimiter)
        if len(cells) > 1 and all(len(cell) > 2 and cell[0] == cell[-1] == "'" for cell in cells):
            return "'"
    return '"'


# ---- other ways of quoting, as rewritings of a line that leave its line end alone -------------------------------------------------------

Rewrite = Callable[[str, Dialect], str]


def _backslashes(line: str, _dialect: Dialect) -> str:
    return line.replace('\\"', '""')


def _blanks_before(line: str, dialect: Dialect) -> str:
    return re.sub(
        rf'(?<={re.escape(dialect.delimiter)})[ \xa0]+(?=")|(?<=")[ \xa0]+(?={re.escape(dialect.delimiter)}|[\r\n]|\Z)',
        "",
        line,
    )


def _smart_quotes(line: str, dialect: Dialect) -> str:
    """Where a cell wrapped in typographic quotation marks holds the separator, they stand for plain ones, in the whole line."""
    edge = re.escape(dialect.delimiter)
    wrapped = re.compile(rf"(?:(?<={edge})|(?<![\s\S]))[“”„]([^“”„\r\n]*)[“”](?={edge}|[\r\n]|\Z)")
    if not any(dialect.delimiter in match[1] for match in wrapped.finditer(line)) and not smart_quoted(line, dialect):
        return line
    return wrapped.sub(lambda match: '"' + match[1].replace('"', '""') + '"', line)


def smart_quoted(line: str, dialect: Dialect) -> bool:
    """Whether every cell of a line is wrapped in typographic quotation marks."""
    cells = line.rstrip("\r\n").split(dialect.delimiter)
    return all(len(cell) > 2 and cell[0] in "“”„" and cell[-1] in "“”" for cell in cells)


def _unwrap(line: str, dialect: Dialect) -> str:
    """A whole row that stands in one cell, in quotation marks, perhaps with empty cells of another separator after it."""
    match = _WRAPPED.match(line)
    if not match:
        return line
    inside = match[1].replace('""', '"')
    return inside + match[2] if len(dialect.cells(inside)) > 1 else line


def _tails(line: str, dialect: Dialect) -> str:
    """Empty cells after another separator, at the end of a row."""
    return _TAIL.sub("", line) if dialect.delimiter != ";" else line


_WRAPPED = re.compile(r'"((?:[^"]|"")*)"[;,\t]*([\r\n]*)\Z')
_TAIL = re.compile(r";+(?=[\r\n]*\Z)")
_RIGHTLY = "They were read rightly; other programs would split the cells elsewhere. Save the file as “CSV UTF-8”."

# (rule, message, what a line must hold to be rewritten, how)
REWRITES: tuple[tuple[str, str, str, Rewrite], ...] = (
    (
        "row_in_one_cell",
        (
            "Whole rows stand in one cell, in quotation marks. This happens when Excel opens a file with commas where it expects semicolons, and saves it."
            " They were read rightly; other programs would see a single column. Save the file as “CSV UTF-8”."
        ),
        '"',
        _unwrap,
    ),
    ("trailing_cells", "Rows end in semicolons, which make no cells in a file with commas. They were left out; delete them.", ";", _tails),
    ("quote_style", f"Backslashes stand before quotation marks inside of cells. {_RIGHTLY}", '\\"', _backslashes),
    ("quote_style", f"Blanks stand between the separator and a quotation mark. {_RIGHTLY}", ' "', _blanks_before),
    ("quote_style", f"Blanks stand between a quotation mark and the separator. {_RIGHTLY}", '" ', _blanks_before),
    ("quote_style", f"Typographic quotation marks (“ ”) stand around cells in place of plain ones. {_RIGHTLY}", "”", _smart_quotes),
    ("quote_style", f"Typographic quotation marks („ “) stand around cells in place of plain ones. {_RIGHTLY}", "„", _smart_quotes),
)  # fmt: skip
