"""The process of the embedded Prefect server, from its start to its end, seen from the run it serves.

It listens on the loopback address only, behind a password made anew for each run, since the machine may have other users;
it says nothing on the terminal, all it has to say goes to `server.log` in its home; and it cannot outlive its parent
(`flows.server.embedded_server` is what runs in it). Only the standard library is imported.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import subprocess
import sys
from pathlib import Path

PROGRAM = Path(__file__).with_name("embedded_server.py")
BOOT_SECONDS = 120  # a first start takes 5 s on two idle cores; a busy machine may need many times that
STOP_SECONDS = 8
LOG_BYTES = 1_000_000

SETTINGS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_UI_ENABLED": "0",
    "PREFECT__SERVER_EPHEMERAL": "1",  # private names: no scheduler, no user interface
    "PREFECT__SERVER_FINAL": "1",
    # SQLite has one writer: task runs written one by one block the API for seconds and are lost at the end
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "200",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "1",
    "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_ENABLED": "false",
    "PREFECT_API_BLOCKS_REGISTER_ON_START": "false",  # 3 s of the first start, for blocks that are not used
}


class ServerUnavailable(Exception):
    """No Prefect API can be had. `str()` of it is for a person: what happened, what to do, where the log is."""

    def __init__(self, message: str, log: Path | None = None) -> None:
        super().__init__(message)
        self.log = log


class Server:
    """A server that was started in `home`, at `url`; nobody but who knows the password is let in."""

    def __init__(self, home: Path, password: str, port: int = 0) -> None:
        self.home, self.password, self.log = home, password, home / "server.log"
        env = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT", "PYTHONWARNINGS"))}
        env |= SETTINGS | {"PREFECT_HOME": str(home), "PREFECT_SERVER_API_AUTH_STRING": password}
        too_long = self.log.exists() and self.log.stat().st_size > LOG_BYTES
        with self.log.open("wb" if too_long else "ab") as log:
            self.log_start = log.tell()
            self.process = subprocess.Popen(
                [sys.executable, "-P", str(PROGRAM), str(os.getpid()), str(port)],
                stdin=subprocess.PIPE,  # the lifeline
                stdout=subprocess.PIPE,
                stderr=log,
                env=env,
                cwd=home,  # where no prefect.toml or .env of the person's project is found
                start_new_session=True,  # Ctrl-C is for us: the server must be there to record it
                creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            )
        assert self.process.stdout
        with self.process.stdout as said:
            self.port = int(said.readline() or 0)
        self.url = f"http://127.0.0.1:{self.port}/api"

    def healthy(self) -> bool:
        """Wait for the server to answer; False when it has ended instead, and never will.

        Raises:
            ServerUnavailable: it neither answers nor ends.
        """
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=BOOT_SECONDS)
        try:
            connection.request("GET", "/api/health")
            return connection.getresponse().status == 200
        except TimeoutError as error:
            raise ServerUnavailable(
                f"The Prefect server did not start within {BOOT_SECONDS} seconds; the machine may be too busy. "
                f"Try again. Its log is {self.log}",
                self.log,
            ) from error
        except (OSError, http.client.HTTPException):
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(STOP_SECONDS)
            return False
        finally:
            connection.close()

    def stop(self) -> None:
        """Let the server finish its writes and end (0.2 s)."""
        assert self.process.stdin
        self.process.stdin.close()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def last_words(self) -> str:
        """The last telling line of this server's log."""
        with self.log.open("rb") as log:
            log.seek(self.log_start)
            lines = log.read().decode("utf-8", "replace").split("\n")
        telling = [line.strip() for line in lines if line.strip() and "Application startup failed" not in line]
        return telling[-1] if telling else "it said nothing"
