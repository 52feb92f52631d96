"""What all tests share: an environment of their own, and one Prefect server for the tests that need one."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from flows.server.embedded import Api

# Before anything imports Prefect: no setting, server or folder of the person who runs the tests is used or touched.
for name in [name for name in os.environ if name.startswith(("PREFECT", "HRC_"))]:
    del os.environ[name]
HOME = tempfile.TemporaryDirectory(prefix="hrc-tests-", ignore_cleanup_errors=True)
os.environ |= {"HRC_HOME": HOME.name, "PREFECT_HOME": HOME.name, "DO_NOT_TRACK": "1", "GIT_CONFIG_GLOBAL": os.devnull}

# A machine that is busy with other tests is slow, not wrong. New cases are looked for by people; a change that lands is judged by
# the same cases each time.
settings.register_profile("record", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("record")


@pytest.fixture(scope="session")
def prefect_server() -> Iterator[Api]:
    """A Prefect server, started once, and this process as its client. Tests that use it share `xdist_group("prefect")`."""
    from flows.server.embedded import prefect_api

    with prefect_api(Path(HOME.name, "server")) as api:
        from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

        with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):  # each flow run would idle for a second
            yield api
