import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import kstest
from sklearn.metrics import roc_auc_score

from touchstone.conclusions.examination.relabelling import Relabelling, share_at_least


def made(labels, units, draws=200):
    return Relabelling.of(np.array(labels, bool), np.array(units, np.int64), draws)


def test_a_unit_of_one_label_moves_whole_and_keeps_their_number():
    found = made([0, 0, 0, 1, 1, 1], [0, 0, 1, 2, 2, 3])
    for column in found.labels.T:
        assert column[0] == column[1]
        assert column[3] == column[4]
        assert found.fake[:, 0].sum() == 2
        assert sum(column[[0, 2, 3, 5]]) == 2
    assert found.possible == 3


def test_a_unit_of_both_labels_keeps_its_sides():
    found = made([0, 1, 1, 1, 0, 1], [0, 0, 0, 0, 1, 1])
    seen = {tuple(column) for column in found.labels.T.tolist()}
    assert seen == {(a, not a, not a, not a, b, not b) for a, b in itertools.product((False, True), repeat=2)}
    assert found.possible == 2


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 5), st.integers(0, 3)), min_size=4, max_size=40))
def test_both_statistics_agree_with_an_auc(rows):
    fake, unit, value = (np.array(column) for column in zip(*rows, strict=True))
    unit = np.unique(unit, return_inverse=True)[1]
    found = Relabelling.of(fake.astype(bool), unit.astype(np.int64), 5)
    ranks = np.searchsorted(np.sort(value), value, "left") + np.searchsorted(np.sort(value), value, "right") + 1
    ranks = ranks.astype(np.float64) / 2
    quantity = found.told_by_quantity(ranks, np.ones(len(value), bool))
    category = found.told_by_category(value.astype(np.int64))
    for k, labels in enumerate(found.labels.T):
        if labels.all() or not labels.any():
            assert quantity[k] == category[k] == 0.5
            continue
        auc = roc_auc_score(labels, value)
        assert quantity[k] == pytest.approx(max(auc, 1 - auc), abs=1e-6)
        share = {v: labels[value == v].mean() for v in set(value.tolist())}
        assert category[k] == pytest.approx(roc_auc_score(labels, [share[v] for v in value.tolist()]))


@pytest.mark.parametrize("mixed", [False, True])
def test_p_is_uniform_where_label_and_value_have_nothing_to_do_with_each_other(mixed):
    """Values that cluster in units would make a permutation of single videos far too sure."""
    p = []
    for seed in range(200):
        rng = np.random.default_rng(seed)
        unit = np.repeat(np.arange(30), 5)
        fake = rng.random(150) < 0.5 if mixed else (rng.permutation(30) < 15)[unit]
        value = rng.normal(size=30)[unit] + 0.1 * rng.normal(size=150)
        ranks = (value.argsort().argsort() + 1).astype(np.float64)
        p.append(share_at_least(Relabelling.of(fake, unit, 99).told_by_quantity(ranks, np.ones(150, bool))))
    assert kstest(p, "uniform").pvalue > 0.001
    assert np.mean(np.array(p) <= 0.05) <= 0.10
