"""What kind of file is this, whatever its name says? Judged by the first bytes, as every kind of file but text announces itself there."""

from __future__ import annotations

from flows.issue import Issue
from flows.reading.rules import found

_EXCEL = "Open it in Excel and save it as “CSV UTF-8 (comma delimited)”"
_FETCH = "Fetch the table itself and put it in place of this file."

# (first bytes, what it is, what to do)
_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (
        b"PK\x03\x04",
        "an Excel workbook or another zipped file",
        f"{_EXCEL}, or give it the ending .xlsx if that is what it is.",
    ),
    (b"PK\x05\x06", "an empty zip file", _FETCH),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook (.xls)", f"{_EXCEL}."),
    (b"%PDF", "a PDF document", "A PDF holds no table that can be read safely. Ask for the table it was made from."),
    (b"{\\rtf", "a word processor's document (RTF)", "Copy the table into a sheet and save that as CSV."),
    (b"\x1f\x8b", "a compressed file (gzip)", "Unpack it first."),
    (b"PAR1", "a Parquet file", "Raw tables are typed by people, in CSV."),
    (b"SQLite format 3", "a SQLite database", "Export the table from it as CSV."),
    (b"\x89PNG", "a picture", _FETCH),
    (b"\xff\xd8\xff", "a picture", _FETCH),
    (b"GIF8", "a picture", _FETCH),
    (b"version https://git-lfs", "a stand-in for a file kept in Git LFS", "Fetch the file itself with “git lfs pull”."),
)


def other_kind(data: bytes, file: str) -> Issue | None:
    """The issue of a file that is no CSV file at all; None where it may be one."""
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        seen = (
            ("holds only zero bytes, as after a crash" if b"\0" in data else "holds only blanks")
            if data
            else "is empty"
        )
        advice = (
            "Restore it from the last version that had content, or write the names of the columns in its first line."
        )
        return found("empty_file", file, f"The file {seen}: there is not even a header. {advice}", line=1)
    for start, what, advice in _SIGNATURES:
        if data.startswith(start):
            return _kind(file, what, advice)
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    low = head[:512].lower()
    if low.startswith((b"<!doctype", b"<html", b"<head", b"<body")):
        return _kind(file, "a web page, often an error page saved in place of the download", _FETCH)
    if low.startswith((b"<?xml", b"<table", b"<workbook")):
        return _kind(file, "an XML file", f"{_EXCEL}.")
    if low[:1] in b"[{" and _is_json(data):
        return _kind(file, "a JSON file", "Export the table as CSV.")
    return None


def not_text(data: bytes, file: str) -> Issue | None:
    """The issue of bytes that cannot be text in an 8-bit encoding; UTF-16 must have been ruled out, as it is full of control bytes."""
    sample = data[:65536]
    noise = len(sample) - len(sample.translate(None, bytes(range(1, 9)) + bytes(range(14, 32))))
    return _kind(file, "not text", _FETCH) if noise > len(sample) // 20 else None


def _kind(file: str, what: str, advice: str) -> Issue:
    return found(
        "other_kind", file, f"The name says CSV, but the content is {what}. No row could be read. {advice}", line=1
    )


def _is_json(data: bytes) -> bool:
    import json

    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return data.lstrip()[:2].replace(b" ", b"") in (b'{"', b"[{", b"[[")
    return True
