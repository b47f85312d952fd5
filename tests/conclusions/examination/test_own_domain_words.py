"""Which videos count for a specialist where defects are known, in numbers and in words."""

import polars as pl
import pytest
from tests.conclusions.small import performance

from touchstone.conclusions.examination.own_domain import own_domain
from touchstone.vocabulary.domains import DOMAINS

OVERALL = performance()
ROWS = pl.DataFrame(
    [
        ("r1", "real", "ok"),
        ("r2", "real", "ok"),
        ("r3", "real", "failed"),
        ("f1 own", "fake", "ok"),
        ("f2 other", "fake", "ok"),
        ("f3 both", "fake", "ok"),
        ("f4 unknown", "fake", "ok"),
        ("f5 sham", "fake", "ok"),
        ("f6 common", "fake", "ok"),
        ("f7 other, failed", "fake", "failed"),
        ("f8 own, failed", "fake", "failed"),
        ("f9 others", "fake", "ok"),
        ("r4 other", "real", "ok"),
    ],
    schema=["video", "label", "status"],
    orient="row",
)
TRUTH = pl.DataFrame(
    [
        ("f1 own", "cm", 1.0),
        ("f2 other", "ll", 1.0),
        ("f3 both", "ll", 1.0),
        ("f3 both", "cm", 2.0),
        ("f5 sham", "ll", None),
        ("f6 common", "common", 1.0),
        ("f7 other, failed", "ll", 1.0),
        ("f8 own, failed", "cm", 1.0),
        ("f9 others", "ll", 1.0),
        ("f9 others", "bg", 1.0),
        ("r4 other", "ll", 1.0),
    ],
    schema=["video", "domain", "dose"],
    orient="row",
)
COUNTING = [
    "r1", "r2", "r3", "f1 own", "f3 both", "f4 unknown", "f5 sham", "f6 common", "f8 own, failed", "r4 other",
]  # fmt: skip


def test_a_fake_whose_known_defects_are_all_in_other_domains_does_not_count():
    it = own_domain(ROWS, TRUTH, DOMAINS["cm"], OVERALL)
    assert it is not None
    assert it.in_words == (
        "judged on 3 real videos and 5 fakes, without the 2 fakes whose known defects are all in other domains"
    )
    assert (it.real, it.fake, it.left_out) == (3, 5, 2)
    assert it.videos.columns == ["video"]
    assert it.videos["video"].to_list() == COUNTING
    assert it.overall is OVERALL


def test_a_table_keeps_its_order_and_its_columns():
    it = own_domain(ROWS, TRUTH, DOMAINS["cm"], OVERALL)
    assert it is not None
    part = it.of(ROWS.reverse())
    assert part["video"].to_list() == COUNTING[::-1]
    assert part.columns == ["video", "label", "status"]


def test_another_specialist_is_judged_on_others():
    it = own_domain(ROWS, TRUTH, DOMAINS["bg"], OVERALL)
    assert it is not None
    assert it.in_words == (
        "judged on 3 real videos and 4 fakes, without the 3 fakes whose known defects are all in other domains"
    )


@pytest.mark.parametrize(
    "truth",
    [
        TRUTH.clear(),
        TRUTH.filter(pl.col("domain").is_in(["cm", "common"])),
        TRUTH.filter(pl.col("video") == "f3 both"),
        TRUTH.filter(pl.col("video").is_in(["f5 sham", "f7 other, failed", "r4 other"])),
    ],
)
def test_where_no_scored_fake_is_left_out_all_count(truth):
    assert own_domain(ROWS, truth, DOMAINS["cm"], OVERALL) is None
