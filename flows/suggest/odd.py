"""What looks like a slip in one cell, and what should stand there, by the words of the whole record (`vocabulary`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from flows.suggest.slips import one_slip
from flows.suggest.vocabulary import MARK_OFTEN, OFTEN, SHORT_IN_ADDRESS, YEAR, Vocabulary

WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Odd:
    """A word or a mark that looks like a slip: where it begins and ends in its cell, and what should stand there."""

    start: int
    end: int
    found: str
    usual: str | None
    like: str | None = None  # of an address in an unusual form, one as they are


class Reader:
    """Reads cells against a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._of = vocabulary

    def odd(self, text: str, *, addresses: bool = False) -> list[Odd]:
        """What looks like a slip in one cell, in order; in addresses short words may be anything."""
        for host, usual in self._of.odd_hosts.items():
            if (at := text.find(host)) >= 0:
                return [Odd(at, at + len(host), host, usual)]
        found: list[Odd] = []
        end = 0
        for match in WORD.finditer(text):
            found += self._odd_mark(text, end, match.start())
            end = match.end()
            if not addresses or len(match[0]) > SHORT_IN_ADDRESS:
                found += self._odd_word(text, match)
        if year := re.search(YEAR, text):
            found.append(Odd(year.start(1), year.end(1), year[1], None))
        found += self._odd_mark(text, end, len(text))
        return self._blank_moved(text, found) or found or list(self._odd_address(text))

    def _odd_address(self, text: str) -> Iterator[Odd]:
        for address, like in self._of.odd_addresses.items():
            if (at := text.find(address)) >= 0 and text[at + len(address) :][:1] in ("", ";", " "):
                yield Odd(at, at + len(address), address, None, like)

    def _odd_mark(self, text: str, start: int, end: int) -> Iterator[Odd]:
        if text[start:end] in self._of.odd_marks:
            yield Odd(start, end, text[start:end], self._usual_mark(text[start:end]))

    def _odd_word(self, text: str, match: re.Match[str]) -> Iterator[Odd]:
        word = match[0]
        folded = word.lower()
        if folded in self._of.suspects:
            meant = self._of.suspects[folded]
            usual = self._in_form(meant, word) if meant else None
            yield self._blank_off(text, match, meant) or Odd(match.start(), match.end(), word, usual)
        elif word in self._of.odd_forms:
            yield Odd(match.start(), match.end(), word, self._form(folded, word))

    def _form(self, folded: str, unlike: str) -> str | None:
        """The commonest way in which a word is written."""
        forms = [(count, form) for form, count in self._of.forms.items() if form.lower() == folded and form != unlike]
        return max(forms)[1] if forms else None

    def _in_form(self, meant: str, like: str) -> str:
        """A word with capitals as those of another."""
        if " " in meant:
            first, rest = meant.split(" ", 1)
            return f"{self._in_form(first, like)} {rest}"
        forms = [form for form in self._of.forms if form.lower() == meant]
        alike = [form for form in forms if _capitals(form) == _capitals(like)]
        return max(alike or forms, key=lambda form: self._of.forms[form])

    def _usual_mark(self, mark: str) -> str | None:
        """The one common mark that is a slip away; of several the one far commoner than all others."""
        near = sorted(
            (
                (count, usual)
                for usual, count in self._of.marks.items()
                if count >= MARK_OFTEN and one_slip(mark, usual)
            ),
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
        if behind and (word + behind[1][0]).lower() == meant and self._of.words.get(behind[1][1:].lower(), 0) >= OFTEN:
            end = match.end() + len(behind[0])
            return Odd(match.start(), end, text[match.start() : end], f"{word}{behind[1][0]} {behind[1][1:]}")
        if before and word[1:].lower() == meant and self._of.words.get((before[1] + word[0]).lower(), 0) >= OFTEN:
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
                if (
                    min(self._of.words.get(left.lower(), 0), self._of.words.get(right.lower(), 0)) >= 1
                    and left
                    and right
                ):
                    return [Odd(one.start, two.end, f"{one.found} {two.found}", f"{left} {right}")]
        return []


def _capitals(word: str) -> str:
    if word.isupper() and len(word) > 1:
        return "upper"
    return "lower" if word[:2].islower() else "title"
