"""What is published: every column of its declared type, every key once, every reference found; and a few rows, as they are.

`golden/curated.json` holds a few rows of each table, readable. Where a change in them is right, write them again:

    GOLDEN=write .venv/bin/pytest -n0 tests/flows/test_curate.py
"""

from __future__ import annotations

import hashlib
import json
import os
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from good_rows import GOOD, snapshot_of

from flows import pipeline
from flows.curate import PROVENANCE, Curated, key_texts, row_hash
from flows.pipeline import Checked
from flows.plans import load_plans
from schemas.description import PublishedTable

HOUSE = Path(__file__).parents[2]
GOLDEN = HOUSE / "tests" / "golden" / "curated.json"
PLANS = load_plans()
TABLES = {name: plan.publishes for name, plan in PLANS.items() if plan.publishes}
SHOWN = {
    "countries": ["KAZ", "VAT"], "country_aliases": ["Казахстан"], "groups": ["OIC", "Central Asia"],
    "themes": ["RIGHT TO EDUCATION", "death-penalty"], "agenda_items": ["3"], "treaties": ["ICCPR-OP2", "ICRMW"],
    "memberships": ["KAZ 2022-01-01"], "sessions": ["54", "43", "S-36"],
    "resolutions": ["A/HRC/RES/54/5", "A/HRC/RES/22/1", "A/HRC/RES/S-36/1"],
    "sponsors": ["A/HRC/RES/54/5 KAZ main_sponsor", "A/HRC/RES/51/2 President of the Human Rights Council main_sponsor"],
    "votes": ["A/HRC/RES/22/1 KAZ"], "follow_ups": ["54-5-panel_discussion-57-op8", "54-5-report-59-op9"],
    "reforms": ["kaz-iccpr-op2-ratification-2022", "kaz-equal-rights-plan-2024", "kaz-resolution-1325-plan-2021"],
}  # fmt: skip


@pytest.fixture(scope="module")
def checked() -> Checked:
    return pipeline.check(pipeline.snapshot(HOUSE / "raw"))


@pytest.fixture(scope="module")
def curated(checked: Checked) -> Curated:
    return pipeline.curate(checked)


def by_key(curated: Curated, table: PublishedTable) -> dict[str, dict[str, object]]:
    frame = curated.edition.frames[table.name]
    return dict(zip((" ".join(key) for key in key_texts(frame, table)), frame.rows(named=True), strict=True))


def test_a_few_rows_of_each_table_are_as_they_were_read(curated: Curated) -> None:
    shown = {}
    for name, keys in SHOWN.items():
        rows = by_key(curated, TABLES[name])
        assert set(keys) <= rows.keys(), name
        shown[name] = [rows[key] for key in keys]
    text = json.dumps(shown, ensure_ascii=False, indent=1, default=str) + "\n"
    if os.environ.get("GOLDEN") == "write":
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", TABLES)
def test_every_column_is_there_in_its_order_and_of_its_type(curated: Curated, name: str) -> None:
    frame = curated.edition.frames[name]
    assert dict(frame.schema) == TABLES[name].dtypes()
    assert list(frame.schema) == list(TABLES[name].dtypes())


@pytest.mark.parametrize("name", TABLES)
def test_what_is_always_given_is_never_null_and_no_text_is_empty(curated: Curated, name: str) -> None:
    frame = curated.edition.frames[name]
    for column in TABLES[name].columns:
        values = frame[column.name]
        if column.required or column.type == "list":
            assert values.null_count() == 0, column.name
        texts = values.explode().drop_nulls() if column.type == "list" else values
        if texts.dtype == pl.String:
            assert not (texts == "").any(), column.name
            assert (texts.str.strip_chars() == texts).all(), column.name


@pytest.mark.parametrize("name", TABLES)
def test_every_key_occurs_once_and_rows_are_sorted_by_it(curated: Curated, name: str) -> None:
    frame, key = curated.edition.frames[name], list(TABLES[name].key)
    assert not frame.select(key).is_duplicated().any()
    assert frame.select(key).equals(frame.sort(key).select(key))


@pytest.mark.parametrize("name", TABLES)
def test_every_reference_finds_its_row_and_every_word_is_of_its_list(curated: Curated, name: str) -> None:
    frame = curated.edition.frames[name]
    for column in TABLES[name].columns:
        values = frame[column.name].explode() if column.type == "list" else frame[column.name]
        if column.refers_to:
            table, other = column.refers_to.split(".")
            there = curated.edition.frames[table][other]
            assert set(values.drop_nulls()) <= set(there), column.name
        if column.one_of:
            assert set(values.drop_nulls()) <= set(column.one_of), column.name


def test_dates_and_how_exact_they_are(curated: Curated) -> None:
    reforms = curated.edition.frames["reforms"]
    for name in ("decided_on", "in_force_on"):
        assert reforms[name].is_null().equals(reforms[f"{name}_precision"].is_null())
        months = reforms.filter(pl.col(f"{name}_precision") == "month")[name]
        years = reforms.filter(pl.col(f"{name}_precision") == "year")[name]
        assert (months.dt.day() == 1).all()
        assert all((day.month, day.day) == (1, 1) for day in years)


def test_council_members_are_those_of_the_day(curated: Curated) -> None:
    """Held against the table of terms by hand, sponsor by sponsor."""
    terms: dict[str, list[tuple[date, date | None]]] = {}
    for state, start, end in curated.edition.frames["memberships"].select("country", "term_start", "term_end").rows():
        terms.setdefault(state, []).append((start, end))
    adopted = dict(curated.edition.frames["resolutions"].select("symbol", "adopted_on").rows())
    for symbol, state, sat in (
        curated.edition.frames["sponsors"].select("resolution", "country", "council_member").rows()
    ):
        day = adopted[symbol]
        by_hand = any(start <= day and (end is None or day <= end) for start, end in terms.get(state, []))
        assert sat is (None if state is None else by_hand), (symbol, state)


def test_what_is_derived_agrees_with_what_it_is_derived_from(curated: Curated) -> None:
    frames = curated.edition.frames
    names = dict(frames["countries"].select("alpha3", "name").rows())
    for table in ("sponsors", "votes", "reforms", "memberships"):
        for code, name in frames[table].select("country", "country_name").rows():
            assert names.get(code) == name
    for symbol, session, number, url in (
        frames["resolutions"].select("symbol", "session", "number", "document_url").rows()
    ):
        assert symbol.endswith(f"/{session}/{number}") or symbol[-1].isalpha()
        assert url == f"https://docs.un.org/en/{symbol}"


def test_each_published_row_leads_back_to_its_line(curated: Curated, checked: Checked) -> None:
    provenance = curated.provenance
    assert dict(provenance.schema) == PROVENANCE
    assert provenance["table"].value_counts().sort("table").rows() == sorted(
        (name, frame.height) for name, frame in curated.edition.frames.items()
    )
    files = {name: data.decode().splitlines() for name, data in checked.snapshot.files.items()}
    for table, key, file, line in provenance.select("table", "key", "file", "line").rows():
        typed = files[file.removeprefix("raw/")][line - 1]
        first = key[0] if table not in ("memberships", "follow_ups", "reforms") else ""
        assert first in typed, (table, key, line)


def test_the_hash_of_a_row_is_of_its_cells_with_their_lengths() -> None:
    assert row_hash(["ab", None, "ж"]) == hashlib.sha256("2:ab0:2:ж".encode()).hexdigest()
    assert row_hash(["ab", "c"]) != row_hash(["a", "bc"])
    assert row_hash([None]) == row_hash([""])


def test_the_same_bytes_give_the_same_tables_in_whatever_order_the_rows_stand(curated: Curated) -> None:
    turned = {name: list(reversed(rows)) for name, rows in GOOD.items() if name != "corrections"} | {"waivers": []}
    straight = {name: rows for name, rows in GOOD.items() if name != "corrections"} | {"waivers": []}
    one, other = (pipeline.curate(pipeline.check(snapshot_of(PLANS, tables))) for tables in (straight, turned))
    for name, frame in one.edition.frames.items():
        assert frame.equals(other.edition.frames[name]), name


def test_an_empty_list_is_a_list_and_an_empty_cell_is_null() -> None:
    tables = {name: rows for name, rows in GOOD.items() if name != "corrections"} | {"waivers": []}
    frames = pipeline.curate(pipeline.check(snapshot_of(PLANS, tables))).edition.frames
    resolution = frames["resolutions"].filter(symbol="A/HRC/RES/54/3").row(0, named=True)
    assert resolution["themes"] == []
    assert resolution["agenda_item"] is None
    assert resolution["source_url"] == ["https://example.org/page"]
    sponsor = frames["sponsors"].filter(country="ALB").row(0, named=True)
    assert (sponsor["group"], sponsor["group_except"]) == ("OIC", ["ALB", "VAT"])
    assert sponsor["regional_group"] == "Eastern European"
