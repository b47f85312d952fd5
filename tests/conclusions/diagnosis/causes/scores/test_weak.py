"""A score that separates, but poorly: the limit from both sides, and what is advised."""

import numpy as np
import pytest
from tests.conclusions.diagnosis.causes.scores.facts import decisions
from tests.conclusions.diagnosis.shown import entry, lines, shown
from tests.conclusions.small import detector, estimate, of_detector

from touchstone.conclusions.diagnosis.causes.scores.weak import CAUSE, weak
from touchstone.conclusions.metrics import FittedThreshold


def asked(auc, **measured):
    return weak(of_detector(detector(auc=auc, **measured)))


def fitted(balanced):
    """A threshold fitted on other groups, with this balanced accuracy."""
    held_out = decisions(balanced=balanced)
    return FittedThreshold(
        threshold=0.4,
        thresholds=(0.4,),
        spread=0.0,
        folds=5,
        held_out=held_out,
        standard=held_out,
        called=np.zeros(0, bool),
    )


def test_the_whole_text():
    finding = asked(estimate(0.58, 0.03), fitted_threshold=fitted(0.55))
    assert shown(finding) == lines("""
        scores.weak confirmed, cm: info, minor, likely
          - AUC that the verdict rests on: 0.580 [0.550, 0.610], n = 200 [scores, videos (Wilson), 0.58 from 0.55
              to 0.61, n 200]
          - balanced accuracy at thresholds fitted on other groups: 0.550 [0.500, 0.600], n = 200 [scores, videos
              (Wilson), 0.55 from 0.5 to 0.6, n 200]
          do cm gives a fake a higher score than a real video in 58% of pairs (50% is chance), which no threshold and no
              calibration changes: train it further, or on more and more varied videos
        """)
    assert finding is not None
    assert finding.grade == "for information"


SURELY_LOW = fitted(0.55)


@pytest.mark.parametrize(
    ("auc", "threshold", "verdict"),
    [
        (estimate(0.58, low=0.52, high=0.6499), SURELY_LOW, "confirmed"),
        (estimate(0.58, low=0.52, high=0.65), SURELY_LOW, "suspected"),
        (estimate(0.58, low=0.52, high=0.6499), None, "suspected"),  # one measurement confirms nothing
        (estimate(0.58, low=0.52, high=0.6499), fitted(0.5599), "confirmed"),  # up to 0.6099
        (estimate(0.58, low=0.52, high=0.6499), fitted(0.5601), "suspected"),  # up to 0.6101
        (estimate(0.6499, low=0.55, high=0.75), SURELY_LOW, "suspected"),
        (estimate(0.65, low=0.6, high=0.7), SURELY_LOW, None),
        (estimate(0.9), SURELY_LOW, None),
        (estimate(None), SURELY_LOW, None),
        (None, SURELY_LOW, None),
    ],
)
def test_two_low_measurements_confirm_and_one_suspects(auc, threshold, verdict):
    finding = asked(auc, fitted_threshold=threshold)
    assert (None if finding is None else finding.verdict) == verdict
    assert finding is None or len(finding.evidence) == 1 + (threshold is not None)
    assert finding is None or finding.confidence < 1


def test_a_suspicion_is_shown_as_one():
    finding = asked(estimate(0.6))
    assert finding is not None
    assert finding.grade == "for information, suspected"


def test_what_the_catalogue_says():
    assert entry(CAUSE) == lines("""
        scores.weak: info, minor: it separates fake from real, but poorly
          needs scores videos; asked of detector
          training_focus, phase 2, of biased None
          done on new groups the AUC is at least 0.65, and its interval lies above 0.5
        """)
    assert CAUSE.of_detector is weak
