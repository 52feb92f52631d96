"""The process of the embedded Prefect server: `flows.server.embedded` starts it as a script, nobody imports it.

It takes a free port of the loopback address by itself and names it on its first line of output, so that no other
program can come between the choice and the use. Its standard input is a lifeline: nothing is ever written there, and
when it ends, by the parent's wish or by the parent's death of whatever kind, the server ends as well. A watch on the
parent's process id does the same where a fork of the parent keeps the lifeline open.

The garbage collector rests while the server is imported: a third of a million objects are made and none is thrown
away, and looking through them again and again is a quarter of the time (measured: 3.5 s -> 2.6 s).
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys
import threading
import time

GRACE = 5  # seconds that the server has to finish its writes


def end_with_parent(parent: int) -> None:
    """Ask this process to end once the lifeline closes or the parent is gone; insist after `GRACE` seconds."""

    def end() -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(GRACE)
        os._exit(1)

    def lifeline() -> None:
        while os.read(0, 64):
            pass
        end()

    def parenthood() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        end()

    for watch in (lifeline, parenthood):
        threading.Thread(target=watch, daemon=True).start()


def main() -> None:
    end_with_parent(int(sys.argv[1]))
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", int(sys.argv[2])))  # 0: any free one
    listener.listen(128)  # requests wait from here on, so the parent need not ask again and again
    print(listener.getsockname()[1], flush=True)  # noqa: T201  to the parent
    os.dup2(2, 1)  # the parent reads one line only; whatever else is said belongs into the log

    gc.disable()
    import uvicorn
    from prefect.server.api.server import create_app

    app = create_app()
    gc.freeze()
    gc.enable()
    config = uvicorn.Config(app, log_level="error", lifespan="on", timeout_graceful_shutdown=2)
    uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()
