import polars as pl

from touchstone.conclusions.examination.leakage import duplicates, leaks
from touchstone.testing import footage, ranks, tables
from touchstone.vocabulary.tables import VIDEOS, from_rows

APART = {"split": lambda i: "train" if i < 12 else "test"}


def found(rows):
    return {leak.by: leak for leak in leaks(from_rows(rows, VIDEOS))}


def test_splits_that_keep_groups_apart_leak_nothing():
    assert found(footage(20, **APART)) == {}
    assert found(footage(20)) == {}
    assert found(footage(20, split="train", group="one")) == {}


def test_a_group_on_both_sides():
    rows = footage(20, **APART)
    rows[0]["split"] = "val"
    leak = found(rows)["group"]
    assert (leak.shared, leak.videos, leak.splits, leak.examples) == (1, 2, ("train", "val"), ("person 0",))


def test_a_file_on_both_sides_even_if_it_could_not_be_read():
    rows = footage(20, **APART)
    rows[19] |= {"sha256": rows[2]["sha256"], "status": "failed"}
    leak = found(rows)["sha256"]
    assert (leak.shared, leak.videos, leak.examples) == (1, 2, ("0002.mp4", "0019.mp4"))


def test_a_donor_that_is_a_group_or_a_donor_in_another_split():
    rows = footage(20, **APART)
    rows[1]["donor"] = "person 9"  # whose own footage is in test
    rows[3]["donor"] = rows[15]["donor"] = "nobody else"
    rows[5]["donor"] = rows[7]["donor"] = "in one split"
    leak = found(rows)["donor"]
    assert leak.examples == ("nobody else", "person 9")
    assert leak.shared == 2
    assert "group" not in found(rows)


def test_what_stands_there_twice():
    rows = footage(8)
    rows[2]["sha256"] = rows[4]["sha256"]
    rows[1]["sha256"] = rows[6]["sha256"]
    rows[0]["video"], rows[3]["video"], rows[5]["video"] = "a/x.mp4", "b/x.mp4", "c/x.mp4"
    given = tables({"cm": ranks(2)}, rows)
    scores = pl.concat([given["scores"], given["scores"].head(3)])
    twice = duplicates(given["videos"], scores)
    assert twice.equal_content == (("0001.mp4", "0006.mp4"), ("0002.mp4", "0004.mp4"))
    assert twice.two_labels == (("0001.mp4", "0006.mp4"),)
    assert (twice.base_names, twice.base_names_of_two_labels, twice.name_examples) == (1, 1, ("x.mp4",))
    assert twice.score_rows == 3
