"""Everything called alike: the limit from both sides, any ratio of the classes, and the whole sentence."""

import numpy as np
import polars as pl
import pytest

from touchstone.conclusions.examination import examine
from touchstone.conclusions.examination.one_answer import one_answer_of
from touchstone.conclusions.metrics import measure
from touchstone.testing import footage, tables


def scored(real_called_fake, real, fake_called_fake, fake, *, high=0.9, low=0.1):
    """So many of each label are called fake."""
    p = [high] * real_called_fake + [low] * (real - real_called_fake)
    p += [high] * fake_called_fake + [low] * (fake - fake_called_fake)
    rows = pl.DataFrame({"label": ["real"] * real + ["fake"] * fake, "p_fake": p})
    return one_answer_of(measure(rows, resamples=50))


@pytest.mark.parametrize(
    ("counts", "called"),
    [
        ((50, 50, 2000, 2000), "fake"),
        ((95, 100, 95, 100), "fake"),
        ((94, 100, 100, 100), None),
        ((100, 100, 94, 100), None),
        ((5, 100, 5, 100), "real"),
        ((6, 100, 0, 100), None),
        ((0, 1000, 0, 20), "real"),
        ((0, 100, 100, 100), None),  # all of them right
        ((100, 100, 0, 100), None),  # all of them wrong, and not alike
        ((5, 5, 40, 40), "fake"),
        ((4, 4, 40, 40), None),
    ],
)
def test_from_95_percent_of_each_class_on_whatever_their_ratio(counts, called):
    answer = scored(*counts)
    assert (None if answer is None else answer.called) == called


def test_the_whole_sentence():
    """Wilson's limits for 50 of 50 and 1990 of 2000, and for their rests."""
    answer = scored(50, 50, 1990, 2000)
    assert answer is not None
    assert answer.statement == (
        "calls everything fake: 100.0% of 50 real [92.9%, 100.0%] and 99.5% of 2,000 fake [99.1%, 99.7%] videos, at threshold 0.5"
    )
    real = scored(0, 400, 10, 400)
    assert real is not None
    assert real.statement == (
        "calls everything real: 100.0% of 400 real [99.0%, 100.0%] and 97.5% of 400 fake [95.5%, 98.6%] videos, at threshold 0.5"
    )


def test_the_ranking_of_the_scores_makes_no_difference():
    """Near 1, well ranked or not: the decisions are alike, and what the ranking shows stands behind that."""

    def near_one(rng, fake, number):
        return 8 + rng.normal(2.0 * fake, 1)

    found = (
        examine(tables({"cm": near_one}, footage(200, source=lambda i: f"site {i // 2 % 3}"))).detectors[0].assessment
    )
    assert found.one_answer is not None
    assert found.first_line == f"{found.one_answer.statement}; {found.statement}"
    assert found.word == "ranks"


def test_another_threshold_decides_anew():
    p = np.r_[np.full(20, 0.6), np.full(20, 0.8)]
    rows = pl.DataFrame({"label": ["real"] * 20 + ["fake"] * 20, "p_fake": p})
    assert one_answer_of(measure(rows, 0.5, resamples=50)) is not None
    assert one_answer_of(measure(rows, 0.7, resamples=50)) is None
