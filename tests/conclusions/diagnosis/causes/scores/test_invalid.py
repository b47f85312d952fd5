"""Scores that are not probabilities: what is said, and what each kind of answer asks for."""

# Numbers may be undefined here; a result that is not there fails the test by itself.
# pyright: reportArgumentType=false, reportOptionalMemberAccess=false, reportOptionalSubscript=false

import pytest
from tests.conclusions.diagnosis.shown import entry, lines, shown
from tests.conclusions.small import detector, of_detector

from touchstone.conclusions.diagnosis.causes.scores.invalid import CAUSE, invalid
from touchstone.conclusions.examination import InvalidScores


def asked(answer, **numbers):
    bad = InvalidScores(units=7, asked=200, reason="the network answered 1.7", answer=answer, **numbers)
    return invalid(of_detector(detector(invalid=bad)))


RANGE = {"numbers": 5, "lowest": -12.34567, "highest": 98.76543}


@pytest.mark.parametrize(
    ("finding", "text"),
    [
        pytest.param(
            asked("log-odds", **RANGE),
            """
            scores.invalid confirmed, cm: root, critical, certain
              - 7 of 200 units (3.5%) got no valid score; most frequent reason: the network answered 1.7
                  [scores, 0.035, n 200]
              - the numbers given instead of probabilities range from -12.35 to 98.77 [scores, 111.111, n 5]
              do pass its output through a sigmoid, or say that the column holds log-odds (--scale logit): the
                  network answered 1.7
            """,
            id="log-odds",
        ),
        pytest.param(
            asked("percent", **RANGE),
            """
            scores.invalid confirmed, cm: root, critical, certain
              - 7 of 200 units (3.5%) got no valid score; most frequent reason: the network answered 1.7
                  [scores, 0.035, n 200]
              - the numbers given instead of probabilities range from -12.35 to 98.77 [scores, 111.111, n 5]
              do divide its output by 100, or say that the column holds percent (--scale percent): the network
                  answered 1.7
            """,
            id="percent",
        ),
        pytest.param(
            asked("outside", **RANGE),
            """
            scores.invalid confirmed, cm: root, critical, certain
              - 7 of 200 units (3.5%) got no valid score; most frequent reason: the network answered 1.7
                  [scores, 0.035, n 200]
              - the numbers given instead of probabilities range from -12.35 to 98.77 [scores, 111.111, n 5]
              do find out why some scores are outside 0 to 1 before you trust the others: the network answered
                  1.7
            """,
            id="outside",
        ),
        pytest.param(
            asked("not finite"),
            """
                scores.invalid confirmed, cm: root, critical, certain
                  - 7 of 200 units (3.5%) got no valid score; most frequent reason: the network answered 1.7
                      [scores, 0.035, n 200]
                  do find out why the scores are not finite (diverged training, overflow in low precision, empty
                      input): the network answered 1.7
                """,
            id="not finite",
        ),
    ],
)
def test_what_it_says(finding, text):
    assert shown(finding) == lines(text)


@pytest.mark.parametrize("numbers", [{"lowest": 1.0}, {"highest": 1.0}])
def test_a_range_needs_both_ends(numbers):
    assert len(asked("outside", **numbers).evidence) == 1


def test_without_such_scores_nothing_is_said():
    assert invalid(of_detector(detector())) is None


def test_what_the_catalogue_says():
    assert entry(CAUSE) == lines("""
        scores.invalid: root, critical: scores that are not probabilities: outside 0 to 1, or not finite
          needs scores; asked of detector
          training_focus, phase 1, of biased None
          done every unit of a readable video has a score from 0 to 1
        """)
    assert CAUSE.of_detector is invalid
