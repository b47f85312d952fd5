"""Shift and slope against statsmodels, and against what was planted."""

# A result that is not there fails the test by itself.
# pyright: reportOptionalMemberAccess=false, reportOptionalOperand=false, reportOptionalSubscript=false
# pyright: reportOperatorIssue=false, reportArgumentType=false, reportCallIssue=false

import math

import numpy as np
import pytest
import statsmodels.api as sm

from touchstone.conclusions.metrics import (
    Sample,
    clipped_log_odds,
    recalibrate,
    right_share,
    with_log_odds_shifted,
)


def drawn(n=2000, *, scale=1.0, shift=0.0, seed=0, groups=None):
    rng = np.random.default_rng(seed)
    truth = rng.normal(0, 1.6, n)
    fake = rng.random(n) < 1 / (1 + np.exp(-truth))
    group = None if groups is None else np.arange(n) % groups
    return Sample(1 / (1 + np.exp(-(scale * truth + shift))), fake, group)


@pytest.mark.parametrize("scale", [0.4, 1.0, 2.0])
def test_the_fit_and_its_interval_are_those_of_statsmodels(scale):
    sample = drawn(scale=scale)
    fixed = recalibrate(sample)
    z = np.log(sample.p / (1 - sample.p))
    oracle = sm.Logit(sample.fake.astype(float), sm.add_constant(z)).fit(disp=0, cov_type="HC0")
    assert (fixed.shift.value, fixed.slope.value) == pytest.approx(tuple(oracle.params), abs=1e-5)
    assert fixed.slope.low == pytest.approx(oracle.conf_int()[1][0], abs=3e-3)
    alone = sm.GLM(sample.fake.astype(float), np.ones(len(z)), family=sm.families.Binomial(), offset=z).fit()
    assert fixed.prior_shift.value == pytest.approx(alone.params[0], abs=1e-5)


def test_groups_widen_the_interval_as_in_statsmodels():
    sample = drawn(600)
    doubled = Sample(np.tile(sample.p, 3), np.tile(sample.fake, 3), np.tile(np.arange(600), 3))
    single, three = recalibrate(sample), recalibrate(doubled)
    z = np.log(doubled.p / (1 - doubled.p))
    oracle = sm.Logit(doubled.fake.astype(float), sm.add_constant(z)).fit(
        disp=0, cov_type="cluster", cov_kwds={"groups": doubled.group}
    )
    assert three.slope.value == pytest.approx(single.slope.value, abs=1e-6)
    half = (three.slope.high - three.slope.low) / 2
    assert half == pytest.approx((oracle.conf_int()[1][1] - oracle.conf_int()[1][0]) / 2, rel=0.02)


def test_where_one_label_is_rare_calibrated_slopes_are_seldom_called_wrong():
    """400 videos with 2 % fakes; the sandwich variance alone excludes 1 in 8 % of such tables."""
    rng = np.random.default_rng(0)
    outside = tables = 0
    for _ in range(400):
        fake = rng.random(400) < 0.02
        x = rng.normal(size=400) + np.where(fake, 0.9, -0.9)
        z = 1.8 * x + math.log(0.02 / 0.98)
        fixed = recalibrate(Sample(1 / (1 + np.exp(-z)), fake, None))
        if fixed is not None:
            tables += 1
            outside += fixed.slope.below(1) or fixed.slope.above(1)
    assert tables > 350
    assert outside <= 0.05 * tables


@pytest.mark.parametrize(("scale", "shift"), [(1, 0), (2, 0), (0.5, 0), (1, 1.5), (2, -2)])
def test_what_was_planted_is_found(scale, shift):
    sample = drawn(6000, scale=scale, shift=shift)
    fixed = recalibrate(sample)
    assert fixed.slope.low < 1 / scale < fixed.slope.high
    assert fixed.slope.value == pytest.approx(1 / scale, rel=0.12)
    # The temperature is the best one while nothing is added, so it is that of the scores only where they are not shifted.
    z, sign = clipped_log_odds(sample.p), np.where(sample.fake, 1.0, -1.0)
    possible = np.geomspace(0.2, 8, 400)
    losses = [np.logaddexp(0, -sign * z / by).mean() for by in possible]
    assert fixed.temperature == pytest.approx(possible[np.argmin(losses)], rel=0.02)
    assert shift or fixed.temperature == pytest.approx(scale, rel=0.12)
    assert fixed.shift.value == pytest.approx(-shift / scale, abs=0.15)
    assert fixed.slope_gain.above(0) == (scale != 1)
    assert fixed.shift_gain.above(0) == (shift != 0)


def test_a_shift_leaves_the_ranking_and_moves_every_log_odds():
    sample = drawn(200)
    moved = with_log_odds_shifted(sample, 1.3)
    assert (np.argsort(moved.p) == np.argsort(sample.p)).all()
    assert np.log(moved.p / (1 - moved.p)) == pytest.approx(np.log(sample.p / (1 - sample.p)) + 1.3)


def test_zero_and_one_count_as_half_of_the_last_digit():
    assert clipped_log_odds(np.array([0.0, 0.37, 1.0])) == pytest.approx(
        [np.log(0.005 / 0.995), np.log(0.37 / 0.63), np.log(199)]
    )


@pytest.mark.parametrize(
    "sample",
    [
        Sample(np.tile([0.1, 0.9], 50), np.tile([False, True], 50)),
        Sample(np.linspace(0.01, 0.99, 100), np.arange(100) >= 50),
        Sample(np.linspace(0.01, 0.99, 100), np.zeros(100, np.bool_)),
    ],
    ids=["two values", "separated", "one class"],
)
def test_where_no_slope_is_best_none_is_given(sample):
    assert recalibrate(sample) is None


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(("share", "scale"), [(0.0, 2.5), (0.1, 1.0), (0.2, 1.0)])
def test_wrong_labels_and_a_slope_are_told_apart_by_their_likelihoods(share, scale, seed):
    sample = drawn(3000, scale=scale, seed=seed)
    rng = np.random.default_rng([seed, 1])
    noisy = Sample(sample.p, sample.fake ^ (rng.random(3000) < share))
    fixed = recalibrate(noisy)
    assert fixed.slope.below(1)  # both bend the slope
    assert fixed.flipped_better > -2 if share else fixed.flipped_better < 0
    if share:
        assert fixed.flipped == pytest.approx(share, abs=0.05)


def test_its_log_likelihoods_are_those_of_the_two_models():
    sample = drawn(400, scale=2.0, seed=3)
    fixed = recalibrate(sample)
    z, y = np.log(sample.p / (1 - sample.p)), sample.fake

    def log_likelihood(p):
        return float(np.log(np.where(y, p, 1 - p)).sum())

    slope = log_likelihood(1 / (1 + np.exp(-(fixed.shift.value + fixed.slope.value * z))))
    shifts = np.linspace(-2, 2, 81)
    shares = np.linspace(1e-4, 0.45, 91)
    best = max(
        log_likelihood(e + (1 - 2 * e) / (1 + np.exp(-(a + z)))) for a in shifts for e in shares
    )
    assert fixed.flipped_better == pytest.approx(best - slope, abs=0.3)


def test_the_share_of_fakes_that_a_threshold_is_right_for_is_held_by_its_interval() -> None:
    rng, covered, threshold = np.random.default_rng(8), 0, 0.3
    # The likelihood ratio is exp(2 z), and the detector says z / 2 + 0.4: at the threshold z is twice what is left.
    wanted = 1 / (1 + np.exp(2 * 2 * (np.log(threshold / (1 - threshold)) - 0.4)))
    for _ in range(100):
        fake = np.arange(600) < 150
        z = rng.normal(size=600) + np.where(fake, 1.0, -1.0)
        said = 1 / (1 + np.exp(-(z / 2 + 0.4)))
        share = right_share(Sample(said, fake), threshold)
        assert share is not None
        assert share.limits is not None
        covered += share.limits[1] <= wanted <= share.limits[2]
    assert covered >= 88
    fake, said = np.arange(100) < 40, np.linspace(0.9, 0.1, 100) + rng.normal(0, 0.03, 100)
    assert right_share(Sample(said, fake), 0.0) is None
    assert right_share(Sample(1 - said, fake), 0.5) is None
