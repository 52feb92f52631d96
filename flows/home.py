"""Where HRC Record keeps what outlives a run but is no data: the history of runs and the details of failures."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def state_home() -> Path:
    """The folder: `$HRC_HOME`, else where the system keeps such things for this account. It need not be there yet.

    Without a `HOME`, or with an empty one, as some schedulers and containers have it, the account's own folder is taken.
    """
    if own := os.environ.get("HRC_HOME"):
        return Path(own).expanduser().resolve()
    if sys.platform != "win32" and not os.environ.get("HOME") and not os.environ.get("XDG_STATE_HOME"):
        import pwd

        try:
            account = pwd.getpwuid(os.getuid()).pw_dir
        except KeyError:
            account = os.devnull  # an account without a name has no folder: who tries to use this one says what to do
        return Path(account, ".local", "state", "hrc-record")
    from platformdirs import user_state_path

    return user_state_path("hrc-record", appauthor=False).resolve()
