"""What looked like a slip in these very files the last time they were checked.

Counting every word of the record is a fifth of a check, and between two checks most often no file has changed, or the check is
part of a publish right after one. So the outcome is kept beside the plans, under a name made from the bytes of all files and of
the programs that judge them; another byte is another name. Where it cannot be kept or read, the words are counted anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path

from flows.kept import keep_alone
from flows.suggest.vocabulary import Vocabulary

_PROGRAMS = (Path(__file__).parent, Path(__file__).parents[1] / "judging")


class Seen:
    """The outcome of a vocabulary; the words themselves are counted only if somebody asks."""

    def __init__(self, outcome: Mapping[str, object], count: Callable[[], Vocabulary]) -> None:
        self.suspicious: dict[str, list[str]] = outcome["suspicious"]  # type: ignore[assignment]
        nearly: dict[str, dict[str, list[object]]] = outcome["nearly"]  # type: ignore[assignment]
        self.nearly = {
            column: {text: (str(usual), int(str(cells))) for text, (usual, cells) in near.items()}
            for column, near in nearly.items()
        }
        self._count = count

    @cached_property
    def counted(self) -> Vocabulary:
        """All words of the record."""
        return self._count()


def seen_or_counted(
    folder: Path, plans: str, files: Mapping[str, bytes], count: Callable[[], Vocabulary]
) -> Seen | Vocabulary:
    """What was found in these files before, or the words counted now, and the outcome kept in `folder` for the next time.

    Args:
        folder: where it is kept.
        plans: the name of the plans by which the files were read.
        files: all files of the record.
        count: counts their words.
    """
    kept = folder / f"words-{_name(plans, files)}.json"
    try:
        return Seen(json.loads(kept.read_bytes()), count)
    except (OSError, ValueError, KeyError, TypeError):
        counted = count()
        with contextlib.suppress(OSError):
            outcome = {"suspicious": counted.suspicious, "nearly": counted.nearly}
            keep_alone(kept, json.dumps(outcome, ensure_ascii=False).encode())
        return counted


def _name(plans: str, files: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256(plans.encode())
    for name, data in sorted(files.items()):
        digest.update(b"%s\0%d\0" % (name.encode("utf-8", "surrogateescape"), len(data)) + data)
    digest.update(_AT_START)
    return digest.hexdigest()[:16]


def _programs() -> bytes:
    """The programs that judge words, as they were when this one began: saved since, they are not what runs here."""
    digest = hashlib.sha256()
    for program in sorted(path for place in _PROGRAMS for path in place.glob("*.py")):
        digest.update(program.read_bytes())
    return digest.digest()


_AT_START = _programs()
