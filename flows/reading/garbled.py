"""Text whose UTF-8 bytes were once read as Windows-1252 or 1251 and saved like that ("CÃ´te d’Ivoire"): known by its shape, and undone where that is certain."""

from __future__ import annotations

import re

# UTF-8 read as Windows-1252 ("CÃ´te") shows one of these letters before a sign; read as Windows-1251 ("РљР°Р·"), the letters Р and С before every other sign.
_LATIN = re.compile(
    "(?:[ÂÃÄÅÐÑØÙ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â[€„‚][\x80-\xbf‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ¢])+"
)
_CYRILLIC = re.compile("(?:[РСТУ][\xa0¤¦§©«¬\xad®°±µ¶·»ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—™љ›њќћџЎўЈҐЁЄЇІіґё№єјЅѕї\x98]){2,}")


def garbled(text: str) -> bool:
    """Whether a text may hold letters that were UTF-8 and were read as another encoding."""
    return _LATIN.search(text) is not None or _CYRILLIC.search(text) is not None


def unscrambled(cell: str) -> str | None:
    """The text before its UTF-8 bytes were read as Windows-1252 or 1251; None where that is not what happened."""
    for codec, pattern in (("cp1252", _LATIN), ("cp1251", _CYRILLIC)):
        if not pattern.search(cell):
            continue
        failed = False

        def back(match: re.Match[str], codec: str = codec) -> str:
            nonlocal failed
            raw = b"".join(_byte(ch, codec) for ch in match[0])
            try:
                return raw.decode("utf-8")
            except UnicodeDecodeError:
                failed = True
                return match[0]

        right = pattern.sub(back, cell)
        if not failed and right != cell:
            return right
    return None


def _byte(ch: str, codec: str) -> bytes:
    """The byte a character was read from; the five that Windows leaves undefined pass as they are."""
    try:
        return ch.encode(codec)
    except UnicodeEncodeError:
        return ch.encode("latin-1", "replace")
