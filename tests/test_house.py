"""The house rules that no one file can see: which way the arrows point, what is imported when, how long a module may be."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1]
SCHEMAS = sorted((HOUSE / "schemas").rglob("*.py"))
FLOWS = sorted((HOUSE / "flows").rglob("*.py"))
OURS = SCHEMAS + FLOWS
LONGEST = 300
# Where Prefect may be imported: the flow, what starts and watches it, and its server.
OF_PREFECT = {
    "flows/server/alive.py",
    "flows/publish.py", "flows/run.py", "flows/artifacts.py", "flows/server/embedded.py", "flows/server/embedded_server.py",
    "flows/server/new_database.py", "flows/server/own_server.py",
}  # fmt: skip
# Imported by `hrc check`, at no price worth saying: everything else comes inside the function that needs it.
HEAVY = {
    "prefect",
    "pandas",
    "pandera",
    "rich",
    "openpyxl",
    "jinja2",
    "rapidfuzz",
    "sqlite3",
    "asyncio",
    "pyarrow",
    "numpy",
}
OPENING = {
    "open",
    "read_csv",
    "read_parquet",
    "scan_csv",
    "scan_parquet",
    "read_text",
    "read_bytes",
    "write_text",
    "write_bytes",
}


def name_of(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()


def imports(path: Path, *, at_the_top: bool = False) -> Iterator[str]:
    """The modules a file imports; with `at_the_top`, only those imported as soon as it is."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = tree.body if at_the_top else ast.walk(tree)
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)} imports relatively"
            yield str(node.module)


@pytest.mark.parametrize("path", SCHEMAS, ids=name_of)
def test_schemas_know_nothing_of_flows_nor_prefect(path: Path) -> None:
    assert {module.split(".")[0] for module in imports(path)}.isdisjoint({"flows", "prefect", "click", "os", "pathlib"})


@pytest.mark.parametrize("path", SCHEMAS, ids=name_of)
def test_no_file_is_opened_in_schemas(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    called = {
        node.func.id if isinstance(node.func, ast.Name) else node.func.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute)
    }
    assert called.isdisjoint(OPENING)


@pytest.mark.parametrize("path", [path for path in FLOWS if name_of(path) not in OF_PREFECT], ids=name_of)
def test_no_step_knows_prefect(path: Path) -> None:
    assert "prefect" not in {module.split(".")[0] for module in imports(path)}


@pytest.mark.parametrize("path", [path for path in FLOWS if "cli" not in path.parts], ids=name_of)
def test_no_step_knows_the_command_line(path: Path) -> None:
    used = set(imports(path))
    assert not any(module.startswith("flows.cli") for module in used)
    assert "click" not in used


@pytest.mark.parametrize("path", OURS, ids=name_of)
def test_a_module_is_short_enough_to_be_read_at_once_and_says_what_it_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= LONGEST
    assert ast.get_docstring(ast.parse(text)), "the docstring is the design note"


def test_nothing_is_called_utils() -> None:
    assert not {path.stem for path in OURS} & {"utils", "util", "common", "helpers", "misc", "base"}


def test_a_table_is_one_file_with_one_table() -> None:
    from schemas.registry import TABLES

    files = [entry.split(":")[0].replace(".", "/") + ".py" for entry in TABLES]
    assert len(files) == len(set(files))
    for file in files:
        tree = ast.parse((HOUSE / file).read_text(encoding="utf-8"))
        assert sum(isinstance(node, ast.ClassDef) for node in tree.body) == 1, file


def test_every_registered_table_has_its_file_in_raw_and_the_other_way_round() -> None:
    from flows.plans import load_plans

    raw = HOUSE / "raw"
    files = {path.relative_to(raw).with_suffix("").as_posix() for path in raw.rglob("*.csv")}
    assert {plan.path for plan in load_plans().values()} == files


def run(program: str) -> str:
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": ""}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=HOUSE, capture_output=True, text=True, check=False, env=environment
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def test_a_check_imports_nothing_heavy() -> None:
    """With warm plans, from the command line, on the record as it is."""
    check = "import sys; from flows.cli import main; code = main(['check']);"
    loaded = run(
        check + " print(); print(*sorted({m.split('.')[0] for m in sys.modules})); sys.exit(code)"
    ).splitlines()[-1]
    assert "polars" in loaded.split()
    assert HEAVY.isdisjoint(loaded.split())


def test_importing_the_steps_imports_nothing_heavy() -> None:
    steps = [name_of(path)[:-3].replace("/", ".") for path in FLOWS if name_of(path) not in OF_PREFECT]
    steps = [step.removesuffix(".__init__") for step in steps if not step.endswith("__main__")]
    program = f"import sys, importlib\nfor step in {steps!r}: importlib.import_module(step)\nprint(*sorted({{m.split('.')[0] for m in sys.modules}}))"  # fmt: skip
    assert {"prefect", "pandas", "pandera", "pyarrow"}.isdisjoint(run(program).split())


def test_importing_schemas_is_free() -> None:
    loaded = run("import sys, schemas, schemas.registry; print(*sys.modules)").split()
    assert {"polars", "pandera"}.isdisjoint(loaded)
    assert {"pandera"}.isdisjoint(
        run("import sys, schemas.plan, schemas.engine, schemas.cells; print(*sys.modules)").split()
    )
