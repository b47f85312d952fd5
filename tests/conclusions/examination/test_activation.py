"""Where a second activation puts probabilities, and what undoing it makes of them."""

# A result that is not there fails the test by itself.
# pyright: reportOptionalMemberAccess=false

import numpy as np
import polars as pl
import pytest
from scipy.special import expit
from tests.conclusions.diagnosis.healthy import log_odds

from touchstone.conclusions.examination.activation import squeezed
from touchstone.conclusions.metrics import Sample


def measured(sample):
    """What is measured of one score per video."""
    return squeezed(pl.DataFrame({"p_fake": sample.p, "status": ["ok"] * len(sample)}), sample)


def test_clipping_at_other_limits_is_no_second_sigmoid():
    rng = np.random.default_rng(0)
    z, fake = log_odds(rng, 1000, auc=0.97)
    assert measured(Sample(np.clip(expit(0.5 + 0.4 * z), 0.5, 0.73), fake)) is None
    saturated = Sample(expit(np.clip(expit(3 * z), 1e-9, 1 - 1e-9)).round(4), fake)  # many are exactly 0.5 and 0.7311
    assert measured(saturated).activation == "sigmoid"


def test_the_ranges():
    fake = np.arange(40) % 2 == 0
    for low, high, name in (
        (0.5, 0.7311, "sigmoid"),
        (0.4995, 0.73, "sigmoid"),
        (0.498, 0.73, "softmax"),
        (0.2689, 0.7311, "softmax"),
        (0.26, 0.7, None),
        (0.5, 0.74, None),
        (0.5, 0.549, None),
    ):
        found = measured(Sample(np.linspace(low, high, 40), fake))
        assert (None if found is None else found.activation) == name, (low, high)


def test_undoing_is_exact():
    """What is saved is the squared error of the scores as given less that of the probabilities before."""
    rng = np.random.default_rng(2)
    z, fake = log_odds(rng, 200)
    for squeeze in (lambda p: expit(p), lambda p: expit(2 * p - 1)):
        p = expit(z)
        found = measured(Sample(squeeze(p), fake))
        assert found.saved.value == pytest.approx(
            np.mean((squeeze(p) - fake) ** 2) - np.mean((p - fake) ** 2), abs=1e-5
        )
