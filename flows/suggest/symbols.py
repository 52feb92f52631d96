"""The symbol of a UN document, from the forms in which people and programs write it.

First what was typed is read part by part (the letters A, HRC and the kind; the session; the number; additions), whatever
stands between the parts: HRC/RES/54/5, A-HRC-RES-54-5, resolution 54/5, an address, Excel's May-54. Then, where the symbols of
the record are known, those one slip away count. One symbol in the answer: that is it. Several: each is possible, and only
something else in the row can tell which; numbers are never guessed at.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Literal
from urllib.parse import unquote

from flows.suggest.dates import MONTHS
from flows.suggest.slips import slips, within
from flows.suggest.text import TO_LATIN, clean_text

Kind = Literal["resolution", "draft", "document"]

_BETWEEN = r"[\s/\\|_.,:;'’\-–—−]*"
_ADDRESS = re.compile(r"^\s*(?:h\w*p\w*\W*|www\.)|(?:docs\.un|undocs|un)\.org", re.IGNORECASE)
_SESSION = r"(?:(?P<kind>S|OM)[\W_]*)?(?P<session>\d{1,3})"
_TAIL = re.compile(rf"^{_SESSION}[\W_]+(?:(?P<late>RES|DEC|PRST)[\W_]+)?(?P<number>\d{{1,3}})(?P<letter>[A-Z]?)\W*$")
_DRAFT_TAIL = re.compile(
    rf"^{_SESSION}(?:[\W_]*L[\W_]*|/\.)(?P<number>\d{{1,3}})(?P<more>(?:[\W_]*[RAC][A-Z]{{0,4}}[\W_]*\d{{1,2}})*)"
    r"(?:[\W_]+AS[\W_].*)?[\W_]*$"
)
_MORE = re.compile(r"([RAC])[A-Z]{0,4}[\W_]*(\d{1,2})")
_DOCUMENT_TAIL = re.compile(
    rf"^{_SESSION}[\W_]+(?P<number>\d{{1,3}})(?P<more>(?:[\W_]*[RAC][A-Z]{{0,4}}[\W_]*\d{{1,2}})*)[\W_]*$"
)
# What may stand before the numbers, letters only -> the kind of text, "" where it is not said.
_HEADS = {
    "AHRCRES": "RES", "AHRCDEC": "DEC", "AHRCPRST": "PRST", "HRCRES": "RES", "HRCDEC": "DEC", "HRCPRST": "PRST",
    "RES": "RES", "DEC": "DEC", "PRST": "PRST", "AHRC": "", "HRC": "", "": "", "AHRCRESOLUTION": "RES",
    "RESOLUTION": "RES", "DECISION": "DEC", "HRCRESOLUTION": "RES", "HRCDECISION": "DEC", "RESOLUTIONNO": "RES",
    "HUMANRIGHTSCOUNCILRESOLUTION": "RES", "COUNCILRESOLUTION": "RES", "RESNO": "RES", "ARES": "RES", "NO": "",
    "PRESIDENTSTATEMENT": "PRST", "UNHRCRES": "RES", "UNHRCRESOLUTION": "RES", "ARESHRC": "RES", "RESHRC": "RES",
    "ARESOLUTION": "RES", "HCRRES": "RES", "AHRRES": "RES", "HRCRS": "RES",
}  # fmt: skip
# A whole symbol of a resolution that something follows: a year in brackets, a day, a title, the ending of a file.
_WHOLE = re.compile(
    r"A[\W_]{1,3}HRC[\W_]{1,3}(?:RES|DEC|PRST)[\W_]{1,3}(?:(?:S-?|OM/))?\d{1,3}[/_-]\d{1,3}(?=\s*[(\[,–—-]|\.pdf|_e\b|-EN\b|\s+[–—-])",
    re.IGNORECASE,
)
_CALLED = re.compile(r"\b(?:rés(?:olution)?|резолюци\w*|рез|қарар\w*)\b", re.IGNORECASE)
_AROUND = re.compile(
    r"\b(?:l[ae]s?|r[ée]s(?:olution)?|n[o°º]|du|des?|conseil|droits|l['’]homme|резолюци\w*|рез|совета?|по|правам|человека|спч|оон"
    r"|қарар\w*|бұұ|адам|құқықтары|кеңесі\w*)\b\.?|№",
    re.IGNORECASE,
)
_DRAFT_HEADS = ("AHRC", "HRC", "", "DRAFT", "DRAFTRESOLUTION", "AHRCDRAFT", "AH", "AHC", "AHR")


def repair_symbol(value: str, kind: Kind, known: Sequence[str] | None = None) -> list[str]:
    """The symbols that may be meant, best first; empty where none can be made out.

    Args:
        value: the cell.
        kind: what it should be the symbol of.
        known: the symbols there are, of a cell that refers to one of them.
    """
    text = _plain(value)
    read = {"resolution": _resolution, "draft": _draft, "document": _document}[kind](text)
    if known is None:
        return read
    there = [symbol for symbol in read if symbol in set(known)]
    if there:
        return there
    near = [known[place] for distance, place in within(text, known, 1) if distance <= 1]
    return list(dict.fromkeys(near))


def _without_words(value: str) -> str:
    """A symbol without the words around it: a title or a day behind it, the ending of a file, "resolution" in other languages."""
    text = clean_text(value)
    whole = list(_WHOLE.finditer(text))
    if len(whole) == 1 and not re.search(r"\d[/-]\d", text[whole[0].end() :]):
        return text[: whole[0].end()]
    if _CALLED.search(text):
        text = _AROUND.sub(" ", text)
    return text.replace("|", "/") if text.count("|") > 1 else text


def _plain(value: str) -> str:
    """Capitals, Latin letters, one kind of hyphen; of an address only what follows the host."""
    text = unicodedata.normalize("NFKC", _without_words(value)).translate(TO_LATIN)
    if _ADDRESS.search(text):
        text = unquote(text)
        text = re.split(r"[?#](?!.*symbol=)", text)[0]
        text = text.split("symbol=")[-1]
        text = re.sub(r"^.*?(?=A\W?HRC)", "", text, count=1, flags=re.IGNORECASE)
    text = re.sub(r"[‐‑‒–—−]", "-", text).strip(" '\"’“”()[]<>").upper()
    return re.sub(r"^[^/]*?[\s:(](?=A[/\s.-]{0,3}HRC)", "", text, count=1)


def _letters_and_tail(text: str) -> tuple[str, str]:
    """What stands before the first number (letters only), and the rest; the S or OM of a session belongs to the rest."""
    match = re.search(r"(?:(?<![A-Z])(?:S|OM)[\W_]*|(?<=RES|DEC)S[\W_]+)?\d", text)
    cut = match.start() if match else len(text)
    return re.sub(r"[^A-Z]", "", text[:cut]), text[cut:]


def _digits(tail: str) -> str:
    """Letters that stand for digits, where digits or nothing stand beside them."""
    tail = re.sub(r"(?<=[\d/\-. ])[O](?=[\d/\-. ]|$)", "0", tail)
    tail = re.sub(r"(?<=[\d])[O](?=\d|$|/)", "0", tail)
    return re.sub(r"(?<=[\d/\-])[IL|](?=[\d/]|$)", "1", tail)


def _head(letters: str, heads: Sequence[str]) -> str | None:
    """The head that was meant; None where none or more than one is near."""
    if letters in heads:
        return letters
    if len(letters) < 2:
        return None
    near = sorted((slips(letters, head, 2), head) for head in heads if len(head) >= 3)
    limit = 2 if len(letters) >= 6 else 1
    return near[0][1] if near[0][0] <= limit else None


def _resolution(text: str) -> list[str]:
    if dated := _excel_month(text):
        return dated
    letters, tail = _letters_and_tail(_odd_session(text))
    head = _head(letters, tuple(_HEADS))
    if head is None:
        return []
    tail = _digits(tail)
    match = _TAIL.match(tail)
    if match:
        return _spelled(_HEADS[head], match)
    if run := re.fullmatch(r"(\d{3,6})[\W_]*", tail):  # the slash between session and number is missing
        digits = run[1]
        return [
            symbol
            for cut in range(1, len(digits))
            if cut <= 2 and len(digits) - cut <= 3 and digits[cut] != "0" and (again := _TAIL.match(f"{digits[:cut]}/{digits[cut:]}"))
            for symbol in _spelled(_HEADS[head], again)
        ]  # fmt: skip
    return []


def _odd_session(text: str) -> str:
    """Special sessions as they are also written: S36, 36th special session is not read."""
    return re.sub(r"(?<![A-Z])S[\s/._]*(?=\d)", "S-", text)


def _spelled(kind: str, match: re.Match[str]) -> list[str]:
    session, number, letter = str(int(match["session"])), int(match["number"]), match["letter"]
    prefix = {"S": "S-", "OM": "OM/"}.get(match["kind"] or "", "")
    if session == "0" or number == 0:
        return []
    kind = kind or match["late"] or ""
    kinds = [kind] if kind else ["RES"] if number <= 100 else ["DEC"]
    return [f"A/HRC/{name}/{prefix}{session}/{number}{letter}" for name in kinds]


def _excel_month(text: str) -> list[str]:
    """What Excel makes of 22/1 and 5/54: 22-Jan, May-54; either order of day and month may have been at work."""
    match = re.fullmatch(r"(?:([A-Z]{3,9})[\s.-]+(\d{1,2}))|(?:(\d{1,2})[\s.-]+([A-Z]{3,9}))", text)
    if not match:
        return []
    month = MONTHS.get((match[1] or match[4]).lower())
    number = int(match[2] or match[3])
    if month is None or number == 0:
        return []
    ways = [(number, month)] if number > 31 or match[1] else [(number, month), (month, number)]
    return [f"A/HRC/RES/{session}/{place}" for session, place in dict.fromkeys(ways)]


def _draft(text: str) -> list[str]:
    letters, tail = _letters_and_tail(_odd_session(text))
    match = _DRAFT_TAIL.match(_digits_of_draft(tail))
    if match is None or _head(letters, _DRAFT_HEADS) is None:
        return []
    prefix = {"S": "S-", "OM": "OM/"}.get(match["kind"] or "", "")
    session, number = int(match["session"]), int(match["number"])
    if not session or not number:
        return []
    return [f"A/HRC/{prefix}{session}/L.{number}{_more(match['more'])}"]


def _digits_of_draft(tail: str) -> str:
    tail = re.sub(r"(?<=[\d.])O(?=[\d/]|$)", "0", tail)
    return re.sub(r"(?<=L\.)I(?=\d|$)|(?<=\d)I(?=\d|/|$)", "1", tail)


def _more(text: str) -> str:
    """/Rev.1/Add.1 and the like, in the order in which they stand."""
    names = {"R": "Rev", "A": "Add", "C": "Corr"}
    return "".join(f"/{names[word]}.{int(number)}" for word, number in _MORE.findall(text))


def _document(text: str) -> list[str]:
    if draft := _draft(text):
        return draft
    letters, tail = _letters_and_tail(_odd_session(text))
    if letters not in ("AHRC", "HRC", "") and letters in _HEADS:
        return _resolution(text)
    match = _DOCUMENT_TAIL.match(_digits(tail))
    if match is None or _head(letters, ("AHRC", "HRC")) is None:
        return []
    prefix = {"S": "S-", "OM": "OM/"}.get(match["kind"] or "", "")
    return [f"A/HRC/{prefix}{int(match['session'])}/{int(match['number'])}{_more(match['more'])}"]
