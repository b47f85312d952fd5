"""The three sets of detectors that are looked at together: planted members, ranks averaged by hand."""

# A result that is not there fails the test by itself.
# pyright: reportOptionalMemberAccess=false

import numpy as np
import polars as pl
import pytest
from scipy.stats import rankdata
from sklearn.metrics import roc_auc_score
from tests.conclusions.examination.test_ensemble import rows

from touchstone.conclusions.examination import (
    Assessment,
    DetectorExamination,
    FootageExamination,
    Origin,
    examine_ensemble,
)
from touchstone.conclusions.examination.ensemble import examine_ensembles
from touchstone.conclusions.metrics import Sample, auc_estimate, measure

COUNT = 600
FAKE = np.arange(COUNT) % 2 == 1
OPEN = FootageExamination(real=COUNT // 2, fake=COUNT // 2)
CONFOUNDED = FootageExamination(
    real=COUNT // 2,
    fake=COUNT // 2,
    origins=(Origin(name="web", real=0, fake=COUNT // 2), Origin(name="studio", real=COUNT // 2, fake=0)),
)


@pytest.fixture(scope="module")
def columns():
    """Two good members, a weak one that ranks, and one that is blind."""
    rng = np.random.default_rng(3)
    apart = {"ll": 0.45, "cm": 3.0, "tm": 0.0, "bg": 2.5}
    logits = {name: rng.normal(np.where(FAKE, by, -by) / 2) for name, by in apart.items()}
    return {name: 1 / (1 + np.exp(-logit)) for name, logit in logits.items()}


def examined(columns, words, footage=OPEN):
    names = list(columns)
    scores = rows(np.column_stack([columns[name] for name in names]), FAKE, names)
    scores = scores.with_columns(consistency=pl.lit(None, pl.Float64))
    detectors = [
        DetectorExamination(
            name=name,
            row={},
            assessment=Assessment(word=words[name], statement="", auc=auc_estimate(Sample(columns[name], FAKE))),
            performance=measure(scores.filter(detector=name), 0.5),
        )
        for name in names
    ]
    return scores, examine_ensembles(scores, detectors, footage)


def mean_rank_auc(columns, names):
    return roc_auc_score(FAKE, sum(rankdata(columns[name]) for name in names))


WORDS = {"ll": "ranks", "cm": "ranks", "tm": "no signal", "bg": "ranks"}


def test_a_member_that_does_harm_is_left_out_of_those_that_are_kept(columns):
    scores, sets = examined(columns, WORDS)
    assert sets.ranking == ("cm", "bg", "ll")
    assert sets.together.members == ("bg", "cm", "ll", "tm")
    assert sets.ranking_together.members == ("bg", "cm", "ll")
    (part,) = sets.harmful
    lost = mean_rank_auc(columns, ["cm", "bg", "ll"]) - mean_rank_auc(columns, ["cm", "bg"])
    assert lost < 0
    assert (part.detector, part.gain.value) == ("ll", pytest.approx(lost))
    assert sets.kept == ("cm", "bg")
    assert sets.kept_together == examine_ensemble(scores, ["bg", "cm"], candidates=["bg", "cm", "ll", "tm"])


def test_equal_sets_are_computed_once(columns):
    two = {name: columns[name] for name in ("cm", "bg")}
    _, sets = examined(two, WORDS)
    assert sets.harmful == ()
    assert sets.kept == sets.ranking == ("cm", "bg")
    assert sets.together is sets.ranking_together
    assert (sets.together.held_out, sets.kept_together.hardest.same_members) == ((), 5)


def test_fewer_than_two_are_not_together(columns):
    _, sets = examined({name: columns[name] for name in ("cm", "tm")}, WORDS)
    assert sets.together.members == ("cm", "tm")
    assert (sets.ranking_together, sets.kept_together, sets.kept) == (None, None, ("cm",))
    _, sets = examined({"cm": columns["cm"]}, WORDS)
    assert (sets.together, sets.ranking) == (None, ("cm",))


def test_where_sources_give_the_label_away_nothing_is_combined(columns):
    _, sets = examined(columns, WORDS, CONFOUNDED)
    assert CONFOUNDED.gives_label_away
    assert not OPEN.gives_label_away
    assert (sets.together, sets.ranking_together, sets.kept_together) == (None, None, None)
    assert sets.kept == sets.ranking == ("cm", "bg", "ll")
