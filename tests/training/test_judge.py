import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score

from touchstone.training.judge import balanced_loss, fit_calibration, loss_and_auc


def drawn(seed=0, n=400, a=0.7, b=0.5, scale=3.0):
    rng = np.random.default_rng(seed)
    odds = rng.normal(0, scale, n)
    return odds, rng.random(n) < expit(a + b * odds)


def test_the_loss_is_that_of_weighted_log_loss():
    odds, fake = drawn()
    weight = np.where(fake, 0.5 / fake.sum(), 0.5 / (~fake).sum())
    assert balanced_loss(odds, fake) == pytest.approx(log_loss(fake, expit(odds), sample_weight=weight))


def test_it_is_logistic_regression_with_each_class_counting_half():
    odds, fake = drawn()
    count = {True: fake.sum(), False: (~fake).sum()}
    # Platt's targets are labels of which a share is turned round: each clip twice, with those weights
    upper, lower = (count[True] + 1) / (count[True] + 2), 1 / (count[False] + 2)
    share = np.where(fake, upper, lower)
    balance = np.where(fake, 0.5 / count[True], 0.5 / count[False]) * len(odds)
    reference = LogisticRegression(C=1e12, tol=1e-10, max_iter=1000)
    x, y = np.tile(odds, 2)[:, None], np.repeat([1, 0], len(odds))
    reference.fit(x, y, sample_weight=np.concatenate([share * balance, (1 - share) * balance]))
    calibration = fit_calibration(odds, fake)
    assert 1 / calibration.temperature == pytest.approx(np.ravel(reference.coef_)[0], rel=1e-4)
    assert calibration.offset / calibration.temperature == pytest.approx(np.ravel(reference.intercept_)[0], abs=1e-4)


@settings(deadline=None)
@given(st.floats(0.2, 5), st.floats(-10, 10))
def test_what_was_done_to_the_log_odds_is_undone(factor, shift):
    odds, fake = drawn()
    plain, moved = fit_calibration(odds, fake), fit_calibration(odds * factor + shift, fake)
    assert moved.apply(odds * factor + shift) == pytest.approx(plain.apply(odds), abs=1e-4)
    assert moved.threshold == pytest.approx(plain.threshold, abs=1e-3)


def test_a_class_that_is_repeated_changes_little():
    odds, fake = drawn(n=2000)
    more = np.concatenate([np.arange(len(odds)), *[np.flatnonzero(~fake)] * 6])
    plain, skewed = fit_calibration(odds, fake), fit_calibration(odds[more], fake[more])
    assert skewed.offset == pytest.approx(plain.offset, abs=0.05)
    assert skewed.temperature == pytest.approx(plain.temperature, rel=0.02)


def test_clips_told_apart_without_error_give_finite_numbers_and_a_threshold_between():
    odds = np.array([-3.0, -2.0, -1.5, 1.0, 2.0, 9.0])
    calibration = fit_calibration(odds, odds > 0)
    p = calibration.apply(odds)
    assert p[2] < calibration.threshold < p[3]
    assert 1e-3 <= calibration.temperature <= 1e3


def test_scores_that_rank_backwards_are_told_and_not_turned_round():
    odds, fake = drawn(b=-0.8)
    calibration = fit_calibration(odds, fake)
    assert calibration.temperature == pytest.approx(1000, rel=1e-3)
    assert "do not separate fake from real" in calibration.notes[0]


def test_extreme_log_odds_are_ranked_too():
    odds = np.array([900.0, 800.0, 850.0, -50.0])
    loss, auc = loss_and_auc(odds, np.array([True, False, True, False]), np.arange(4))
    assert auc.value == roc_auc_score([1, 0, 1, 0], odds) == 1
    assert np.isfinite(loss)
