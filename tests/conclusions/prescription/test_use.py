# pyright: reportArgumentType=false, reportOptionalMemberAccess=false, reportCallIssue=false, reportOperatorIssue=false
"""How the recommended combination is to be used, in whole sentences."""

import math
import re
from dataclasses import replace

import numpy as np
import pytest
from scipy.special import expit, logit
from tests.conclusions.diagnosis.causes.scores.facts import decisions, recalibration
from tests.conclusions.examination.test_abstaining import silent_on_hard_ones
from tests.conclusions.small import estimate

import touchstone as ts
from touchstone.conclusions.examination import (
    Abstaining,
    CalibrationThere,
    MemberNumbers,
    SingleThere,
    UsableEnsemble,
    UsablePoint,
)
from touchstone.conclusions.prescription.use import silent_of, use_of


def right(real, fake, n=100):
    half = 0.02
    return replace(
        decisions(bias=real - fake, half=half),
        real_accuracy=estimate(real, half, n=n),
        fake_accuracy=estimate(fake, half, n=n),
    )


def fitted(shift, slope, half=0.1, prior=0.0):
    return replace(recalibration(slope=slope, half=half, shift=prior), shift=estimate(shift, half))


def point(aim, prevalence, threshold, accuracy, cost=1.0, alike=0.5):
    return UsablePoint(
        aim=aim, prevalence=prevalence, cost=cost, threshold=threshold, decisions=right(0.9, 0.8),
        weighted_accuracy=estimate(accuracy, 0.01), alike=alike,
    )  # fmt: skip


HERE = point("these videos", 0.5, 0.4921, 0.85)
BALANCED = point("balanced", 0.5, 0.492, 0.85)
STATED = point("as stated", 0.02, 0.66, 0.985, alike=0.98)
COSTLY = point("as stated", 0.02, 0.3, 0.8, cost=100.0, alike=0.6711)


def usable(*points, calibration=None, members=("a", "b"), share=0.5):
    chosen = points[-1]
    weights = 1 / len(members)
    return UsableEnsemble(
        rule="mean probability",
        formula="",
        members=tuple(MemberNumbers(detector=name, weight=weights) for name in members),
        constant=None,
        aim=chosen.aim,
        threshold=chosen.threshold,
        decisions=chosen.decisions,
        points=points,
        fakes_share=share,
        held="groups",
        calibration=fitted(-0.09, 3.68) if calibration is None else calibration,
    )


def abstaining(**changed):
    given = {
        "videos": 800, "common": 448, "unanswered": 0, "fakes_share": 0.5, "auc": estimate(0.826, n=352),
        "common_auc": estimate(0.993, 0.005, n=448), "decisions": right(0.735, 0.742), "weighted_accuracy": estimate(0.7, n=352),
        "threshold": 0.5114, "threshold_gain": estimate(-0.01), "log_loss": estimate(0.538, n=352), "needed": fitted(0.2, 0.654),
        "fitted_there": CalibrationThere(
            calibration=fitted(0.227, 2.4), log_loss=estimate(0.506, n=352), saved=estimate(0.032, 0.02, n=352)
        ),
        "single": None,
    }  # fmt: skip
    return Abstaining(**{**given, **changed})


RATES = (
    "on held-out groups real accuracy is 0.900 [0.880, 0.920], n = 100, fake accuracy 0.800 [0.780, 0.820], n = 100, "
    "bias (real "
    "accuracy − fake accuracy) 0.100 [0.080, 0.120], n = 200"
)
PROBABILITY = "among as many fakes as here, the probability is sigmoid(-0.09 + 3.68 · logit of the score)"


def test_without_a_stated_share_the_threshold_is_called_that_of_both_classes_alike():
    assert use_of(usable(HERE, BALANCED), None) == (
        f"with mean probability (a 0.50, b 0.50), for both classes alike, call a video fake from a score of 0.492 on: "
        f"{RATES}; "
        f"{PROBABILITY}; a video that none of these scored gets no answer"
    )


def test_where_classes_are_uneven_the_threshold_for_as_many_fakes_as_here_is_named_too():
    rare = point("these videos", 0.0536, 0.91, 0.97)
    assert use_of(usable(rare, BALANCED), None) == (
        f"with mean probability (a 0.50, b 0.50), for both classes alike, call a video fake from a score of 0.492 on: "
        f"{RATES}; to be "
        "right about most videos where as many are fake as here (5.36 %), call a video fake from 0.91 on: held-out "
        "accuracy 0.970 "
        f"[0.960, 0.980], n = 200; {PROBABILITY}; a video that none of these scored gets no answer"
    )


def test_a_stated_share_has_its_threshold_its_accuracy_and_its_probability():
    said = use_of(usable(HERE, BALANCED, STATED), None)
    shift = -0.09 + math.log(0.02 / 0.98)
    assert said == (
        f"with mean probability (a 0.50, b 0.50), where 2 % of the videos are fake, call a video fake from a score of "
        f"0.66 on: {RATES}"
        ", which makes an accuracy of 0.985 [0.975, 0.995], n = 200 (calling every video real gives 0.98, and it is not "
        "shown to do "
        f"better); for both classes alike the threshold would be 0.492; among 2 % fakes, the probability is "
        f"sigmoid({shift:.3g} + "
        "3.68 · logit of the score); a video that none of these scored gets no answer"
    )


def test_a_stated_cost_has_its_threshold_and_its_weighted_accuracy():
    said = use_of(usable(HERE, BALANCED, COSTLY), None)
    where = "where 2 % of the videos are fake and a missed fake counts as 100 false alarms"
    assert f"{where}, call a video fake from a score of 0.3 on" in said
    assert "which makes a weighted accuracy of 0.800 [0.790, 0.810], n = 200; for both classes alike the" in said


THERE = (
    "the score of the 352 other videos with an answer is made of those members that scored them; they took no part "
    "in fitting the "
    "rule, and from 0.492 on real accuracy is 0.735 [0.715, 0.755], n = 100, fake accuracy 0.742 [0.722, 0.762], n = "
    "100, bias (real "
    "accuracy − fake accuracy) -0.007 [-0.027, 0.013], n = 200 there"
)


def test_what_threshold_and_probability_are_worth_on_the_others_is_said_beside():
    assert use_of(usable(HERE, BALANCED), abstaining()) == (
        f"with mean probability (a 0.50, b 0.50), for both classes alike, call a video fake from a score of 0.492 on: "
        f"{RATES}; "
        f"{PROBABILITY}; {THERE}; the probability does not hold for them: it is too sure of itself (slope of its log-odds "
        f"0.654 "
        "[0.554, 0.754], n = 200; log-loss 0.538 [0.488, 0.588], n = 352); among as many fakes as they have, theirs is "
        "sigmoid(0.227 + 2.4 · logit of the score), which saves 0.032 [0.012, 0.052], n = 352 of log-loss held out; a "
        "video that none "
        "of these scored gets no answer"
    )


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (
            {"needed": fitted(0.0, 1.05)},
            "the probability is not shown to be wrong for them (slope of its log-odds 1.050 [0.950, 1.150], n = 200; "
            "log-loss",
        ),
        ({"needed": None}, "whether the probability holds for them cannot be measured"),
        ({"log_loss": None}, "whether the probability holds for them cannot be measured"),
        ({"needed": fitted(0.0, 1.5)}, "does not hold for them: it is not sure enough (slope of its log-odds 1.500"),
        ({"needed": fitted(0.0, 1.0, prior=0.5)}, "it is too low (slope of its log-odds 1.000"),
        ({"needed": fitted(0.0, 1.0, prior=-0.5)}, "it is too high (slope of its log-odds 1.000"),
        (
            {"fitted_there": CalibrationThere(calibration=fitted(0.2, 2.4), log_loss=estimate(0.5), saved=estimate(0.01, 0.02))},
            "which is not shown to be better, with 0.010 [-0.010, 0.030], n = 200 of log-loss held out",
        ),
        ({"fitted_there": None}, "log-loss 0.538 [0.488, 0.588], n = 352); a video that none"),
        (
            {"threshold_gain": estimate(0.1)},
            "there; the threshold 0.5114 would be better there, by 0.100 [0.050, 0.150], n = 200 held out; the probability",
        ),
    ],
)
def test_what_is_not_so_or_not_shown_is_said(changed, words):
    assert words in use_of(usable(HERE, BALANCED), abstaining(**changed))


def single(saved):
    alone = CalibrationThere(calibration=fitted(0.1, 0.9), log_loss=estimate(0.4), saved=estimate(saved, 0.02, n=352))
    return SingleThere(detector="b", auc=estimate(0.9, n=352), fitted_there=alone)


def test_where_a_single_member_is_better_there_it_is_named_instead():
    said = use_of(usable(HERE, BALANCED), abstaining(single=single(0.1)))
    assert (
        "for them b alone is better: among as many fakes as they have, sigmoid(0.1 + 0.9 · logit of its score) saves "
        "0.100 [0.080, "
        "0.120], n = 352 of log-loss held out, compared with the rule calibrated on them"
    ) in said
    assert "theirs is" not in said
    assert "alone is better" not in use_of(usable(HERE, BALANCED), abstaining(single=single(0.01)))


def test_for_a_stated_share_the_others_have_their_accuracy_and_their_probability_too():
    said = use_of(usable(HERE, BALANCED, STATED), abstaining(fakes_share=0.4))
    shift = 0.227 + math.log(0.02 / 0.98) - math.log(0.4 / 0.6)
    assert "n = 200 there, which makes an accuracy of 0.700 [0.650, 0.750], n = 352 (calling every video real gives 0.98" in said
    assert f"among 2 % fakes, theirs is sigmoid({shift:.3g} + 2.4 · logit of the score)" in said


def test_scores_that_make_no_probability_and_a_single_member():
    none = replace(fitted(0, 1), shift=estimate(None))
    said = use_of(usable(HERE, BALANCED, calibration=none, members=("cm",)), None)
    assert said.endswith("; its scores cannot be made probabilities here; a video that cm did not score gets no answer")


def test_the_ranking_of_the_others_is_that_of_the_recommended_rule():
    assert silent_of("mean probability", abstaining(single=single(0.1), unanswered=12, videos=812)) == (
        "all members scored 448 of 812 videos; mean probability has AUC 0.826 [0.776, 0.876], n = 352 on the 352 others "
        "that it "
        "answers, which took no part in fitting it, and held-out AUC 0.993 [0.988, 0.998], n = 448 on those 448; the "
        "log-loss of its "
        "probability there is 0.538 [0.488, 0.588], n = 352; the best single detector that scored all of these 352, b, "
        "has AUC 0.900 "
        "[0.850, 0.950], n = 352; the rule has no answer for 12 more"
    )
    assert silent_of("mean rank", abstaining(log_loss=None)).endswith("n = 448 on those 448")


def table(p, fake):
    columns = {f"p_{name}": [None if np.isnan(x) else float(x) for x in p[:, k]] for k, name in enumerate("abc")}
    return {"video": [f"v{k}" for k in range(len(p))], "label": np.where(fake, "fake", "real").tolist(), **columns}


@pytest.fixture(scope="module")
def seen():
    return silent_on_hard_ones()


@pytest.mark.parametrize("asked", [{}, {"prevalence": 0.02}, {"cost": 30.0}])
def test_the_printed_digits_do_what_is_said_of_them(seen, asked):
    p, fake = seen
    advice = ts.examine(table(p, fake), **asked).ensemble
    others = np.isnan(p[:, 0])
    score = np.nanmean(p, axis=1)
    typed = [float(t) for t in re.findall(r"(?:from|score of) ([0-9.]+) on", advice.use)]
    assert len(set(typed)) == 1
    called, theirs = score[others] >= typed[0], fake[others]
    assert f"real accuracy is {(~called[~theirs]).mean():.3f} [" in advice.use
    assert f"fake accuracy {called[theirs].mean():.3f} [" in advice.use
    prevalence = asked.get("prevalence", fake.mean() if asked else 0.5)
    weight = prevalence * asked.get("cost", 1.0)
    weight /= weight + 1 - prevalence

    def reached(t):
        return weight * (score >= t)[~others & fake].mean() + (1 - weight) * (score < t)[~others & ~fake].mean()

    assert reached(typed[0]) == pytest.approx(max(reached(t) for t in (*score[~others], 1.0)))


def test_the_printed_probabilities_are_calibrated_on_new_videos(seen):
    p, fake = seen
    said = ts.examine(table(p, fake)).ensemble.use
    common, own = ((float(a), float(b)) for a, b in re.findall(r"sigmoid\((\S+) \+ (\S+) · logit", said))
    p, fake = silent_on_hard_ones(9, 40_000)
    others = np.isnan(p[:, 0])
    z = logit(np.nanmean(p, axis=1))
    for (shift, slope), those in ((common, ~others), (own, others)):
        stated = expit(shift + slope * z[those])
        for low, high in ((0.05, 0.3), (0.3, 0.7), (0.7, 0.95)):
            inside = (stated > low) & (stated < high)
            assert fake[those][inside].mean() == pytest.approx(stated[inside].mean(), abs=0.1)
