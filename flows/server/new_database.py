"""The first database of the embedded Prefect server, laid down ready-made instead of built by a hundred migrations.

Prefect makes a new database by replaying every change its tables ever went through: 10 s of CPU, which would be most of
the first `hrc publish`. `new_database.sql` is what comes out of that, without any rows but the revision it stands at, and
takes 0.02 s. Nothing rests on it: a Prefect that does not know that revision gets no such database and makes its own; one
that has later revisions goes on from there, as it would with the database of an older release.

After an upgrade of Prefect `python -m flows.server.new_database` writes the file anew; a test asks for it.

The tables are those of Prefect (Apache License 2.0, https://github.com/PrefectHQ/prefect).
"""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
import sys
from importlib.util import find_spec
from pathlib import Path

SQL = Path(__file__).with_suffix(".sql")
DATABASE = "prefect.db"


def lay_down(home: Path) -> bool:
    """Make the database in `home` where there is none; whether it was made.

    It appears whole or not at all. Nothing is raised: what is in the way here is in Prefect's way as well, and told better
    from there.
    """
    target = home / DATABASE
    staged = home / f"{DATABASE}.{os.getpid()}.new"
    try:
        if target.exists():
            return False
        sql = SQL.read_text(encoding="utf-8")
        if not known(revision(sql)):
            return False
        staged.unlink(missing_ok=True)
        with contextlib.closing(sqlite3.connect(staged)) as database:
            database.executescript(sql)
        staged.replace(target)
    except (OSError, ValueError, sqlite3.Error):
        with contextlib.suppress(OSError):
            staged.unlink(missing_ok=True)
        return False
    return True


def revision(sql: str) -> str:
    """The revision of Prefect's tables that the SQL stands at."""
    found = re.search(r"""INSERT INTO "?alembic_version"? VALUES\('(\w+)'\)""", sql)
    if not found:
        raise ValueError("the SQL names no revision")
    return found[1]


def known(revision: str) -> bool:
    """Whether the installed Prefect has this revision among its migrations; found without importing it."""
    prefect = find_spec("prefect")
    if not prefect or not prefect.origin:
        return False
    migrations = Path(prefect.origin).parent / "server" / "database" / "_migrations" / "versions" / "sqlite"
    return any(
        f'revision = "{revision}"' in path.read_text(encoding="utf-8")
        for path in sorted(migrations.glob("*.py"), reverse=True)
    )


def dumped(database: Path) -> str:
    """The SQL that makes a database with the tables of this one; its indexes come in no particular order."""
    with contextlib.closing(sqlite3.connect(database)) as source:
        lines = list(source.iterdump())
    return "\n".join([made_from(), *lines, ""])


def made_from() -> str:
    """The first line of the file, which names the installed Prefect."""
    from importlib.metadata import version

    return f"-- Made by `python -m flows.server.new_database` from the migrations of Prefect {version('prefect')}; do not edit."


def made_by_prefect(folder: Path) -> Path:
    """A new database, made in `folder` by the installed Prefect in its own way (15 s)."""
    import subprocess

    script = (
        "import asyncio; from prefect.server.database.dependencies import provide_database_interface as db; "
        "asyncio.run(db().create_db())"
    )
    env = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT")}
    env |= {"PREFECT_HOME": str(folder), "DO_NOT_TRACK": "1"}
    subprocess.run([sys.executable, "-c", script], check=True, cwd=folder, env=env)
    return folder / DATABASE


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        SQL.write_text(dumped(made_by_prefect(Path(folder))), encoding="utf-8")
