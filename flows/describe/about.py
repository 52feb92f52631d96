"""What is true of the record as a whole: its name, its licence, who makes it and from whose records.

Every description of a release takes these words from here, so that none can say something else. There is no clock: the day of
a release is that of the commit which holds its raw files, and a release of files that are in no commit has no day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flows.edition import Edition

NAME = "hrc-record"
TITLE = "HRC Record"
SUMMARY = (
    "Who tabled what at the United Nations Human Rights Council, and what was reformed at home: "
    "resolutions, their sponsors, votes and follow-ups, and national human-rights reforms."
)
SCOPE = (
    "Sessions 22 to 30 and 49 to 57 are complete, others in part; votes and reforms are those of Kazakhstan, a member from "
    "2013 to 2015 and from 2022 to 2024. What no source says is left empty, and every row names its sources."
)
HOMEPAGE = "https://github.com/hrc-record/hrc-record"
MAKER = "HRC Record contributors"
KEYWORDS = (
    "Human Rights Council",
    "United Nations",
    "resolutions",
    "sponsors",
    "voting",
    "human rights",
    "treaty ratification",
    "Kazakhstan",
)
LANGUAGES = ("en", "ru")

LICENCE = "CC-BY-4.0"
LICENCE_TITLE = "Creative Commons Attribution 4.0 International"
LICENCE_ADDRESS = "https://creativecommons.org/licenses/by/4.0/"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrimaryRecord:
    """A public body's own record of what it did; `host` is the site on which rows cite it."""

    title: str
    address: str
    host: str


# Named where the rows cite them, most cited first. Other addresses (ministries, news, copies) stand in the rows themselves.
PRIMARY_RECORDS = (
    PrimaryRecord(title="United Nations documents", address="https://docs.un.org/", host="docs.un.org"),
    PrimaryRecord(
        title="OHCHR Library catalogue", address="https://searchlibrary.ohchr.org/", host="searchlibrary.ohchr.org"
    ),
    PrimaryRecord(title="United Nations Treaty Collection", address="https://treaties.un.org/", host="treaties.un.org"),
    PrimaryRecord(
        title="Adilet, the legal information system of Kazakhstan",
        address="https://adilet.zan.kz/",
        host="adilet.zan.kz",
    ),
)


def cited(edition: Edition) -> tuple[PrimaryRecord, ...]:
    """The primary records that at least one row cites."""
    hosts = set(_hosts(edition))
    return tuple(record for record in PRIMARY_RECORDS if record.host in hosts)


def citation(version: str, year: str | None) -> str:
    """How to cite a release, in one line."""
    return f"{MAKER} ({year or 'n.d.'}). {TITLE}, version {version} [data set]. {HOMEPAGE}. Licence: {LICENCE}."


def _hosts(edition: Edition) -> Iterator[str]:
    for table in edition.tables:
        for column in table.columns:
            if column.type == "list":
                items = edition.frames[table.name][column.name].explode()
                yield from items.str.extract(r"^https?://([^/?#]+)", 1).drop_nulls().unique().to_list()
