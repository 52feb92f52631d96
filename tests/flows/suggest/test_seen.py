from __future__ import annotations

import json

import polars as pl
import pytest

from flows.judging.unusual import vocabulary
from flows.suggest.counts import TEXT
from flows.suggest.counts import count as count_pieces
from flows.suggest.seen import Seen, seen_or_counted
from flows.suggest.vocabulary import Vocabulary

TEXTS = ["The right to development", "The right to education", "Women and the right to food"] * 3
FILES = {"titles.csv": "\n".join(TEXTS).encode()}


@pytest.fixture
def counts() -> list[Vocabulary]:
    """Each time the words are counted adds one."""
    return []


def look(folder, counts, files=FILES, plans="plans", texts=(*TEXTS, "The right to educaton")):
    def count() -> Vocabulary:
        numbered = [f"{text} {number}" for number, text in enumerate(texts)]
        counts.append(Vocabulary(count_pieces([("t.c", TEXT, pl.Series(numbered))])))
        return counts[-1]

    return seen_or_counted(folder, plans, files, count)


def test_the_second_look_at_the_same_files_counts_nothing_and_finds_the_same(tmp_path, counts):
    first, second = look(tmp_path, counts), look(tmp_path, counts)
    assert isinstance(first, Vocabulary)
    assert isinstance(second, Seen)
    assert len(counts) == 1
    assert second.suspicious == first.suspicious != {}
    assert second.nearly == first.nearly
    assert second.counted.words == first.words
    assert len(counts) == 2


@pytest.mark.parametrize("other", [{"files": {"titles.csv": FILES["titles.csv"] + b" "}}, {"plans": "others"}])
def test_another_byte_or_other_plans_are_looked_at_anew_and_only_the_last_is_kept(tmp_path, counts, other):
    look(tmp_path, counts)
    assert isinstance(look(tmp_path, counts, **other), Vocabulary)
    assert len(list(tmp_path.glob("words-*.json"))) == 1


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"suspicious": {}}', b"\xff"])
def test_what_was_kept_and_is_damaged_is_counted_anew(tmp_path, counts, damage):
    look(tmp_path, counts)
    (kept,) = tmp_path.glob("words-*.json")
    kept.write_bytes(damage)
    assert isinstance(look(tmp_path, counts), Vocabulary)
    assert json.loads(kept.read_bytes())["suspicious"]


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path, counts):
    (tmp_path / "file").write_text("")
    assert isinstance(look(tmp_path / "file" / "below", counts), Vocabulary)
    assert isinstance(look(tmp_path / "file" / "below", counts), Vocabulary)


def test_a_record_without_text_has_nothing_to_keep(tmp_path):
    assert isinstance(seen_or_counted(tmp_path, "plans", {}, lambda: vocabulary({}, {})), Vocabulary)
