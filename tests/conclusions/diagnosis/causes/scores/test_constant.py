"""One score for nearly all videos: what is said of it, and from which numbers on."""

# Numbers may be undefined here; a result that is not there fails the test by itself.
# pyright: reportArgumentType=false, reportOptionalMemberAccess=false, reportOptionalSubscript=false

import pytest
from tests.conclusions.diagnosis.causes.scores.counted import counted
from tests.conclusions.diagnosis.shown import entry, lines, shown
from tests.conclusions.small import detector, estimate, of_detector, performance

from touchstone.conclusions.diagnosis.causes.scores.constant import CAUSE, one_answer
from touchstone.conclusions.diagnosis.causes.scores.constant import _constant as constant
from touchstone.conclusions.examination import ScoreSpread

NOTHING = object()


def asked(*, auc: object = 0.5, half=0.05, videos=200, both=True, most=0.5, log_odds=0.0005):
    spread = ScoreSpread(
        videos=videos, both_classes=both, most_frequent=most, log_odds=log_odds, lowest=0.1234567, highest=0.7654321
    )
    scored = None if auc is NOTHING else performance(auc=estimate(auc, half))
    return constant(of_detector(detector(performance=scored, spread=spread)))


def test_what_it_says():
    assert shown(asked()) == lines("""
        scores.constant confirmed, cm: symptom, critical, certain
          - P(fake) of 200 videos lies between 0.123457 and 0.765432; standard deviation of the log-odds 0.0005;
              share of videos that have the most frequent value 50%; AUC 0.500 [0.450, 0.550], n = 200 [scores,
              videos, 0.0005, n 200]
          do cm answers 0.1235 to 0.7654 whatever it is shown: before you train it again, check that its input
              has the form that it was trained on, and whether its features differ between real and fake videos
        """)


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"most": 0.98, "log_odds": 5.0}, True),
        ({"most": 0.9799, "log_odds": 5.0}, False),
        ({"most": 0.9799, "log_odds": 1e-3}, False),
        ({"most": 0.9799, "log_odds": 0.99e-3}, True),
        ({"videos": 15}, True),
        ({"videos": 14}, False),
        ({"both": False}, False),
        ({"auc": NOTHING}, False),
        ({"auc": 0.5501}, False),  # the interval is wholly above 0.5
        ({"auc": 0.55}, True),
        ({"auc": 0.45}, True),
        ({"auc": 0.4499}, False),
        ({"auc": None}, True),
    ],
)
def test_from_where_on(given, found):
    assert (asked(**given) is not None) is found


def test_without_a_spread_nothing_is_said():
    assert constant(of_detector(detector(performance=performance(auc=0.5)))) is None


def test_counts_of_one_answer():
    assert shown(one_answer(counted("one answer"))) == lines("""
        scores.constant suspected, tm (counts): symptom, critical, likely
          - 55% [45%, 65%], 55 of 101 right [counts, 0.55, n 101]
          do save the score of every video of tm, and analyse these scores: only they distinguish a constant
              score from a threshold that lies beyond all scores
        """)
    assert one_answer(counted("cannot tell")) is None


def test_what_the_catalogue_says():
    assert entry(CAUSE) == lines("""
        scores.constant: symptom, critical: nearly all videos get one score
          needs scores; asked of detector counts
          training_focus, phase 1, of biased None
          done P(fake) differs between videos, and the AUC interval lies above 0.5
          accounts for bias
        """)
    assert (CAUSE.of_detector, CAUSE.of_counts) == (constant, one_answer)
