"""All files that describe a release: they agree with the data, with each other, and with their standards."""

from __future__ import annotations

import csv
import hashlib
import json
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import polars as pl
import pytest
import yaml
from describe_sample import CATS, OWNERS, SOURCE, facts, table
from describe_sample import edition as sample
from hypothesis import given
from hypothesis import strategies as st

from flows.describe import FileFact, Untrue, data_package, descriptions, json_schema, table_schema
from flows.edition import Edition
from flows.source import Source


def package(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "datapackage.json").read_bytes())
    return found


def frictionless_report(folder: Path, name: str | None = None) -> Any:
    """What frictionless says of the package, or of one resource of it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from frictionless import Package

        package = Package(str(folder / "datapackage.json"))
        return package.get_resource(name).validate() if name else package.validate()


@pytest.mark.xdist_group("frictionless")
def test_the_data_package_is_valid_on_every_table(latest: Path, edition: Edition) -> None:
    report = frictionless_report(latest)
    assert report.valid, report.to_summary()
    rows = {task.name: task.stats["rows"] for task in report.tasks if task.type == "table"}
    assert rows == {t.name: edition.frames[t.name].height for t in edition.tables}


@pytest.mark.xdist_group("frictionless")
@pytest.mark.parametrize(
    ("table", "old", "new", "error"),
    [
        ("resolutions", "without_vote", "by_acclamation", "constraint-error"),
        ("resolutions", "2023-10-11", "11/10/2023", "type-error"),
        ("sponsors", "A/HRC/RES/54/5,KAZ", "A/HRC/RES/54/999,KAZ", "foreign-key"),
        ("countries", "AGO,", "AFG,", "primary-key"),
        ("countries", "Kazakhstan", "Kazakhstan!", "hash-count"),
    ],
)
def test_the_data_package_says_enough_to_find_damage(
    latest: Path, tmp_path: Path, table: str, old: str, new: str, error: str
) -> None:
    """A description is worth what it lets a stranger find: the bytes are changed, and frictionless must say how."""
    described = package(latest)
    for resource in described["resources"]:
        (tmp_path / resource["path"]).write_bytes((latest / resource["path"]).read_bytes())
    damaged = (tmp_path / f"{table}.csv").read_text(encoding="utf-8").replace(old, new, 1)
    (tmp_path / f"{table}.csv").write_bytes(damaged.encode())
    if error != "hash-count":
        for resource in described["resources"]:
            if resource["name"] == table:
                data = (tmp_path / resource["path"]).read_bytes()
                resource |= {"bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
    (tmp_path / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")
    found = {row[0] for row in frictionless_report(tmp_path, table).flatten(["type"])}
    assert error in found or (error == "hash-count" and found & {"hash-count", "byte-count"})


def test_every_file_that_is_named_is_there_with_that_hash(latest: Path) -> None:
    described = package(latest)
    named = [file for r in described["resources"] for file in (r, *r.get("alternatives", ()))]
    croissant = json.loads((latest / "croissant.json").read_bytes())
    for file in named:
        data = (latest / file["path"]).read_bytes()
        assert (file["bytes"], file["hash"]) == (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}"), file["path"]
    for file in croissant["distribution"]:
        data = (latest / file["contentUrl"]).read_bytes()
        assert (file["contentSize"], file["sha256"]) == (f"{len(data)} B", hashlib.sha256(data).hexdigest())
    assert {"resolutions.parquet", "resolutions.json", "resolutions.csv", "record.sqlite"} <= {f["path"] for f in named}


def test_keys_and_references_are_those_of_the_declarations(latest: Path, edition: Edition) -> None:
    resources = {r["name"]: r for r in package(latest)["resources"]}
    for each in edition.tables:
        schema = resources[each.name]["schema"]
        assert [field["name"] for field in schema["fields"]] == [c.name for c in each.columns]
        assert schema["primaryKey"] == list(each.key)
        keys = {
            key["fields"][0]: f"{key['reference'].get('resource', each.name)}.{key['reference']['fields'][0]}"
            for key in schema.get("foreignKeys", ())
        }
        assert keys == {c.name: c.refers_to for c in each.columns if c.refers_to and c.type != "list"}
        for column, field in zip(each.columns, schema["fields"], strict=True):
            assert field.get("categories", []) == (list(column.one_of) if column.type == "text" else [])
            assert field.get("refersTo") == column.refers_to


def test_the_profile_of_the_standard_is_kept(latest: Path) -> None:
    """What the published profile asks of a package, that frictionless does not: examples are text, names plain, times RFC 3339."""
    described = package(latest)
    assert described["$schema"].endswith("/2.0/datapackage.json")
    assert described["created"].endswith("Z")
    names = [r["name"] for r in described["resources"]]
    assert len(set(names)) == len(names)
    for resource in described["resources"]:
        for field in resource.get("schema", {}).get("fields", ()):
            assert isinstance(field["example"], str)


def test_json_files_match_their_json_schema(latest: Path, edition: Edition) -> None:
    for each in edition.tables:
        schema = json.loads((latest / "schema" / f"{each.name}.schema.json").read_bytes())
        jsonschema.Draft202012Validator.check_schema(schema)
        judge = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
        judge.validate(json.loads((latest / f"{each.name}.json").read_bytes()))


@given(
    st.sampled_from(CATS.columns), st.sampled_from([None, True, 3, 3.5, "x", "2020-02-30", ["Tom", None], {}, ["Tom"]])
)
def test_json_schema_takes_what_the_column_takes_and_nothing_else(column: Any, value: Any) -> None:
    judge = jsonschema.Draft202012Validator(json_schema(CATS), format_checker=jsonschema.FormatChecker())
    record = {"name": "Mia", "owner": None, "kind": None, "lives": None, "tame": None, "born": None, "friends": []}
    assert judge.is_valid([record])
    kinds = {"text": str, "integer": int, "boolean": bool, "date": str, "list": list}
    fits = type(value) is kinds[column.type] or (value is None and not column.required)
    fits = fits and not (column.one_of and value == "x") and not (column.one_of and value == "2020-02-30")
    fits = fits and not (column.type == "date" and value is not None) and value != ["Tom", None]
    assert judge.is_valid([record | {column.name: value}]) == fits


def test_json_schema_asks_for_every_column_and_no_other() -> None:
    judge = jsonschema.Draft202012Validator(json_schema(OWNERS))
    assert judge.is_valid([{"owner": "Tom"}])
    assert not judge.is_valid([{}])
    assert not judge.is_valid([{"owner": "Tom", "age": 3}])
    assert not judge.is_valid({"owner": "Tom"})


def test_a_list_is_never_required_in_csv_and_always_in_json() -> None:
    fields = {field["name"]: field for field in table_schema(CATS)["fields"]}
    assert fields["friends"]["type"] == "list"
    assert fields["friends"]["delimiter"] == "; "
    assert "required" not in fields["friends"].get("constraints", {})
    assert json_schema(CATS)["items"]["properties"]["friends"]["type"] == "array"


def test_a_reference_within_a_table_names_no_resource() -> None:
    tree = table("tree", replace(OWNERS.columns[0], name="id"), replace(OWNERS.columns[0], name="parent", required=False, refers_to="tree.id"))  # fmt: skip
    assert table_schema(tree)["foreignKeys"] == [{"fields": ["parent"], "reference": {"fields": ["id"]}}]


def test_the_same_release_has_the_same_bytes_whatever_the_order_of_files() -> None:
    of = sample()
    files = facts(of)
    words = {"version": "1.2.3", "source": SOURCE}
    made = descriptions(of, files=files, **words)  # type: ignore[arg-type]
    assert made == descriptions(of, files=dict(reversed(files.items())), **words)  # type: ignore[arg-type]
    assert sorted(made) == ["CITATION.cff", "README.md", "croissant.json", "datapackage.json", "schema/cats.schema.json",
                            "schema/owners.schema.json", "types.d.ts"]  # fmt: skip


def test_without_a_commit_there_is_no_day() -> None:
    of = sample()
    made = descriptions(of, version="1.0.0", source=Source(), files=facts(of))
    assert "created" not in json.loads(made["datapackage.json"])
    croissant = json.loads(made["croissant.json"])
    assert "datePublished" not in croissant
    assert "(n.d.)" in croissant["citeAs"]
    assert "date-released" not in yaml.safe_load(made["CITATION.cff"])
    assert b"2026" not in b"".join(made.values())


def test_a_release_without_a_file_that_is_described_is_refused() -> None:
    of = sample()
    with pytest.raises(Untrue, match=r"cats: there is no file cats\.parquet"):
        descriptions(of, version="1.0.0", source=SOURCE, files=facts(of, "csv", "json"))


def test_formats_that_are_not_there_are_not_spoken_of() -> None:
    of = sample()
    made = descriptions(of, version="1.0.0", source=SOURCE, files=facts(of, "csv", "parquet"))
    assert b"cats.json" not in made["README.md"] + made["datapackage.json"] + made["croissant.json"]
    big = descriptions(of, version="1.0.0", source=SOURCE, files=facts(of, "csv", "parquet", "json", "jsonl"))
    assert b"cats.jsonl" in big["README.md"]
    assert b"cats.jsonl" in big["datapackage.json"]


def test_only_sources_that_are_cited_are_named() -> None:
    of = sample()
    titles = [s["title"] for s in data_package(of, version="1.0.0", source=SOURCE, files=facts(of))["sources"]]
    assert titles == ["The raw record, as typed (raw/)"]


def test_the_sources_of_the_record(latest: Path) -> None:
    titles = [source["title"] for source in package(latest)["sources"]]
    assert "United Nations documents" in titles
    assert "OHCHR Library catalogue" in titles


def test_the_scope_that_is_claimed_is_true(edition: Edition) -> None:
    """`about.SCOPE` says what is complete, and of whom votes and reforms are."""
    texts = edition.frames["resolutions"].filter(pl.col("symbol").str.starts_with("A/HRC/RES/"))
    for session in [*range(22, 31), *range(49, 58)]:
        numbers = texts.filter(pl.col("session") == str(session))["number"].sort().to_list()
        assert numbers == list(range(1, len(numbers) + 1)), session
    for name in ("votes", "reforms"):
        assert set(edition.frames[name]["country"]) == {"KAZ"}
    terms = edition.frames["memberships"].filter(pl.col("country") == "KAZ").sort("term_start")
    assert [(a.year, b.year) for a, b in terms.select("term_start", "term_end").rows()] == [(2013, 2015), (2022, 2024)]


def test_the_readme_of_a_release_counts(latest: Path, edition: Edition) -> None:
    text = (latest / "README.md").read_text(encoding="utf-8")
    assert f"| [resolutions](#resolutions) | {edition.frames['resolutions'].height:,} |" in text
    votes = edition.frames["resolutions"]["votes_for"]
    assert any(line.startswith("| `votes_for`") and line.endswith(f"| {votes.len() - votes.null_count():,} |") for line in text.splitlines())  # fmt: skip
    for link in ("resolutions.parquet", "resolutions.csv", "resolutions.json"):
        assert f"]({link})" in text
        assert (latest / link).is_file()


def test_a_breaking_release_says_why() -> None:
    of = sample()
    made = descriptions(of, version="2.0.0", source=SOURCE, files=facts(of), changes_reason="<b>renamed</b>")
    assert b"on purpose: \\<b\\>renamed\\</b\\>" in made["README.md"]


def test_the_citation_is_valid(latest: Path) -> None:
    cited = yaml.safe_load((latest / "CITATION.cff").read_bytes())
    # Citation File Format 1.2.0: these four are required, and an entity as author has a name.
    assert {"cff-version", "message", "title", "authors"} <= cited.keys()
    assert cited["cff-version"] == "1.2.0"
    assert cited["type"] == "dataset"
    assert cited["license"] == "CC-BY-4.0"
    assert all(author["name"] for author in cited["authors"])
    assert cited["version"] == "1.0.0"
    assert str(cited["date-released"]) == package(latest)["created"][:10]


def test_csv_reads_as_described_without_frictionless(latest: Path, edition: Edition) -> None:
    """The Table Schema alone is enough to read a CSV file back: delimiter, empty cells, types."""
    for resource in package(latest)["resources"]:
        if resource.get("type") != "table":
            continue
        with (latest / resource["path"]).open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        frame = edition.frames[resource["name"]]
        for field in resource["schema"]["fields"]:
            values = frame[field["name"]]
            if field["type"] == "list":
                assert [r[field["name"]].split(field["delimiter"]) if r[field["name"]] else [] for r in rows] == values.to_list()  # fmt: skip
            elif field["type"] == "boolean":
                assert [{"true": True, "false": False, "": None}[r[field["name"]]] for r in rows] == values.to_list()
            else:
                assert [r[field["name"]] or None for r in rows] == values.cast(pl.String).to_list()


def test_facts_are_plain() -> None:
    assert FileFact(bytes=3, sha256="ab") == FileFact(bytes=3, sha256="ab")
