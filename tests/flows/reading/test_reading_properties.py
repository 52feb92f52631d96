"""Properties that hold for any table and any bytes: rows come back as they were written, and nothing ever raises or is lost in silence."""

import csv
import io

import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from plan_of_sponsors import COLUMNS, PLAN, REQUIRED

from flows.read import Snapshot, read_table
from flows.reading.careful import read_carefully
from flows.reading.part import Part
from flows.reading.plain import read_plain
from flows.reading.workbook import read_workbook

FILE = "raw/sponsors.csv"
quick = settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])

# Cells as people type them; no blank-only ones (they are empty to a person) and no words of the header.
words = st.sampled_from(
    [
        "Kazakhstan",
        "Côte d’Ivoire",
        "Россия",
        "Қазақстан",
        "the text",
        "A/HRC/RES/54/5",
        "2023-10-11",
        "28",
        "x",
        "№ 5",
        "5 %",
        "§ 2",
    ]
)
signs = st.sampled_from([", ", "; ", " ", "\t", '"', "'", "|", " - ", "\n"])
cell = st.one_of(st.just(""), words, st.builds(lambda a, s, b: a + s + b, words, signs, words))
keyed = st.builds(
    lambda n, rest: [f"A/HRC/RES/54/{n}", *rest], st.integers(1, 99), st.lists(cell, min_size=5, max_size=5)
)
tables = st.lists(keyed, min_size=1, max_size=12)


def read(data: bytes) -> Part:
    part = read_plain(data, COLUMNS)
    return read_carefully(data, COLUMNS, REQUIRED, FILE) if part is None else part


def written(rows: list[list[str]], **style: object) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, **style).writerows([COLUMNS, *rows])  # type: ignore[arg-type]
    return out.getvalue()


def lines_of(rows: list[list[str]]) -> list[int]:
    """The line on which each row starts, counted in the cells."""
    lines, at = [], 2
    for row in rows:
        lines.append(at)
        at += 1 + sum(cell.count("\n") for cell in row)
    return lines


def rows_of(part: Part) -> list[list[str]]:
    return [[cell or "" for cell in row] for row in part.frame.rows()]


@quick
@given(
    rows=tables,
    delimiter=st.sampled_from(",;\t|"),
    end=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_any_table_reads_back(rows, delimiter, end, encoding, quoting):
    text = written(rows, delimiter=delimiter, lineterminator=end, quoting=quoting)
    part = read(text.encode(encoding))
    assert rows_of(part) == rows
    assert part.lines == lines_of(rows)
    assert part.rows == list(range(2, len(rows) + 2))
    assert not [issue for issue in part.issues if issue.severity == "error"]


@quick
@given(rows=tables, ends=st.lists(st.sampled_from(["\n", "\r\n"]), min_size=1))
def test_house_style_is_read_alike_by_both_paths(rows, ends):
    data = (",".join(COLUMNS) + ends[0]).encode()
    for at, row in enumerate(rows):
        out = io.StringIO(newline="")
        csv.writer(out, lineterminator="\n").writerow(row)
        data += (out.getvalue()[:-1] + ends[at % len(ends)]).encode()
    plain, careful = read_plain(data, COLUMNS), read_carefully(data, COLUMNS, REQUIRED, FILE)
    assert careful.issues == []
    if plain is not None:
        assert plain.frame.equals(careful.frame)
        assert (plain.lines, plain.rows, plain.letters) == (careful.lines, careful.rows, careful.letters)
    else:
        assert any("\n" in cell for row in rows for cell in row)  # the quick path may doubt line breaks, nothing else


@quick
@given(rows=tables, seed=st.randoms(use_true_random=False))
def test_columns_in_any_order_read_alike(rows, seed):
    order = list(range(6))
    seed.shuffle(order)
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([[row[i] for i in order] for row in [COLUMNS, *rows]])
    part = read(out.getvalue().encode())
    assert rows_of(part) == rows
    assert part.issues == []


@quick
@given(st.binary(max_size=400))
def test_no_bytes_at_all_raise(data):
    for name in ("sponsors.csv", "sponsors.xlsx"):
        table = read_table(PLAN, Snapshot(root=None, shown="raw", files={name: data}))  # type: ignore[arg-type]
        assert table.frame.columns == COLUMNS
        assert table.frame.height == len(table.lines) == len(table.rows)
        assert table.readable or table.issues


@quick
@given(st.binary(max_size=60), st.binary(max_size=60), st.integers(0, 400))
def test_bytes_put_into_a_table_never_raise(one, two, at):
    data = written(
        [[f"A/HRC/RES/54/{n}", "Chad", "cosponsor", "", "https://docs.un.org", "x, y"] for n in range(6)]
    ).encode()
    part = read(data[:at] + one + data[at:] + two)
    assert part.frame.height == len(part.lines)


@quick
@example('"\r;"')  # a cell that holds a line end and another separator
@given(st.text(alphabet="ab,;\"\n\r\t |'“”\0\ufeff\\", max_size=80))
def test_marks_in_any_order_never_raise_and_never_make_a_row_of_another_width(text):
    part = read((",".join(COLUMNS) + "\n" + text).encode())
    assert part.frame.width == len(COLUMNS)
    assert part.frame.height == len(part.lines)
    assert part.lines == sorted(part.lines)


ROWS = [
    ["A/HRC/RES/49/7", "Pakistan", "main_sponsor", "OIC, except Albania", "https://docs.un.org/en/A/HRC/49/L.8", ""],
    ["A/HRC/RES/49/7", "Malaysia", "cosponsor", "", "https://docs.un.org/en/A/HRC/49/L.8", ""],
    ["A/HRC/RES/50/13", "Mexico", "main_sponsor", "", "https://docs.un.org/en/A/HRC/50/L.15", "on the final draft"],
    ["A/HRC/RES/50/13", "Kazakhstan", "cosponsor", "", "https://docs.un.org/en/A/HRC/50/L.15", "the “final” draft"],
    [
        "A/HRC/RES/52/34",
        "Costa Rica",
        "core_group",
        "",
        "https://docs.un.org/en/A/HRC/52/L.20",
        'says "core group", no more',
    ],
    ["A/HRC/RES/52/34", "Chile", "core_group", "", "https://docs.un.org/en/A/HRC/52/L.20", ""],
    ["A/HRC/RES/54/5", "China", "cosponsor", "Non-Aligned Movement", "https://docs.un.org/en/A/HRC/54/L.12", ""],
]
STRUCTURE = b',"\n'


@settings(deadline=None, max_examples=200)
@given(st.data())
def test_one_byte_of_structure_more_or_less_loses_no_row_in_silence(data):
    """A comma, a quotation mark or a line end too many or too few: all rows are there with their cells, or an issue says where not.

    Known exceptions, in which the result is itself a well-formed table: a quotation mark that is put beside another one, or taken of
    a doubled one, may only change the text of the cell it stands in; so may a comma within quotation marks.
    """
    clean = written(ROWS, lineterminator="\n").encode()
    start = clean.index(b"\n") + 1
    if data.draw(st.booleans(), label="delete"):
        places = [at for at in range(start, len(clean)) if clean[at : at + 1] in (b",", b'"', b"\n")]
        at = data.draw(st.sampled_from(places))
        damaged = clean[:at] + clean[at + 1 :]
    else:
        at = data.draw(st.integers(start, len(clean)))
        damaged = clean[:at] + bytes([data.draw(st.sampled_from(STRUCTURE))]) + clean[at:]
    part = read(damaged)
    if part.issues:
        assert all(issue.line or not part.readable for issue in part.issues)
        return
    rows = rows_of(part)
    changed = [(old, new) for old, new in zip(ROWS, rows, strict=True) if old != new]
    assert len(changed) <= 1
    for old, new in changed:
        assert sum(a != b for a, b in zip(old, new, strict=True)) == 1


@pytest.mark.parametrize("kind", ["str", "int", "float", "bool", "date", "datetime"])
def test_cells_of_a_workbook_become_text_as_typed(kind):
    import datetime as dt

    import openpyxl

    value, text = {
        "str": ("May-54", "May-54"), "int": (28, "28"), "float": (28.0, "28"), "bool": (True, "TRUE"),
        "date": (dt.date(2023, 10, 11), "2023-10-11"), "datetime": (dt.datetime(2023, 10, 11, 9, 30), "2023-10-11 09:30"),  # noqa: DTZ001  Excel knows no zones
    }[kind]  # fmt: skip
    book = openpyxl.Workbook()
    book.active.append(COLUMNS)
    book.active.append(["A/HRC/RES/54/5", None, None, None, None, value])
    out = io.BytesIO()
    book.save(out)
    part = read_workbook(out.getvalue(), COLUMNS, REQUIRED, "raw/sponsors.xlsx")
    assert part.frame.row(0) == ("A/HRC/RES/54/5", None, None, None, None, text)
    assert part.issues == []
    assert part.frame.schema == dict.fromkeys(COLUMNS, pl.String)
