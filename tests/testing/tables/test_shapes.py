"""Shapes have the AUC that was asked for, and P(fake) is the share of fakes among equal scores."""

import numpy as np
import pytest
from scipy.stats import mannwhitneyu

from touchstone.testing import score_shape

SHAPES = ("normal", "beta", "student", "peaks", "skewed", "unequal")


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("auc", [0.85, 0.95])
def test_the_auc_is_the_one_that_was_asked_for(name: str, auc: float):
    shape = score_shape(name, auc)
    pairs = mannwhitneyu(shape.fakes, shape.reals).statistic / shape.fakes.size / shape.reals.size
    assert pairs == pytest.approx(auc, abs=0.01)
    assert shape.auc == pytest.approx(pairs, abs=1e-9)


@pytest.mark.parametrize("name", SHAPES)
def test_among_equal_scores_the_share_of_fakes_is_p_fake(name: str):
    shape = score_shape(name, 0.85)
    z = np.concatenate([shape.fakes, shape.reals])
    fake = np.repeat([True, False], shape.fakes.size)
    p = 1 / (1 + np.exp(-z))
    for low in np.arange(0, 1, 0.1):
        inside = (p >= low) & (p < low + 0.1)
        if inside.sum() > 2000:
            assert fake[inside].mean() == pytest.approx(p[inside].mean(), abs=0.04)


def test_methods_of_different_auc_are_calibrated_for_their_mixture():
    aucs = (0.6, 0.95)
    fakes = np.concatenate([score_shape("normal", a, aucs).fakes for a in aucs])
    reals = np.tile(score_shape("normal", 0.6, aucs).reals, 2)
    z = np.concatenate([fakes, reals])
    near = np.abs(z - 1) < 0.2
    assert (np.arange(z.size) < fakes.size)[near].mean() == pytest.approx(1 / (1 + np.exp(-1)), abs=0.03)


def test_a_detector_at_chance_gives_both_labels_the_same_scores():
    shape = score_shape("beta", 0.5)
    assert np.array_equal(shape.fakes, shape.reals)
    assert shape.fakes.std() > 0.5


def test_hard_decisions_are_right_as_often_as_asked():
    assert (score_shape("hard", 0.9).fakes > 0).mean() == pytest.approx(0.9, abs=0.001)
