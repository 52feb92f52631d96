"""The way in: one consistent reading of a folder, and tables made of its bytes alone."""

import os
import shutil
from pathlib import Path

import pytest

import flows.read
from flows.plans import load_plans
from flows.read import read_table, snapshot

COLUMNS = ["name", "kind", "note"]
CLEAN = "name,kind,note\na,x,\nb,y,two\n"


def plan(path, name=None):
    import polars as pl

    from schemas.plan import Column, Plan

    columns = tuple(
        Column(name=one, type="text", title=one, description="", example="", required=one == "name", value=pl.col(one),
               raw=True, published=False)
        for one in COLUMNS
    )  # fmt: skip
    return Plan(name=name or path.rpartition("/")[2], path=path, title="", description="", key=("name",), key_paths=("name",),
                columns=columns, rules=(), covers=(), publishes=None)  # fmt: skip


PLANS = {one.name: one for one in (plan("groups"), plan("reference/places"))}


@pytest.fixture
def raw(tmp_path):
    folder = tmp_path / "raw"
    (folder / "reference").mkdir(parents=True)
    for one in PLANS.values():
        (folder / f"{one.path}.csv").write_text(CLEAN)
    return folder


def read(raw):
    seen = snapshot(PLANS, raw)
    tables = [read_table(one, seen) for one in PLANS.values()]
    return tables, [*seen.issues, *(issue for table in tables for issue in table.issues)]


def test_clean_files_are_read_without_a_word(raw):
    tables, issues = read(raw)
    assert issues == []
    assert [table.file for table in tables] == ["raw/groups.csv", "raw/reference/places.csv"]
    assert tables[0].frame.rows() == [("a", "x", None), ("b", "y", "two")]
    assert (tables[0].lines, tables[0].rows, tables[0].cell("kind", 1)) == ([2, 3], [2, 3], "B3")


def test_the_folder_is_called_as_the_caller_says(raw):
    assert read_table(PLANS["groups"], snapshot(PLANS, raw, "my/raw")).file == "my/raw/groups.csv"


def test_tables_are_made_of_the_bytes_that_were_read(raw):
    seen = snapshot(PLANS, raw)
    shutil.rmtree(raw)
    assert read_table(PLANS["groups"], seen).frame.height == 2
    assert seen.files["groups.csv"] == CLEAN.encode()
    assert sorted(seen.files) == ["groups.csv", "reference/places.csv"]


def test_the_real_record_is_read_in_the_quick_way_and_the_careful_way_alike():
    from flows.reading.careful import read_carefully
    from flows.reading.plain import read_plain

    root = Path(__file__).parents[2] / "raw"
    plans = load_plans()
    seen = snapshot(plans, root)
    assert seen.issues == ()
    for one in plans.values():
        data, columns = seen.files[f"{one.path}.csv"], one.raw_columns()
        quick = read_plain(data, columns)
        careful = read_carefully(data, columns, [], "x")
        assert quick is not None
        assert careful.issues == []
        assert quick.frame.equals(careful.frame)
        assert (quick.lines, quick.rows, quick.letters) == (careful.lines, careful.rows, careful.letters)


def test_a_file_saved_while_it_is_read_is_read_again(raw, monkeypatch):
    monkeypatch.setattr(flows.read, "_PAUSE", 0)
    read_bytes = flows.read._bytes
    saved = []

    def meddle(path):
        data = read_bytes(path)
        if not saved:
            saved.append((raw / "groups.csv").write_text(CLEAN + "c,z,\n"))
        return data

    monkeypatch.setattr(flows.read, "_bytes", meddle)
    assert read_table(PLANS["groups"], snapshot(PLANS, raw)).frame.height == 3


def test_a_file_that_keeps_changing_is_an_error_with_its_name(raw, monkeypatch):
    monkeypatch.setattr(flows.read, "_PAUSE", 0)
    read_bytes = flows.read._bytes

    def meddle(path):
        data = read_bytes(path)
        with (raw / "groups.csv").open("a") as file:
            file.write("c,z,\n")
        return data

    monkeypatch.setattr(flows.read, "_bytes", meddle)
    with pytest.raises(OSError, match="changed each time") as caught:
        snapshot(PLANS, raw)
    assert caught.value.filename == str(raw / "groups.csv")


def test_a_missing_folder_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        snapshot(PLANS, tmp_path / "nowhere")


def test_a_missing_file_is_one_issue(raw):
    (raw / "groups.csv").unlink()
    tables, [issue] = read(raw)
    assert (issue.rule, issue.file, issue.line) == ("read.missing_file", "raw/groups.csv", None)
    assert not tables[0].readable
    assert tables[1].readable


def test_a_file_under_another_name_is_one_issue(raw):
    (raw / "groups.csv").rename(raw / "gruops.csv")
    _, [issue] = read(raw)
    assert (issue.rule, issue.file) == ("read.missing_file", "raw/groups.csv")
    assert "raw/gruops.csv" in issue.message


def test_a_file_in_the_wrong_folder_is_one_issue(raw):
    (raw / "reference" / "places.csv").rename(raw / "places.csv")
    _, [issue] = read(raw)
    assert (issue.rule, issue.file) == ("read.missing_file", "raw/reference/places.csv")
    assert "raw/places.csv" in issue.message


def test_a_link_to_nothing(raw):
    (raw / "groups.csv").unlink()
    (raw / "groups.csv").symlink_to(raw / "nothing.csv")
    tables, [issue] = read(raw)
    assert (issue.rule, issue.file) == ("read.unreadable_file", "raw/groups.csv")
    assert "link" in issue.message
    assert not tables[0].readable


def test_a_link_round_in_a_circle(raw):
    (raw / "groups.csv").unlink()
    (raw / "groups.csv").symlink_to(raw / "groups.csv")
    (raw / "again").symlink_to(raw)
    tables, issues = read(raw)
    assert "read.unreadable_file" in {issue.rule for issue in issues}
    assert not tables[0].readable


def test_a_folder_with_the_name_of_a_file(raw):
    (raw / "groups.csv").unlink()
    (raw / "groups.csv").mkdir()
    tables, [issue] = read(raw)
    assert (issue.rule, issue.file) == ("read.unreadable_file", "raw/groups.csv")
    assert "folder" in issue.message
    assert not tables[0].readable


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")
def test_a_pipe_is_not_waited_for(raw):
    (raw / "groups.csv").unlink()
    os.mkfifo(raw / "groups.csv")
    _, [issue] = read(raw)
    assert issue.rule == "read.unreadable_file"


def test_no_permission(raw, monkeypatch):
    read_bytes = flows.read._bytes

    def refuse(path):  # root, who runs tests in containers, may read everything
        if path.name == "groups.csv":
            raise PermissionError(13, "Permission denied", str(path))
        return read_bytes(path)

    monkeypatch.setattr(flows.read, "_bytes", refuse)
    tables, [issue] = read(raw)
    assert (issue.rule, issue.file) == ("read.unreadable_file", "raw/groups.csv")
    assert not tables[0].readable


def test_an_error_that_may_pass_is_raised(raw, monkeypatch):
    def fail(path):
        raise OSError(5, "Input/output error", str(path))

    monkeypatch.setattr(flows.read, "_bytes", fail)
    with pytest.raises(OSError, match="Input/output"):
        snapshot(PLANS, raw)


def test_files_that_are_no_tables_are_named_and_those_of_programs_are_not(raw):
    for name in (
        "FORMAT.md",
        ".DS_Store",
        "~$groups.xlsx",
        ".~lock.groups.csv#",
        "groups.csv.bak",
        "groups.csv~",
        "Thumbs.db",
    ):
        (raw / name).write_text("x")
    (raw / ".hidden").mkdir()
    (raw / ".hidden" / "x.csv").write_text("x")
    assert read(raw)[1] == []
    (raw / "minutes.csv").write_text("x")
    (raw / "groups (2).csv").write_text("x")
    _, issues = read(raw)
    assert {(issue.rule, issue.file) for issue in issues} == {
        ("read.unexpected_file", "raw/minutes.csv"), ("read.unexpected_file", "raw/groups (2).csv"),
    }  # fmt: skip


def test_a_table_in_several_files(raw):
    (raw / "groups.csv").unlink()
    (raw / "groups").mkdir()
    (raw / "groups" / "b.csv").write_text("name,kind,note\nc,z,\n")
    (raw / "groups" / "a.csv").write_text(CLEAN)
    tables, issues = read(raw)
    assert issues == []
    assert tables[0].file == "raw/groups"
    assert tables[0].frame["name"].to_list() == ["a", "b", "c"]
    assert tables[0].lines == [2, 3, 2]
    assert tables[0].file_of(2) == "raw/groups/b.csv"


def test_a_table_in_several_files_of_a_folder_below(raw):
    (raw / "reference" / "places").mkdir()
    (raw / "reference" / "places.csv").rename(raw / "reference" / "places" / "one.csv")
    tables, issues = read(raw)
    assert issues == []
    assert tables[1].file_of(0) == "raw/reference/places/one.csv"


def test_one_bad_file_of_several_makes_the_table_doubtful(raw):
    (raw / "groups.csv").unlink()
    (raw / "groups").mkdir()
    (raw / "groups" / "a.csv").write_text(CLEAN)
    (raw / "groups" / "b.csv").write_text("")
    tables, [issue] = read(raw)
    assert issue.file == "raw/groups/b.csv"
    assert not tables[0].readable
    assert tables[0].frame.height == 2


def test_a_table_in_two_places(raw):
    (raw / "groups").mkdir()
    (raw / "groups" / "a.csv").write_text(CLEAN)
    tables, [issue] = read(raw)
    assert issue.rule == "read.two_sources"
    assert "raw/groups.csv" in issue.message
    assert "raw/groups/" in issue.message
    assert not tables[0].readable
