"""The words of the record, and those among them that look like a slip of the hand.

A word that stands in one cell alone, while another that is one slip away stands in several, is suspicious: on this record
nine in ten of such words are typos once word endings (right, rights) are left out. One that is right is put into the table
`words`, where it stands a second time and so is no longer suspicious.
The same holds for what stands between words: the record uses some fifty kinds of punctuation, nearly all many times.

Limits: a typo that makes another word of the record ("form" for "from") and a typo in a word that stands nowhere else are not
seen; a new word that is right may be taken for a typo, which is why this only ever warns.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

import polars as pl

from flows.suggest.counts import ADDRESSES, LISTED, TEXT, Counts
from flows.suggest.slips import one_slip, shortened

WORD = re.compile(r"[^\W_]+")
_ROMAN = re.compile(r"[ivxlc]+")
# A year of three digits, or of five, behind the name of a month or the year before.
YEAR = (
    r"\b(?:\d?\d (?:January|February|March|April|May|June|July|August|September|October|November|December) "
    r"|(?:19|20)\d\d[-–])(\d{3}|\d{5})\b"
)
OFTEN = 3  # in so many cells stands a word that others are held against
_LONG, _LONG_OFTEN = 8, 2  # long words are rarely a letter apart by chance
SHORT_IN_ADDRESS = 4  # words of four letters or fewer may be anything in an address
_SHORT, _SHORT_NEAR, _SHORT_OFTEN = 3, 20, 150  # a word of three letters or fewer is held only against the commonest
_CODE_OFTEN = 5  # and one with digits in it against those that stand in so many cells
MARK_OFTEN = 10
_TEXT_OFTEN = 4  # a text in so many cells of a column is one that others are held against
_SITE = 20  # so many addresses show how those of a site look
_ENDINGS = frozenset(("s", "d", "n", "es", "r", "e"))
_LAST = frozenset("sdrety")
_ANYWHERE = re.compile(r"""["“”«»%=_/…]|\.\.\.""")


class Vocabulary:
    """All words and marks of the record, each with the number of cells it stands in."""

    def __init__(self, counts: Counts, lost: Iterable[str] = ()) -> None:
        """Look at the counts of some columns.

        Names and agreed words (`LISTED`) make a word known, but have rules of their own; in `ADDRESSES` short words may be
        anything; slips are looked for in `TEXT` and `ADDRESSES`. What stood in a text that is `lost` is not odd where it still stands.
        """
        self._lost = frozenset(piece for text in lost for piece in re.findall(r"[^\W_]+|[\W_]+", text.lower()))
        self._cells, self._hosts, self._addresses = counts.cells, counts.hosts, counts.addresses
        self.forms: dict[str, int] = dict(counts.forms.select("piece", "cells").iter_rows())
        self.marks: dict[str, int] = dict(
            counts.marks.filter(pl.col("holds") > LISTED).select("piece", "cells").iter_rows()
        )
        self._folded = (
            counts.forms.lazy()
            .group_by(pl.col("piece").str.to_lowercase())
            .agg(pl.col("cells").sum(), pl.col("holds").max())
            .collect()
        )
        self.words: dict[str, int] = dict(self._folded.select("piece", "cells").iter_rows())

    @property
    def counted(self) -> Vocabulary:
        """Itself: only what was seen before (`flows.suggest.seen`) has still to be counted."""
        return self

    @cached_property
    def suspects(self) -> dict[str, str]:
        """Each word that looks like a slip, in small letters -> the word that was meant; "" where it may be several."""
        letters = pl.col("piece").str.len_chars()
        often = self._folded.filter(
            (pl.col("cells") >= OFTEN) & ((letters > _SHORT) | (pl.col("cells") >= _SHORT_OFTEN))
            | (pl.col("cells") >= _LONG_OFTEN) & (letters >= _LONG - 1)
        )
        looked_at = (pl.col("holds") == TEXT) | ((pl.col("holds") == ADDRESSES) & (letters > SHORT_IN_ADDRESS))
        once = self._folded.filter((pl.col("cells") == 1) & looked_at & ~pl.col("piece").str.contains(r"^\d+$"))
        pairs = shortened(once["piece"]).join(shortened(often["piece"]).rename({"piece": "other"}), on="key")
        near: dict[str, set[str]] = defaultdict(set)
        for word, other in pairs.select("piece", "other").unique().iter_rows():
            near[word].add(other)
        suspects: dict[str, str] = {}
        for word in once["piece"]:
            if word in self._lost:
                continue
            meant = self._meant(word, near[word]) if word in near else None
            if meant is None and len(word) >= 6 and word.isalpha():
                meant = self._two_words(word)
            if meant is not None:
                suspects[word] = meant
        return suspects

    @cached_property
    def nearly(self) -> dict[str, dict[str, tuple[str, int]]]:
        """By column, texts one slip away from one that many cells of the column hold -> that text and its cells.

        Two texts a slip apart agree in their first half or in their second; those that differ in digits alone may both be right.
        """
        size = pl.col("text").str.len_chars().cast(pl.Int64)
        texts = self._cells.lazy().filter(pl.col("holds") == TEXT)
        often = texts.filter((pl.col("cells") >= _TEXT_OFTEN) & (size > 3)).with_columns(size.alias("size"))
        once = texts.filter((pl.col("cells") == 1) & (size > 2)).select("column", "text")
        once = once.with_columns(pl.int_ranges(size - 1, size + 2).alias("size")).explode("size")
        pairs = [
            once.with_columns(half.alias("half")).join(
                often.with_columns(half.alias("half")), on=["column", "size", "half"]
            )
            for half in (_first_half(), _second_half())
        ]
        found = pl.concat(pairs).unique().sort("cells", descending=True).collect()
        near: dict[str, dict[str, tuple[str, int]]] = {}
        for column, text, usual, cells in found.select("column", "text", "text_right", "cells").iter_rows():
            if one_slip(text, usual) and re.sub(r"\d", "", text) != re.sub(r"\d", "", usual):
                near.setdefault(column, {}).setdefault(text, (usual, cells))
        return near

    @cached_property
    def odd_years(self) -> list[str]:
        """Dates whose year has three digits, or five, as they are written."""
        dates = self._cells["text"].str.extract(YEAR, 0).drop_nulls()
        return dates.unique().sort().to_list()

    @cached_property
    def odd_addresses(self) -> dict[str, str]:
        """Each address whose digits are not as many as in all the others at its site -> one of those.

        The records of a library have five digits; one with four has lost one.
        """
        of_site = self._addresses.with_columns(
            pl.col("piece").str.extract(r"^(https?://[^/]+)", 1).alias("site"),
            pl.col("piece").str.replace_all(r"\d", "0").alias("form"),
        ).with_columns(
            pl.len().over("site").alias("all"),
            pl.len().over("form").alias("alike"),
            pl.col("cells").sum().over("form").alias("cells"),
        )
        usual = of_site.filter((pl.col("all") >= _SITE) & (pl.col("alike") == pl.col("all") - 1)).unique(
            "site", keep="first", maintain_order=True
        )
        odd = of_site.filter((pl.col("cells") == 1) & (pl.col("alike") == 1)).join(usual, on="site")
        return dict(odd.select("piece", "piece_right").sort("piece").iter_rows())

    @cached_property
    def odd_hosts(self) -> dict[str, str]:
        """Each site named in one cell alone that is one slip away from a site named in several -> that site."""
        once, often = (self._hosts.filter(chosen)["piece"] for chosen in (pl.col("cells") == 1, pl.col("cells") > 2))
        pairs = shortened(once).join(shortened(often).rename({"piece": "other"}), on="key")
        return {host: other for host, other in pairs.select("piece", "other").unique().sort("piece", "other").iter_rows() if one_slip(host, other)}  # fmt: skip

    @cached_property
    def odd_forms(self) -> frozenset[str]:
        """Forms of a word with a capital inside ("uErope") that stand once, while the word is known in another form."""
        return frozenset(
            form
            for form, count in self.forms.items()
            if count == 1
            and re.search(r"[^\W\d_][A-ZА-ЯЁ]", form)
            and not form.isupper()
            and form.isalpha()
            and self.words[form.lower()] > 2
        )  # fmt: skip

    @cached_property
    def odd_marks(self) -> frozenset[str]:
        """What stands between two words once in all the record; quotation marks and the signs of addresses may stand anywhere."""
        return frozenset(
            m for m, count in self.marks.items() if count == 1 and m not in self._lost and not _ANYWHERE.search(m)
        )

    @cached_property
    def pieces(self) -> list[str]:
        """Pieces of text one of which every cell with an odd word or mark holds."""
        forms = [form for form in self.forms if form.lower() in self.suspects]
        return [*forms, *self.odd_forms, *self.odd_marks, *self.odd_hosts, *self.odd_addresses, *self.odd_years]

    @cached_property
    def suspicious(self) -> dict[str, list[str]]:
        """The texts that hold one of the pieces, by column."""
        if not self.pieces:
            return {}
        found = self._cells.lazy().filter((pl.col("holds") > LISTED) & pl.col("text").str.contains_any(self.pieces))
        return dict(found.group_by("column").agg("text").collect().iter_rows())

    def _meant(self, word: str, others: set[str]) -> str | None:  # noqa: PLR0911  one way out for each doubt
        """The word that was meant, "" where it may be several, None where there is none."""
        digits = any(letter.isdigit() for letter in word)
        short = len(word) <= _SHORT
        least = _CODE_OFTEN if digits else _SHORT_NEAR if short else _LONG_OFTEN if len(word) >= _LONG else OFTEN
        near = [
            (self.words[other], other)
            for other in others
            if self.words[other] >= least and one_slip(word, other) and not (_ending(word, other) or _roman(word, other))
        ]  # fmt: skip
        if not near or (short and max(near)[0] < _SHORT_OFTEN):
            return None
        if short and len(near) > 1:
            return ""
        if digits and len(word) < 6:  # 28th and 26th, HRC56 and HRC57 are two, not one and a slip
            near = [(count, other) for count, other in near if _letters(other) != _letters(word)]
            if not near:
                return None
        near.sort(reverse=True)
        if digits and not any(letter.isdigit() for letter in near[0][1]):
            return None if len(near[0][1]) < 4 else near[0][1]
        if len(near) > 1 and near[0][0] < 8 * near[1][0]:
            return ""
        if len(word) > 4 and word in (f"{near[0][1]}a", f"a{near[0][1]}"):
            return ""  # the article, run into the word
        return near[0][1]

    def _two_words(self, word: str) -> str | None:
        """Two known words run together, or with another letter in place of the blank."""
        ways = {
            (word[:cut], word[cut + skipped :])
            for cut in range(2, len(word) - 2)
            for skipped in (0, 1)
            if self.words.get(word[:cut], 0) >= 20 and self.words.get(word[cut + skipped :], 0) >= 20
        }
        if not ways:
            return None
        return " ".join(ways.pop()) if len(ways) == 1 else ""


def _first_half() -> pl.Expr:
    """The beginning that a text has in common with one of the length `size` whose slip is in the second half."""
    return pl.col("text").str.slice(0, (pl.col("size") // 2 - 1).clip(0))


def _second_half() -> pl.Expr:
    """The end that it has in common with one whose slip is in the first half."""
    rest = (pl.col("size") - pl.col("size") // 2 - 1).clip(0)
    return pl.col("text").str.slice((pl.col("text").str.len_chars().cast(pl.Int64) - rest).clip(0))


def _ending(word: str, other: str) -> bool:
    """Whether two words differ in their ending only, as forms of one word do."""
    short, long = sorted((word, other), key=len)
    if len(short) < len(long):
        return long.startswith(short) and long[len(short) :] in _ENDINGS
    return word[:-1] == other[:-1] and word[-1] in _LAST and other[-1] in _LAST


def _roman(word: str, other: str) -> bool:
    return bool(_ROMAN.fullmatch(word) and _ROMAN.fullmatch(other))


def _letters(word: str) -> str:
    return "".join(letter for letter in word if not letter.isdigit())
