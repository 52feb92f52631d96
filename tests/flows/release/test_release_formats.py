from __future__ import annotations

import csv as csv_module
import io
import json
import sqlite3
from pathlib import Path

import polars as pl
import pytest
import small_record
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.edition import Edition
from flows.release import ReleaseError, write_data
from flows.release.formats import csv, parquet, records, sqlite, states
from flows.release.sound import contradictions
from schemas.description import PublishedTable

HOSTILE = ["", " ", "=1+1", "'=1", "''+", "'", "-", "\t@", "\r", "\n", "\r\n", ",", '"', '""', ";", "; ", "\\", "\ufeff", "null", "true",
           "２", "＝1", "\u2028", "a\x00b", "[1]", "{", "0123", "1e5", "2023-10-11", "Côte d’Ivoire", "Қазақстан", "\U0001f1f0"]  # fmt: skip
TEXT = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=6))
ITEM = TEXT.filter(lambda item: item and "; " not in item)
CELLS = {
    "text": st.none() | TEXT,
    "integer": st.none() | st.integers(-(2**63), 2**63 - 1),
    "boolean": st.none() | st.booleans(),
    "date": st.none() | st.dates(),
    "list": st.lists(ITEM, max_size=3),
}
TABLE = PublishedTable(
    name="t",
    title="T",
    description="T",
    columns=(
        small_record.column("key", required=True),
        *(small_record.column(f"a_{kind}", kind) for kind in CELLS),
    ),
    key=("key",),
    source="raw/t.csv",
)


@st.composite
def frames(draw: st.DrawFn) -> pl.DataFrame:
    keys = draw(st.lists(TEXT, unique=True, max_size=5))
    rows = [(key, *(draw(cells) for cells in CELLS.values())) for key in keys]
    return pl.DataFrame(rows, schema=TABLE.dtypes(), orient="row").sort("key")


quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@quick
@given(frames())
def test_every_format_gives_back_the_rows(tmp_path: Path, frame: pl.DataFrame) -> None:
    path = tmp_path / "t"
    parquet.write(frame, path)
    assert parquet.read(path).equals(frame)
    records.write(frame, path)
    assert records.read(path, TABLE).equals(frame)
    records.write_lines(frame, path)
    assert records.read_lines(path, TABLE).equals(frame)
    csv.write(frame, path, TABLE)
    assert csv.read(path, TABLE).equals(frame)
    path.unlink()
    edition = Edition(tables=(TABLE,), frames={"t": frame})
    sqlite.write(edition, path)
    assert sqlite.differences(path, edition) == []
    path.unlink()


@quick
@given(frames())
def test_other_readers_see_the_same(tmp_path: Path, frame: pl.DataFrame) -> None:
    """Python's own json and csv know nothing of polars."""
    path = tmp_path / "t"
    records.write(frame, path)
    plain = [
        {k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in row.items()}
        for row in frame.iter_rows(named=True)
    ]
    assert json.loads(path.read_bytes()) == plain
    csv.write(frame, path, TABLE)
    read = list(csv_module.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))
    assert [row["a_integer"] for row in read] == ["" if v is None else str(v) for v in frame["a_integer"]]
    for ours, theirs in zip(frame["a_text"], read, strict=True):
        cell = theirs["a_text"]
        assert not cell or cell[0] not in "=+-@\t\r＝＋－＠"
        assert cell.removeprefix("'") == ours or cell == (ours or "")


def test_a_formula_is_guarded_and_a_symbol_is_not(tmp_path: Path) -> None:
    frame = pl.DataFrame({"key": ["=1+1", "A/HRC/RES/54/5", "-5", "'=x", "x=1"]}).sort("key")
    table = PublishedTable(name="t", title="T", description="T", columns=(TABLE.columns[0],), key=("key",), source="")
    csv.write(frame, tmp_path / "t.csv", table)
    assert (tmp_path / "t.csv").read_bytes() == b"\xef\xbb\xbfkey\r\n''=x\r\n'-5\r\n'=1+1\r\nA/HRC/RES/54/5\r\nx=1\r\n"


def test_an_empty_table_is_a_table_in_every_format(tmp_path: Path) -> None:
    edition = small_record.edition({"sponsors": []})
    write_data(edition, tmp_path)
    table, frame = edition.tables[2], edition.frames["sponsors"]
    assert json.loads((tmp_path / "sponsors.json").read_bytes()) == []
    assert csv.read(tmp_path / "sponsors.csv", table).equals(frame)
    assert records.read(tmp_path / "sponsors.json", table).equals(frame)
    assert sqlite.differences(tmp_path / "record.sqlite", edition) == []


def test_a_large_table_has_json_lines_and_its_array(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "LARGE", 4)
    monkeypatch.setattr(records, "_CHUNK", 3)
    monkeypatch.setattr(csv, "_CHUNK", 3)
    edition = small_record.generation(9).edition
    tmp_path /= "odd [1] #%20 * ?"
    tmp_path.mkdir()
    files = write_data(edition, tmp_path)
    assert {name for name in files if name.endswith(".jsonl")} == {"countries.jsonl", "resolutions.jsonl"}
    table, frame = edition.tables[1], edition.frames["resolutions"]
    assert records.read_lines(tmp_path / "resolutions.jsonl", table).equals(frame)
    assert records.read(tmp_path / "resolutions.json", table).equals(frame)
    assert csv.read(tmp_path / "resolutions.csv", table).equals(frame)


@pytest.fixture
def database(tmp_path: Path) -> sqlite3.Connection:
    sqlite.write(small_record.edition(), tmp_path / "record.sqlite")
    return sqlite3.connect(tmp_path / "record.sqlite")


def test_sqlite_has_keys_and_lists_as_tables(database: sqlite3.Connection) -> None:
    with database:
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA application_id").fetchone() == (sqlite.APPLICATION_ID,)
        themes = database.execute(
            "SELECT * FROM resolutions_themes WHERE symbol = 'A/HRC/RES/54/5' ORDER BY position"
        ).fetchall()
        assert themes == [("A/HRC/RES/54/5", 1, "education"), ("A/HRC/RES/54/5", 2, "peace")]
        keys = {row[2] for row in database.execute("PRAGMA foreign_key_list(sponsors_group_except)")}
        assert keys == {"sponsors", "countries"}
        assert database.execute("SELECT council_member FROM sponsors ORDER BY rowid").fetchall() == [
            (1,),
            (None,),
            (0,),
        ]
        row = database.execute("SELECT themes, adopted_on FROM resolutions").fetchone()
        assert row == ("education; peace", "2023-10-11")
    with pytest.raises(sqlite3.IntegrityError):
        database.execute("INSERT INTO sponsors VALUES ('A/HRC/RES/54/5', 'TUR', 'friend', NULL, '')")
    database.close()


def test_datasette_finds_the_search(database: sqlite3.Connection) -> None:
    """The query by which Datasette looks for the full-text table of a table (datasette.utils.detect_fts_sql)."""
    found = database.execute(
        """select name from sqlite_master where rootpage = 0 and (
             sql like '%VIRTUAL TABLE%USING FTS%content="resolutions"%' or sql like '%VIRTUAL TABLE%USING FTS%content=[resolutions]%'
             or (tbl_name = "resolutions" and sql like '%VIRTUAL TABLE%USING FTS%'))"""
    ).fetchall()
    assert found == [("resolutions_fts",)]
    hit = database.execute(
        "SELECT symbol FROM resolutions WHERE rowid IN (SELECT rowid FROM resolutions_fts WHERE resolutions_fts MATCH ?)"
    , ("мир",)).fetchall()  # fmt: skip
    assert hit == [("A/HRC/RES/54/7",)]
    hit = database.execute("SELECT count(*) FROM countries_fts WHERE countries_fts MATCH 'turkiye'").fetchone()
    assert hit == (1,)
    assert "source_url" not in {row[1] for row in database.execute("PRAGMA table_info(resolutions_fts)")}
    database.close()


def test_a_view_joins_what_a_table_refers_to(database: sqlite3.Connection) -> None:
    row = database.execute("SELECT resolution_title, country_name FROM sponsors_full WHERE country = 'UZB'").fetchone()
    assert row == ('=HYPERLINK("http://a.org")', "Uzbekistan")
    row = database.execute("SELECT replaces_number FROM resolutions_full WHERE symbol = 'A/HRC/RES/54/6'").fetchone()
    assert row == (5,)
    database.close()


def test_a_reference_to_what_is_not_unique_is_no_foreign_key(tmp_path: Path) -> None:
    parent = PublishedTable(name="p", title="P", description="P", columns=(small_record.column("id", required=True), small_record.column("kind")), key=("id",), source="")  # fmt: skip
    child = PublishedTable(name="p_of", title="C", description="C", columns=(small_record.column("id", required=True), small_record.column("kind", refers_to="p.kind"), small_record.column("of", "list")), key=("id",), source="")  # fmt: skip
    edition = Edition(
        tables=(parent, child),
        frames={
            "p": pl.DataFrame({"id": ["1", "2"], "kind": ["a", "a"]}),
            "p_of": pl.DataFrame({"id": ["1"], "kind": ["a"], "of": [["x"]]}),
        },
    )
    assert contradictions(edition) == []
    sqlite.write(edition, tmp_path / "record.sqlite")
    assert sqlite.differences(tmp_path / "record.sqlite", edition) == []


def test_sqlite_is_the_same_bytes_twice_and_names_no_library(tmp_path: Path) -> None:
    for name in "ab":
        sqlite.write(small_record.edition(), tmp_path / name)
    data = (tmp_path / "a").read_bytes()
    assert data == (tmp_path / "b").read_bytes()
    assert int.from_bytes(data[96:100], "big") == 3_037_000
    assert data[24:28] == data[92:96]


@pytest.mark.parametrize(
    "damage",
    ["DELETE FROM sponsors WHERE country = 'UZB'", "UPDATE resolutions SET note = 'x' WHERE number = 5", "DROP TABLE resolutions_themes",
     "UPDATE resolutions_themes SET themes = 'x'", "INSERT INTO countries VALUES ('XXX', 'X')"],
)  # fmt: skip
def test_a_database_that_differs_is_found_out(tmp_path: Path, damage: str) -> None:
    sqlite.write(small_record.edition(), tmp_path / "record.sqlite")
    with sqlite3.connect(tmp_path / "record.sqlite") as connection:
        connection.execute(damage)
    connection.close()
    assert sqlite.differences(tmp_path / "record.sqlite", small_record.edition())


def test_a_state_has_its_rows_and_their_names() -> None:
    made = {code: json.loads(text) for code, text in states.render(small_record.edition()).items()}
    assert set(made) == {"KAZ", "KGZ", "UZB"}  # Türkiye is only excepted from a group, and has no row of its own
    assert made["KAZ"]["country"]["name"] == "Kazakhstan"
    assert [row["role"] for row in made["KAZ"]["sponsors"]] == ["main_sponsor"]
    assert made["KGZ"]["labels"] == {"resolutions": {"A/HRC/RES/54/5": "Quality education, “for every child”"}}
    assert "resolutions" not in made["KAZ"]


def test_a_state_with_a_code_that_leads_elsewhere_is_refused(tmp_path: Path) -> None:
    rows = {"countries": [("../x", "X")], "sponsors": [("A/HRC/RES/54/5", "../x", "cosponsor", None, [])]}
    with pytest.raises(ReleaseError, match="three capital letters"):
        write_data(small_record.edition(rows), tmp_path)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ({"countries": [("KAZ", "a"), ("KAZ", "b")], "sponsors": []}, "Two rows of countries have the key KAZ"),
        ({"countries": [(None, "a")], "sponsors": []}, "part of the key, but empty in 1 row"),
        ({"countries": [("KAZ", None)], "sponsors": []}, "never empty, but is empty in 1 row"),
        ({"sponsors": [("A/HRC/RES/54/5", "XXX", "cosponsor", None, [])]}, "'XXX', which is not in countries.alpha3"),
        ({"sponsors": [("A/HRC/RES/54/5", "KAZ", "cosponsor", None, ["XXX"])]}, "group_except refers to 'XXX'"),
        ({"sponsors": [("A/HRC/RES/54/5", "KAZ", "friend", None, [])]}, "'friend'"),
        (
            {"sponsors": [("A/HRC/RES/54/5", "KAZ", "cosponsor", None, None)]},
            "group_except is described as never empty",
        ),
        ({"resolutions": [("A", "t", 1, None, None, ["a; b"], [], None)], "sponsors": []}, "holds “; ”"),
        ({"resolutions": [("A", "t", 1, None, None, [None], [], None)], "sponsors": []}, "item that is empty"),
    ],
)
def test_what_contradicts_its_description_is_named(rows: dict[str, list[tuple[object, ...]]], says: str) -> None:
    found = contradictions(small_record.edition(rows))
    assert any(says in sentence for sentence in found), found


def test_rows_out_of_order_and_other_types_are_named() -> None:
    edition = small_record.edition()
    frames = {**edition.frames, "countries": edition.frames["countries"].reverse()}
    assert "not sorted" in contradictions(Edition(tables=edition.tables, frames=frames))[0]
    frames = {
        **edition.frames,
        "resolutions": edition.frames["resolutions"].with_columns(pl.col("number").cast(pl.Int32)),
    }
    assert "number" in contradictions(Edition(tables=edition.tables, frames=frames))[0]
    assert contradictions(edition) == []


def test_parquet_as_others_read_it(tmp_path: Path) -> None:
    import duckdb
    import pyarrow.parquet as pq

    made = small_record.edition()
    write_data(made, tmp_path)
    for name, frame in made.frames.items():
        file = pq.ParquetFile(tmp_path / f"{name}.parquet")
        group = file.metadata.row_group(0)
        assert all(group.column(i).compression == "ZSTD" for i in range(group.num_columns))
        assert group.column(0).statistics.has_min_max
        rows = frame.to_dicts()
        assert pq.read_table(tmp_path / f"{name}.parquet").to_pylist() == rows
        with duckdb.connect() as connection:
            found = connection.execute("SELECT * FROM read_parquet(?)", [str(tmp_path / f"{name}.parquet")])
            names = [column[0] for column in found.description or ()]
            assert [dict(zip(names, row, strict=True)) for row in found.fetchall()] == rows
            found = connection.execute(
                "SELECT * FROM read_json(?, maximum_depth = -1)", [str(tmp_path / f"{name}.json")]
            )
            assert len(found.fetchall()) == frame.height
