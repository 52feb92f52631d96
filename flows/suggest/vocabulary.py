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
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import polars as pl

from flows.suggest.slips import one_slip

LISTED, ADDRESSES, TEXT = 0, 1, 2  # what a column holds
WORD = re.compile(r"[^\W_]+")
_ROMAN = re.compile(r"[ivxlc]+")
# A year of three digits, or of five, behind the name of a month.
YEAR = (
    r"\b\d?\d (?:January|February|March|April|May|June|July|August|September|October|November|December) (\d{3}|\d{5})\b"
)
_OFTEN = 3  # in so many cells stands a word that others are held against
_SHORT_IN_ADDRESS = 4  # words of four letters or fewer may be anything in an address
_SHORT, _SHORT_NEAR, _SHORT_OFTEN = 3, 20, 150  # a word of three letters or fewer is held only against the commonest
_CODE_OFTEN = 5  # and one with digits in it against those that stand in so many cells
_MARK_OFTEN = 10
_TEXT_OFTEN = 4  # a text in so many cells of a column is one that others are held against
_SITE = 20  # so many addresses show how those of a site look
_ENDINGS = frozenset(("s", "d", "n", "es", "r", "e"))
_LAST = frozenset("sdrety")
_ANYWHERE = re.compile(r"""["“”«»%=_/…]|\.\.\.""")


@dataclass(frozen=True, slots=True)
class Odd:
    """A word or a mark that looks like a slip: where it begins and ends in its cell, and what should stand there."""

    start: int
    end: int
    found: str
    usual: str | None
    like: str | None = None  # of an address in an unusual form, one as they are


class Vocabulary:
    """All words and marks of the record, each with the number of cells it stands in."""

    def __init__(self, columns: Iterable[tuple[str, int, pl.Series]]) -> None:
        """Count the words, marks and addresses of all cells of some columns, each with a name and what it holds.

        Names and agreed words (`LISTED`) make a word known, but have rules of their own; in `ADDRESSES` short words may be
        anything; slips are looked for in `TEXT` and `ADDRESSES`.
        """
        parts = [
            pl.DataFrame({"text": cells}).with_columns(
                pl.lit(name).alias("column"), pl.lit(holds, pl.Int8).alias("holds")
            )
            for name, holds, cells in columns
        ]
        nothing = pl.DataFrame(schema={"text": pl.String, "column": pl.String, "holds": pl.Int8})
        cells = pl.concat([nothing, *parts]).lazy().drop_nulls("text").group_by("column", "holds", "text")
        self._cells = cells.len("cells").collect()
        texts = self._cells.lazy().group_by("text").agg(pl.col("cells").sum(), pl.col("holds").max())
        forms, marks, hosts, self._addresses = pl.collect_all(
            _counted(texts, pattern)
            for pattern in (r"[\p{L}\p{N}]+", r"[^\p{L}\p{N}]+", r"https?://[^\s/?#;]+", r"https?://[^\s;]+")
        )
        self._hosts = hosts
        self._forms: dict[str, int] = dict(forms.select("piece", "cells").iter_rows())
        self._marks: dict[str, int] = dict(marks.filter(pl.col("holds") > LISTED).select("piece", "cells").iter_rows())
        self._folded = (
            forms.lazy()
            .group_by(pl.col("piece").str.to_lowercase())
            .agg(pl.col("cells").sum(), pl.col("holds").max())
            .collect()
        )
        self._words: dict[str, int] = dict(self._folded.select("piece", "cells").iter_rows())

    @cached_property
    def suspects(self) -> dict[str, str]:
        """Each word that looks like a slip, in small letters -> the word that was meant; "" where it may be several."""
        letters = pl.col("piece").str.len_chars()
        often = self._folded.filter(
            (pl.col("cells") >= _OFTEN) & ((letters > _SHORT) | (pl.col("cells") >= _SHORT_OFTEN))
        )
        looked_at = (pl.col("holds") == TEXT) | ((pl.col("holds") == ADDRESSES) & (letters > _SHORT_IN_ADDRESS))
        once = self._folded.filter((pl.col("cells") == 1) & looked_at & ~pl.col("piece").str.contains(r"^\d+$"))
        pairs = _keys(once["piece"]).join(_keys(often["piece"]).rename({"piece": "other"}), on="key")
        near: dict[str, set[str]] = defaultdict(set)
        for word, other in pairs.select("piece", "other").unique().iter_rows():
            near[word].add(other)
        suspects: dict[str, str] = {}
        for word in once["piece"]:
            meant = self._meant(word, near[word]) if word in near else None
            if meant is None and len(word) >= 6 and word.isalpha():
                meant = self._two_words(word)
            if meant is not None:
                suspects[word] = meant
        return suspects

    @cached_property
    def nearly(self) -> dict[tuple[str, str], tuple[str, int]]:
        """Texts one slip away from one that many cells of the column hold: (column, text) -> that text and its cells.

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
        near: dict[tuple[str, str], tuple[str, int]] = {}
        for column, text, usual, cells in found.select("column", "text", "text_right", "cells").iter_rows():
            if one_slip(text, usual) and re.sub(r"\d", "", text) != re.sub(r"\d", "", usual):
                near.setdefault((column, text), (usual, cells))
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
        pairs = _keys(once).join(_keys(often).rename({"piece": "other"}), on="key")
        return {host: other for host, other in pairs.select("piece", "other").unique().sort("piece", "other").iter_rows() if one_slip(host, other)}  # fmt: skip

    @cached_property
    def odd_forms(self) -> frozenset[str]:
        """Forms of a word with a capital inside ("uErope") that stand once, while the word is known in another form."""
        return frozenset(
            form
            for form, count in self._forms.items()
            if count == 1
            and re.search(r"[^\W\d_][A-ZА-ЯЁ]", form)
            and not form.isupper()
            and form.isalpha()
            and self._words[form.lower()] > 2
        )  # fmt: skip

    @cached_property
    def odd_marks(self) -> frozenset[str]:
        """What stands between two words once in all the record; quotation marks and the signs of addresses may stand anywhere."""
        return frozenset(m for m, count in self._marks.items() if count == 1 and not _ANYWHERE.search(m))

    @cached_property
    def pieces(self) -> list[str]:
        """Pieces of text one of which every cell with an odd word or mark holds."""
        forms = [form for form in self._forms if form.lower() in self.suspects]
        return [*forms, *self.odd_forms, *self.odd_marks, *self.odd_hosts, *self.odd_addresses, *self.odd_years]

    def odd(self, text: str, *, addresses: bool = False) -> list[Odd]:
        """What looks like a slip in one cell, in order; in addresses short words may be anything."""
        for host, usual in self.odd_hosts.items():
            if (at := text.find(host)) >= 0:
                return [Odd(at, at + len(host), host, usual)]
        found: list[Odd] = []
        end = 0
        for match in WORD.finditer(text):
            found += self._odd_mark(text, end, match.start())
            end = match.end()
            if not addresses or len(match[0]) > _SHORT_IN_ADDRESS:
                found += self._odd_word(text, match)
        if year := re.search(YEAR, text):
            found.append(Odd(year.start(1), year.end(1), year[1], None))
        found += self._odd_mark(text, end, len(text))
        return self._blank_moved(text, found) or found or list(self._odd_address(text))

    def _odd_address(self, text: str) -> Iterator[Odd]:
        for address, like in self.odd_addresses.items():
            if (at := text.find(address)) >= 0 and text[at + len(address) :][:1] in ("", ";", " "):
                yield Odd(at, at + len(address), address, None, like)

    def _odd_mark(self, text: str, start: int, end: int) -> Iterator[Odd]:
        if text[start:end] in self.odd_marks:
            yield Odd(start, end, text[start:end], self._usual_mark(text[start:end]))

    def _odd_word(self, text: str, match: re.Match[str]) -> Iterator[Odd]:
        word = match[0]
        folded = word.lower()
        if folded in self.suspects:
            meant = self.suspects[folded]
            usual = self._in_form(meant, word) if meant else None
            yield self._blank_off(text, match, meant) or Odd(match.start(), match.end(), word, usual)
        elif word in self.odd_forms:
            yield Odd(match.start(), match.end(), word, self._form(folded, word))

    def _meant(self, word: str, others: set[str]) -> str | None:  # noqa: PLR0911  one way out for each doubt
        """The word that was meant, "" where it may be several, None where there is none."""
        digits = any(letter.isdigit() for letter in word)
        short = len(word) <= _SHORT
        least = _CODE_OFTEN if digits else _SHORT_NEAR if short else _OFTEN
        near = [
            (self._words[other], other)
            for other in others
            if self._words[other] >= least and one_slip(word, other) and not (_ending(word, other) or _roman(word, other))
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
            if self._words.get(word[:cut], 0) >= 20 and self._words.get(word[cut + skipped :], 0) >= 20
        }
        if not ways:
            return None
        return " ".join(ways.pop()) if len(ways) == 1 else ""

    def _form(self, folded: str, unlike: str) -> str | None:
        """The commonest way in which a word is written."""
        forms = [(count, form) for form, count in self._forms.items() if form.lower() == folded and form != unlike]
        return max(forms)[1] if forms else None

    def _in_form(self, meant: str, like: str) -> str:
        """A word with capitals as those of another."""
        if " " in meant:
            first, rest = meant.split(" ", 1)
            return f"{self._in_form(first, like)} {rest}"
        forms = [form for form in self._forms if form.lower() == meant]
        alike = [form for form in forms if _capitals(form) == _capitals(like)]
        return max(alike or forms, key=lambda form: self._forms[form])

    def _usual_mark(self, mark: str) -> str | None:
        """The one common mark that is a slip away; of several the one far commoner than all others."""
        near = sorted(
            ((count, usual) for usual, count in self._marks.items() if count >= _MARK_OFTEN and one_slip(mark, usual)),
            reverse=True,
        )
        if not near or (len(near) > 1 and near[0][0] < 8 * near[1][0]):
            return None
        return near[0][1]

    def _blank_off(self, text: str, match: re.Match[str], meant: str) -> Odd | None:
        """A word with a letter of its neighbour, the blank between them being a letter off: “b yresolution”, “righ tto”."""
        before = re.search(r"([^\W_]+) $", text[: match.start()])
        behind = re.match(r" ([^\W_]+)", text[match.end() :])
        word = match[0]
        if behind and (word + behind[1][0]).lower() == meant and self._words.get(behind[1][1:].lower(), 0) >= _OFTEN:
            end = match.end() + len(behind[0])
            return Odd(match.start(), end, text[match.start() : end], f"{word}{behind[1][0]} {behind[1][1:]}")
        if before and word[1:].lower() == meant and self._words.get((before[1] + word[0]).lower(), 0) >= _OFTEN:
            start = match.start() - len(before[0])
            return Odd(start, match.end(), text[start : match.end()], f"{before[1]}{word[0]} {word[1:]}")
        return None

    def _blank_moved(self, text: str, found: list[Odd]) -> list[Odd]:
        """Two odd words side by side that are two known ones with the blank a letter off, as in “shor tname”."""
        for one, two in pairwise(found):
            if text[one.end : two.start] != " ":
                continue
            joined = one.found + two.found
            for cut in (len(one.found) - 1, len(one.found) + 1):
                left, right = joined[:cut], joined[cut:]
                if min(self._words.get(left.lower(), 0), self._words.get(right.lower(), 0)) >= 1 and left and right:
                    return [Odd(one.start, two.end, f"{one.found} {two.found}", f"{left} {right}")]
        return []


def _counted(texts: pl.LazyFrame, pattern: str) -> pl.LazyFrame:
    """The pieces of all texts that match, and in how many cells each stands."""
    return (
        texts.select(pl.col("text").str.extract_all(pattern).alias("piece"), "cells", "holds")
        .explode("piece")
        .drop_nulls("piece")
        .group_by("piece")
        .agg(pl.col("cells").sum(), pl.col("holds").max())
    )


def _first_half() -> pl.Expr:
    """The beginning that a text has in common with one of the length `size` whose slip is in the second half."""
    return pl.col("text").str.slice(0, (pl.col("size") // 2 - 1).clip(0))


def _second_half() -> pl.Expr:
    """The end that it has in common with one whose slip is in the first half."""
    rest = (pl.col("size") - pl.col("size") // 2 - 1).clip(0)
    return pl.col("text").str.slice((pl.col("text").str.len_chars().cast(pl.Int64) - rest).clip(0))


def _keys(words: pl.Series) -> pl.DataFrame:
    """Each word with itself and with what is left of it without one letter: words one slip apart share one of these."""
    word, at = pl.col("piece"), pl.col("at")
    return (
        pl.LazyFrame({"piece": words})
        .with_columns(at=pl.int_ranges(0, word.str.len_chars().cast(pl.Int64) + 1))
        .explode("at")
        .with_columns(
            key=pl.when(at == 0).then(word).otherwise(word.str.slice(0, (at - 1).clip(0)) + word.str.slice(at))
        )
        .select("piece", "key")
        .collect()
    )


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


def _capitals(word: str) -> str:
    if word.isupper() and len(word) > 1:
        return "upper"
    return "lower" if word[:2].islower() else "title"
