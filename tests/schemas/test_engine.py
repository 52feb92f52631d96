"""The columns that look from one table into another, and the one pass over them: joins, names, lists, terms, nulls."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from good_rows import GOOD, frame_of, record_of
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.plans import load_plans
from schemas.cells import MAYBE_UNTIDY, PLACEHOLDER, UNTIDY, any_matches, precision, typed
from schemas.engine import Record, bits
from schemas.fold import fold
from schemas.lookup import count
from schemas.plan import Plan, Reference, Rule
from schemas.spec import Spec

PLANS = load_plans()
STATES = Reference(table="countries", column="alpha3", named_in=(("country_aliases", "alias"),))


def record() -> Record:
    return record_of(PLANS, GOOD)


def rule(holds: pl.Expr, columns: tuple[str, ...] = ("a",), **more: object) -> Rule:
    return Rule(id="t.r", kind="row", severity="error", columns=columns, title="T", message="M.", why="W.", holds=holds, **more)  # type: ignore[arg-type]  # fmt: skip


def test_one_boolean_a_rule_and_null_where_it_cannot_be_judged() -> None:
    frame = pl.DataFrame({"a": ["1", None, "3"]})
    judged = bits(frame, [rule(pl.col("a") == "1")])
    assert judged.to_dict(as_series=False) == {"t.r": [True, None, False]}


def test_a_rule_about_a_column_that_is_not_there_is_left_out() -> None:
    assert bits(pl.DataFrame({"a": ["1"]}), [rule(pl.col("b") == "1")]).columns == []


def test_a_table_without_rows_has_no_bits_but_all_rules() -> None:
    for plan in PLANS.values():
        judged = bits(record_of(PLANS, {}).prepared(plan.name), plan.rules)
        assert judged.height == 0
        assert set(judged.columns) == {r.id for r in plan.rules if r.kind != "unusual"}


@pytest.mark.parametrize("cell", ["a\u00a0b", "n/a", "plain", None])
def test_a_forbidden_text_is_found_among_many_columns_as_in_each(cell: str | None) -> None:
    frame = pl.DataFrame({"a": ["one", cell], "b": ["two", "three"]}, schema={"a": pl.String, "b": pl.String})
    alike = [
        Rule(id=f"t.{name}", kind="text", severity="error", columns=(name,), title="T", message="M.", why="W.",
             holds=~pl.any_horizontal(pl.col(name).str.contains(p) for p in (UNTIDY, PLACEHOLDER)), forbids=(UNTIDY, PLACEHOLDER))
        for name in ("a", "b")
    ]  # fmt: skip
    judged = bits(frame, alike)
    bad = cell not in ("plain", None)
    assert judged["t.a"].fill_null(value=True).to_list() == [True, not bad]
    assert judged["t.b"].to_list() == [True, True]


@settings(max_examples=300, deadline=None)
@given(st.text())
def test_what_is_untidy_is_never_passed_over(text: str) -> None:
    """The quick look before the dear one lets through whatever the dear one would find."""
    cells = pl.Series([text], dtype=pl.String)
    untidy = bool(cells.str.contains(UNTIDY)[0])
    assert not untidy or cells.str.contains(MAYBE_UNTIDY)[0]
    assert any_matches(cells, UNTIDY) is untidy


def test_a_path_gives_the_value_of_the_row_referred_to() -> None:
    found = record().series("sponsors", "resolution.adopted_on")
    assert [str(day) for day in found] == ["2023-10-11", "2023-10-12", "2023-10-12"]
    assert record().series("votes", "country.regional_group").to_list() == ["Asia-Pacific"] * 2


@pytest.mark.parametrize(
    "name", ["Kazakhstan", "KAZAKHSTAN", "казахстан", "kaz", "  Kazakh-stan".strip().replace("-", "")]
)
def test_a_state_is_found_by_any_name_whatever_its_case(name: str) -> None:
    rows = [GOOD["votes"][0] | {"country": name}]
    made = record_of(PLANS, GOOD | {"votes": rows})
    assert made.series("votes", "country.alpha3").to_list() == ["KAZ"]
    assert made.series("votes", "country.found").to_list() == [True]
    assert made.series("votes", "country.missing").to_list() == [None]


def test_exact_and_folded_names_in_one_column_each_find_their_row() -> None:
    rows = [GOOD["votes"][0] | {"country": name} for name in ("Albania", "HOLY SEE", "", "Atlantis", "Казахстан")]
    made = record_of(PLANS, GOOD | {"votes": rows})
    assert made.series("votes", "country.alpha3").to_list() == ["ALB", "VAT", None, None, "KAZ"]
    assert made.series("votes", "country.found").to_list() == [True, True, None, False, True]
    assert made.series("votes", "country.missing").to_list() == [None, None, None, "Atlantis", None]


def test_a_group_is_found_by_each_of_its_names() -> None:
    rows = [
        GOOD["sponsors"][0] | {"on_behalf_of": name} for name in ("OIC", "Islamic Conference", "European Union", "")
    ]
    made = record_of(PLANS, GOOD | {"sponsors": rows})
    assert made.series("sponsors", "group.group").to_list() == ["OIC", "OIC", "EU", None]


def test_of_a_list_the_keys_all_found_and_the_first_that_is_missing() -> None:
    made = record().prepared("sponsors")
    assert made["group_except.alpha3"].to_list() == [None, ["ALB", "VAT"], None]
    assert made["group_except.found"].to_list() == [None, True, None]
    rows = [GOOD["resolutions"][0] | {"themes": "CHILDREN; NOWHERE; NEITHER"}]
    made = record_of(PLANS, GOOD | {"resolutions": rows})
    assert made.series("resolutions", "themes.found").to_list() == [False]
    assert made.series("resolutions", "themes.missing").to_list() == ["NOWHERE"]


def test_a_table_may_refer_to_itself() -> None:
    assert record().prepared("treaties")["parent_untc_no.found"].to_list() == [None, True]


def test_what_refers_to_a_table_that_was_not_read_cannot_be_judged() -> None:
    alone = Record(PLANS)
    alone.put("votes", frame_of(PLANS["votes"], GOOD["votes"]))
    judged = bits(alone.prepared("votes"), PLANS["votes"].rules)
    for name in (
        "votes.country.vocabulary",
        "votes.resolution.reference",
        "votes.member_that_day",
        "votes.vote_was_taken",
    ):
        assert judged[name].null_count() == judged.height


def test_a_key_known_to_be_missing_is_not_reported_again_where_it_is_referred_to() -> None:
    tables = GOOD | {"resolutions": GOOD["resolutions"][1:]}
    made = record_of(PLANS, tables)
    assert made.prepared("sponsors")["resolution.found"].to_list() == [False, True, True]
    made = record_of(PLANS, tables)
    made.expect_keys("resolutions", ["A/HRC/RES/54/1"])
    assert made.prepared("sponsors")["resolution.found"].to_list() == [True, True, True]


def test_a_table_put_again_is_looked_up_again() -> None:
    made = record()
    assert made.series("votes", "country.alpha3").to_list() == ["KAZ", "KAZ"]
    aliases = [row for row in GOOD["country_aliases"] if row["alias"] != "Kazakhstan"]
    made.put(
        "country_aliases",
        frame_of(PLANS["country_aliases"], [*aliases, GOOD["country_aliases"][0] | {"country": "ALB"}]),
    )
    made.put("votes", frame_of(PLANS["votes"], GOOD["votes"]))
    assert made.series("votes", "country.alpha3").to_list() == ["ALB", "KAZ"]


def test_lost_keys_are_counted_for_derived_columns_too() -> None:
    made = record()
    made.lose_keys("resolutions", {"symbol": 2})
    assert made.lost_keys("resolutions", "symbol") == 2
    assert made.lost_keys("resolutions", "session") == 2
    assert made.lost_keys("resolutions", "title") == 0


def test_names_are_listed_as_written_with_the_key_they_stand_for() -> None:
    names = dict(record().names(STATES).select("name", "key").rows())
    assert names == {"Kazakhstan": "KAZ", "Казахстан": "KAZ", "KAZ": "KAZ", "Albania": "ALB", "Holy See": "VAT"}


def test_an_unknown_path_is_an_error_of_the_declaration() -> None:
    with pytest.raises(KeyError):
        record().series("votes", "vote.name")
    with pytest.raises(KeyError):
        record().series("votes", "nothing")


def test_columns_made_for_the_rules_are_told_from_those_of_the_file() -> None:
    made = record().prepared("sponsors")
    assert [name for name in made.columns if "." not in name and "@" not in name] == PLANS["sponsors"].raw_columns()


day = st.dates(date(2020, 1, 1), date(2022, 12, 31))
term = st.tuples(day, st.none() | day, st.sampled_from("ab"))


@settings(max_examples=60, deadline=None)
@given(
    terms=st.lists(term, max_size=6),
    rows=st.lists(st.tuples(st.none() | day, st.none() | st.sampled_from("abc")), max_size=6),
)
def test_terms_are_counted_as_one_would_by_hand(terms: list, rows: list) -> None:
    schema = {"start": pl.Date, "end": pl.Date, "key": pl.String}
    counted = count(
        pl.DataFrame(rows, schema={"on": pl.Date, "key": pl.String}, orient="row"),
        pl.DataFrame(terms, schema=schema, orient="row"),
    )
    by_hand = [
        None
        if on is None or key is None
        else sum(k == key and start <= on and (end is None or on <= end) for start, end, k in terms)
        for on, key in rows
    ]
    assert counted.to_list() == by_hand


def test_a_term_without_an_end_goes_on() -> None:
    assert record().series("sponsors", "country.alpha3").to_list() == ["KAZ", "ALB", "VAT"]
    council_member = PLANS["sponsors"].column("council_member")
    assert record().prepared("sponsors").select(council_member.value)["memberships@1"].to_list() == [True, True, False]


def spec(kind: str) -> Spec:
    return Spec(type=kind, title="T", description="", example="", required=False)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        ("integer", "12", "12"), ("integer", "-1", "-1"), ("integer", "1.0", None), ("integer", "٣", None),
        ("integer", "9" * 19, None), ("integer", "", None), ("date", "2024-02-29", "2024-02-29"),
        ("date", "2023-02-29", None), ("date", "2023-2-9", None), ("date", "11/10/2023", None), ("date", "2023", None),
        ("partial_date", "2023", "2023-01-01"), ("partial_date", "2023-05", "2023-05-01"),
        ("partial_date", "2023-05-06", "2023-05-06"), ("partial_date", "2023-13", None), ("partial_date", "23", None),
    ],
)  # fmt: skip
def test_a_cell_is_read_exactly_or_not_at_all(kind: str, cell: str, value: str | None) -> None:
    read = (
        pl.DataFrame({"c": [cell or None]}, schema={"c": pl.String})
        .select(typed("c", spec(kind)).cast(pl.String))
        .item()
    )
    assert read == value


def test_a_list_keeps_its_order_and_a_partial_date_says_how_exact_it_is() -> None:
    frame = pl.DataFrame({"c": ["b; a", None], "d": ["2023-05", "2023"]})
    assert frame.select(typed("c", spec("list"))).to_series().to_list() == [["b", "a"], None]
    assert frame.select(precision("d")).to_series().to_list() == ["month", "year"]


@pytest.mark.parametrize(
    "spelling", ["Côte d’Ivoire", "Cote d'Ivoire", "COTE D IVOIRE", "Co\u0302te d’Ivoire", " côte  d'ivoire "]
)
def test_spellings_of_one_name_fold_to_one_text(spelling: str) -> None:
    assert pl.DataFrame({"n": [spelling]}).select(fold(pl.col("n"))).item() == "cote d ivoire"


def test_every_plan_refers_only_to_tables_before_it_or_itself() -> None:
    seen: set[str] = set()
    for name, plan in PLANS.items():
        seen.add(name)
        for column in plan.columns:
            if column.reference:
                assert {column.reference.table, *(table for table, _ in column.reference.named_in)} <= seen
        assert {cover.table for cover in plan.covers} <= seen


def prepared_columns(plan: Plan) -> set[str]:
    return set(record().prepared(plan.name).columns)


@pytest.mark.parametrize("name", PLANS)
def test_every_column_that_a_rule_names_is_made(name: str) -> None:
    plan = PLANS[name]
    there = prepared_columns(plan)
    for item in plan.rules:
        assert set(item.roots) <= there, item.id
        assert set(item.roots_beside) <= there, item.id
