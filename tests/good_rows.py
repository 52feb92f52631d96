"""A record of a few rows that breaks no rule, and the slips that break each rule once: what `test_every_rule.py` goes through.

The rows are real in shape and short in number. Every rule is judged (true, not merely unknown) on at least one of them.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from flows.read import Snapshot
from schemas.engine import Record
from schemas.plan import Plan

Row = dict[str, str]
UN = "https://docs.un.org/en/"
PAGE = "https://example.org/page"

GOOD: dict[str, list[Row]] = {
    "countries": [
        {"alpha3": "KAZ", "alpha2": "KZ", "m49": "398", "name": "Kazakhstan", "formal_name": "Republic of Kazakhstan",
         "name_ru": "Казахстан", "formal_name_ru": "Республика Казахстан", "un_status": "member",
         "regional_group": "Asia-Pacific", "un_admitted_on": "1992-03-02", "un_admission_basis": "ga_resolution",
         "un_admission_resolution": "46/224", "m49_region": "Asia", "m49_subregion": "Central Asia", "source_url": PAGE},
        {"alpha3": "ALB", "alpha2": "AL", "m49": "008", "name": "Albania", "formal_name": "Republic of Albania",
         "un_status": "member", "regional_group": "Eastern European", "un_admitted_on": "1955-12-14",
         "m49_region": "Europe", "m49_subregion": "Southern Europe", "source_url": PAGE},
        {"alpha3": "VAT", "alpha2": "VA", "m49": "336", "name": "Holy See", "formal_name": "Holy See",
         "un_status": "observer", "m49_region": "Europe", "m49_subregion": "Southern Europe", "source_url": PAGE},
    ],
    "country_aliases": [
        {"alias": "Kazakhstan", "country": "KAZ", "language": "en", "kind": "un_short", "source": "UNTERM"},
        {"alias": "Казахстан", "country": "KAZ", "language": "ru", "kind": "un_short", "source": "UNTERM"},
        {"alias": "KAZ", "country": "KAZ", "language": "und", "kind": "code", "source": "ISO 3166-1"},
        {"alias": "Albania", "country": "ALB", "language": "en", "kind": "un_short", "source": "UNTERM"},
        {"alias": "Holy See", "country": "VAT", "language": "en", "kind": "un_short", "source": "UNTERM"},
    ],
    "groups": [
        {"group": "OIC", "name": "Organization of Islamic Cooperation",
         "other_names": "Organisation of Islamic Cooperation; Islamic Conference", "kind": "political_group",
         "source_url": PAGE},
        {"group": "EU", "name": "European Union", "kind": "union", "source_url": PAGE},
    ],
    "themes": [
        {"theme": "CHILDREN", "scheme": "ohchr_library", "source_url": PAGE},
        {"theme": "RIGHT TO EDUCATION", "scheme": "ohchr_library", "source_url": PAGE},
        {"theme": "death-penalty", "scheme": "hrc_record"},
    ],
    "agenda_items": [
        {"item": "3", "title": "Promotion and protection of all human rights", "short_title": "All rights", "source_url": PAGE},
        {"item": "5", "title": "Human rights bodies and mechanisms", "short_title": "Bodies", "source_url": PAGE},
    ],
    "treaties": [
        {"abbreviation": "ICCPR", "untc_no": "IV-4", "other_abbreviations": "CCPR; Civil Covenant",
         "title": "International Covenant on Civil and Political Rights", "adopted_on": "1966-12-16",
         "in_force_on": "1976-03-23", "instrument_type": "core", "kaz_signed_on": "2003-12-02",
         "kaz_action": "ratification", "kaz_action_on": "2006-01-24", "kaz_in_force_on": "2006-04-24",
         "source_url": PAGE, "kaz_source_url": PAGE},
        {"abbreviation": "ICCPR-OP2", "untc_no": "IV-12", "title": "Second Optional Protocol", "parent_untc_no": "IV-4",
         "adopted_on": "1989-12-15", "in_force_on": "1991-07-11", "instrument_type": "protocol",
         "kaz_signed_on": "2020-09-23", "kaz_action": "ratification", "kaz_action_on": "2022-03-24",
         "kaz_in_force_on": "2022-06-24", "source_url": PAGE},
    ],
    "memberships": [
        {"country": "Kazakhstan", "term_start": "2022-01-01", "term_end": "2024-12-31", "elected_in": "2021",
         "regional_group": "Asia-Pacific", "source_url": PAGE},
        {"country": "Albania", "term_start": "2023-01-01", "elected_in": "2022", "regional_group": "Eastern European",
         "source_url": PAGE},
    ],
    "sessions": [
        {"session": "53", "type": "regular", "number": "53", "opened_on": "2023-06-19", "closed_on": "2023-07-14",
         "date_basis": "report", "source_url": PAGE},
        {"session": "54", "type": "regular", "number": "54", "opened_on": "2023-09-11", "closed_on": "2023-10-13",
         "segments": "2023-09-11/2023-09-22; 2023-10-02/2023-10-13", "resolutions_adopted": "3", "date_basis": "report",
         "source_url": PAGE},
        {"session": "55", "type": "regular", "number": "55", "opened_on": "2024-02-26", "date_basis": "list", "source_url": PAGE},
        {"session": "S-36", "type": "special", "number": "36", "opened_on": "2023-05-11", "closed_on": "2023-05-11",
         "subject": "Sudan", "date_basis": "report", "source_url": PAGE},
    ],
    "resolutions": [
        {"symbol": "A/HRC/RES/54/1", "title": "First", "adopted_on": "2023-10-11", "agenda_item": "3",
         "adoption": "without_vote", "draft_symbol": "A/HRC/54/L.1/Rev.1", "themes": "RIGHT TO EDUCATION; CHILDREN",
         "source_url": UN + "A/HRC/RES/54/1; " + PAGE},
        {"symbol": "A/HRC/RES/54/2", "title": "Second", "adopted_on": "2023-10-12", "agenda_item": "5",
         "adoption": "recorded_vote", "votes_for": "2", "votes_against": "0", "votes_abstaining": "0",
         "draft_symbol": "A/HRC/54/L.2", "source_url": UN + "A/HRC/RES/54/2"},
        {"symbol": "A/HRC/RES/54/3", "title": "Third", "adopted_on": "2023-10-13", "adoption": "without_vote",
         "source_url": PAGE},
        {"symbol": "A/HRC/PRST/53/1", "title": "A statement", "adopted_on": "2023-07-14", "adoption": "without_vote",
         "source_url": PAGE},
        {"symbol": "A/HRC/RES/S-36/1", "title": "Sudan", "adopted_on": "2023-05-11", "adoption": "recorded_vote",
         "votes_for": "1", "votes_against": "0", "votes_abstaining": "0", "source_url": UN + "A/HRC/RES/S-36/1"},
    ],
    "sponsors": [
        {"resolution": "A/HRC/RES/54/1", "country": "Казахстан", "role": "main_sponsor",
         "source_url": UN + "A/HRC/RES/54/1"},
        {"resolution": "A/HRC/RES/54/2", "country": "albania", "role": "cosponsor",
         "on_behalf_of": "Organisation of Islamic Cooperation, except Albania and Holy See", "source_url": PAGE},
        {"resolution": "A/HRC/RES/54/2", "country": "Holy See", "role": "core_group", "on_behalf_of": "EU",
         "source_url": PAGE},
    ],
    "votes": [
        {"resolution": "A/HRC/RES/54/2", "country": "Kazakhstan", "vote": "in_favour", "source_url": UN + "A/HRC/RES/54/2"},
        {"resolution": "A/HRC/RES/S-36/1", "country": "KAZ", "vote": "in_favour", "source_url": PAGE},
    ],
    "follow_ups": [
        {"resolution": "A/HRC/RES/54/1", "kind": "panel_discussion", "due_session": "57", "held_on": "2024-09-18",
         "title": "Panel discussion on education", "source_url": UN + "A/HRC/RES/54/1",
         "note": "mandated in operative paragraph 8, for HRC session 57"},
        {"resolution": "A/HRC/RES/54/1", "kind": "report", "due_session": "59", "document_symbol": "A/HRC/59/33",
         "source_url": PAGE, "note": "mandated in operative paragraph 9, for HRC session 59"},
    ],
    "reforms": [
        {"reform_id": "kaz-iccpr-op2-signature-2020", "country": "Kazakhstan", "title": "Signature of ICCPR-OP2",
         "kind": "treaty_action", "instrument": "ICCPR-OP2", "action": "signature", "decided_on": "2020-09-23",
         "themes": "death-penalty", "resolutions": "A/HRC/RES/54/1; A/HRC/RES/54/2", "source_url": PAGE},
        {"reform_id": "kaz-iccpr-op2-ratification-2022", "country": "Kazakhstan", "title": "Ratification of ICCPR-OP2",
         "kind": "treaty_action", "instrument": "ICCPR-OP2", "action": "ratification", "decided_on": "2022-03-24",
         "in_force_on": "2022-06-24", "source_url": PAGE},
        {"reform_id": "kaz-plan-2024", "country": "Kazakhstan", "title": "A plan", "kind": "national_plan",
         "instrument": "plan", "action": "adopted", "decided_on": "2024", "in_force_on": "2024-03", "source_url": PAGE},
        {"reform_id": "kaz-court-2023", "country": "Kazakhstan", "title": "A court", "kind": "institution",
         "instrument": "court", "action": "operational", "in_force_on": "2023-01-01", "source_url": PAGE},
    ],
    "words": [{"word": "Қазақстан", "seen_in": "reforms.csv, title", "note": "the Kazakh name"}],
    "waivers": [
        {"rule": "sponsors.country.vocabulary", "row": "A/HRC/RES/54/1 | President | main_sponsor", "value": "President",
         "reason": "The President tabled this text", "source_url": PAGE, "decided_on": "2026-11-24"},
    ],
    "corrections": [
        {"table": "resolutions", "row": "A/HRC/RES/54/2", "column": "votes_for", "expected": "2", "value": "3",
         "reason": "The report gives 3", "source_url": PAGE, "decided_on": "2026-11-24"},
    ],
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """One rule broken: these cells of row `row` of the good table changed, or rows put in place of (`rows`) all of them."""

    rule: str
    row: int = 0
    cells: Row | None = None
    add: tuple[Row, ...] = ()  # rows added below, each a change of a copy of row `row`
    drop: bool = False  # row `row` is left out
    broken: int | None = None  # the row that is reported, where it is not `row`
    also: dict[str, list[Row]] | None = None  # other tables, changed as well: all their rows


_SITTING = GOOD["memberships"][0]
SLIPS: tuple[Slip, ...] = (
    Slip(rule="countries.member_has_group", cells={"regional_group": ""}),
    Slip(rule="countries.admitted_after_charter", cells={"un_admitted_on": "1945-10-23"}),
    Slip(rule="countries.unique", add=({"alpha2": "XX", "m49": "999"},), broken=3),
    Slip(rule="countries.alpha2_unique", row=1, cells={"alpha2": "KZ"}),
    Slip(rule="countries.m49_unique", row=1, cells={"m49": "398"}),
    Slip(rule="country_aliases.unique", add=({"country": "ALB"},), broken=5),
    Slip(rule="country_aliases.as_in_the_table_of_states", row=3, cells={"alias": "Albanie"}),
    Slip(rule="country_aliases.code_of_its_state", row=2, cells={"alias": "KZA"}),
    Slip(rule="country_aliases.letters_of_its_language", row=1, cells={"alias": "Kasachstan", "kind": "common"}),
    Slip(rule="country_aliases.unambiguous", add=({"alias": "KAZAKHSTÁN"},), broken=5),
    Slip(rule="groups.unique", add=({"name": "Other"},), broken=2),
    Slip(rule="themes.tag_has_source", cells={"source_url": ""}),
    Slip(rule="themes.unique", add=({},), broken=3),
    Slip(rule="agenda_items.unique", add=({"title": "Other"},), broken=2),
    Slip(rule="treaties.in_force_after_adoption", cells={"in_force_on": "1966-12-15"}),
    Slip(rule="treaties.signed_after_adoption", row=1, cells={"kaz_signed_on": "1989-12-14"}),
    Slip(rule="treaties.bound_after_signature", cells={"kaz_action_on": "2003-12-01"}),
    Slip(rule="treaties.binding_after_instrument", cells={"kaz_in_force_on": "2006-01-23"}),
    Slip(rule="treaties.protocol_has_parent", row=1, cells={"parent_untc_no": ""}),
    Slip(rule="treaties.unique", add=({"untc_no": "IV-99"},), broken=2),
    Slip(rule="treaties.untc_no_unique", add=({"abbreviation": "OTHER"},), broken=2),
    Slip(rule="memberships.ends_after_start", cells={"term_end": "2021-12-31"}),
    Slip(rule="memberships.three_years", cells={"term_end": "2025-09-30"}),
    Slip(rule="memberships.elected_before", cells={"elected_in": "2020"}),
    Slip(rule="memberships.group_of_state", row=1, cells={"regional_group": "WEOG"}),
    Slip(rule="memberships.no_overlap", add=({"term_start": "2023-01-01", "term_end": ""},), broken=2),
    Slip(rule="memberships.at_most_47", add=({"term_start": "2022-02-01", "term_end": "2022-03-01"},) * 47, broken=2),
    Slip(rule="memberships.seats_are_taken", add=({"term_start": "2026-01-01", "term_end": ""},)),
    Slip(rule="memberships.unique", add=({"country": "Казахстан"},), broken=2),
    Slip(rule="sessions.number_of_session", cells={"number": "35"}),
    Slip(rule="sessions.closed_after_opened", cells={"closed_on": "2023-06-18"}),
    Slip(rule="sessions.half_a_year", cells={"closed_on": "2024-07-14"}),
    Slip(rule="sessions.segments_within", row=1, cells={"segments": "2023-10-02/2023-10-13; 2023-09-11/2023-09-22"}),
    Slip(rule="sessions.unique", add=({},), broken=4),
    Slip(rule="sessions.in_order", row=1, cells={"opened_on": "2023-07-01"}),
    Slip(rule="resolutions.session.reference", row=3, cells={"symbol": "A/HRC/PRST/52/1"}),
    Slip(rule="resolutions.symbol_and_document", cells={"source_url": UN + "A/HRC/RES/54/2"}),
    Slip(rule="resolutions.number_within_session", row=2, cells={"symbol": "A/HRC/RES/54/4"}),
    Slip(rule="resolutions.adopted_in_session", cells={"adopted_on": "2023-09-25"}),
    Slip(rule="resolutions.draft_of_same_session", cells={"draft_symbol": "A/HRC/53/L.1"}),
    Slip(rule="resolutions.counts_mean_a_vote", row=1, cells={"adoption": "without_vote"}),
    Slip(rule="resolutions.vote_has_counts", cells={"adoption": "recorded_vote"}),
    Slip(rule="resolutions.no_counts_without_vote", cells={"votes_against": "3"}),
    Slip(rule="resolutions.all_three_counts", row=1, cells={"votes_abstaining": ""}),
    Slip(rule="resolutions.at_most_47_votes", row=4, cells={"votes_for": "48"}),
    Slip(rule="resolutions.votes_of_members", row=1, also={"memberships": [_SITTING]}),
    Slip(rule="resolutions.more_for_than_against", row=4, cells={"votes_for": "0"}),
    Slip(rule="resolutions.address_names_the_text", cells={"source_url": UN + "A/HRC/RES/"}),
    Slip(rule="resolutions.unique", add=({"title": "Again"},), broken=5),
    Slip(rule="resolutions.no_number_missing", row=1, drop=True, broken=1),
    Slip(rule="sponsors.group.vocabulary", row=2, cells={"on_behalf_of": "Group of Nobody"}),
    Slip(rule="sponsors.group_except.vocabulary", row=1, cells={"on_behalf_of": "EU, except Albania and Atlantis"}),
    Slip(rule="sponsors.resolution_and_document", cells={"source_url": UN + "A/HRC/RES/54/2"}),
    Slip(rule="sponsors.unique", add=({"country": "KAZAKHSTAN"},), broken=3),
    Slip(rule="votes.resolution_and_document", cells={"source_url": UN + "A/HRC/RES/S-36/1"}),
    Slip(rule="votes.vote_was_taken", cells={"resolution": "A/HRC/RES/54/1", "source_url": PAGE}),
    Slip(rule="votes.member_that_day", cells={"country": "Holy See"}),
    Slip(rule="votes.address_names_the_text", cells={"source_url": UN + "A/HRC/RES/"}),
    Slip(rule="votes.unique", add=({"country": "казахстан"},), broken=2),
    Slip(rule="votes.within_the_count", add=({"country": "Albania"}, {"country": "Holy See"}), broken=3),
    Slip(rule="follow_ups.resolution_and_document", cells={"source_url": UN + "A/HRC/RES/54/2"}),
    Slip(rule="follow_ups.held_after_adoption", cells={"held_on": "2023-10-10"}),
    Slip(rule="follow_ups.due_within_five_years", cells={"due_session": "54"}),
    Slip(rule="follow_ups.session_of_note", cells={"due_session": "58"}),
    Slip(rule="follow_ups.address_names_the_text", cells={"source_url": UN + "A/HRC/RES/"}),
    Slip(rule="follow_ups.unique", add=({},), broken=2),
    Slip(rule="reforms.treaty.reference", cells={"instrument": "ICCPR-OP9"}),
    Slip(rule="reforms.id_of_state", cells={"reform_id": "alb-iccpr-op2-signature-2020"}),
    Slip(rule="reforms.has_a_date", row=3, cells={"in_force_on": ""}),
    Slip(rule="reforms.in_force_after_decided", row=2, cells={"in_force_on": "2023-12-31"}),
    Slip(rule="reforms.action_on_treaty", cells={"action": "amended"}),
    Slip(rule="reforms.after_treaty_adoption", cells={"decided_on": "1989-12-14"}),
    Slip(rule="reforms.date_of_treaty_table", row=1, cells={"decided_on": "2022-03-25"}),
    Slip(rule="reforms.id_of_treaty_action", cells={"reform_id": "kaz-iccpr-op2-signature-2021"}),
    Slip(rule="reforms.id_ends_with_year", row=3, cells={"reform_id": "kaz-court-2022"}),
    Slip(rule="reforms.title_of_treaty_action", cells={"title": "Signing of ICCPR-OP2"}),
    Slip(rule="reforms.unique", add=({"title": "Again"},), broken=4),
    Slip(rule="reforms.ratified_after_signature", row=1, cells={"decided_on": "2020-09-22"}),
    Slip(rule="words.unique", add=({"seen_in": "reforms.csv, note"},), broken=1),
    Slip(rule="waivers.unique", add=({},), broken=1),
    Slip(rule="corrections.changes_something", cells={"value": "2"}),
    Slip(rule="corrections.unique", add=({"value": "4"},), broken=1),
)


def frame_of(plan: Plan, rows: list[Row]) -> pl.DataFrame:
    """The rows as `flows.read` would give them: declared columns, all text, null for empty."""
    return pl.DataFrame(
        {name: [row.get(name) or None for row in rows] for name in plan.raw_columns()},
        schema=dict.fromkeys(plan.raw_columns(), pl.String),
    )


def slipped(slip: Slip) -> dict[str, list[Row]]:
    """All tables, with the slip in its place."""
    table = slip.rule.split(".")[0]
    rows = [dict(row) for row in GOOD[table]]
    if slip.cells:
        rows[slip.row] |= slip.cells
    rows += [rows[slip.row] | change for change in slip.add]
    if slip.drop:
        del rows[slip.row]
    return GOOD | (slip.also or {}) | {table: rows}


def record_of(plans: dict[str, Plan], tables: dict[str, list[Row]]) -> Record:
    """The tables put into a record."""
    record = Record(plans)
    for name, plan in plans.items():
        record.put(name, frame_of(plan, tables.get(name, [])))
    return record


def csv_of(plan: Plan, rows: list[Row]) -> bytes:
    """The rows as a file in house style."""
    written = io.StringIO()
    writer = csv.DictWriter(written, plan.raw_columns(), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode()


def snapshot_of(plans: dict[str, Plan], tables: dict[str, list[Row]]) -> Snapshot:
    """A folder `raw` with these tables."""
    files = {f"{plan.path}.csv": csv_of(plan, tables.get(name, [])) for name, plan in plans.items()}
    return Snapshot(root=Path("raw"), shown="raw", files=files)
