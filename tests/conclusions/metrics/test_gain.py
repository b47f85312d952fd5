"""Paired gain in balanced accuracy against resampling, and its level."""

# A result that is not there fails the test by itself.
# pyright: reportOptionalMemberAccess=false, reportOptionalOperand=false, reportOptionalSubscript=false
# pyright: reportOperatorIssue=false, reportArgumentType=false, reportCallIssue=false

import numpy as np
import pytest
from sklearn.metrics import balanced_accuracy_score

from touchstone.conclusions.metrics import Sample, balanced_gain


def test_value_is_scikit_learns_and_error_that_of_the_bootstrap(draw):
    sample = draw(400)
    before, after = sample.p >= 0.7, sample.p >= 0.5
    gain = balanced_gain(sample, before, after)
    want = balanced_accuracy_score(sample.fake, after) - balanced_accuracy_score(sample.fake, before)
    assert gain.estimate.value == pytest.approx(want)
    rng = np.random.default_rng(0)
    drawn = []
    for _ in range(1500):
        pick = np.concatenate(
            [rng.choice(np.flatnonzero(sample.fake == k), int((sample.fake == k).sum())) for k in (0, 1)]
        )
        y = sample.fake[pick]
        right = (after[pick] == y).astype(float) - (before[pick] == y)
        drawn.append((right[y].mean() + right[~y].mean()) / 2)
    half = (gain.estimate.high - gain.estimate.low) / 2
    assert half == pytest.approx(1.96 * np.std(drawn), rel=0.1)


def test_groups_count_as_one(draw):
    sample = draw(200)
    tripled = Sample(np.tile(sample.p, 3), np.tile(sample.fake, 3), np.tile(np.arange(200), 3))
    single = balanced_gain(sample, sample.p >= 0.7, sample.p >= 0.5)
    three = balanced_gain(tripled, tripled.p >= 0.7, tripled.p >= 0.5)
    assert three.estimate.value == pytest.approx(single.estimate.value)
    assert three.estimate.high - three.estimate.low == pytest.approx(
        single.estimate.high - single.estimate.low, rel=0.05
    )


def test_no_change_is_no_certainty(draw):
    sample = draw(50)
    gain = balanced_gain(sample, sample.p >= 0.5, sample.p >= 0.5)
    assert gain.estimate.value == 0
    assert gain.estimate.low < 0 < gain.estimate.high
    assert gain.p_value == pytest.approx(1)


def test_one_class_has_none(draw):
    real = draw(40).part(~draw(40).fake)
    assert balanced_gain(real, real.p >= 0.5, real.p >= 0.2).estimate.value is None
