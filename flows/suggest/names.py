"""The State that was meant by a name that no table lists.

In order: letters of another alphabet that look alike; the wrong keyboard layout; words around the name ("The Republic of …")
and abbreviations in it ("Rep. of Korea"); a Russian or Kazakh name in Latin letters; one slip of the hand, more in a long
name. Every step asks all names there are, in all languages, and answers only where they agree on one State: "Guinea-B" might
be written for one State, "Korea" for two, "Austrlia" is as near to Austria as to Australia.

A code of three letters is never guessed at: any slip in one makes another State's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache

from flows.suggest.slips import within
from flows.suggest.text import TO_CYRILLIC, TO_LATIN, clean_text

_NOT_WORD = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """The text as names are compared: without case, accents and punctuation; the same as `schemas.fold.fold`."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.category(c).startswith("M"))
    spaced = "".join(c if unicodedata.category(c)[0] in "LN" else " " for c in plain.lower())
    return " ".join(part for part in spaced.split(" ") if part)


_QWERTY = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_RUSSIAN = "йцукенгшщзхъфывапролджэячсмитьбюё"
_AS_RUSSIAN = str.maketrans(_QWERTY + _QWERTY.upper() + '{}:"<>~', _RUSSIAN + _RUSSIAN.upper() + "ХЪЖЭБЮЁ")
_AS_ENGLISH = str.maketrans(_RUSSIAN + _RUSSIAN.upper(), _QWERTY + _QWERTY.upper())

_ABBREVIATIONS = {
    "rep": "republic", "repub": "republic", "dem": "democratic", "fed": "federation", "st": "saint", "is": "islands",
    "isl": "islands", "pr": "people s", "k": "kingdom", "intl": "international", "un": "united", "ste": "sainte",
    "респ": "республика", "респ-ка": "республика", "dpr": "democratic people s republic", "dr": "democratic republic",
    "fr": "federal republic", "rf": "russian federation", "govt": "government", "u": "united",
}  # fmt: skip
# Words around a name that tell no State from another; not where the rest may stand for another State (below).
_AROUND = (
    "the", "government of", "government of the", "delegation of", "delegation of the", "permanent mission of", "state of",
    "republic of", "kingdom of", "sultanate of", "principality of", "commonwealth of", "federal republic of",
    "islamic republic of", "people s republic of", "democratic republic of", "republic of the", "kingdom of the", "grand duchy of",
    "federation of", "union of", "la", "le", "les", "l", "republique de", "republique du", "republique d", "royaume de",
    "royaume du", "royaume d", "republique des", "etat de", "etat du", "etat d", "gouvernement de", "gouvernement du",
    "республика", "республики", "правительство", "королевство", "государство", "княжество", "союз",
    "исламская республика", "султанат",
)  # fmt: skip
_BEHIND = (
    "republic", "the", "republic of", "kingdom of", "the republic of", "islamic republic of", "state of",
    "республикасы", "халық республикасы", "федерациясы", "корольдігі", "мемлекеті", "респ", "республика", "government", "delegation", "republique",
)  # fmt: skip
# What is left when such words are taken away, but may be another State, or several.
_UNCERTAIN = frozenset(
    {
        "china", "korea", "congo", "vietnam", "viet nam", "germany", "yemen", "guinea", "ireland", "samoa", "sudan",
        "macedonia", "sahara", "timor", "cyprus", "china taiwan", "palestine", "micronesia", "dominica", "dominican",
        "китай", "корея", "конго", "кипр", "chine", "coree", "congo kinshasa", "virgin islands", "georgia",
    }
)  # fmt: skip

# An article behind the name, as in French lists, and the mark of a footnote.
_ASIDE = re.compile(r"\s*\((?:le|la|les|l['’]|the|el|los|las)\)\s*$|(?<=[^\W\d])[\d¹²³⁰⁴-⁹*†‡§]+\s*$", re.IGNORECASE)

_LATIN_OF = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i", "й": "i",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu",
    "я": "ya", "қ": "q", "ә": "a", "ғ": "g", "ң": "n", "ө": "o", "ұ": "u", "ү": "u", "һ": "h", "і": "i",
}  # fmt: skip

_Index = dict[str, tuple[str, str]]


def nearest_name(value: str, listed: list[tuple[str, str]]) -> str | None:
    """The listed name that was meant, or None where none or more than one State may be.

    Args:
        value: the cell.
        listed: every name there is and the key of the State it stands for.

    Returns:
        The name as it is listed, of the alphabet and language of what was typed where there is one.
    """
    index = _index(tuple(listed))
    text = _ASIDE.sub("", clean_text(value).replace("&", " and "))
    for reading in _readings(text):
        if len(reading) >= 2 and reading in index:
            return index[reading][0]
    for reading in [*_readings(text), *_turned(text)]:
        if len(reading) > 3 and (found := _stripped(reading, index)):
            return found
    for reading in _readings(text):
        if found := _misspelt(reading, index):
            return found
    if found := _transliterated(fold(text), tuple(listed)):
        return found
    for reading in _readings(text):
        if found := _misspelt_inside(reading, index):
            return found
    return None


@lru_cache(maxsize=8)
def _index(listed: tuple[tuple[str, str], ...]) -> _Index:
    """Folded name -> (name as listed, key), the first of each; names that stand for two keys are left out."""
    index: _Index = {}
    unclear: set[str] = set()
    for name, key in listed:
        folded = fold(name)
        if folded in index and index[folded][1] != key:
            unclear.add(folded)
        index.setdefault(folded, (name, key))
    return {folded: found for folded, found in index.items() if folded not in unclear and folded}


def _readings(text: str) -> list[str]:
    """The text folded: as typed, in the alphabet its lookalikes belong to, and typed with the other keyboard layout on."""
    return list(
        dict.fromkeys(
            fold(reading)
            for reading in (
                text,
                text.translate(TO_LATIN),
                text.translate(TO_CYRILLIC),
                text.translate(_AS_RUSSIAN),
                text.translate(_AS_ENGLISH),
            )
            if fold(reading)
        )
    )


def _turned(text: str) -> list[str]:
    """Read "Korea, Rep." as "Rep. of Korea", the other way round than lists have it."""
    name, comma, before = text.partition(", ")
    return [fold(f"{before} of {name}"), fold(f"{before} of the {name}")] if comma else []


def _stripped(folded: str, index: _Index) -> str | None:
    """The name without the words around it and with its abbreviations written out."""
    found: dict[str, str] = {}
    for way in _ways(folded):
        if way in index:
            found.setdefault(index[way][1], index[way][0])
    return next(iter(found.values())) if len(found) == 1 else None


def _ways(folded: str) -> Iterable[str]:
    """The name without words around it, abbreviations written out, its words in another order."""
    full = " ".join(_ABBREVIATIONS.get(word, word) for word in folded.split())
    for text in dict.fromkeys((folded, full)):
        yield text
        yield text.replace(" and ", " ").replace("  ", " ")
        yield re.sub(r"\b(?:of|the|and)\b", "", text).replace("  ", " ").strip()
        yield _ordered(text)
        if text not in _UNCERTAIN:
            yield f"republic of {text}"
        for rest in _without(text):
            if rest not in _UNCERTAIN:
                yield rest
                yield f"the {rest}"
                yield _ordered(rest)
            yield from (more for more in _without(rest) if more not in _UNCERTAIN)


def _without(text: str) -> Iterable[str]:
    for words in _AROUND:
        if text.startswith(f"{words} "):
            yield text[len(words) + 1 :]
    for words in _BEHIND:
        if text.endswith(f" {words}"):
            yield text[: -len(words) - 1]


def _ordered(text: str) -> str:
    """Read “korea republic of” for “republic of korea”, and the other way round."""
    if match := re.fullmatch(
        r"(?:the )?((?:\w+ )*(?:republic|kingdom|federation|states|state) of)(?: the)? (.+)", text
    ):
        return f"{match[2]} {match[1]}"
    if match := re.fullmatch(
        r"(.+?) ((?:the )?(?:\w+ )*(?:republic|kingdom|federation|states|state) of)(?: the)?", text
    ):
        return f"{match[2]} {match[1]}"
    return text


_SURE_LENGTH = 8  # letters from which on the first may be wrong, too


def _nearest_key(folded: str, names: list[str], key_of: Callable[[int], str], most: int) -> int | None:
    """The place of the name that is nearest, if every name as near, or one slip further, stands for the same State."""
    found = within(folded, names, most + 1)
    if not found or found[0][0] > most:
        return None
    best, place = found[0]
    rivals = {key_of(other) for distance, other in found if distance <= best}
    if len(rivals) > 1 or any(c.isdigit() for c in folded) != any(c.isdigit() for c in names[place]):
        return None
    if best > 1 and {key_of(other) for distance, other in found if distance <= best + 1} != rivals:
        return None
    if best > 1 and folded.count(" ") != names[place].count(" "):  # Guinea-B. is not Guinea
        return None
    if folded[0] != names[place][0] and sorted(folded[:2]) != sorted(names[place][:2]) and len(folded) < _SURE_LENGTH:
        return None  # people rarely miss the first letter: Siberia is not Liberia
    return place


def _most(length: int) -> int:
    """How many slips a name may have: 4 letters 1, 8 letters 2, 18 letters 3."""
    return 0 if length < 4 else 1 if length < 8 else 2 if length < 18 else 3


def _misspelt(folded: str, index: _Index) -> str | None:
    """A name a slip or two away; a name of three letters or fewer may be any, and counts neither way."""
    most = _most(len(folded))
    if most == 0:
        return None
    names = [name for name in index if len(name) > 3]
    places = [index[name] for name in names]
    place = _nearest_key(folded, names, lambda at: places[at][1], most)
    return None if place is None else places[place][0]


def _misspelt_inside(folded: str, index: _Index) -> str | None:
    """A name that is misspelt and has words around it."""
    found = {}
    for rest in _without(folded):
        if rest not in _UNCERTAIN and len(rest) >= 6 and (name := _misspelt(rest, index)):
            if fold(name) in _UNCERTAIN:
                return None
            found[index[fold(name)][1]] = name
    return next(iter(found.values())) if len(found) == 1 else None


@lru_cache(maxsize=8)
def _latin(listed: tuple[tuple[str, str], ...]) -> tuple[list[str], list[tuple[str, str]]]:
    """The Cyrillic names in Latin letters, and the names they are."""
    found = [(fold(name), name, key) for name, key in listed if re.search("[а-яё]", name.lower())]
    return [_in_latin(folded) for folded, _, _ in found], [(name, key) for _, name, key in found]


def _in_latin(folded: str) -> str:
    """One plain spelling for the many ways of writing a Cyrillic name in Latin letters."""
    text = "".join(_LATIN_OF.get(letter, letter) for letter in folded)
    for many, one in (("kh", "h"), ("x", "ks"), ("iy", "i"), ("yi", "i"), ("ya", "ia"), ("yu", "iu"), ("yo", "e"),
                      ("ye", "e"), ("y", "i"), ("j", "zh"), ("q", "k"), ("w", "v"), ("ii", "i"), ("tch", "ch")):  # fmt: skip
        text = text.replace(many, one)
    return text


def _transliterated(folded: str, listed: tuple[tuple[str, str], ...]) -> str | None:
    """A Russian or Kazakh name written in Latin letters."""
    if len(folded) < 4 or not folded.isascii():
        return None
    spelled, names = _latin(listed)
    place = _nearest_key(_in_latin(folded), spelled, lambda at: names[at][1], 1 if len(folded) >= 6 else 0)
    return None if place is None else names[place][0]
