"""Which Prefect server the person already uses, if any.

Prefect finds its server in the environment, a `.env` file, `prefect.toml`, `pyproject.toml` or the active profile, in
this order. The answer is needed before Prefect is imported, because an embedded server has to be started by then and
the import alone takes a second; hence this reading of the same places. A test holds it against what Prefect says.
"""

from __future__ import annotations

import os
import tomllib
from importlib.util import find_spec
from pathlib import Path
from typing import Any


def _toml(path: Path) -> dict[str, Any]:
    """The file's content; nothing where there is no such file or Prefect itself will complain about it."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _dig(tree: Any, *keys: str) -> str | None:
    for key in keys:
        tree = tree.get(key) if isinstance(tree, dict) else None
    return tree if isinstance(tree, str) else None


def _setting(variable: str, *keys: str) -> str | None:
    """A setting from the environment, `.env`, `prefect.toml` or `pyproject.toml`, the first that holds it."""
    if variable in os.environ:
        return os.environ[variable]
    if Path(".env").is_file():
        from dotenv import dotenv_values

        if (value := dotenv_values(".env").get(variable)) is not None:
            return value
    if (value := _dig(_toml(Path("prefect.toml")), *keys)) is not None:
        return value
    return _dig(_toml(Path("pyproject.toml")), "tool", "prefect", *keys)


def _profiles() -> dict[str, Any]:
    if path := _setting("PREFECT_PROFILES_PATH", "profiles_path"):
        return _toml(Path(path))
    if home := os.environ.get("PREFECT_HOME"):
        return _toml(Path(home) / "profiles.toml")
    own = Path("~/.prefect/profiles.toml").expanduser()
    if own.exists():
        return _toml(own)
    prefect = find_spec("prefect")  # finds, does not import
    return _toml(Path(prefect.origin).parent / "settings" / "profiles.toml") if prefect and prefect.origin else {}


def own_api_url() -> str | None:
    """The URL of the person's own Prefect API; None where none is configured."""
    url = _setting("PREFECT_API_URL", "api", "url")
    if url is None:
        profiles = _profiles()
        active = os.environ.get("PREFECT_PROFILE") or profiles.get("active")
        url = _dig(profiles, "profiles", str(active), "PREFECT_API_URL")
    return url or None
