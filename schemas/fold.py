"""Two spellings of one name, made equal: case, accents and punctuation do not tell names apart.

"Côte d’Ivoire", "Cote d'Ivoire" and "COTE D IVOIRE" fold to one text. Folding is for comparing only; nothing folded is ever
shown or published. `flows.suggest.names.fold` is the same for a single text, and a test holds the two together.
"""

from __future__ import annotations

import polars as pl


def fold(name: pl.Expr) -> pl.Expr:
    """Decomposed, without marks, in lower case, every run of other characters one blank."""
    return (
        name.str.normalize("NFKD")
        .str.replace_all(r"\p{M}+", "")
        .str.to_lowercase()
        .str.replace_all(r"[^\p{L}\p{N}]+", " ")
        .str.strip_chars()
    )
