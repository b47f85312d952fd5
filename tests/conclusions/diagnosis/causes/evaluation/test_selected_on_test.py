"""What scores can show of a choice on the reported videos, and what they do not."""

# A result that is not there fails the test by itself.
# pyright: reportOptionalMemberAccess=false

import numpy as np
import pytest
from tests.conclusions.diagnosis.causes.scores.facts import decisions, facts
from tests.conclusions.small import detector, difference, estimate, footage, performance

from touchstone.conclusions.diagnosis.causes.evaluation.selected_on_test import CAUSE, selected
from touchstone.conclusions.examination import Examination, Optimism, SplitChoice, examine
from touchstone.conclusions.metrics import FittedThreshold
from touchstone.testing import footage as videos
from touchstone.testing import ranks, tables


def run(threshold=0.731, fitted=0.7312, gain=-0.05, half=0.02, n=200, gap=None):
    best = FittedThreshold(
        threshold=fitted, thresholds=(), spread=0.1, folds=5, held_out=decisions(balanced=0.7), standard=decisions(),
        called=np.zeros(0, np.bool_),
    )  # fmt: skip
    one = detector(
        performance=performance(threshold=threshold, n=n),
        fitted_threshold=best,
        facts=facts(threshold_gain=difference(gain, half)),
    )
    split = None
    if gap is not None:
        compared = Optimism(detector="cm", train=estimate(0.9), judged=estimate(0.8), difference=difference(*gap))
        split = SplitChoice(split="test", words=("test",), videos=200, left={"val": 200}, selection=(compared,))
    return list(selected(Examination(footage=footage(), detectors=(one,), split=split)))


def test_a_threshold_that_fits_only_here():
    (finding,) = run()
    assert (finding.verdict, finding.subject) == ("suspected", "cm")
    assert [e.statement for e in finding.evidence] == [
        "threshold 0.731 is the one of highest balanced accuracy on these videos",
        "balanced accuracy at thresholds fitted on other groups less that at this one: -0.050 [-0.070, -0.030], n = 200",
    ]
    assert finding.remedy.endswith("at thresholds fitted on other groups, 0.700 [0.650, 0.750], n = 200")


@pytest.mark.parametrize(
    "changed",
    [
        {"threshold": 0.5, "fitted": 0.5},  # nobody chose it
        {"fitted": 0.7317},
        {"gain": -0.019, "half": 0.001},
        {"gain": -0.05, "half": 0.06},
        {"gain": 0.05},
        {"n": 38},
    ],
)
def test_what_shows_no_choice(changed):
    assert run(**changed) == []


def test_validation_better_than_test_is_suspected_with_its_look_alike():
    (finding,) = run(threshold=0.5, gap=(0.1, 0.05))
    assert finding.verdict == "suspected"
    assert [a.code for a in finding.alternatives] == ["training.domain_gap"]
    assert finding.evidence[0].statement.startswith("AUC on the validation split less that on the test split: 0.100")
    for gap in ((0.049, 0.01), (0.1, 0.11), (-0.1, 0.05)):
        assert run(threshold=0.5, gap=gap) == []
    assert run(threshold=0.5, gap=(0.1, 0.05), n=38) == []


def planted(separation_on_validation):
    split = ("train", "val", "test")
    rows = videos(600, split=lambda i: split[i // 200], source=lambda i: f"site {i // 2 % 3}")

    def manner(rng, fake, number):
        strong = separation_on_validation if 200 <= number < 400 else 4.0 if number < 200 else 1.0
        return ranks(strong)(rng, fake, number)

    return examine(tables({"cm": manner}, rows, units=1))


def test_training_better_than_test_is_no_sign_of_it():
    examined = planted(1.0)
    assert examined.split.optimism[0].difference.estimate.above(0)
    assert list(selected(examined)) == []


def test_a_planted_gap_is_measured():
    examined = planted(3.0)
    assert examined.split.selection[0].train.n == 200
    assert [f.code for f in selected(examined)] == [CAUSE.code]
