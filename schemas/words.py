"""Words that are right though they look like a slip of others."""

from __future__ import annotations

from schemas.columns import note, text
from schemas.table import Table


class Words(
    Table,
    path="words",
    title="Words known to be right",
    key=("word",),
    repeats="This word is already in the table.",
    publish=False,
):
    """One word that stands in a single cell of the record, is one letter away from a commoner one, and is right.

    To stand here is all it needs: a word that stands in two cells is no longer taken for a slip.
    """

    word: str = text("The word, as it stands in the record", example="culture", required=True, spelling=True)
    seen_in: str = text("The file and column in which it was found right", example="reforms.csv, title", required=True)
    note: str = note(example="the Kazakh word for “about”")
