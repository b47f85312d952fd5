"""Answers that are no probability, counted; how they are told apart stands in test_score_facts."""

# A result that is not there fails the test by itself.
# pyright: reportOptionalMemberAccess=false

import polars as pl
import pytest

from touchstone.conclusions.examination import examine, only_probabilities
from touchstone.conclusions.examination.validity import invalid_scores
from touchstone.testing import footage, ranks, tables

SCHEMA = {
    "detector": pl.String, "p_fake": pl.Float64, "logit": pl.Float64, "status": pl.String, "reason": pl.String,
    "answer": pl.String,
}  # fmt: skip


def units(p):
    rows = [{"detector": "cm", "p_fake": value, "status": "abstained" if value is None else "ok"} for value in p]
    return only_probabilities(pl.DataFrame(rows, schema=SCHEMA))


def test_units_are_counted_without_those_that_abstained():
    bad = invalid_scores(units([0.5] * 90 + [None] * 10 + [float("nan")] * 3 + [1.7]))
    assert (bad.units, bad.asked, bad.answer) == (4, 94, "not finite")
    assert bad.reason == "the network answered NaN"
    assert (bad.numbers, bad.lowest, bad.highest) == (0, None, None)


def test_numbers_on_another_scale_keep_their_range():
    bad = invalid_scores(units([-3.5, 0.2, 4.0, float("inf"), None]))
    assert (bad.units, bad.asked, bad.answer) == (4, 4, "log-odds")
    assert (bad.numbers, bad.lowest, bad.highest) == (3, -3.5, 4.0)


def test_probabilities_alone_and_other_failures_are_none():
    assert invalid_scores(units([0.0, 0.4, 1.0, None])) is None
    crashed = units([0.4, 0.6]).with_columns(status=pl.lit("failed"), p_fake=None, reason=pl.lit("out of memory"))
    assert invalid_scores(crashed) is None


@pytest.mark.parametrize("bad", ["cm", "bg"])
def test_a_detector_that_scored_nothing_has_its_count_too(bad):
    given = tables({"cm": ranks(2), "bg": ranks(2)}, footage(40), units=1)
    hit = pl.col("detector") == bad
    given["scores"] = given["scores"].with_columns(p_fake=pl.when(hit).then("logit").otherwise("p_fake"))
    logits = given["scores"].filter(hit)["logit"]
    for detector in examine(given).detectors:
        assert (detector.performance is None) == (detector.name == bad)
        if detector.name != bad:
            assert detector.invalid is None
            continue
        count = detector.invalid
        assert (count.units, count.asked, count.numbers, count.answer) == (40, 40, 40, "log-odds")
        assert (count.lowest, count.highest) == (logits.min(), logits.max())
