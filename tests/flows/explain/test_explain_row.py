"""Where a row comes from: on the whole record, and on copies of it that are corrected, moved, changed and committed."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from flows import explain, pipeline
from flows.explain import NotFound, explain_row, explanation_text, open_archive, rows_of
from flows.explain.cells import cells
from flows.plans import load_plans
from flows.release import release

ROOT = Path(__file__).parents[3]
KEY = "A/HRC/RES/54/5"


def said(found: explain.Explanation) -> str:
    """The text of an explanation, however its lines are broken."""
    return " ".join(explanation_text(found).split())


def steps(row: explain.Row, column: str) -> list[str]:
    return [step.says for cell in row.cells if cell.column == column for step in cell.steps]


def test_every_cell_of_every_table_can_be_explained(latest: Path, published: Path) -> None:
    """All cells of the record: what differs from the raw text has its steps, each of them tried, and nothing is left over."""
    archive = open_archive(latest, load_plans(), published.parent / "raw")
    kinds: Counter[str] = Counter()
    rows = 0
    for row in rows_of(archive, archive.provenance):
        rows += 1
        assert row.where == "now", row.key
        for cell in row.cells:
            kinds.update(step.kind for step in cell.steps)
            value = "; ".join(cell.value) if isinstance(cell.value, list) else cell.value
            same = ("" if value is None else str(value)) == (cell.typed or "")
            assert same or cell.steps, (row.table, row.key, cell)
    assert rows == archive.provenance.height == sum(archive.manifest.rows.values())
    assert kinds["unexplained"] == kinds["not_at_hand"] == 0
    assert min(kinds[kind] for kind in ("derived", "resolved", "split", "first_day", "waived")) > 0


@pytest.mark.parametrize(
    ("key", "tables"),
    [
        (KEY, ["resolutions"]),
        ("kaz-iccpr-op2-ratification-2022", ["reforms"]),
        ("A/HRC/RES/54/5 | KAZ | main_sponsor", ["sponsors"]),
        ("a/hrc/res/54/5|kaz|main_sponsor", ["sponsors"]),
        ("KAZ", ["countries", "country_aliases"]),
        ("KAZ | 2022-01-01", ["memberships"]),
        ("3", ["agenda_items", "sessions"]),
    ],
)
def test_a_key_is_found_in_every_table(latest: Path, key: str, tables: list[str]) -> None:
    found = explain_row(latest, key)
    assert [row.table for row in found.rows] == tables
    assert found.version == "1.0.0"
    text = said(found)
    assert f"typed in {found.rows[0].file}, line {found.rows[0].line}" in text


def test_it_says_how_a_name_became_a_code(latest: Path) -> None:
    row = explain_row(latest, "A/HRC/RES/54/5 | KAZ | main_sponsor").rows[0]
    assert steps(row, "country") == ["“Kazakhstan” is a name of KAZ in country_aliases"]
    assert steps(row, "council_member") == ["computed from memberships, resolution → adopted_on = 2023-10-11, country → alpha3 = KAZ"]  # fmt: skip
    assert "“Central Asian countries” is a name of Central Asia in groups" in steps(row, "group")[0]


def test_it_names_the_waiver_and_its_reason(latest: Path) -> None:
    row = explain_row(latest, "A/HRC/RES/51/2 | President of the Human Rights Council | main_sponsor").rows[0]
    assert [waiver.rule for waiver in row.waived] == ["sponsors.country.vocabulary"]
    assert row.waived[0].reason == "The President of the Council tabled this text, not a State"
    assert "is waived for this row" in steps(row, "country")[0]


@pytest.mark.parametrize(
    ("key", "offered"),
    [
        ("A/HRC/RES/54/5 | KAZ", "A/HRC/RES/54/5 | KAZ | main_sponsor"),
        ("HRC/RES/54/5", "A/HRC/RES/54/5"),
        ("A/HRC/RES/54/555", "A/HRC/RES/54/5"),
        ("kaz-iccpr-op2-ratification-2021", "kaz-iccpr-op2-ratification-2022"),
    ],
)
def test_a_key_that_is_not_there_is_answered_with_near_ones(latest: Path, key: str, offered: str) -> None:
    with pytest.raises(NotFound) as error:
        explain_row(latest, key)
    assert f"\n  {offered}" in str(error.value)


@pytest.mark.parametrize("key", ["", " | ", "\x1b[2J\x1b", "qqqqqqqqqqqq"])
def test_a_key_that_is_like_nothing(latest: Path, key: str) -> None:
    with pytest.raises(NotFound, match="A key is what names a row") as error:
        explain_row(latest, key)
    assert str(error.value).isprintable()


def test_without_the_raw_folder_the_steps_are_still_named(latest: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    shutil.copytree(latest, tmp_path / "only")
    monkeypatch.chdir(tmp_path)
    row = explain_row(tmp_path / "only", KEY).rows[0]
    assert row.where == "gone"
    assert steps(row, "session") == ["computed from symbol"]
    assert steps(row, "title") == ["the row as typed is not at hand"]
    assert "not at hand any more" in said(explain_row(tmp_path / "only", KEY))


Change = Callable[[Path], None]


@pytest.fixture
def publish(tmp_path: Path) -> Callable[[Change | None], Path]:
    """Publish a copy of the record that was changed first, from a git repository in which it is committed."""

    def made(change: Change | None = None) -> Path:
        shutil.copytree(ROOT / "raw", tmp_path / "raw")
        if change:
            change(tmp_path / "raw")
        for words in (
            ["init", "-q"],
            ["add", "."],
            ["-c", "user.name=t", "-c", "user.email=t@t", "commit", "-qm", "x"],
        ):
            subprocess.run(["git", "-C", str(tmp_path / "raw"), *words], check=True)
        checked = pipeline.check(pipeline.snapshot(tmp_path / "raw"))
        assert not checked.errors, checked.issues[:3]
        return release(pipeline.curate(checked), tmp_path / "curated").path

    return made


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8", newline="")


def test_a_cell_that_was_tidied_and_one_that_was_corrected(publish: Callable[[Change | None], Path]) -> None:
    def change(raw: Path) -> None:
        replace(raw / "sponsors.csv", "A/HRC/RES/54/5,Kazakhstan,", "A/HRC/RES/54/5,Kazakhstan ,")
        with (raw / "corrections.csv").open("a", encoding="utf-8", newline="") as file:
            file.write(f"resolutions,{KEY},agenda_item,3,4,The text says so,https://docs.un.org/en/{KEY},2026-11-24\n")

    latest = publish(change)
    sponsor = explain_row(latest, "A/HRC/RES/54/5 | KAZ | main_sponsor").rows[0]
    assert steps(sponsor, "country")[0].startswith("tidied: the cell holds ")
    assert steps(sponsor, "country")[1] == "“Kazakhstan” is a name of KAZ in country_aliases"
    assert next(cell.typed for cell in sponsor.cells if cell.column == "country") == "Kazakhstan "
    text = explain_row(latest, KEY).rows[0]
    assert steps(text, "agenda_item") == [
        "corrected by raw/corrections.csv:2: “3” is used as “4”, because The text says so"
    ]
    assert next(cell.value for cell in text.cells if cell.column == "agenda_item") == 4


def test_a_row_is_known_wherever_it_has_moved(publish: Callable[[Change | None], Path], tmp_path: Path) -> None:
    latest = publish(None)
    header, rest = (tmp_path / "raw" / "resolutions.csv").read_text(encoding="utf-8").split("\n", 1)
    before = explain_row(latest, KEY).rows[0]
    assert (before.where, before.line_now) == ("now", None)

    (tmp_path / "raw" / "resolutions.csv").write_text(f"{header}\n\n\n{rest}", encoding="utf-8")
    moved = explain_row(latest, KEY)
    assert (moved.rows[0].where, moved.rows[0].line_now) == ("moved", before.line + 2)
    assert moved.rows[0].cells == before.cells
    assert f"line {before.line}; it is on line {before.line + 2} now" in said(moved)

    replace(tmp_path / "raw" / "resolutions.csv", f"{KEY},Ensuring", f"{KEY},Assuring")
    changed = explain_row(latest, KEY)
    assert changed.rows[0].where == "commit"
    assert changed.rows[0].cells == before.cells
    assert "it has been changed since, and is shown as it was" in said(changed)

    shutil.rmtree(tmp_path / "raw" / ".git")
    assert explain_row(latest, KEY).rows[0].where == "gone"


def test_it_fits_the_width_and_obeys_nobody(latest: Path) -> None:
    found = explain_row(latest, "A/HRC/RES/54/5 | KAZ | main_sponsor")
    for width in (40, 80, 120):
        for line in explanation_text(found, width).splitlines()[1:]:
            assert len(line) <= width or "http" in line or len(line.split()) <= 2
    from dataclasses import replace as with_

    row = found.rows[0]
    evil = with_(row, cells=(with_(row.cells[0], value="\x1b[2Jgone\u202e"),), key=("\x1b",))
    text = explanation_text(with_(found, rows=(evil,)))
    assert "\x1b" not in text
    assert "‹U+001B›" in text
    assert "\u202e" not in text


@pytest.mark.parametrize(
    ("key", "column", "value"),
    [
        (KEY, "title", "Ensuring quality education"),
        (KEY, "adopted_on", date(2023, 10, 12)),
        (KEY, "agenda_item", 4),
        (KEY, "agenda_item", None),
        (KEY, "votes_for", 0),
        (KEY, "session", "55"),
        (KEY, "number", 6),
        (KEY, "themes", []),
        (KEY, "themes", ["EDUCATION FOR PEACE", "EDUCATION"]),
        (KEY, "document_url", None),
        ("A/HRC/RES/54/5 | KAZ | main_sponsor", "country", "KGZ"),
        ("A/HRC/RES/54/5 | KAZ | main_sponsor", "country", None),
        ("A/HRC/RES/54/5 | KAZ | main_sponsor", "council_member", False),
        ("A/HRC/RES/54/5 | KAZ | main_sponsor", "regional_group", "WEOG"),
        ("A/HRC/RES/54/5 | KAZ | main_sponsor", "group", "OIC"),
        ("A/HRC/RES/54/5 | KAZ | main_sponsor", "group_except", ["ALB"]),
        ("A/HRC/RES/54/5 | KAZ | main_sponsor", "source_url", ["https://searchlibrary.ohchr.org/record/31223"]),
        ("kaz-iccpr-op2-ratification-2022", "decided_on_precision", "month"),
        ("kaz-iccpr-op2-ratification-2022", "treaty", None),
    ],
)
def test_a_value_that_does_not_follow_is_not_explained_away(
    latest: Path, published: Path, key: str, column: str, value: object
) -> None:
    """An explanation is worth what it would not say of a wrong value."""
    archive = open_archive(latest, load_plans(), published.parent / "raw")
    place = archive.provenance.filter(archive.provenance["name"] == key).row(0, named=True)
    true = next(rows_of(archive, archive.provenance.filter(archive.provenance["name"] == key)))
    values = {cell.column: cell.value for cell in true.cells} | {column: value}
    typed = archive.origin(place["table"], place["row_sha256"], place["line"]).cells
    made = cells(archive, place["table"], values, typed, place["changes"], place["waived"])
    wrong = next(cell for cell in made if cell.column == column)
    assert [step.kind for step in wrong.steps][-1:] == ["unexplained"]
