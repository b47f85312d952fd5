"""Thresholds from data set to data set, against brute force and what was planted."""

# A result that is not there fails the test by itself.
# pyright: reportOptionalMemberAccess=false, reportOptionalOperand=false, reportOptionalSubscript=false
# pyright: reportOperatorIssue=false, reportArgumentType=false, reportCallIssue=false

import numpy as np
import polars as pl
import pytest
from sklearn.metrics import balanced_accuracy_score, roc_auc_score

from touchstone.conclusions.metrics import transfer


def rows(seed=0, n=300, shift=0.0, separation=(2.0, 2.0), groups=False):
    rng = np.random.default_rng(seed)
    fake = np.arange(2 * n) % 2 == 1
    place = np.repeat([0, 1], n)
    z = np.asarray(separation)[place] * (fake - 0.5) + rng.normal(size=2 * n) + shift * place
    table = pl.DataFrame(
        {
            "video": [f"v{i}" for i in range(2 * n)],
            "label": np.where(fake, "fake", "real"),
            "p_fake": 1 / (1 + np.exp(-z)),
            "dataset": np.where(place == 0, "a", "b"),
        }
    )
    return table.with_columns(group=pl.Series([f"g{i // 4}" for i in range(2 * n)])) if groups else table


def best(y, p):
    """All cuts tried one by one."""
    cuts = np.concatenate([[0], (np.sort(p)[1:] + np.sort(p)[:-1]) / 2])
    return max(balanced_accuracy_score(y, p >= cut) for cut in cuts)


@pytest.mark.parametrize("shift", [0.0, 1.5])
def test_every_cell_is_what_brute_force_says(shift):
    table = rows(shift=shift)
    transferred = transfer(table)
    assert [p.name for p in transferred.parts] == ["a", "b"]
    for part in transferred.parts:
        inside = table.filter(pl.col("dataset") == part.name)
        y, p = (inside["label"] == "fake").to_numpy(), inside["p_fake"].to_numpy()
        assert part.auc.value == pytest.approx(roc_auc_score(y, p))
        assert balanced_accuracy_score(y, p >= part.threshold) == pytest.approx(best(y, p))
        other = next(q for q in transferred.parts if q is not part)
        cell = transferred.cell(other.name, part.name)
        assert cell.balanced_accuracy.value == pytest.approx(balanced_accuracy_score(y, p >= other.threshold))
        assert cell.loss.estimate.value == pytest.approx(
            part.own_balanced_accuracy.value - cell.balanced_accuracy.value
        )


def test_a_shift_is_a_loss_and_a_drift_but_no_gap():
    transferred = transfer(rows(shift=2.0, groups=True))
    cell = transferred.cell("a", "b")
    assert cell.loss.p_adjusted < 0.001
    assert cell.drift > 0.85
    assert transferred.cell("b", "a").drift == pytest.approx(1 - cell.drift)
    (gap,) = [p.gap for p in transferred.parts if p.gap is not None]
    assert gap.p_adjusted > 0.05


def test_a_poor_data_set_is_a_gap():
    transferred = transfer(rows(separation=(3.0, 0.5)))
    (poor,) = [p for p in transferred.parts if p.gap is not None]
    assert poor.name == "b"
    assert poor.gap.p_adjusted < 0.001
    best = next(p for p in transferred.parts if p.gap is None)
    assert poor.behind.value == pytest.approx(poor.own_balanced_accuracy.value - best.own_balanced_accuracy.value)
    assert poor.behind.high < 0
    assert best.behind is None
    assert poor.gap.estimate.value == pytest.approx(
        poor.auc.value - next(p for p in transferred.parts if p.gap is None).auc.value
    )


def test_alike_data_sets_are_seldom_told_apart():
    transferred = [transfer(rows(seed=seed, n=120)) for seed in range(40)]
    assert sum(any(p.gap is not None and p.gap.p_adjusted <= 0.05 for p in t.parts) for t in transferred) <= 6
    assert sum(any(c.loss.p_adjusted <= 0.05 and c.loss.estimate.value > 0 for c in t.cells) for t in transferred) <= 6


def test_too_small_or_missing_data_sets_are_left_out():
    table = rows()
    assert transfer(table.drop("dataset")) is None
    assert transfer(table.filter((pl.col("dataset") == "a") | (pl.col("label") == "real"))) is None
    third = table.head(20).with_columns(dataset=pl.lit("c"), video=pl.format("w{}", "video"))
    assert [p.name for p in transfer(pl.concat([table, third])).parts] == ["a", "b"]
    assert transfer(table).cell("a", "a") is None
