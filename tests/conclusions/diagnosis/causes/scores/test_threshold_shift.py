"""A threshold in the wrong place: both directions, the look-alike, and every witness at its edges."""

# Numbers may be undefined here; a result that is not there fails the test by itself.
# pyright: reportArgumentType=false, reportOptionalMemberAccess=false, reportOptionalSubscript=false

from dataclasses import replace

import numpy as np
import pytest
from tests.conclusions.diagnosis.causes.scores.counted import counted
from tests.conclusions.diagnosis.causes.scores.facts import decisions, facts, recalibration, smooth
from tests.conclusions.diagnosis.shown import entry, holds, lines, shown
from tests.conclusions.small import detector, difference, estimate, of_detector, performance

from touchstone.conclusions.diagnosis import Evidence
from touchstone.conclusions.diagnosis.causes.outputs.activation import CAUSE as ACTIVATION
from touchstone.conclusions.diagnosis.causes.scores.threshold_shift import (
    CAUSE,
    one_sided_counts,
    right_for_a_prevalence,
    threshold_shift,
)
from touchstone.conclusions.examination import OperatingPoint, OperatingPoints, OtherRule
from touchstone.conclusions.metrics import FittedThreshold


def fitted(bias=-0.4, bias_half=0.05, *, threshold=0.7124, before=0.7):
    """Thresholds fitted in five folds, and the decisions with and without them."""
    return FittedThreshold(
        threshold=threshold,
        thresholds=(),
        spread=0.0123,
        folds=5,
        held_out=decisions(balanced=0.81),
        standard=decisions(bias=bias, half=bias_half, balanced=before),
        called=np.zeros(0, np.bool_),
    )


UP = {"fixed": recalibration(shift=-1.1)}
DOWN = {"fixed": recalibration(shift=0.9), "bias": 0.4, "threshold": 0.2345}
LEAST = {"bias": 0.2, "gain": 0.04, "fixed": recalibration(shift=0.4)}


def asked(
    gain=0.11,
    gain_half=0.05,
    *,
    bias=-0.4,
    bias_half=0.05,
    fixed=None,
    threshold=0.7124,
    before=0.7,
    auc=None,
    so_far=(),
    detectors=1,
    operating=None,
    **more,
):
    given = {"threshold_gain": difference(gain, gain_half), "recalibration": fixed, **more}
    subject = detector(
        auc=auc,
        performance=performance(auc=0.88, threshold=0.5),
        fitted_threshold=fitted(bias, bias_half, threshold=threshold, before=before),
        facts=facts(**given),
        operating=operating,
    )
    return threshold_shift(of_detector(subject, so_far=so_far, detectors=detectors))


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        pytest.param(
            asked(**UP, auc=estimate(0.77)),
            """
            scores.threshold_shift confirmed, cm: root, moderate, likely
              explains training.weak_slice
              - for (decisions at the threshold, least 0.2) bias (real accuracy − fake accuracy) at threshold 0.5:
                  -0.400 [-0.450, -0.350], n = 200 [scores, videos (Wilson), -0.4 from -0.45 to -0.35, n 200]
              - for (decisions at the threshold, least 0.04) balanced accuracy gained with thresholds fitted on
                  other groups (0.7124 on all groups): 0.110 [0.060, 0.160], n = 200 [scores, videos; 5 folds
                  (Wilson), 0.11 from 0.06 to 0.16, n 200]
              - for (shift of the log-odds, least 0.4) what must be added to its log-odds to make them right:
                  -1.100 [-1.200, -1.000], n = 200 [scores, videos (Wilson), -1.1 from -1.2 to -1, n 200]
              - AUC that the verdict rests on: 0.770 [0.720, 0.820], n = 200 [scores, videos (Wilson), 0.77 from
                  0.72 to 0.82, n 200]
              - training on 3 times as many fake videos as of the other label, compared with these videos, would
                  cause this shift and leave the slope of the log-odds at 1; fitted slope: 1.000 [0.900, 1.100],
                  n = 200 [scores, videos (Wilson), 1 from 0.9 to 1.1, n 200]
              do move the threshold from 0.5 to 0.7124 (standard deviation over folds 0.012): held-out balanced
                  accuracy 0.810 [0.760, 0.860], n = 200 instead of 0.700; scores alone cannot distinguish a
                  shifted threshold from training on unbalanced classes; the class counts of the training set
                  can
              check --threshold 0.7124
              or training.class_bias: the numbers of real and fake videos that it was trained on
              asked one_sided True, gain True, shift True
            """,
            id="too many called fake",
        ),
        pytest.param(
            asked(**DOWN),
            """
            scores.threshold_shift confirmed, cm: root, moderate, likely
              explains training.weak_slice
              - for (decisions at the threshold, least 0.2) bias (real accuracy − fake accuracy) at threshold 0.5:
                  0.400 [0.350, 0.450], n = 200 [scores, videos (Wilson), 0.4 from 0.35 to 0.45, n 200]
              - for (decisions at the threshold, least 0.04) balanced accuracy gained with thresholds fitted on
                  other groups (0.2345 on all groups): 0.110 [0.060, 0.160], n = 200 [scores, videos; 5 folds
                  (Wilson), 0.11 from 0.06 to 0.16, n 200]
              - for (shift of the log-odds, least 0.4) what must be added to its log-odds to make them right:
                  0.900 [0.800, 1.000], n = 200 [scores, videos (Wilson), 0.9 from 0.8 to 1, n 200]
              - AUC that the verdict rests on: 0.880 [0.830, 0.930], n = 200 [scores, videos (Wilson), 0.88 from
                  0.83 to 0.93, n 200]
              - training on 2.5 times as many real videos as of the other label, compared with these videos,
                  would cause this shift and leave the slope of the log-odds at 1; fitted slope: 1.000 [0.900,
                  1.100], n = 200 [scores, videos (Wilson), 1 from 0.9 to 1.1, n 200]
              do move the threshold from 0.5 to 0.2345 (standard deviation over folds 0.012): held-out balanced
                  accuracy 0.810 [0.760, 0.860], n = 200 instead of 0.700; scores alone cannot distinguish a
                  shifted threshold from training on unbalanced classes; the class counts of the training set
                  can
              check --threshold 0.2345
              or training.class_bias: the numbers of real and fake videos that it was trained on
              asked one_sided True, gain True, shift True
            """,
            id="too many called real",
        ),
        pytest.param(
            asked(fixed=recalibration(slope=0.5, shift=-1.1), smooth_shifted=smooth(0.05, 0.01)),
            """
                scores.threshold_shift confirmed, cm: root, moderate, likely
                  explains training.weak_slice
                  - for (decisions at the threshold, least 0.2) bias (real accuracy − fake accuracy) at threshold
                      0.5: -0.400 [-0.450, -0.350], n = 200 [scores, videos (Wilson), -0.4 from -0.45 to -0.35,
                      n 200]
                  - for (decisions at the threshold, least 0.04) balanced accuracy gained with thresholds fitted
                      on other groups (0.7124 on all groups): 0.110 [0.060, 0.160], n = 200 [scores, videos; 5
                      folds (Wilson), 0.11 from 0.06 to 0.16, n 200]
                  - for (shift of the log-odds, least 0.4) what must be added to its log-odds to make them
                      right: -1.100 [-1.200, -1.000], n = 200 [scores, videos (Wilson), -1.1 from -1.2 to -1, n
                      200]
                  - AUC that the verdict rests on: 0.880 [0.830, 0.930], n = 200 [scores, videos (Wilson), 0.88
                      from 0.83 to 0.93, n 200]
                  do move the threshold from 0.5 to 0.7124 (standard deviation over folds 0.012): held-out
                      balanced accuracy 0.810 [0.760, 0.860], n = 200 instead of 0.700
                  check --threshold 0.7124
                  asked one_sided True, gain True, shift True
                """,
            id="a slope that unbalanced classes do not leave",
        ),
        pytest.param(
            asked(before=None),
            """
            scores.threshold_shift confirmed, cm: root, moderate, likely
              explains training.weak_slice
              - for (bias of the decisions, least 0.2) bias (real accuracy − fake accuracy) at threshold 0.5:
                  -0.400 [-0.450, -0.350], n = 200 [scores, videos (Wilson), -0.4 from -0.45 to -0.35, n 200]
              - for (decisions at the threshold, least 0.04) balanced accuracy gained with thresholds fitted on
                  other groups (0.7124 on all groups): 0.110 [0.060, 0.160], n = 200 [scores, videos; 5 folds
                  (Wilson), 0.11 from 0.06 to 0.16, n 200]
              - AUC that the verdict rests on: 0.880 [0.830, 0.930], n = 200 [scores, videos (Wilson), 0.88 from
                  0.83 to 0.93, n 200]
              do move the threshold from 0.5 to 0.7124 (standard deviation over folds 0.012): held-out balanced
                  accuracy 0.810 [0.760, 0.860], n = 200 instead of 0.000; scores alone cannot distinguish a
                  shifted threshold from training on unbalanced classes; the class counts of the training set
                  can
              check --threshold 0.7124
              or training.class_bias: the numbers of real and fake videos that it was trained on
              asked one_sided True, gain True
            """,
            id="without a recalibration",
        ),
        pytest.param(
            asked(0.02, **UP),
            """
            scores.threshold_shift, cm: nothing
              - against (decisions at the threshold, least 0.2) bias (real accuracy − fake accuracy) at threshold
                  0.5: -0.400 [-0.450, -0.350], n = 200 [scores, videos (Wilson), -0.4 from -0.45 to -0.35, n
                  200]
              - against (decisions at the threshold, least 0.04) balanced accuracy gained with thresholds fitted
                  on other groups (0.7124 on all groups): 0.020 [-0.030, 0.070], n = 200 [scores, videos; 5 folds
                  (Wilson), 0.02 from -0.03 to 0.07, n 200]
              - against (shift of the log-odds, least 0.4) what must be added to its log-odds to make them
                  right: -1.100 [-1.200, -1.000], n = 200 [scores, videos (Wilson), -1.1 from -1.2 to -1, n 200]
              asked one_sided False, gain False, shift False
            """,
            id="no gain",
        ),
    ],
)
def test_what_it_says(answer, text):
    assert shown(answer) == lines(text)


@pytest.mark.parametrize(
    ("bias", "half", "says"),
    [
        (0.2, 0.1999, True),
        (-0.2, 0.1999, True),
        (0.1999, 0.1, False),
        (-0.1999, 0.1, False),
        (0.2, 0.2, False),
        (-0.2, 0.2, False),
        (0.2, None, False),
        (None, None, False),
    ],
)
def test_one_sided_decisions(bias, half, says):
    assert holds(asked(bias=bias, bias_half=half)) == (
        "confirmed" if says else "suspected",
        {"one_sided": says, "gain": True},
    )


@pytest.mark.parametrize(
    ("gain", "half", "verdict", "says"),
    [
        (0.04, 0.0399, "confirmed", {"one_sided": True, "gain": True, "shift": True}),
        (0.0399, 0.01, None, {"one_sided": False, "gain": False, "shift": False}),
        (0.04, 0.04, "confirmed", {"one_sided": True, "gain": None, "shift": True}),
        (0.04, None, "confirmed", {"one_sided": True, "gain": None, "shift": True}),
        (-0.11, 0.05, None, {"one_sided": False, "gain": False, "shift": False}),
    ],
)
def test_without_a_gain_no_witness_supports_it(gain, half, verdict, says):
    assert holds(asked(gain, half, **UP)) == (verdict, says)


@pytest.mark.parametrize(("detectors", "holds_for"), [(1, True), (2, True), (3, False)])
def test_the_more_detectors_are_asked_the_clearer_each_number_must_be(detectors, holds_for):
    """Intervals that reach 0 where they are 1.18 times as wide: those for two detectors are 1.14 times, for three "
    "1.22 times."""
    far = recalibration(shift=-1.1, shift_half=1.1 / 1.18)
    answer = asked(0.11, 0.11 / 1.18, bias_half=0.4 / 1.18, fixed=far, detectors=detectors)
    assert holds(answer)[1] == {"one_sided": holds_for, "gain": holds_for or None, "shift": holds_for}


@pytest.mark.parametrize(
    ("shift", "half", "threshold", "says"),
    [
        (0.9, 0.5, 0.5, True),  # right for 4 % of fakes, surely fewer than 10 %
        (0.9, 0.91, 0.5, False),  # perhaps for 10 %
        (0.39, 0.1, 0.5, False),  # surely for fewer than 10 %, but by less than counts
        (-1.1, 0.1, 0.5, False),  # for 25 %, between 10 % and one half
        (-2.7, 0.4, 0.5, True),  # for 62 %, surely more than half
        (-2.7, 0.51, 0.5, False),  # perhaps for half
        (0.0, 0.5, 0.7, True),  # as the first: a threshold of 0.7 lies 0.85 above 0.5
        (0.0, 0.86, 0.7, False),
    ],
)
def test_a_threshold_that_may_be_right_for_a_share_of_fakes_is_not_asked(shift, half, threshold, says):
    """20 fakes and 180 real videos: right is what is right for any share of fakes from 10 % to one half."""
    fixed = replace(recalibration(shift=shift), shift=estimate(shift, half), slope=estimate(1.0, 0.1))
    assert right_for_a_prevalence(fixed, 180, 20, threshold) is not says


@pytest.mark.parametrize(
    ("shift", "half", "says"),
    [
        (0.4, 0.3999, True),
        (-0.4, 0.3999, True),
        (0.3999, 0.1, False),
        (-0.3999, 0.1, False),
        (0.4, 0.4, False),
        (-0.4, 0.4, False),
        (0.4, None, False),
        (None, None, False),
    ],
)
def test_the_shift_of_the_log_odds(shift, half, says):
    answer = asked(bias=0.0, fixed=recalibration(shift=shift, shift_half=half))
    assert holds(answer)[1] == {"one_sided": False, "gain": True, "shift": says}


@pytest.mark.parametrize(
    ("shift", "shift_half", "gain_half", "verdict"),
    [
        (0.4, 0.0999, 0.05, "confirmed"),
        (-0.4, 0.0999, 0.05, "confirmed"),
        (0.4, 0.1001, 0.0799, "confirmed"),
        (0.4, 0.1001, 0.0801, "suspected"),
        (-0.4, 0.1001, 0.0801, "suspected"),
        (None, None, 0.0799, "confirmed"),
        (None, None, 0.0801, "suspected"),
    ],
)
def test_it_is_confirmed_where_the_gain_or_the_shift_is_surely_large(shift, shift_half, gain_half, verdict):
    """A gain of 0.11 and a shift: beyond 0.75 of the smallest effects, 0.03 and 0.30, with the whole interval of "
    "one of them."""
    fixed = None if shift is None else recalibration(shift=shift, shift_half=shift_half)
    assert holds(asked(0.11, gain_half, fixed=fixed))[0] == verdict


@pytest.mark.parametrize(
    ("slope", "half", "p", "alike"),
    [
        (1.0, 0.1, 0.01, True),
        (1.35, 0.1, 0.01, True),  # its interval reaches 1.25
        (1.3501, 0.1, 0.01, False),
        (0.75, 0.05, 0.01, True),  # and 0.8
        (0.7499, 0.05, 0.01, False),
        (1.0, None, 0.01, False),
        (1.5, 0.1, 0.0101, True),  # what is left is calibrated
        (1.5, 0.1, None, True),
        (0.5, 0.1, 0.0101, True),
    ],
)
def test_where_unbalanced_classes_look_the_same(slope, half, p, alike):
    answer = asked(fixed=recalibration(slope=slope, half=half, shift=-1.1), smooth_shifted=smooth(0.05, p))
    assert [a.code for a in answer.finding.alternatives] == (["training.class_bias"] if alike else [])
    assert ("unbalanced classes" in answer.finding.remedy) is alike
    assert len(answer.finding.evidence) == (5 if alike else 4)


def test_without_an_error_that_is_left_unbalanced_classes_look_the_same():
    assert [a.code for a in asked(fixed=recalibration(slope=0.5)).finding.alternatives] == ["training.class_bias"]


@pytest.mark.parametrize(
    ("shift", "times"),
    [
        (0.693147, "training on 2 times as many real videos as of the other label"),
        (-0.693147, "training on 2 times as many fake videos as of the other label"),
        (0.0, "training on 1 times as many fake videos as of the other label"),
        (None, "training on 1 times as many fake videos as of the other label"),
        (19.0, "training on 1.8e+08 times as many real videos as of the other label"),
        (25.0, "training on 4.9e+08 times as many real videos as of the other label"),
        (-25.0, "training on 4.9e+08 times as many fake videos as of the other label"),
    ],
)
def test_how_unbalanced_the_training_would_be(shift, times):
    evidence = asked(fixed=recalibration(shift=shift, shift_half=None if shift is None else 0.1)).finding.evidence
    assert evidence[-1].statement == (
        f"{times}, compared with these videos, would cause this shift and leave the slope of the log-odds at 1; fitted "
        f"slope: "
        "1.000 [0.900, 1.100], n = 200"
    )


def test_where_a_second_sigmoid_was_suspected_it_is_the_look_alike():
    suspected = ACTIVATION.finding("cm", "suspected", [Evidence.fact("x", "scores")], "y")
    for so_far, twice in (((), False), ((suspected,), True)):
        finding = asked(so_far=so_far).finding
        assert finding.remedy.endswith("; first check whether a sigmoid is applied twice") is twice
        assert ("outputs.activation" in [a.code for a in finding.alternatives]) is twice


@pytest.mark.parametrize("missing", ["performance", "fitted_threshold", "facts"])
def test_it_is_not_asked_without_a_fitted_threshold(missing):
    whole = {
        "performance": performance(),
        "fitted_threshold": fitted(),
        "facts": facts(threshold_gain=difference(0.11)),
    }
    assert threshold_shift(of_detector(detector(**whole))) is not None
    assert threshold_shift(of_detector(detector(**{**whole, missing: None}))) is None


def at(aim, prevalence, threshold, *, cost=1.0, gain=0.3, accuracy=0.97):
    """A threshold for a share of fakes and a cost."""
    return OperatingPoint(
        aim=aim, prevalence=prevalence, cost=cost, threshold=threshold, weighted_accuracy=estimate(accuracy),
        real_accuracy=estimate(0.9), fake_accuracy=estimate(0.9), in_use=estimate(0.66), gain=estimate(gain), alike=0.95,
    )  # fmt: skip


def operating(*points, share=0.05):
    return OperatingPoints(points=points, right_share=None, videos_share=share)


EVEN_POINTS = (at("these videos", 0.05, 0.994), at("balanced", 0.5, 0.7124))


def test_a_stated_share_of_fakes_decides_where_the_threshold_goes():
    finding = asked(**UP, operating=operating(*EVEN_POINTS, at("as stated", 0.02, 0.998))).finding
    assert finding.verify == " --threshold 0.998"
    assert finding.remedy == (
        "where 2 % of the videos are fake, move the threshold from 0.5 to 0.998: an accuracy of 0.970 [0.920, 1.020], n "
        "= 200 held "
        "out instead of 0.660; for both classes alike it would be 0.7124 (held-out balanced accuracy 0.810 [0.760, "
        "0.860], n = 200 "
        "instead of 0.700); scores alone cannot distinguish a shifted threshold from training on unbalanced classes; the "
        "class "
        "counts of the training set can"
    )


def test_a_stated_cost_does_too_and_the_same_threshold_is_not_named_twice():
    finding = asked(**UP, operating=operating(*EVEN_POINTS, at("as stated", 0.05, 0.7124, cost=19.0))).finding
    assert finding.verify == " --threshold 0.7124"
    assert finding.remedy.startswith(
        "where 5 % of the videos are fake and a missed fake counts as 19 false alarms, move the threshold from 0.5 to "
        "0.7124: a "
        "weighted accuracy of 0.970 [0.920, 1.020], n = 200 held out instead of 0.660; scores alone"
    )


@pytest.mark.parametrize(("gain", "says"), [(0.04, True), (0.0399, False), (-0.1, False), (None, False)])
def test_where_nothing_is_gained_for_what_is_stated_the_threshold_is_not_wrong(gain, says):
    answer = asked(**UP, operating=operating(*EVEN_POINTS, at("as stated", 0.02, 0.998, gain=gain)))
    assert (answer is not None) is says


@pytest.mark.parametrize(
    ("share", "here", "says"), [(0.05, 0.994, True), (0.6, 0.4, True), (0.5999, 0.4, False), (0.05, 0.7124, False)]
)
def test_without_a_stated_share_both_thresholds_are_named_where_they_differ(share, here, says):
    points = (at("these videos", share, here), EVEN_POINTS[1])
    finding = asked(**UP, operating=operating(*points, share=share)).finding
    assert finding.verify == " --threshold 0.7124"
    both = (
        "move the threshold from 0.5 to 0.7124 (standard deviation over folds 0.012), the best for both classes alike: "
        "held-out "
        "balanced accuracy 0.810 [0.760, 0.860], n = 200 instead of 0.700; to be right about most videos where as many "
        "are fake as "
        f"here ({100 * share:.3g} %), move it to {here:g}: held-out accuracy 0.970 [0.920, 1.020], n = 200 instead of 0.660;"
    )
    assert finding.remedy.startswith(both) is says
    assert ("both classes alike" in finding.remedy) is says


def test_it_is_not_asked_without_a_gain():
    assert asked(threshold_gain=None) is None
    assert asked(None, None) is None


@pytest.mark.parametrize(
    ("finding", "text"),
    [
        pytest.param(
            one_sided_counts(counted("above chance", bias=0.3)),
            """
                scores.threshold_shift cannot_tell, tm (counts): root, moderate, open
                  explains training.weak_slice
                  - 55% [45%, 65%], 55 of 101 right [counts, 0.55, n 101]
                  - bias (real accuracy − fake accuracy): 0.300 [0.200, 0.400], n = 101 [counts (Newcombe), 0.3
                      from 0.2 to 0.4, n 101]
                  do save the score of every video of tm, and analyse these scores: they show whether another
                      threshold makes both accuracies equal, and what it gains on other videos
                """,
            id="above chance and one-sided",
        ),
        pytest.param(one_sided_counts(counted("above chance", bias=0.1)), "nothing", id="even"),
        pytest.param(one_sided_counts(counted("cannot tell", bias=0.3)), "nothing", id="undecided"),
    ],
)
def test_counts(finding, text):
    assert shown(finding) == lines(text)


def test_what_the_catalogue_says():
    assert entry(CAUSE) == lines("""
        scores.threshold_shift: root, moderate: it separates fake from real, but its threshold is in the wrong
              place
          needs scores videos; asked of detector counts
          training_focus, phase 2, of biased 1
          done |bias| is at most 20 % at the new threshold on new groups
          one_sided (decisions at the threshold, least 0.2): |real accuracy − fake accuracy|, and its interval
              excludes 0 for all detectors at once
          gain (decisions at the threshold, least 0.04): balanced accuracy gained with thresholds fitted on other
              groups, paired
          shift (shift of the log-odds, least 0.4): what must be added to the log-odds, and its interval
              excludes 0 for all detectors at once
          explains training.weak_slice
          once it is taken out: training.weak_slice
          or training.class_bias: the numbers of real and fake videos that it was trained on
          accounts for bias accuracy
        """)
    assert (CAUSE.of_detector, CAUSE.of_counts) == (threshold_shift, one_sided_counts)


@pytest.mark.parametrize(("gains", "verdict"), [(None, "confirmed"), (0.019, "confirmed"), (0.02, "suspected")])
def test_where_another_rule_over_frames_may_be_better_it_is_suspected(gains, verdict):
    rule = None
    if gains is not None:
        rule = OtherRule(
            used="mean", better="max", units=8.0, per_class=12.0, ranking=estimate(gains, 0.1), decisions=difference(0.0),
            auc_used=0.71, auc_better=estimate(0.83),
        )  # fmt: skip
    assert asked(**UP, other_rule=rule).finding.verdict == verdict
