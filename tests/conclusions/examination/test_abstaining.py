# pyright: reportOptionalMemberAccess=false, reportOptionalOperand=false, reportOptionalSubscript=false
# pyright: reportArgumentType=false, reportOperatorIssue=false, reportCallIssue=false
"""The recommended combination where some of its members are silent: every figure again by hand or with scikit-learn."""

import numpy as np
import pytest
from scipy.special import expit, logit
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score
from tests.conclusions.examination.test_by_indicators import two_specialists
from tests.conclusions.examination.test_ensemble import rows

import touchstone as ts
from touchstone.conclusions.examination import examine_ensemble
from touchstone.conclusions.examination.ensemble.abstaining import beside_the_common, judge_abstaining
from touchstone.conclusions.examination.ensemble.by_indicators import fit_by_indicators
from touchstone.conclusions.examination.ensemble.judge import Setting
from touchstone.conclusions.metrics import Estimate, Sample

NAMES = ("a", "b", "c")


def silent_on_hard_ones(seed=104, n=800, *, lost=0.2):
    """Three calibrated members; the first is silent on the hard videos, ``lost`` deviations above the middle and more."""
    rng = np.random.default_rng(seed)
    fake, hard = rng.random(n) < 0.5, rng.normal(size=n)
    apart = np.where(hard > 0, 0.9, 3.0)
    p = np.stack([expit(apart * (rng.normal(size=n) + apart * (fake - 0.5))) for _ in NAMES], axis=1)
    p[hard > lost, 0] = np.nan
    return p, fake


def regression(score, fake):
    """Shift and slope of the log-odds, by scikit-learn."""
    fitted = LogisticRegression(C=np.inf, tol=1e-10, max_iter=1000).fit(logit(score)[:, None], fake)
    return fitted.intercept_[0], fitted.coef_[0, 0]


@pytest.fixture(scope="module")
def hard():
    p, fake = silent_on_hard_ones()
    return p, fake, examine_ensemble(rows(p, fake, NAMES), NAMES)


def test_threshold_and_probability_are_judged_on_the_videos_that_took_no_part_in_fitting_them(hard):
    p, fake, found = hard
    usable, some = found.usable, found.abstaining
    assert usable.rule == "mean probability"
    others = np.isnan(p[:, 0])
    score, theirs = np.nanmean(p, axis=1), fake[others]
    called = score[others] >= usable.threshold
    assert (some.videos, some.common, some.others, some.unanswered) == (800, (~others).sum(), others.sum(), 0)
    assert some.fakes_share == theirs.mean()
    assert some.decisions.fake_accuracy.value == called[theirs].mean()
    assert some.decisions.real_accuracy.value == (~called[~theirs]).mean()
    assert some.decisions.accuracy.n == others.sum()
    assert some.auc.value == pytest.approx(roc_auc_score(theirs, score[others]))
    assert some.common_auc == found.hardest.best.auc
    shift, slope = regression(score[~others], fake[~others])
    stated = expit(shift + slope * logit(score[others]))
    assert some.log_loss.value == pytest.approx(log_loss(theirs, stated), abs=1e-6)
    needed = regression(stated, theirs)
    assert some.needed.shift.value == pytest.approx(needed[0], abs=1e-4)
    assert some.needed.slope.value == pytest.approx(needed[1], abs=1e-4)
    assert some.needed.slope.high < 0.9
    assert some.fits is False
    own = regression(score[others], theirs)
    assert some.fitted_there.calibration.shift.value == pytest.approx(own[0], abs=1e-4)
    assert some.fitted_there.calibration.slope.value == pytest.approx(own[1], abs=1e-4)


def test_a_calibration_of_their_own_is_better_on_new_videos_too(hard):
    _, _, found = hard
    some = found.abstaining
    assert some.fitted_there.saved.low > 0
    assert some.fitted_there.saved.value == pytest.approx(some.log_loss.value - some.fitted_there.log_loss.value)
    p, fake = silent_on_hard_ones(7, 20_000)
    others = np.isnan(p[:, 0])
    z = logit(np.nanmean(p[others], axis=1))
    stated, own = (
        log_loss(fake[others], expit(it.shift.value + it.slope.value * z))
        for it in (found.usable.calibration, some.fitted_there.calibration)
    )
    assert own < stated
    assert some.fitted_there.saved.low - 0.01 < stated - own < some.fitted_there.saved.high + 0.01


def test_where_a_member_is_silent_at_random_the_mean_of_log_odds_that_are_right_is_rarely_called_wrong():
    """Two alike members: the score of one is the mean of both, so the probability holds for the others too."""
    wrong = 0
    for seed in range(20):
        rng = np.random.default_rng(seed)
        fake = np.arange(400) % 2 == 1
        one = expit(2 * (rng.normal(size=400) + np.where(fake, 1.0, -1.0)))
        p = np.stack([one, one], axis=1)
        p[rng.random(400) < 0.3, 0] = np.nan
        sample, whole = Sample(np.full(400, 0.5), fake), ~np.isnan(p[:, 0])
        division = beside_the_common(sample, whole)
        setting = Setting(p=p, sample=sample, division=division, members=((0, 1),))
        some = judge_abstaining(
            "mean probability", ("a", "b"), setting, whole, common_auc=Estimate.undefined(n=0, groups=None, method=""), weight=0.5
        )
        wrong += some.fits is False
    assert wrong <= 4


def test_the_best_single_member_there_is_named_and_it_is_said_whether_it_is_better():
    """Where the first is silent, the second is as good as ever and the third guesses with great confidence."""
    rng = np.random.default_rng(5)
    n = 1200
    fake, away = np.arange(n) % 2 == 1, rng.random(n) < 0.4
    p = expit(2 * (rng.normal(size=(n, 3)) + np.where(fake, 1.0, -1.0)[:, None]))
    p[away, 0] = np.nan
    p[away, 2] = expit(6 * rng.normal(size=int(away.sum())))
    some = examine_ensemble(rows(p, fake, NAMES), NAMES).abstaining
    assert some.single.detector == "b"
    assert some.single.auc.value == pytest.approx(roc_auc_score(fake[away], p[away, 1]))
    assert some.single.better
    assert some.single.fitted_there.saved.low > 0.1
    shift, slope = regression(p[away, 1], fake[away])
    assert some.single.fitted_there.calibration.shift.value == pytest.approx(shift, abs=1e-4)
    assert some.single.fitted_there.calibration.slope.value == pytest.approx(slope, abs=1e-4)


def test_a_threshold_of_their_own_is_named_only_where_it_gains():
    p, fake = silent_on_hard_ones()
    away = np.isnan(p[:, 0])
    assert not examine_ensemble(rows(p, fake, NAMES), NAMES).abstaining.threshold_gain.above(0)
    p[away, 1:] = expit(logit(p[away, 1:]) + 2)
    some = examine_ensemble(rows(p, fake, NAMES), NAMES).abstaining
    assert some.threshold_gain.low > 0.05
    score = np.nanmean(p[away], axis=1)
    best = max(((score >= t)[fake[away]].mean() + (score < t)[~fake[away]].mean()) / 2 for t in score)
    own = ((score >= some.threshold)[fake[away]].mean() + (score < some.threshold)[~fake[away]].mean()) / 2
    assert own == pytest.approx(best)


def test_a_video_that_shares_its_group_with_one_that_all_scored_is_judged_without_that_group():
    rng = np.random.default_rng(2)
    n = 600
    fake, group = rng.random(n) < 0.5, rng.integers(0, 60, n)
    whole = rng.random(n) < 0.7
    division = beside_the_common(Sample(np.full(n, 0.5), fake, group), whole)
    judged = np.zeros(n, int)
    for _, test, seen in division.parts:
        assert not set(group[test]) & set(group[seen])
        assert (seen <= whole).all()
        judged += test
    assert (judged == ~whole).all()
    assert len(division.parts) == 5
    apart = beside_the_common(Sample(np.full(n, 0.5), fake, np.where(whole, group, 100 + group)), whole)
    ((_, test, seen),) = apart.parts
    assert ((test == ~whole) & (seen == whole)).all()
    p, _ = silent_on_hard_ones(1, n)
    named = rows(p, fake, NAMES, group=[f"g{k}" for k in group])
    some = examine_ensemble(named, NAMES).abstaining
    assert some.decisions.accuracy.groups == len(set(group[np.isnan(p[:, 0])]))
    assert some.auc.n == int(np.isnan(p[:, 0]).sum())


def test_others_of_one_label_are_judged_as_far_as_that_goes():
    p, fake = silent_on_hard_ones(4, 600)
    p[fake, 0] = np.where(np.isnan(p[fake, 0]), 0.9, p[fake, 0])
    some = examine_ensemble(rows(p, fake, NAMES), NAMES).abstaining
    assert some.decisions.fake_accuracy.value is None
    assert some.decisions.real_accuracy.n == some.others > 100
    assert (some.auc.value, some.needed, some.fitted_there, some.single, some.threshold, some.fits) == (None,) * 6


def test_videos_that_no_member_with_a_say_scored_get_no_answer():
    rng = np.random.default_rng(6)
    n = 600
    fake = np.arange(n) % 2 == 1
    p = expit(3 * (rng.normal(size=(n, 2)) + np.where(fake, 1.5, -1.5)[:, None] * [1, 0]))
    p[:100, 0], p[100:150, 1] = np.nan, np.nan
    found = examine_ensemble(rows(p, fake, ("a", "b")), ("a", "b"))
    assert found.usable.rule == "best single"
    assert (found.abstaining.unanswered, found.abstaining.others) == (100, 50)
    assert found.abstaining.auc.value == pytest.approx(roc_auc_score(fake[100:150], p[100:150, 0]))


def test_weights_that_follow_indicators_are_raised_in_proportion_where_a_member_is_silent():
    rng = np.random.default_rng(0)
    n = 400
    fake, q = np.arange(n) % 2 == 1, rng.uniform(-1, 1, (n, 1))
    p = expit(rng.normal(size=(n, 2)) + np.where(fake, 1.0, -1.0)[:, None] * (1 + q * [1, -1]))
    fitted = fit_by_indicators(p, fake, q)
    z, each = logit(p) * fitted.scales[:, 0] + fitted.scales[:, 1], fitted.of_each(q)
    assert fitted.answer(p, q) == pytest.approx(expit((z * each).sum(axis=1) + fitted.offset))
    gone = p.copy()
    gone[:, 0] = np.nan
    answer = fitted.answer(gone, q)
    counts = each[:, 1] > 0
    assert answer[counts] == pytest.approx(expit(z[:, 1] * each.sum(axis=1) + fitted.offset)[counts])
    assert np.isnan(answer[~counts]).all()
    assert np.isnan(fitted.answer(np.full((1, 2), np.nan), q[:1])).all()


def test_indicators_of_the_others_are_ranked_among_the_videos_that_all_scored():
    table = two_specialists()
    whole = ts.examine(table).ensemble
    assert whole.abstaining is None
    table["p_b"] = [None if k % 5 == 0 else p for k, p in enumerate(table["p_b"])]
    found = ts.examine(table).ensemble
    assert found.recommended == "weights by indicators"
    some = found.abstaining
    assert (some.videos, some.common, some.others + some.unanswered) == (1200, 960, 240)
    assert some.unanswered < 10  # where all weight is on the silent one
    assert some.decisions.accuracy.n == some.others
