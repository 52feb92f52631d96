"""Keep the outcome of a computation for the next run: one file of its kind, whole or not there."""

from __future__ import annotations

import os
import threading
from pathlib import Path


def keep_alone(kept: Path, data: bytes) -> None:
    """Write a file named "<kind>-<what it was made from>.<ending>" in one step, and remove the older ones of its kind.

    Raises:
        OSError: it cannot be written.
    """
    kept.parent.mkdir(exist_ok=True)
    staged = kept.with_suffix(f".{os.getpid()}-{threading.get_ident()}.tmp")
    staged.write_bytes(data)
    staged.replace(kept)
    for old in kept.parent.glob(f"{kept.name.partition('-')[0]}-*{kept.suffix}"):
        if old != kept:
            old.unlink(missing_ok=True)
