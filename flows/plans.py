"""The compiled declarations, kept between runs.

Importing pandera and tracing the declarations costs about as much CPU as checking the whole record, so the plans are kept
as JSON beside the compiled Python of the schemas (`schemas/__pycache__`), under a name made from the sources of the schemas
and the version of polars: another source or version is another file, and old ones are removed. Where the folder cannot be
written, or the file is damaged, the plans are compiled anew, each time.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import json
import zlib
from functools import cache
from pathlib import Path

import polars as pl

import schemas
from flows.kept import keep_alone
from schemas.plan import Later, Plan, from_json, stored_expression, to_json
from schemas.registry import TABLES

SOURCES = Path(schemas.__file__).parent
KEPT = SOURCES / "__pycache__"  # what is kept between runs
BESIDE = ("fix", "blame", "expects")


def load_plans(cache: Path | None = None) -> dict[str, Plan]:
    """The plan of each table by name, in the order of the registry.

    Args:
        cache: the folder to keep them in; by default beside the compiled schemas.
    """
    folder = cache or KEPT
    kept = folder / f"plans-{fingerprint()}.json"
    try:
        plans = _read(kept)
    except (OSError, ValueError):
        plans = compile_plans()
        with contextlib.suppress(OSError):
            _keep(kept, plans)
    return {plan.name: plan for plan in plans}


def compile_plans() -> list[Plan]:
    """Compile every declaration; this imports pandera."""
    from schemas.compile import compile_table

    plans = []
    for entry in TABLES:
        module, _, name = entry.partition(":")
        plans.append(compile_table(getattr(importlib.import_module(module), name)))
    return plans


def fingerprint() -> str:
    """A name for the sources of the schemas and the polars that compiled them, as they were when this program began.

    A source that somebody saves while it runs is not what it has imported: kept under the name of the new one, old plans
    would be taken for new ones.
    """
    return _AT_START


def fingerprint_of(sources: Path) -> str:
    """The same for any folder of sources, as they are now."""
    digest = hashlib.sha256(pl.__version__.encode())
    for source in sorted(sources.rglob("*.py")):
        digest.update(source.relative_to(sources).as_posix().encode())
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


_AT_START = fingerprint_of(SOURCES)


def _read(kept: Path) -> list[Plan]:
    """The plans in a file of three lines: a checksum of the rest, the plans, and what stands beside their rules.

    The last is four fifths of the file and needed only where a rule is broken, so it is parsed when first asked for.

    Raises:
        OSError: it cannot be read.
        ValueError: it is not what was written.
    """
    checksum, _, written = kept.read_bytes().partition(b"\n")
    if checksum != b"%08x" % zlib.crc32(written):
        raise ValueError(f"{kept} is damaged")
    plans, _, rest = written.partition(b"\n")
    beside = cache(lambda: json.loads(rest))

    def later(rule: str, what: str) -> Later:
        return Later(lambda: stored_expression(beside()[rule][what]))

    items = json.loads(plans)
    for item in items:
        for rule in item["rules"]:
            rule |= {what: later(rule["id"], what) if rule[what] else None for what in BESIDE}
    return [from_json(item) for item in items]


def _keep(kept: Path, plans: list[Plan]) -> None:
    items, beside = [to_json(plan) for plan in plans], {}
    for item in items:
        for rule in item["rules"]:
            beside[rule["id"]] = {what: rule[what] for what in BESIDE}
            rule |= {what: rule[what] is not None for what in BESIDE}
    written = "\n".join(json.dumps(part, ensure_ascii=False) for part in (items, beside)).encode()
    keep_alone(kept, b"%08x\n" % zlib.crc32(written) + written)


if __name__ == "__main__":  # after installing, so that the first `hrc check` is as quick as all others
    load_plans()
