"""A second activation: planted ones are found, healthy scores in the same range are not accused."""

# A result that is not there fails the test by itself.
# pyright: reportOptionalMemberAccess=false

import numpy as np
import polars as pl
import pytest
from scipy.special import expit
from tests.conclusions.diagnosis.causes.scores.facts import facts
from tests.conclusions.diagnosis.healthy import healthy, log_odds
from tests.conclusions.diagnosis.shown import entry, holds, lines, shown
from tests.conclusions.small import detector, estimate, of_detector

from touchstone.conclusions.diagnosis.cause import OfDetector
from touchstone.conclusions.diagnosis.causes.outputs.activation import CAUSE, activation, may_be_squeezed
from touchstone.conclusions.examination import Squeezed
from touchstone.conclusions.examination.activation import squeezed
from touchstone.conclusions.metrics import Sample


def measured(sample):
    """What is measured of one score per video."""
    return squeezed(pl.DataFrame({"p_fake": sample.p, "status": ["ok"] * len(sample)}), sample)


def asked(found):
    return activation(of_detector(detector(facts=facts(squeezed=found))))


def verdict(sample):
    answer = asked(measured(sample))
    return None if answer is None or answer.finding is None else answer.finding.verdict


def made(**changed):
    given = {
        "activation": "sigmoid", "lowest": 0.5004, "highest": 0.7309, "at_low": 0.21, "at_high": 0.23, "from_ends": 0.002,
        "units": 800, "per_class": 200.0, "saved": estimate(0.11, 0.02), "behind": estimate(-0.001, 0.004),
    }  # fmt: skip
    return Squeezed(**{**given, **changed})


def test_the_whole_text():
    assert shown(asked(made())) == lines("""
        outputs.activation confirmed, cm: root, moderate, likely
          explains training.weak_slice
          - for (range of the scores, least 0.05) all 800 scores lie between 0.5004 and 0.7309, inside [0.5, 0.7311],
              where a sigmoid puts probabilities; 21.0% of them in the lowest and 23.0% in the highest twentieth of it
              [scores, 0.21]
          - for (probabilities once it is undone, least 0.02) squared error of P(fake) that undoing a second sigmoid
              saves; with shift and slope fitted on other groups, undone less as given -0.001 [-0.005, 0.003], n = 200; as
              it is: 0.110 [0.090, 0.130], n = 200 [scores, videos (Wilson), 0.11 from 0.09 to 0.13, n 200]
          do look for a sigmoid that is applied to probabilities, after the network or in the code that writes the
              scores; for the scores that are there, change each s to ln(s / (1 − s)), which makes it the probability
              before
          asked ends True, undone True
        """)
    softmax = asked(made(activation="softmax", lowest=0.2691)).finding
    assert "change each s to (1 + ln(s / (1 − s))) / 2" in softmax.remedy
    assert "inside [0.2689, 0.7311], where a softmax puts two probabilities" in softmax.evidence[0].statement


NO_BETTER = {"saved": estimate(0.0, 0.02), "behind": estimate(0.02, 0.005)}


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({}, ("confirmed", {"ends": True, "undone": True})),
        ({"from_ends": 0.0101}, ("suspected", {"ends": False, "undone": True})),
        ({"at_low": 0.0499}, ("suspected", {"ends": False, "undone": True})),
        ({"at_high": 0.0499}, ("suspected", {"ends": False, "undone": True})),
        (NO_BETTER, ("suspected", {"ends": True, "undone": False})),
        ({"saved": estimate(0.019, 0.001)}, ("suspected", {"ends": True, "undone": False})),
        ({"saved": estimate(0.03, 0.031)}, ("suspected", {"ends": True, "undone": False})),
        ({"behind": estimate(0.005, 0.0051)}, ("suspected", {"ends": True, "undone": False})),
        ({"behind": None}, ("suspected", {"ends": True, "undone": False})),
        ({**NO_BETTER, "behind": estimate(-0.005, 0.0049)}, ("confirmed", {"ends": True, "undone": True})),
        ({**NO_BETTER, "behind": estimate(-0.005, 0.0051)}, ("suspected", {"ends": True, "undone": False})),
        ({"per_class": 20.0}, ("confirmed", {"ends": True, "undone": True})),
        ({"per_class": 19.9}, ("suspected", {"ends": True, "undone": True})),
        ({**NO_BETTER, "from_ends": 0.1}, (None, {"ends": False, "undone": False})),
    ],
)
def test_every_edge(changed, says):
    assert holds(asked(made(**changed))) == says


def test_when_it_is_not_asked():
    assert asked(made(per_class=7.9)) is None
    assert asked(made(activation="softmax", from_ends=0.1)) is None  # many under-confident detectors answer there
    assert asked(None) is None
    assert activation(of_detector(detector())) is None


def test_one_witness_leaves_the_shift_as_a_look_alike():
    assert [a.code for a in asked(made(**NO_BETTER)).finding.alternatives] == ["scores.threshold_shift"]
    assert asked(made()).finding.alternatives == ()


def test_the_shift_names_it_where_it_was_found():
    subject = of_detector(detector())
    assert may_be_squeezed(subject) == ()
    after = OfDetector(detector=subject.detector, footage=subject.footage, so_far=(asked(made(**NO_BETTER)),))
    assert [look.code for look in may_be_squeezed(after)] == ["outputs.activation"]


@pytest.mark.parametrize("auc", [0.9, 0.97])
@pytest.mark.parametrize("digits", [4, 12])
@pytest.mark.parametrize("squeeze", [lambda p: expit(p), lambda p: expit(2 * p - 1)])
def test_planted_ones_are_confirmed(auc, digits, squeeze):
    rng = np.random.default_rng(5)
    for _ in range(5):
        z, fake = log_odds(rng, 400, auc=auc)
        assert verdict(Sample(squeeze(expit(z)).round(digits), fake)) == "confirmed"


def test_healthy_detectors_are_not_accused():
    verdicts = {name: verdict(sample) for name, sample in healthy(224, seed=3)}
    assert len(verdicts) > 150
    assert [name for name, said in verdicts.items() if said == "confirmed"] == []
    assert sum(said == "suspected" for said in verdicts.values()) <= 0.1 * len(verdicts)


def test_what_the_catalogue_says():
    assert (
        entry(CAUSE)[0]
        == "outputs.activation: root, moderate: its probabilities go through a sigmoid or softmax once more"
    )
    assert CAUSE.of_detector is activation
