"""Numbers that do not measure what they are taken for: an AUC of decisions, an accuracy where nearly all is of one class."""

import numpy as np
import polars as pl
import pytest
from sklearn.metrics import balanced_accuracy_score
from tests.conclusions.diagnosis.healthy import log_odds

import touchstone
from touchstone.conclusions.diagnosis.causes.evaluation.metric import CAUSE, metric
from touchstone.conclusions.examination import Examination, examine
from touchstone.testing import footage, tables

MIXED = {"source": lambda i: f"site {i // 2 % 3}"}


def table(fake, **detectors):
    frames = [
        pl.DataFrame(
            {
                "video": [f"{i}.mp4" for i in range(len(fake))],
                "label": np.where(fake, "fake", "real"),
                "detector": name,
                "p_fake": p,
            }
        )
        for name, p in detectors.items()
    ]
    return touchstone.examine(pl.concat(frames))


def of(result, subject):
    return [f for f in result.findings if f.code == CAUSE.code and f.subject == subject]


def decided(count=400, auc=0.9, seed=0):
    z, fake = log_odds(np.random.default_rng(seed), count, auc=auc)
    return 1 / (1 + np.exp(-z)), fake


def test_an_auc_of_decisions_is_none():
    p, fake = decided()
    hard = (p >= 0.5).astype(float)
    (finding,) = of(table(fake, a=hard), "a")
    assert (finding.kind, finding.severity, finding.verdict, finding.confidence) == ("root", "minor", "confirmed", 1.0)
    right = balanced_accuracy_score(fake, hard)
    assert finding.evidence[0].statement == (
        f"P(fake) takes two values, 0 and 1, over 400 videos: the AUC {right:.3f} is the mean of real and fake accuracy of these "
        "decisions, and no other threshold can be tried"
    )
    assert finding.evidence[0].value == pytest.approx(right)


def test_beside_graded_scores_that_decide_alike_the_comparison_is_shown():
    p, fake = decided()
    result = table(fake, hard=(p >= 0.5).astype(float), graded=p)
    (finding,) = of(result, "hard")
    assert finding.evidence[1].statement.startswith(
        "accuracy of graded less that of hard, which are not told apart (p = 1)"
    )
    assert of(result, "graded") == []


def test_one_score_with_an_exception_is_constant_and_no_decision():
    fake = np.arange(200) < 100
    for odd in (1, 3):
        p = np.where(np.arange(200) < odd, 0.6, 0.4)
        assert of(table(fake, a=p), "a") == []
    assert len(of(table(fake, a=np.where(np.arange(200) < 5, 0.6, 0.4)), "a")) == 1
    assert len(of(table(fake, a=np.where(np.arange(200) < 3, 1.0, 0.0)), "a")) == 1


def test_votes_of_decided_frames_are_no_probabilities():
    p, fake = decided(1200)
    frames = pl.DataFrame({
        "video": [f"{i // 3}.mp4" for i in range(1200)], "frame": [i % 3 for i in range(1200)],
        "label": np.repeat(np.where(fake[::3], "fake", "real"), 3),
        "detector": "a", "p_fake": (np.where(np.repeat(fake[::3], 3) == fake, p, 1 - p) >= 0.5).astype(float),
    })  # fmt: skip
    result = touchstone.examine(frames)
    (finding,) = of(result, "a")
    auc = next(d.performance for d in result.detectors if d.name == "a" and d.performance is not None).auc
    assert (finding.kind, finding.evidence[0].statement) == (
        "root",
        "P(fake) of the units of a video takes two values, 0 and 1; AUC, which compares how many units were called fake, not how "
        f"sure a is: {auc}",
    )


def test_beside_a_better_detector_no_comparison_is_unfair():
    p, fake = decided()
    worse, _ = decided(seed=0, auc=0.65)
    (finding,) = of(table(fake, hard=(worse >= 0.5).astype(float), graded=p), "hard")
    assert len(finding.evidence) == 1


@pytest.mark.parametrize(("low", "high", "larger"), [(0.985, 0.999, "fake"), (0.001, 0.015, "real")])
def test_an_accuracy_of_one_class_is_said_for_information(low, high, larger):
    fake = np.arange(1025) < (1000 if larger == "fake" else 25)
    p = np.random.default_rng(0).uniform(low, high, 1025)
    (finding,) = of(table(fake, a=p), "a")
    assert finding.kind == "info"
    assert finding.evidence[0].statement == (
        f"97.6% of 1025 videos are {larger}, so calling everything {larger} has an accuracy of 97.6%; a has 97.6%"
    )
    assert finding.evidence[1].value == pytest.approx(0.5)


def test_a_detector_that_is_better_than_that_is_not_named():
    fake = np.arange(2000) < 1940
    p = np.where(fake, 0.9, 0.1) + np.random.default_rng(0).uniform(-0.05, 0.05, 2000)
    assert of(table(fake, a=p), "a") == []


def test_it_is_silent_where_there_is_little_or_nothing():
    assert list(metric(Examination(footage=examine(tables({}, footage(4, **MIXED))).footage))) == []
    few = np.array([False] * 7 + [True] * 400)
    assert of(table(few, a=np.linspace(0.9, 0.99, 407)), "a") == []
