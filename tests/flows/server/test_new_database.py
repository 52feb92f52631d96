"""The ready-made first database: that of the installed Prefect, or none."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from flows.server import new_database


def test_it_is_made_from_the_installed_prefect():
    first = new_database.SQL.read_text(encoding="utf-8").partition("\n")[0]
    assert first == new_database.made_from(), "Prefect was upgraded: python -m flows.server.new_database"


def test_it_is_laid_down_once_and_never_over_another(tmp_path):
    assert new_database.lay_down(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["prefect.db"]
    with closing(sqlite3.connect(tmp_path / "prefect.db")) as database:
        assert database.execute("SELECT count(*) FROM flow_run").fetchone() == (0,)
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    before = (tmp_path / "prefect.db").read_bytes()
    assert not new_database.lay_down(tmp_path)
    assert (tmp_path / "prefect.db").read_bytes() == before


def test_a_prefect_that_does_not_know_it_makes_its_own(tmp_path, monkeypatch):
    sql = tmp_path / "other.sql"
    sql.write_text("INSERT INTO alembic_version VALUES('ffffffffffff');")
    monkeypatch.setattr(new_database, "SQL", sql)
    home = tmp_path / "home"
    home.mkdir()
    assert not new_database.lay_down(home)
    assert list(home.iterdir()) == []


def test_what_is_in_the_way_is_left_to_prefect_to_tell(tmp_path, monkeypatch):
    assert not new_database.lay_down(tmp_path / "missing")
    broken = tmp_path / "broken.sql"
    broken.write_text(new_database.SQL.read_text(encoding="utf-8").replace("CREATE TABLE", "CREATE TABEL", 1))
    monkeypatch.setattr(new_database, "SQL", broken)
    home = tmp_path / "home"
    home.mkdir()
    assert not new_database.lay_down(home)
    assert list(home.iterdir()) == []
