"""The tables of the record, in the order in which they are judged: a table refers only to itself and to those above it.

A new table is one file in `schemas/`, one CSV in `raw/` and one line here.
"""

from __future__ import annotations

TABLES: tuple[str, ...] = (
    "schemas.reference.countries:Countries",
    "schemas.reference.country_aliases:CountryAliases",
    "schemas.reference.groups:Groups",
    "schemas.reference.themes:Themes",
    "schemas.reference.agenda_items:AgendaItems",
    "schemas.reference.treaties:Treaties",
    "schemas.reference.memberships:Memberships",
    "schemas.reference.sessions:Sessions",
    "schemas.resolutions:Resolutions",
    "schemas.sponsors:Sponsors",
    "schemas.votes:Votes",
    "schemas.follow_ups:FollowUps",
    "schemas.reforms:Reforms",
    "schemas.waivers:Waivers",
    "schemas.corrections:Corrections",
    "schemas.words:Words",
)
