"""A web address that lost or won a character on its way into the cell.

Several addresses of one cell are mended one by one. A scheme is added only to what has a host (`docs.un.org/…`, `www.…`), and
a UN document named by its symbol alone gets the address at which the record cites it.

Limits: whether the address leads anywhere is not asked; a slip inside a path is not seen here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from flows.suggest.slips import nearest
from flows.suggest.text import TO_LATIN, clean_text

_GOOD = re.compile(r"https?://[^\s/?#;]+\.[^\s/?#;]+(?:[/?#]\S*)?")
# One address, or what was one: to the next scheme, www. or the separator.
_NEXT = re.compile(
    r"\s*[;,|]\s*(?=h\w{1,5}\W*//?|www\.|(?:[\w-]+\.)+[\w-]+/)|\s+(?=(?:h\w{1,5}[:;]?/|www\.))", re.IGNORECASE
)
_SCHEME = re.compile(r"^(?:(?:h\s?t\s?t\s?p?\s?(s?)|h?t+p+(s?)|htt?ps?t?p?(s?)|hpp?t?t?p?(s?)|hhttp(s?)|htpt(s?)|thtp(s?)|httpss?|hthp(s?)))\s*[:;.]*\s*[/\\|]+\s*", re.IGNORECASE)  # fmt: skip
_HOST = re.compile(r"^(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?(?:[/?#]|$)", re.IGNORECASE)
_DOCUMENT_HOSTS = ("docs.un.org", "undocs.org")
_NONE: Mapping[str, str] = {}


def repair_url(value: str, hosts: Mapping[str, str] = _NONE) -> str | None:
    """The cell with each of its addresses as it should be, or None where one cannot be mended.

    `hosts` are those of other rows with their schemes: one slip away from a single one of them, a host is taken for that, and a
    scheme that is missing or misspelt is the one of its host.
    """
    text = clean_text(value).strip("<>\"'()[]“”‘’«»")
    text = re.sub(r"^(?:URL|link|source|see)\s*:\s*", "", text, flags=re.IGNORECASE)
    text = re.sub(r"(https?://[\w-]+),(?=[\w-]+\.)", r"\1.", text)  # a comma in the host
    parts = [part for part in _NEXT.split(text) if part.strip(" ;,")]
    mended = [_one(part, hosts) for part in parts]
    if not mended or any(item is None for item in mended):
        return None
    return "; ".join(dict.fromkeys(item for item in mended if item))


def _one(address: str, hosts: Mapping[str, str]) -> str | None:
    text = address.strip(" \t;,<>\"'“”‘’«»")
    blank_in_host = re.match(r"[a-z:/]*[^/\s]+\s+[^/\s]+", text, re.IGNORECASE) is not None
    text = re.sub(r"\s+", "" if text.count(" ") <= 3 else " ", text).replace("\\", "/")
    if not text.isascii():
        head, slash, rest = text.partition("/")
        text = text.translate(TO_LATIN) if "://" in text[:9] and head.isascii() is False else head + slash + rest
    text = _trailing(text)
    text = re.sub(r"^(https?://)+(?=https?:)", "", text, flags=re.IGNORECASE)  # a scheme pasted before the address
    bare = _without_scheme(text)
    if bare is None:
        return None
    scheme, rest = bare
    rest = re.sub(r"^(?:https?:?/+)+", "", rest, flags=re.IGNORECASE)
    host, slash, path = rest.partition("/")
    host = host.lower().replace(",", ".").rstrip(".")
    if hosts and host not in hosts:
        place = nearest(host, sorted(hosts), 1)
        if place is None and blank_in_host:
            return None
        host = host if place is None else sorted(hosts)[place]
    if not _HOST.match(f"{host}/"):
        return None
    if not re.match(r"https?://", text, re.IGNORECASE):
        scheme = hosts.get(host, scheme)
    if host in _DOCUMENT_HOSTS:
        path = _document_path(path)
    whole = f"{scheme}{host}{slash}{path}"
    return whole if _GOOD.fullmatch(whole) else None


def _without_scheme(text: str) -> tuple[str, str] | None:
    """The scheme as it should be, and the rest; None where there is no host."""
    if right := re.match(r"(https?)://+", text, re.IGNORECASE):
        return f"{right[1].lower()}://", text[right.end() :]
    if odd := _SCHEME.match(text):
        plain = "http://" if re.match(r"h?t+p+\W", odd[0], re.IGNORECASE) and "s" not in odd[0].lower() else "https://"
        return plain, text[odd.end() :]
    if misspelt := re.match(r"([a-z]{2,7})[:;]?/{1,3}(?=[a-z0-9-]+\.)", text, re.IGNORECASE):
        from flows.suggest.slips import slips

        word = misspelt[1].lower()
        if slips(word, "https", 2) <= 2 or slips(word, "http", 1) <= 1:
            return ("https://" if slips(word, "https", 3) <= slips(word, "http", 3) else "http://"), text[
                misspelt.end() :
            ]
    if glued := re.match(r"(https?)[:.;]?/*(?=(?:www|docs|undocs|search)[.\w])", text, re.IGNORECASE):
        return f"{glued[1].lower()}://", text[glued.end() :]
    text = text.lstrip(":/")
    return ("https://", text) if _HOST.match(text) else None


def _trailing(text: str) -> str:
    """Without punctuation that belongs to the sentence the address stood in; a closing bracket stays if it was opened."""
    while text and text[-1] in ".,;:!'\"”’»>":
        text = text[:-1]
    while text.endswith(")") and text.count("(") < text.count(")"):
        text = text[:-1]
    return text


def _document_path(path: str) -> str:
    """The path of a UN document: two letters of language and the symbol in its usual letters."""
    from flows.suggest.symbols import repair_symbol

    language, _, symbol = path.partition("/")
    if not re.fullmatch(r"[a-z]{2}", language):
        language, symbol = "", path
    known = repair_symbol(symbol, kind="resolution") or repair_symbol(symbol, kind="draft")
    if len(known) == 1 and re.match(r"A\W*HRC", symbol, re.IGNORECASE):
        symbol = known[0]
    return f"{language}/{symbol}" if language else symbol


def hosts(addresses: Iterable[str]) -> dict[str, str]:
    """The hosts of addresses that are as they should be, each with the scheme by which it is mostly called."""
    found = Counter(match.groups() for address in addresses if (match := re.match(r"(https?://)([^\s/?#;]+)", address)))
    return {host.lower(): scheme for (scheme, host), _ in reversed(found.most_common())}
