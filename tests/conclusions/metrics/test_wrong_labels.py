"""Wrong labels that were planted are counted; where none were, none are needed."""

# A result that is not there fails the test by itself.
# pyright: reportOptionalMemberAccess=false, reportOperatorIssue=false, reportOptionalOperand=false, reportArgumentType=false, reportCallIssue=false

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score

from touchstone.conclusions.metrics import clipped_log_odds, fit_wrong_labels
from touchstone.conclusions.metrics.wrong_labels import _begins, _best, _worth


def drawn(seed, *, n=3000, share=0.0, detectors=2, separation=3.0):
    """Calibrated scores of independent detectors: log-odds of two normal classes; a share of the labels is turned."""
    rng = np.random.default_rng(seed)
    fake = rng.random(n) < 0.5
    z = rng.normal(np.where(fake, separation / 2, -separation / 2)[:, None], 1.0, (n, detectors)) * separation
    wrong = rng.random(n) < share
    return 1 / (1 + np.exp(-z)), fake ^ wrong, wrong


@pytest.mark.parametrize("share", [0.03, 0.12])
def test_a_planted_share_is_in_the_interval_and_is_needed(share):
    inside = 0
    for seed in range(20):
        p, fake, wrong = drawn(seed, share=share)
        fitted, probably = fit_wrong_labels(p, fake, None)
        assert fitted.p_value < 0.001
        assert fitted.share.value == pytest.approx(share, abs=0.02)
        inside += fitted.share.low <= share <= fitted.share.high
        assert roc_auc_score(wrong, probably) > 0.95
    assert inside >= 17


def test_no_wrong_labels_are_needed_by_right_ones_however_the_log_odds_are_scaled():
    needed = 0
    for seed in range(60):
        p, fake, _ = drawn(seed, n=400, separation=1.5)
        scale = (0.5, 1.0, 2.0)[seed % 3]
        fitted, _ = fit_wrong_labels(1 / (1 + np.exp(-scale * np.log(p / (1 - p)))), fake, None)
        needed += fitted.p_value < 0.05
    assert needed <= 7


def test_the_fit_without_wrong_labels_holds_logistic_regression():
    p, fake, _ = drawn(1, n=500, separation=1.5)
    z = np.column_stack([clipped_log_odds(column) for column in p.T])
    right = _best(z, fake.astype(float), _begins(2), free=False)
    oracle = LogisticRegression(C=np.inf, tol=1e-8).fit(z, fake)
    loss = log_loss(fake, oracle.predict_proba(z)) * len(z)
    assert loss - 3 < right.loss <= loss + 0.01
    assert right.wrong == 0


@given(st.floats(-12, 12), st.floats(0.001, 0.4))
def test_what_log_odds_are_worth_beside_own_errors(z, own):
    odds = (1 - own) / own
    worth, slope = (float(values[0, 0]) for values in _worth(np.array([[z]]), np.array([own])))
    assert abs(worth) <= np.log(odds) + 1e-9
    assert worth == pytest.approx(np.log(((1 - own) * np.exp(z) + own) / ((1 - own) + own * np.exp(z))), abs=1e-9)
    step = 1e-6
    after = float(_worth(np.array([[z]]), np.array([own + step]))[0][0, 0])
    assert slope == pytest.approx((after - worth) / step, rel=1e-3, abs=1e-4)
    assert float(_worth(np.array([[z]]), np.array([0.0]))[0][0, 0]) == pytest.approx(z)


@pytest.mark.parametrize("common", [0.0, 0.5])
def test_confident_errors_of_each_detector_are_not_wrong_labels(common):
    needed = 0
    for seed in range(20):
        rng = np.random.default_rng(seed)
        fake = rng.random(2000) < 0.5
        odd = rng.random((2000, 2)) < 0.1
        side = np.where(fake[:, None] ^ odd, 1.25, -1.25)
        z = 2.5 * (rng.normal(side) + common * rng.normal(size=(2000, 1)))
        fitted, _ = fit_wrong_labels(1 / (1 + np.exp(-z)), fake, None)
        needed += fitted.p_value <= 0.01
    assert needed <= 1


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_turning_every_label_and_score_changes_nothing(seed):
    p, fake, _ = drawn(seed, n=400, share=0.08, separation=1.5)
    (one, _), (other, _) = fit_wrong_labels(p, fake, None), fit_wrong_labels(1 - p, ~fake, None)
    assert other.share.value == pytest.approx(one.share.value, abs=2e-3)
    assert other.gain == pytest.approx(one.gain, abs=0.05)


def test_copies_of_videos_in_a_group_widen_the_interval():
    p, fake, _ = drawn(3, n=300, share=0.1)
    alone, _ = fit_wrong_labels(p, fake, np.arange(300))
    four, _ = fit_wrong_labels(np.repeat(p, 4, axis=0), np.repeat(fake, 4), np.repeat(np.arange(300), 4))
    assert four.share.high - four.share.low == pytest.approx(alone.share.high - alone.share.low, rel=0.15)


def test_labels_that_are_separated_without_error_are_right():
    fake = np.arange(100) >= 50
    p = np.where(fake, 0.9, 0.1) + np.linspace(-0.05, 0.05, 100)
    fitted, _ = fit_wrong_labels(np.column_stack([p, p]), fake, None)
    assert fitted.share.value < 0.001
    assert fitted.p_value > 0.1
