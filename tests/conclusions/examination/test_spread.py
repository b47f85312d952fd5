"""How far scores lie apart, counted by hand."""

# A result that is not there fails the test by itself.
# pyright: reportOptionalMemberAccess=false

import math
import statistics

import polars as pl
import pytest

from touchstone.conclusions.examination import examine
from touchstone.conclusions.examination.spread import score_spread
from touchstone.testing import constant, footage, ranks, tables


def rows(p, labels):
    status = ["failed" if value is None else "ok" for value in p]
    return pl.DataFrame({"p_fake": pl.Series(p, dtype=pl.Float64), "label": labels, "status": status})


def test_shares_and_log_odds_are_those_of_the_scored_videos():
    spread = score_spread(rows([0.5, 0.5, 0.25, None, 0.5], ["real", "fake", "fake", "fake", "real"]))
    assert (spread.videos, spread.both_classes, spread.most_frequent) == (4, True, 0.75)
    assert (spread.lowest, spread.highest) == (0.25, 0.5)
    assert spread.log_odds == pytest.approx(statistics.pstdev([0, 0, 0, math.log(1 / 3)]))


def test_tiny_probabilities_do_not_hide():
    tiny = [1e-9 * 2**k for k in range(8)]
    assert score_spread(rows(tiny, ["real"] * 8)).log_odds == pytest.approx(math.log(2) * statistics.pstdev(range(8)))
    assert not score_spread(rows(tiny, ["real"] * 8)).both_classes
    assert math.isfinite(score_spread(rows([0.0, 1.0], ["real", "fake"])).log_odds)


def test_nothing_scored_has_no_spread():
    assert score_spread(rows([None, None], ["real", "fake"])) is None


def test_every_detector_that_scored_has_one():
    made = tables(
        {"cm": ranks(2), "bg": constant(0.0)}, footage(40), detectors={"tm": {"status": "failed", "reason": "x"}}
    )
    cm, bg, tm = examine(made).detectors
    assert cm.spread.most_frequent == 1 / 40
    assert (bg.spread.most_frequent, bg.spread.log_odds, bg.spread.lowest, bg.spread.highest) == (1, 0, 0.5, 0.5)
    assert tm.spread is None
