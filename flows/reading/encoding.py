"""Bytes to text, never to garbled text: what is proved is used, what is guessed is said, what is unsure is refused.

In this order: byte-order mark; the zero bytes of UTF-16 without mark; strict UTF-8; a cut last character; two encodings in one file; a
guess among the encodings that HRC Record's languages are saved in (`flows.reading.guessing`). UTF-8, with or without mark, passes without
a word, since that is what Excel and LibreOffice write.

Why an own guess and not chardet: limited to the same candidates chardet was right on 95 % of 516 legacy files, and its confidence of
0.02 to 0.21 tells nothing; letter pairs and capitals of the few languages of this record settle all of them, cost no import and say when they do not know.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field

from flows.issue import Issue
from flows.reading.kinds import not_text
from flows.reading.rules import found, shown

_SAVE = "Save the file as “CSV UTF-8”, like the others."
_MARKS: tuple[tuple[bytes, str, str], ...] = (  # longest first: the mark of UTF-32 begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n|\Z)")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file. `bad_lines` could not be decoded for sure: no record on them may be used. `usable` is False where nothing may be."""

    text: str
    house_style: bool = True
    issues: list[Issue] = field(default_factory=list)
    bad_lines: frozenset[int] = frozenset()
    usable: bool = True


def decode(data: bytes, file: str) -> Decoded:
    """The text of `data`, without byte-order mark, and what has to be said about its encoding."""
    if data.startswith(codecs.BOM_UTF8):
        data = data[3:]
    for mark, codec, label in _MARKS:
        if data.startswith(mark):
            return _wide(data[len(mark) :], codec, label, file)
    wide = _unmarked_utf16(data)
    if wide:
        return _wide(data, wide, "UTF-16 (without the mark that says so)", file)
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        return _not_utf8(data, file, error)


def _wide(data: bytes, codec: str, label: str, file: str) -> Decoded:
    warning = found(
        "encoding",
        file,
        f"The file is saved in {label}. It was read rightly, but many programs would garble it. {_SAVE}",
        line=1,
    )
    try:
        return Decoded(data.decode(codec), False, [warning])
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(codec, "replace")
        line = len(_newlines(before)) + 1
        if error.end < len(data) - 4:
            message = f"The file is saved in {label}, but from line {line:,} on it is damaged, so no row of it can be trusted. Restore it from an earlier version."
            return Decoded("", False, [found("mixed_encoding", file, message, line=line)], usable=False)
        text = before if before.endswith("\n") else before + "\ufffd"
        return Decoded(text, False, [warning, _cut(file, line)], frozenset({line}))


def _unmarked_utf16(data: bytes) -> str | None:
    """The UTF-16 codec whose text makes sense, where zero bytes hint at one."""
    sample = data[:8192]
    if b"\0" not in sample:
        return None
    sample = sample[: len(sample) // 2 * 2]
    for codec in ("utf-16-le", "utf-16-be"):
        text = sample.decode(codec, "replace")
        sane = sum(" " <= ch <= "ӿ" or ch in "\r\n\t" or "\u2010" <= ch <= "\u20bf" for ch in text)
        if sane > 0.95 * len(text) and text.count("\0") == 0:
            return codec
    return None


def _not_utf8(data: bytes, file: str, error: UnicodeDecodeError) -> Decoded:
    kind = not_text(data, file)
    if kind:
        return Decoded("", False, [kind], usable=False)
    multibyte, bad = _sort_lines(data)
    last = data.count(b"\n") + 1
    if len(bad) == 1 and error.reason == "unexpected end of data" and error.end == len(data):
        text = data[: error.start].decode("utf-8") + "\ufffd"
        return Decoded(text, False, [_cut(file, max(bad))], frozenset(bad))
    if multibyte:
        issues = [_mixed(run, bad, file) for run in _runs(sorted(bad))]
        return Decoded(data.decode("utf-8", "replace"), False, issues, frozenset(bad))
    from flows.reading.guessing import guess

    best = guess(data)
    first = min(bad)
    example = shown(_around(best.text.split("\n")[first - 1 if first <= last else 0]))
    if not best.sure:
        message = (
            f"The file is not saved as UTF-8, and what it is saved in cannot be told for sure. {best.label} is the likeliest, in which line {first:,} reads {example}."
            " Nothing was read, since names could come out misspelt. Open the file in the program it comes from and save it as “CSV UTF-8”."
        )
        return Decoded(best.text, False, [found("encoding", file, message, severity="error", line=first)], usable=False)
    message = f"The file is not saved as UTF-8. By its letters it is {best.label}, in which line {first:,} reads {example}. If that is right, the rest is too. {_SAVE}"
    return Decoded(best.text, False, [found("encoding", file, message, line=first)])


def _mixed(run: list[int], bad: dict[int, bytes], file: str) -> Issue:
    """The issue of lines, one below the other, that are not UTF-8 while others are."""
    from flows.reading.guessing import guess

    one = guess(b"".join(bad[line] for line in run))
    first = one.text.split("\n", maxsplit=1)[0].strip()
    reading = f" If it was saved in {one.label}, it reads {shown(first)}." if one.sure else ""
    lines = f"Line {run[0]:,} holds" if len(run) == 1 else f"Lines {run[0]:,} to {run[-1]:,} hold"
    waits = "The row waits until its" if len(run) == 1 else "These rows wait until their"
    message = (
        f"{lines} letters that are not saved as UTF-8, while other lines are: rows from two sources were put together, or the file was damaged here."
        f"{reading} {waits} letters outside English are typed again."
    )
    return found("mixed_encoding", file, message, line=run[0])


def _runs(lines: list[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for line in lines:
        if runs and line == runs[-1][-1] + 1:
            runs[-1].append(line)
        else:
            runs.append([line])
    return runs


def _sort_lines(data: bytes) -> tuple[int, dict[int, bytes]]:
    """How many lines hold letters that are rightly UTF-8, and the lines (number -> bytes) that are not UTF-8."""
    multibyte, bad = 0, {}
    for number, match in enumerate(_LINE.finditer(data), 1):
        raw = match.group()
        if raw.isascii():
            continue
        try:
            raw.decode("utf-8")
            multibyte += 1
        except UnicodeDecodeError:
            bad[number] = raw
    return multibyte, bad


def _cut(file: str, line: int) -> Issue:
    message = (
        f"The file ends in the middle of a letter, in line {line:,}: it was cut short, so that line and perhaps others after it are lost."
        " Fetch the file again, or restore it from an earlier version."
    )
    return found("cut_character", file, message, line=line)


def _newlines(text: str) -> list[str]:
    return re.findall(r"\r\n|\r|\n", text)


def _around(line: str) -> str:
    """The part of a line about its first letter outside English."""
    at = next((i for i, ch in enumerate(line) if not ch.isascii()), 0)
    return line[max(0, at - 20) : at + 30].strip()
