"""Releases: made whole or not at all, read back, verified, taken back and pruned. `releasing` is the place to begin.

Importing this costs polars and no more; what compares and describes is loaded when something is published.
"""

from flows.places import resolve
from flows.release.errors import Refused, ReleaseError
from flows.release.index import record_run
from flows.release.keeping import Listed, list_releases, prune, rollback
from flows.release.lock import WAIT
from flows.release.reading import Finding, read_edition, read_manifest
from flows.release.releasing import Outcome, release
from flows.release.verifying import verify
from flows.release.write import write_data

__all__ = [
    "WAIT",
    "Finding",
    "Listed",
    "Outcome",
    "Refused",
    "ReleaseError",
    "list_releases",
    "prune",
    "read_edition",
    "read_manifest",
    "record_run",
    "release",
    "resolve",
    "rollback",
    "verify",
    "write_data",
]
