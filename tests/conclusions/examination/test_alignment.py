"""Scores that slipped along the names are put back; what does not separate in any order stays as it is."""

# A result that is not there fails the test by itself.
# pyright: reportOperatorIssue=false, reportOptionalMemberAccess=false, reportOptionalOperand=false

import numpy as np
import polars as pl
import pytest
from scipy.special import expit
from tests.conclusions.diagnosis.healthy import healthy, log_odds

from touchstone.conclusions.examination.alignment import realigned
from touchstone.conclusions.metrics import auc_estimate


def rows(p, fake, names=None, group=None):
    count = len(p)
    return pl.DataFrame(
        {
            "video": names or [f"{i:05d}.mp4" for i in range(count)], "label": np.where(fake, "fake", "real"), "p_fake": p,
            "status": ["ok"] * count, "group": [None] * count if group is None else [str(g) for g in group],
            "donor": [None] * count,
        },
        schema_overrides={"group": pl.String, "donor": pl.String},
    )  # fmt: skip


def detector(count=400, seed=0, auc=0.95):
    z, fake = log_odds(np.random.default_rng(seed), count, auc=auc)
    return expit(2 * z), fake


@pytest.mark.parametrize("step", [-7, -1, 1, 3, 10])
def test_a_slip_is_undone(step):
    p, fake = detector()
    found = realigned(rows(np.roll(p, step), fake))
    words = f"moved by {abs(step)} row{'s' * (abs(step) > 1)} {'up' if step > 0 else 'down'}"
    assert found.moved.startswith(words)
    assert found.auc.low > 0.85
    assert found.two_humped
    assert found.given.low < 0.5


def test_scores_by_number_beside_names_by_character_are_put_back():
    p, fake = detector()
    by_number = [f"{i}.mp4" for i in range(400)]
    label = dict(zip(by_number, fake, strict=True))
    names = sorted(by_number)
    found = realigned(rows(p, np.array([label[name] for name in names]), names))
    assert found.moved == "that were written in order of numbers given to names in order of characters"
    assert found.auc.low > 0.85


def test_a_slip_along_numbers_is_undone():
    p, fake = detector()
    found = realigned(rows(np.roll(p, 2), fake, [f"{i}.mp4" for i in range(400)]))
    assert found.moved == "moved by 2 rows up along the names in order of numbers"


def test_the_half_that_is_measured_did_not_choose():
    p, fake = detector()
    found = realigned(rows(np.roll(p, 1), fake))
    assert found.auc.n == 200


def test_a_detector_that_ranks_is_never_asked():
    for _, sample in healthy(112, seed=5):
        if sample.two_classes and auc_estimate(sample).above(0.5):
            assert realigned(rows(sample.p, sample.fake)) is None


def test_scores_without_a_signal_have_no_order():
    """Sure scores that follow nothing; also where neighbours are of one label and score alike."""
    for seed in range(60):
        rng = np.random.default_rng(seed)
        count = (60, 100, 300)[seed % 3]
        fake = rng.random(count) < 0.5
        z = 4 * rng.normal(size=count)
        if seed % 2:
            fake, z = np.repeat(fake, 10)[:count], np.repeat(z, 10)[:count] + rng.normal(size=count)
        found = realigned(rows(expit(z), fake))
        assert found is None or not found.auc.above(0.6), seed


def test_what_cannot_be_asked():
    p, fake = detector(39)
    assert realigned(rows(np.roll(p, 1), fake)) is None
    assert realigned(rows(np.full(100, 0.5), np.arange(100) % 2 == 0)) is None
    assert realigned(rows(np.linspace(0, 1, 100), np.ones(100, bool))) is None
