from __future__ import annotations

import warnings
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics as oracle

from touchstone.conclusions.metrics import Sample, decide

MakeSample = Callable[..., Sample]
NAMES = ("accuracy", "real_accuracy", "fake_accuracy", "bias", "balanced_accuracy", "f1", "mcc")


@pytest.mark.parametrize("n", [2, 11, 200])
@pytest.mark.parametrize("threshold", [0.3, 0.5, 0.7])
@pytest.mark.parametrize("groups", [None, 6])
def test_points_agree_with_scikit_learn(draw: MakeSample, n: int, threshold: float, groups: int | None) -> None:
    sample = draw(n, groups=groups, ties=True, seed=n)
    judged, called = decide(sample, threshold), sample.p >= threshold
    real, fake = (oracle.recall_score(sample.fake, called, pos_label=label) for label in (False, True))
    assert judged.accuracy.value == pytest.approx(oracle.accuracy_score(sample.fake, called))
    assert judged.real_accuracy.value == pytest.approx(real)
    assert judged.fake_accuracy.value == pytest.approx(fake)
    assert judged.bias.value == pytest.approx(real - fake)
    assert judged.balanced_accuracy.value == pytest.approx(oracle.balanced_accuracy_score(sample.fake, called))
    f1 = oracle.f1_score(sample.fake, called, zero_division=0.0)  # pyright: ignore[reportArgumentType]
    assert judged.f1.value == pytest.approx(f1)
    assert judged.mcc.value == pytest.approx(oracle.matthews_corrcoef(sample.fake, called))
    matrix = oracle.confusion_matrix(sample.fake, called, labels=[False, True])
    counts = judged.counts
    table = [[counts.true_reals, counts.false_alarms], [counts.missed_fakes, counts.true_fakes]]
    assert table == matrix.tolist()


def test_the_threshold_itself_is_fake() -> None:
    assert decide(Sample(np.array([0.5, 0.5]), np.array([False, True]))).fake_accuracy.value == 1.0


@pytest.mark.parametrize("fake", [True, False])
def test_one_class_leaves_what_is_defined(fake: bool) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        judged = decide(Sample(np.array([0.2, 0.7]), np.array([fake, fake])))
    assert judged.accuracy.value == 0.5
    assert (judged.fake_accuracy.value, judged.real_accuracy.value) == ((0.5, None) if fake else (None, 0.5))
    for name in ("bias", "balanced_accuracy", "mcc"):
        assert getattr(judged, name).value is None
    assert (judged.f1.value is not None) is fake


def test_nothing_at_all_is_not_defined() -> None:
    judged = decide(Sample(np.zeros(0), np.zeros(0, np.bool_)))
    assert all(getattr(judged, name).value is None for name in NAMES)


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_a_detector_that_always_says_one_class_has_mcc_zero_with_a_width(value: float) -> None:
    judged = decide(Sample(np.full(40, value), np.arange(40) % 2 == 1))
    assert judged.mcc.value == 0
    assert judged.bias.value == (1 if value == 0 else -1)
    for name in NAMES:
        estimate = getattr(judged, name)
        assert estimate.high - estimate.low > 0.01


def test_bias_is_newcombes_interval_without_groups() -> None:
    # Newcombe 1998, method 10, table II, comparison (a): 56/70 against 48/80.
    p = np.concatenate([np.zeros(56), np.ones(14), np.ones(48), np.zeros(32)])
    bias = decide(Sample(p, np.arange(150) >= 70)).bias
    assert (bias.value, bias.low, bias.high) == (
        pytest.approx(0.2),
        pytest.approx(0.0524, abs=1e-4),
        pytest.approx(0.3339, abs=1e-4),
    )


def test_groups_that_hold_both_labels_link_the_two_accuracies() -> None:
    # A group effect moves all scores of a group: what helps its fakes hurts its reals. Bias varies more,
    # their mean less.
    rng = np.random.default_rng(0)
    group, fake = np.repeat(np.arange(40), 10), np.arange(400) % 2 == 1
    score = 1.2 * (fake - 0.5) + rng.standard_normal(40)[group] + 0.5 * rng.standard_normal(400)
    sample = Sample(1 / (1 + np.exp(-score)), fake, group)
    grouped, naive = decide(sample), decide(Sample(sample.p, fake))

    def width(name: str, which: object) -> float:
        estimate = getattr(which, name)
        return estimate.high - estimate.low

    # Independent accuracies would make the interval of the bias twice as wide as that of the mean.
    assert width("bias", naive) == pytest.approx(2 * width("balanced_accuracy", naive), rel=0.02)
    assert width("bias", grouped) > 3 * width("balanced_accuracy", grouped)


@given(
    st.lists(st.tuples(st.sampled_from([0.0, 0.2, 0.5, 0.9, 1.0]), st.booleans(), st.integers(0, 4)), max_size=30),
    st.booleans(),
)
def test_intervals_hold_the_value_and_lie_in_range(videos: list[tuple[float, bool, int]], grouped: bool) -> None:
    p, fake = np.array([v[0] for v in videos]), np.array([v[1] for v in videos], np.bool_)
    judged = decide(Sample(p, fake, np.array([v[2] for v in videos], np.int64) if grouped else None))
    for name in NAMES:
        estimate = getattr(judged, name)
        if estimate.value is not None:
            lowest = -1 if name in ("bias", "mcc") else 0
            assert lowest <= estimate.low <= estimate.value + 1e-12
            assert estimate.value - 1e-12 <= estimate.high <= 1
            assert estimate.high > estimate.low
