"""compare: what changed from one release to the next, and what version number that makes.

The functions below are what other steps call; `changes` explains the rule of the version number, `hashing` the logical hash.
"""

from flows.compare.changes import SHRINK_SHARE, Bump, Changes, CompareError, SchemaChange, TableChanges
from flows.compare.editions import compare
from flows.compare.hashing import logical_hash
from flows.compare.markdown import changes_markdown
from flows.compare.replay import apply
from flows.compare.schema import changes_schema
from flows.compare.show import diff_text
from flows.compare.version import next_version
from flows.compare.wording import counted
from flows.compare.writing import changes_json

__all__ = [
    "SHRINK_SHARE",
    "Bump",
    "Changes",
    "CompareError",
    "SchemaChange",
    "TableChanges",
    "apply",
    "changes_json",
    "changes_markdown",
    "changes_schema",
    "compare",
    "counted",
    "diff_text",
    "logical_hash",
    "next_version",
]
