"""Scores of other videos: the whole text, every edge, and planted slips."""

# A result that is not there fails the test by itself.
# pyright: reportOptionalMemberAccess=false

import numpy as np
import pytest
from tests.conclusions.diagnosis.causes.scores.facts import decisions, facts
from tests.conclusions.diagnosis.shown import entry, holds, lines, shown
from tests.conclusions.examination.test_alignment import detector as scored
from tests.conclusions.examination.test_alignment import rows
from tests.conclusions.small import detector, estimate, of_detector

from touchstone.conclusions.diagnosis.causes.scores.misaligned import CAUSE, misaligned
from touchstone.conclusions.examination import Realigned
from touchstone.conclusions.examination.alignment import realigned


def made(**changed):
    given = {
        "moved": "moved by 3 rows up along the names in order of characters", "tried": 21, "deviations": 9.5,
        "auc": estimate(0.93, 0.03), "decisions": decisions(balanced=0.85), "given": estimate(0.51, 0.06), "sure": 0.43,
        "between": 0.08, "per_class": 100.0,
    }  # fmt: skip
    return Realigned(**{**given, **changed})


def asked(found):
    return misaligned(of_detector(detector(word="no signal", facts=facts(realigned=found))))


def test_the_whole_text():
    assert shown(asked(made())) == lines("""
        scores.misaligned confirmed, cm: root, critical, likely
          explains scores.no_signal ensemble.broken_member
          - for (scores in another order, least 0.15) AUC of the scores moved by 3 rows up along the names in order of
              characters, the best of 21 orders on one half of the videos (9.5 standard deviations above chance), on the
              other half: 0.930 [0.900, 0.960], n = 200 [scores, videos (Wilson), 0.93 from 0.9 to 0.96, n 200]
          - for (scores in another order, least 0.1) balanced accuracy at 0.5 of the same scores on the same half:
              0.850 [0.800, 0.900], n = 200 [scores, videos (Wilson), 0.85 from 0.8 to 0.9, n 200]
          - for (shape of the scores, least 0.35) P(fake) is 0.43 away from 0.5 on average and 8% of it lies between 0.25
              and 0.75, while as given the AUC is 0.510 [0.450, 0.570], n = 200 [scores, 0.43]
          do look at how scores and names were joined: the scores moved by 3 rows up along the names in order of characters
              separate fake from real; write each score next to the name of its video when it is computed
          asked order True, decisions True, sure True
        """)


@pytest.mark.parametrize(
    ("changed", "verdict"),
    [
        ({"auc": estimate(0.649, 0.01), "decisions": decisions(balanced=0.5)}, "suspected"),
        ({"auc": estimate(0.65, 0.14), "decisions": decisions(balanced=0.5)}, "confirmed"),
        ({"auc": estimate(0.65, 0.16), "decisions": decisions(balanced=0.5)}, "suspected"),
        ({"auc": estimate(0.5), "decisions": decisions(balanced=0.6)}, "confirmed"),
        ({"sure": 0.349}, "suspected"),
        ({"between": 0.21}, "suspected"),
        ({"per_class": 19.0}, "suspected"),
    ],
)
def test_every_edge(changed, verdict):
    assert holds(asked(made(**changed)))[0] == verdict


def test_order_and_decisions_are_one_measurement():
    assert [a.code for a in asked(made(sure=0.1)).finding.alternatives] == ["scores.no_signal"]


def test_when_it_is_not_asked():
    assert asked(None) is None
    assert asked(made(per_class=7.0)) is None
    assert misaligned(of_detector(detector())) is None


def test_planted_slips_are_confirmed():
    verdicts = []
    for seed in range(10):
        p, fake = scored(400, seed)
        answer = asked(realigned(rows(np.roll(p, seed + 1), fake)))
        verdicts.append(answer and answer.finding.verdict)  # one in forty separates by chance as given
    assert verdicts.count("confirmed") >= 8


def test_what_the_catalogue_says():
    assert entry(CAUSE)[0] == "scores.misaligned: root, critical: its scores belong to other videos"
    assert CAUSE.of_detector is misaligned
