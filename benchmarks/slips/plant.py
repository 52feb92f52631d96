"""The kinds of slip, and how often people make them.

Weights: in a trial of 4,900 hand-entered fields 54 % of the wrong ones were misspelt or malformed text, 22 % missing, 17 %
wrong but in range (Fontaine et al. 2007); the rest here is structure (rows and neighbouring cells). Inside text more than
four in five misspellings are one letter inserted, omitted, replaced or swapped with its neighbour (Damerau 1964).
Tables and columns are drawn evenly, so that small reference tables count as much as large ones.
"""

from __future__ import annotations

import random
import re
import string
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from benchmarks.slips.record import Base, Row, with_cells, with_row
from flows.text import TextTable

TABLES = ("resolutions", "sponsors", "votes", "follow_ups", "reforms", "countries", "country_aliases", "groups", "themes",
          "agenda_items", "treaties", "memberships", "sessions")  # fmt: skip
_TWINS = dict(zip("ABCEHIKMOPTXaceiopxy", "АВСЕНІКМОРТХасеіорху", strict=True))
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_RUSSIAN = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
]
_NEAR = {"a": "qsz", "e": "wr", "i": "uo", "o": "ip", "t": "ry", "n": "bm", "s": "ad", "r": "et", "h": "gj", "l": "k"}


@dataclass(frozen=True, kw_only=True)
class Slip:
    """One slip: where, what stood there, what stands there now, and what a right answer is."""

    kind: str
    table: str
    text: TextTable  # the table with the slip in it
    cells: tuple[tuple[int, str | None], ...]  # (row, column) of the slip; any of them is the right place
    old: str | None
    new: str | None
    in_range: bool = False  # still a value the cell might have, so that nothing but a second source can tell
    row_kind: bool = False  # the whole row is the slip: no value can be right
    others: tuple[str, ...] = field(default=())


Planter = Callable[[random.Random, Base], Slip | None]


def _cell(rng: random.Random, base: Base, *, types: tuple[str, ...] = (), tables: tuple[str, ...] = TABLES, wanted: Callable[[str], bool] = bool) -> tuple[str, int, str, str] | None:  # fmt: skip
    """A filled cell: table, row, column, value; tables and columns drawn evenly."""
    for _ in range(40):
        table = rng.choice(tables)
        plan, frame = base.plans[table], base.texts[table].frame
        columns = [name for name in plan.raw_columns() if not types or plan.column(name).type in types]
        if not columns:
            continue
        column = rng.choice(columns)
        rows = [row for row, value in enumerate(frame[column].to_list()) if value and wanted(value)]
        if rows:
            row = rng.choice(rows)
            return table, row, column, frame[column][row]
    return None


def _slip(base: Base, kind: str, place: tuple[str, int, str, str] | None, new: str | None, **more: bool) -> Slip | None:
    if place is None or new == place[3]:
        return None
    table, row, column, old = place
    text = with_cells(base.texts[table], row, {column: new})
    return Slip(kind=kind, table=table, text=text, cells=((row, column),), old=old, new=new, **more)


def typo(rng: random.Random, value: str) -> str:
    """One of Damerau's four, at a random place."""
    at = rng.randrange(len(value))
    letter = value[at]
    way = rng.choice(("insert", "omit", "replace", "swap"))
    near = _near(rng, letter)
    if way == "insert":
        return value[:at] + rng.choice((letter, near)) + value[at:]
    if way == "omit":
        return value[:at] + value[at + 1 :]
    if way == "replace":
        return value[:at] + near + value[at + 1 :]
    return value[:at] + value[at + 1 : at + 2] + letter + value[at + 2 :]


def _near(rng: random.Random, letter: str) -> str:
    if letter.isdigit():
        return rng.choice(string.digits.replace(letter, ""))
    if "а" <= letter.lower() <= "я":
        return rng.choice("аеиоунрстлкв")
    near = rng.choice(_NEAR.get(letter.lower(), string.ascii_lowercase))
    return near.upper() if letter.isupper() else near


def _same_shape(old: str, new: str) -> bool:
    """Only digits differ, one for one or two swapped: another number, another day, another address."""
    return len(old) == len(new) and re.sub(r"\d", "0", old) == re.sub(r"\d", "0", new)


def any_typo(rng: random.Random, base: Base) -> Slip | None:
    place = _cell(rng, base)
    if place is None:
        return None
    new = typo(rng, place[3])
    if not new:
        return None
    return _slip(base, "typo", place, new, in_range=_same_shape(place[3], new))


def reference_typo(rng: random.Random, base: Base) -> Slip | None:
    """A typo in a cell that refers to another row."""
    table = rng.choice(TABLES)
    columns = [c.name for c in base.plans[table].columns if c.raw and c.reference and c.type != "integer"]
    if not columns:
        return None
    column = rng.choice(columns)
    cells = base.texts[table].frame[column].to_list()
    rows = [row for row, value in enumerate(cells) if value]
    if not rows:
        return None
    row = rng.choice(rows)
    new = typo(rng, cells[row])
    return _slip(base, "reference typo", (table, row, column, cells[row]), new, in_range=_same_shape(cells[row], new))


def lost_digit(rng: random.Random, base: Base) -> Slip | None:
    place = _cell(rng, base, wanted=lambda value: re.search(r"\d\d", value) is not None)
    if place is None:
        return None
    at = rng.choice([match.start() for match in re.finditer(r"\d", place[3])])
    new = place[3][:at] + place[3][at + 1 :]
    return _slip(base, "lost digit", place, new, in_range=bool(re.fullmatch(r"\d+", place[3])))


def blank(rng: random.Random, base: Base) -> Slip | None:
    place = _cell(rng, base)
    if place is None:
        return None
    value = place[3]
    ways = [f" {value}", f"{value} ", f"{value}  "]
    if " " in value:
        ways.append(value.replace(" ", "  ", 1))
    return _slip(base, "blank", place, rng.choice(ways))


def odd_blank(rng: random.Random, base: Base) -> Slip | None:
    place = _cell(rng, base)
    if place is None:
        return None
    value, odd = place[3], rng.choice("\u00a0\u200b\u202f\ufeff\u00ad")
    at = rng.choice((0, len(value), rng.randrange(len(value))))
    new = value.replace(" ", "\u00a0", 1) if " " in value and rng.random() < 0.5 else value[:at] + odd + value[at:]
    return _slip(base, "invisible character", place, new)


def twin(rng: random.Random, base: Base) -> Slip | None:
    """A Cyrillic letter in place of the Latin one that looks the same."""
    place = _cell(rng, base, wanted=lambda value: any(letter in _TWINS for letter in value))
    if place is None:
        return None
    at = rng.choice([at for at, letter in enumerate(place[3]) if letter in _TWINS])
    return _slip(base, "letter of another alphabet", place, place[3][:at] + _TWINS[place[3][at]] + place[3][at + 1 :])


def case(rng: random.Random, base: Base) -> Slip | None:
    """A code, symbol or agreed word in other case; names of States may be typed in any."""
    table = rng.choice(TABLES)
    plan = base.plans[table]
    columns = [
        c.name
        for c in plan.columns
        if c.raw and (c.one_of or c.symbol or (c.reference and not c.reference.named_in) or c.name in plan.key)
        and not (c.reference and c.reference.named_in)
    ]  # fmt: skip
    if table == "country_aliases":
        columns = [c for c in columns if c != "alias"]
    if not columns:
        return None
    column = rng.choice(columns)
    cells = base.texts[table].frame[column].to_list()
    rows = [row for row, value in enumerate(cells) if value and value.swapcase() != value]
    if not rows:
        return None
    row = rng.choice(rows)
    new = rng.choice((cells[row].upper(), cells[row].lower(), cells[row].capitalize()))
    return _slip(base, "case", (table, row, column, cells[row]), new)


def date_form(rng: random.Random, base: Base) -> Slip | None:
    """A date in another form, or as Excel's number of the day."""
    place = _cell(rng, base, types=("date", "partial_date"), wanted=lambda value: len(value) == 10)
    if place is None:
        return None
    day = date.fromisoformat(place[3])
    month, russian = _MONTHS[day.month - 1], _RUSSIAN[day.month - 1]
    forms = [
        f"{day:%d.%m.%Y}", f"{day:%d/%m/%Y}", f"{day:%m/%d/%Y}", f"{day.day} {month} {day.year}", f"{day:%Y/%m/%d}",
        f"{month[:3]}. {day.day}, {day.year}", f"{day.day} {russian} {day.year} г.", f"{day:%Y%m%d}",
        f"{day:%d/%m/%y}", f"{day.day}-{month[:3]}-{day:%y}", str((day - date(1899, 12, 30)).days), f"{day}T00:00:00",
        f"{day} 00:00:00", place[3].replace("0", "O", 1), place[3].replace("1", "l", 1), f"{day.year}-{day.day:02d}-{day.month:02d}",
    ]  # fmt: skip
    return _slip(base, "date form", place, rng.choice(forms), in_range=False)


def symbol_form(rng: random.Random, base: Base) -> Slip | None:
    """A symbol as people and programs write it."""
    table, column = rng.choice((("resolutions", "symbol"), ("resolutions", "draft_symbol"), ("sponsors", "resolution"),
                                ("votes", "resolution"), ("follow_ups", "resolution"), ("follow_ups", "document_symbol"),
                                ("reforms", "resolutions")))  # fmt: skip
    cells = base.texts[table].frame[column].to_list()
    row = rng.choice([row for row, value in enumerate(cells) if value and ";" not in value])
    value = cells[row]
    ways = [
        value.removeprefix("A/"), value.replace("/", "-"), f"{value}.", value.lower(), value.replace("/", " "), f"{value}/",
        value.replace("A/HRC", "A/HCR"), value.replace("HRC/", "HRC"), value.replace("A/H", "А/Н"), value.replace("/", "//", 1),
        f"https://docs.un.org/en/{value}", f"https://undocs.org/{value}", value.replace("/", "\\"), value.replace("L.", "L"),
    ]  # fmt: skip
    if match := re.fullmatch(r"A/HRC/RES/(\d+)/(\d+)", value):
        ways += [f"{match[1]}/{match[2]}", f"resolution {match[1]}/{match[2]}", f"HRC res. {match[1]}/{match[2]}"]
        if int(match[2]) <= 12:
            ways.append(f"{match[1]}-{_MONTHS[int(match[2]) - 1][:3]}")
    return _slip(base, "symbol form", (table, row, column, value), rng.choice(ways))


def placeholder(rng: random.Random, base: Base) -> Slip | None:
    place = _cell(rng, base)
    return _slip(base, "placeholder", place, rng.choice(("n/a", "N/A", "-", "?", "unknown", "tbc", "none", "н/д")))


def bare_url(rng: random.Random, base: Base) -> Slip | None:
    table = rng.choice(TABLES)
    columns = [c.name for c in base.plans[table].columns if c.url]
    if not columns:
        return None
    column = rng.choice(columns)
    cells = base.texts[table].frame[column].to_list()
    row = rng.choice([row for row, value in enumerate(cells) if value])
    value = cells[row]
    ways = [
        re.sub(r"^https?://", "", value), value.replace("https://", "htp://", 1), value.replace("://", ":/", 1),
        f"{value}.", f"<{value}>", value.replace("://", "//", 1), value.replace("https://", "https://https://", 1),
        value.replace("/", "\\"), value.replace("://", ":// ", 1), f"{value},", value.replace("https", "HTTPS", 1),
        value.replace("; ", " "), value.replace("; ", ", "),
    ]  # fmt: skip
    return _slip(base, "address form", (table, row, column, value), rng.choice(ways))


def other_word(rng: random.Random, base: Base) -> Slip | None:
    """An agreed word written otherwise."""
    choices = [(t, c) for t in TABLES for c in base.plans[t].columns if c.one_of]
    table, column = rng.choice(choices)
    cells = base.texts[table].frame[column.name].to_list()
    row = rng.choice([row for row, value in enumerate(cells) if value])
    value = cells[row]
    ways = [
        value.replace("_", " "),
        value.replace("_", "-"),
        value.title(),
        value.replace("_", ""),
        f"{value}s",
        typo(rng, value),
    ]
    ways += [typed for typed, meant in column.synonyms if meant == value]
    return _slip(base, "agreed word", (table, row, column.name, value), rng.choice(ways))


def number_form(rng: random.Random, base: Base) -> Slip | None:
    place = _cell(rng, base, types=("integer",))
    if place is None:
        return None
    value = place[3]
    ways = [f"{value}.0", f"{value} ", f"{value},0", value.replace("0", "O"), value.replace("1", "l"), f"'{value}"]
    return _slip(base, "number form", place, rng.choice(ways))


def list_form(rng: random.Random, base: Base) -> Slip | None:
    """Several values with another separator, or one of them twice."""
    place = _cell(rng, base, types=("list",), wanted=lambda value: "; " in value)
    if place is None:
        return None
    value = place[3]
    ways = [value.replace("; ", ", "), value.replace("; ", ";"), f"{value};", value.replace("; ", " | "), f"{value}; {value.split('; ')[0]}", value.replace("; ", ";; ")]  # fmt: skip
    return _slip(base, "list form", place, rng.choice(ways))


def missing(rng: random.Random, base: Base) -> Slip | None:
    """A cell left empty."""
    place = _cell(rng, base)
    if place is None:
        return None
    required = base.plans[place[0]].column(place[2]).required
    return _slip(base, "missing (required)" if required else "missing (optional)", place, None)


def swapped(rng: random.Random, base: Base) -> Slip | None:
    """Two neighbouring cells that changed places."""
    for _ in range(40):
        table = rng.choice(TABLES)
        columns, text = base.plans[table].raw_columns(), base.texts[table]
        at = rng.randrange(len(columns) - 1)
        left, right = columns[at], columns[at + 1]
        row = rng.randrange(text.frame.height)
        one, two = text.frame[left][row], text.frame[right][row]
        if one and two and one != two:
            changed = with_cells(text, row, {left: two, right: one})
            spec = [base.plans[table].column(name) for name in (left, right)]
            counts = all(c.type == "integer" for c in spec)
            return Slip(kind="swapped neighbours", table=table, text=changed, cells=((row, left), (row, right)),
                        old=one, new=two, in_range=counts, others=(two,))  # fmt: skip
    return None


def repeated(rng: random.Random, base: Base) -> Slip | None:
    """A row entered twice, the second time with the State or the case written otherwise."""
    table = rng.choice(TABLES)
    text = base.texts[table]
    at = rng.randrange(text.frame.height)
    row: list[str | None] = list(text.frame.row(at))
    columns = text.frame.columns
    if "country" in columns and table != "country_aliases":
        place = columns.index("country")
        key = _key_of(base, row[place])
        names = [name for name, other in _names(base) if other == key]
        row[place] = rng.choice(names or [row[place] or ""])
    if "note" in columns and rng.random() < 0.3:
        row[columns.index("note")] = None
    after = min(text.frame.height - 1, at + rng.choice((0, 1, 7)))
    changed = with_row(text, after, tuple(row))
    return Slip(kind="row twice", table=table, text=changed, cells=((after + 1, None), (at, None)), old=None, new=None, row_kind=True)  # fmt: skip


def _names(base: Base) -> list[tuple[str, str]]:
    frame = base.texts["country_aliases"].frame
    return list(zip(frame["alias"].to_list(), frame["country"].to_list(), strict=True))


def _key_of(base: Base, name: str | None) -> str | None:
    from flows.suggest.names import fold

    wanted = fold(name or "")
    return next((key for alias, key in _names(base) if fold(alias) == wanted), None)


def too_many_votes(rng: random.Random, base: Base) -> Slip | None:
    frame = base.texts["resolutions"].frame
    row = rng.choice([row for row, value in enumerate(frame["votes_for"].to_list()) if value])
    column = rng.choice(("votes_for", "votes_against", "votes_abstaining"))
    value = frame[column][row]
    new = str(int(value) + rng.choice((10, 20, 30, 100))) if rng.random() < 0.6 else f"{value}{rng.randrange(10)}"
    return _slip(base, "too many votes", ("resolutions", row, column, value), new)


def mode_against_counts(rng: random.Random, base: Base) -> Slip | None:
    cells = base.texts["resolutions"].frame["adoption"].to_list()
    row = rng.randrange(len(cells))
    new = "without_vote" if cells[row] == "recorded_vote" else "recorded_vote"
    return _slip(base, "mode against counts", ("resolutions", row, "adoption", cells[row]), new)


def wrong_session(rng: random.Random, base: Base) -> Slip | None:
    """Another session in a symbol, or a date of another year."""
    if rng.random() < 0.5:
        cells = base.texts["resolutions"].frame["draft_symbol"].to_list()
        row = rng.choice([row for row, value in enumerate(cells) if value and re.match(r"A/HRC/\d+/", value)])
        new = re.sub(r"^A/HRC/(\d+)", lambda m: f"A/HRC/{int(m[1]) + rng.choice((-1, 1))}", cells[row])
        return _slip(base, "wrong session", ("resolutions", row, "draft_symbol", cells[row]), new)
    cells = base.texts["resolutions"].frame["adopted_on"].to_list()
    row = rng.randrange(len(cells))
    new = str(int(cells[row][:4]) + rng.choice((-1, 1))) + cells[row][4:]
    return _slip(base, "wrong session", ("resolutions", row, "adopted_on", cells[row]), new)


def in_range(rng: random.Random, base: Base) -> Slip | None:
    """Another value that the cell might well have: from the same column of another row."""
    table = rng.choice(
        ("resolutions", "sponsors", "votes", "follow_ups", "reforms", "memberships", "sessions", "treaties")
    )
    plan, frame = base.plans[table], base.texts[table].frame
    columns = [
        c.name
        for c in plan.columns
        if (c.raw and c.type in ("integer", "date", "partial_date")) or (c.raw and c.one_of)
    ]
    columns += ["country"] if "country" in frame.columns else []
    column = rng.choice(columns)
    cells = frame[column].to_list()
    filled = [value for value in cells if value]
    row = rng.choice([row for row, value in enumerate(cells) if value])
    new = rng.choice(filled)
    return _slip(base, "in range", (table, row, column, cells[row]), new, in_range=True)


KINDS: tuple[tuple[int, Planter], ...] = (
    # text, 54
    (18, any_typo), (6, reference_typo), (3, lost_digit), (3, blank), (3, odd_blank), (3, twin), (2, case), (4, date_form),
    (4, symbol_form), (2, placeholder), (2, bare_url), (2, other_word), (1, number_form), (1, list_form),
    # missing, 22
    (22, missing),
    # in range, 17
    (17, in_range),
    # structure, 7
    (2, swapped), (2, repeated), (1, too_many_votes), (1, mode_against_counts), (1, wrong_session),
)  # fmt: skip


def plant(rng: random.Random, base: Base) -> Slip:
    """One slip, of a kind drawn by its weight."""
    weights = [weight for weight, _ in KINDS]
    while True:
        planter = rng.choices([planter for _, planter in KINDS], weights)[0]
        slip = planter(rng, base)
        if slip is not None:
            return slip


__all__ = ["KINDS", "Row", "Slip", "plant", "typo"]
