"""The embedded server: private, quiet, gone with its parent, and back on its feet where its database is damaged."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import psutil
import pytest
import yaml

from flows.home import state_home
from flows.server import embedded, server_process
from flows.server.embedded import ServerUnavailable, prefect_api
from flows.server.server_process import Server

pytestmark = pytest.mark.xdist_group("prefect")


@pytest.mark.prefect
def test_nobody_without_the_password_is_let_in_and_nobody_from_outside(prefect_server):
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{prefect_server.url}/flow_runs/count", data=b"{}", timeout=20)
    assert refused.value.code == 401
    refused.value.close()
    port = int(prefect_server.url.split(":")[2].partition("/")[0])
    listening = [c for c in psutil.Process().children()[0].net_connections() if c.status == psutil.CONN_LISTEN]
    assert {(c.laddr.ip, c.laddr.port) for c in listening} == {("127.0.0.1", port)}


def test_prefect_knows_the_settings_that_are_relied_on():
    """Names of its settings, of the variables of its logging, and two private ones of its server."""
    from prefect.settings.legacy import _get_valid_setting_names
    from prefect.settings.models.root import Settings

    prefect = Path(find_spec("prefect").origin).parent
    known = _get_valid_setting_names(Settings) | {"DO_NOT_TRACK"}
    private = (prefect / "server" / "api" / "server.py").read_text(encoding="utf-8")
    handlers = yaml.safe_load((prefect / "logging" / "logging.yml").read_text(encoding="utf-8"))["handlers"]
    logging = {f"PREFECT_LOGGING_HANDLERS_{name.upper()}_LEVEL" for name in handlers}
    used = {*server_process.SETTINGS, *embedded.CLIENT, *embedded.FOREIGN, "PREFECT_SERVER_API_AUTH_STRING"} - {
        "PREFECT_PROFILE"
    }
    assert {name for name in used if name not in known | logging and f'"{name}"' not in private} == set()
    assert "PREFECT_FLOWS_HEARTBEAT_FREQUENCY" in known


@pytest.fixture
def alone(monkeypatch) -> None:
    """No server is configured, also where this process is the client of the tests' server."""
    for name in [name for name in os.environ if name.startswith("PREFECT")]:
        monkeypatch.delenv(name)


def test_a_damaged_database_is_set_aside_and_the_run_goes_on(tmp_path, alone):
    (tmp_path / "prefect.db").write_bytes(b"SQLite format 3\0" + b"damaged" * 5000)
    before = dict(os.environ)
    with prefect_api(tmp_path) as api:
        assert api.embedded
        with closing(sqlite3.connect(tmp_path / "prefect.db")) as database:
            assert database.execute("SELECT count(*) FROM flow_run").fetchone() == (0,)
    assert (tmp_path / "set-aside" / "prefect.db").read_bytes().endswith(b"damaged")
    assert dict(os.environ) == before


def test_a_server_that_cannot_start_for_another_reason_leaves_the_database_alone(tmp_path, monkeypatch, alone):
    history = tmp_path / "prefect.db"
    history.write_bytes(b"history")
    broken = tmp_path / "broken.py"
    broken.write_text("import sys; print(1, flush=True); print('no room for a server', file=sys.stderr); sys.exit(3)")
    monkeypatch.setattr(server_process, "PROGRAM", broken)
    with (
        pytest.raises(ServerUnavailable, match="could not be started: no room for a server") as told,
        prefect_api(tmp_path),
    ):
        pass
    assert told.value.log.read_text().count("no room for a server") == 2
    assert history.read_bytes() == b"history"


def test_the_server_ends_with_its_parent_even_if_that_is_killed(tmp_path):
    started = "import sys; from pathlib import Path; from flows.server.server_process import Server; s = Server(Path(sys.argv[1]), 'a:b'); print(s.process.pid, flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", started, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as parent:
        server = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
    server.wait(30)
    assert not server.is_running()


def test_no_port_is_chosen_that_another_program_has(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        server = Server(tmp_path, "a:b")
        try:
            assert server.port not in {0, other.getsockname()[1]}
        finally:
            server.process.kill()
            server.stop()


@pytest.mark.parametrize("home", ["", None])
def test_without_a_home_in_the_environment_the_account_has_one(home, monkeypatch):
    monkeypatch.delenv("HRC_HOME")
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    monkeypatch.delenv("HOME", raising=False)
    if home is not None:
        monkeypatch.setenv("HOME", home)
    import pwd

    assert state_home() == Path(pwd.getpwuid(os.getuid()).pw_dir, ".local/state/hrc-record").resolve()


def test_the_users_proxy_is_not_asked_for_the_server_on_this_machine(monkeypatch, tmp_path):
    class Fake:
        url, password, home = "http://127.0.0.1:1/api", "a:b", tmp_path

    monkeypatch.setenv("NO_PROXY", "example.org")
    assert embedded._client(Fake())["no_proxy"] == "example.org,127.0.0.1"


def test_an_account_without_a_home_is_told_to_name_one(monkeypatch):
    import pwd

    for name in ("HRC_HOME", "XDG_STATE_HOME", "HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pwd, "getpwuid", {}.__getitem__)
    with pytest.raises(ServerUnavailable, match="Set HRC_HOME to a folder that you may write to"):
        embedded._start_lock(state_home())
