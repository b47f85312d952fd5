"""Frames of one video that disagree: what is said, and from which numbers on."""

# Numbers may be undefined here; a result that is not there fails the test by itself.
# pyright: reportArgumentType=false, reportOptionalMemberAccess=false, reportOptionalSubscript=false

import pytest
from tests.conclusions.diagnosis.causes.scores.facts import facts
from tests.conclusions.diagnosis.shown import entry, holds, lines, shown
from tests.conclusions.small import detector, difference, estimate, of_detector

from touchstone.conclusions.diagnosis.causes.scores.unstable import CAUSE, unstable
from touchstone.conclusions.examination import OtherRule
from touchstone.conclusions.metrics import Stability


def asked(agreement=0.3, half=0.1, *, split=0.4, split_half=0.1, n=20, other_rule=None):
    measured = Stability(
        agreement=estimate(agreement, half, n=n, method="F"),
        within_sd=0.1234,
        between_sd=0.0876,
        split=estimate(split, split_half),
        units_per_video=7.6,
    )
    return unstable(of_detector(detector(facts=facts(stability=measured, other_rule=other_rule))))


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        pytest.param(
            asked(),
            """
            scores.unstable confirmed, cm: symptom, moderate, likely
              - for (variance within and between videos, least 0.5) share of the variance of frame scores that
                  lies between videos (standard deviation 0.088 between, 0.123 within): 0.300 [0.200, 0.400], n
                  = 20 [scores (F), 0.3 from 0.2 to 0.4, n 20]
              - for (decisions inside videos, least 0.25) share of videos with frames that are called real and
                  others that are called fake: 0.400 [0.300, 0.500], n = 200 [scores (Wilson), 0.4 from 0.3 to
                  0.5, n 200]
              do find out what differs between frames of one video (dropout left on, the crop, compression of
                  single frames); until then, score more than 8 frames of each video
              asked agreement True, split True
            """,
            id="both",
        ),
        pytest.param(
            asked(0.9, 0.05),
            """
            scores.unstable, cm: nothing
              - against (variance within and between videos, least 0.5) share of the variance of frame scores
                  that lies between videos (standard deviation 0.088 between, 0.123 within): 0.900 [0.850,
                  0.950], n = 20 [scores (F), 0.9 from 0.85 to 0.95, n 20]
              - against (decisions inside videos, least 0.25) share of videos with frames that are called real
                  and others that are called fake: 0.400 [0.300, 0.500], n = 200 [scores (Wilson), 0.4 from 0.3
                  to 0.5, n 200]
              asked agreement False, split False
            """,
            id="neither",
        ),
    ],
)
def test_what_it_says(answer, text):
    assert shown(answer) == lines(text)


@pytest.mark.parametrize(
    ("agreement", "half", "verdict", "says"),
    [
        (0.4, 0.0999, "confirmed", {"agreement": True, "split": True}),
        (0.4, 0.1, "suspected", {"agreement": False, "split": True}),
        (0.6999, 0.1, "suspected", {"agreement": False, "split": True}),
        (0.7, 0.1, None, {"agreement": False, "split": False}),
        (None, None, None, {"agreement": False, "split": False}),
    ],
)
def test_from_which_agreement_on(agreement, half, verdict, says):
    assert holds(asked(agreement, half)) == (verdict, says)


@pytest.mark.parametrize(("split", "says"), [(0.35, False), (0.3501, True)])
def test_from_which_share_of_split_videos_on(split, says):
    assert holds(asked(split=split)) == ("confirmed" if says else "suspected", {"agreement": True, "split": says})


def test_it_is_asked_from_20_videos_on():
    assert asked(n=19) is None
    assert unstable(of_detector(detector())) is None
    assert unstable(of_detector(detector(facts=facts()))) is None


def test_what_the_catalogue_says():
    assert entry(CAUSE) == lines("""
        scores.unstable: symptom, moderate: frames of one video disagree
          needs scores; asked of detector
          training_focus, phase 2, of biased None
          done most of the variance of frame scores lies between videos
          agreement (variance within and between videos, least 0.5): intra-class correlation, its interval
              wholly below this
          split (decisions inside videos, least 0.25): share of videos whose frames are called both real and
              fake, its interval wholly above this
        """)
    assert CAUSE.of_detector is unstable


def test_the_rule_that_was_measured_to_be_better_is_named_with_its_interval():
    rule = OtherRule(
        used="median", better="max", units=24.0, per_class=90.0, ranking=estimate(0.2, 0.1), decisions=difference(0.1),
        auc_used=0.55, auc_better=estimate(0.9, 0.05),
    )  # fmt: skip
    remedy = asked(other_rule=rule).finding.remedy
    assert remedy.endswith(
        "of these videos --aggregation max makes more of their frames: AUC 0.900 [0.850, 0.950], n = 200 instead of 0.550"
    )
