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
    finding = asked(estimate(0.58, 0.03), fitted_threshold=fitted(0.56))
    assert shown(finding) == lines("""
        scores.weak confirmed, cm: info, minor, certain
          - AUC that the verdict rests on: 0.580 [0.550, 0.610], n = 200 [scores, videos (Wilson), 0.58 from 0.55
              to 0.61, n 200]
          - balanced accuracy at thresholds fitted on other groups: 0.560 [0.510, 0.610], n = 200 [scores, videos
              (Wilson), 0.56 from 0.51 to 0.61, n 200]
          do cm gives a fake a higher score than a real video in 58% of pairs (50 % is chance): train it further, or
              on more and more varied videos, before you tune its threshold or its calibration
        """)


@pytest.mark.parametrize(
    ("auc", "verdict"),
    [
        (estimate(0.58, low=0.52, high=0.6499), "confirmed"),
        (estimate(0.58, low=0.52, high=0.65), "suspected"),
        (estimate(0.6499, low=0.55, high=0.75), "suspected"),
        (estimate(0.65, low=0.6, high=0.7), None),
        (estimate(0.9), None),
        (estimate(None), None),
        (None, None),
    ],
)
def test_it_is_weak_below_the_limit_and_sure_where_the_whole_interval_is(auc, verdict):
    finding = asked(auc)
    assert (None if finding is None else finding.verdict) == verdict
    assert finding is None or len(finding.evidence) == 1


def test_what_the_catalogue_says():
    assert entry(CAUSE) == lines("""
        scores.weak: info, minor: it separates fake from real, but poorly
          needs scores videos; asked of detector
          training_focus, phase 2, of biased None
          done on new groups the AUC is at least 0.65, and its interval lies above 0.5
        """)
    assert CAUSE.of_detector is weak
