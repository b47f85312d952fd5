"""What counts of right decisions support where no score of a single video is known."""

from __future__ import annotations

import math

import numpy as np
from scipy.stats import binom, binomtest, fisher_exact

from touchstone.vocabulary.errors import UsageError

from .differences import Difference, joined_limits
from .estimate import Estimate
from .proportion import wilson
from .quantiles import SIGNIFICANT, Z

_NEWCOMBE = "Newcombe"
_POWER_Z = 0.8416212335729143
"""Normal quantile of 80 %, the usual power of a planned comparison."""


def counted_rate(correct: int, total: int) -> Estimate:
    """Share of right decisions with Wilson's interval.

    >>> print(counted_rate(70, 100))
    0.700 [0.604, 0.781], n = 100
    """
    if not 0 <= correct <= total:
        raise UsageError(f"{correct} of {total} videos cannot have been called right")
    nothing = Estimate.undefined(n=total, groups=None, method="Wilson")
    return nothing.with_value(correct / total, *wilson(correct / total, total)) if total else nothing


def counted_difference(first: Estimate, second: Estimate) -> Estimate:
    """First − second of two shares of different videos, by Newcombe's hybrid score method (1998, method 10).

    >>> print(counted_difference(counted_rate(56, 70), counted_rate(48, 80)))
    0.200 [0.052, 0.334], n = 150
    """
    nothing = Estimate.undefined(n=first.n + second.n, groups=None, method=_NEWCOMBE)
    a, b = first.limits, second.limits
    if a is None or b is None:
        return nothing
    low, high = joined_limits(a, b, 0.0)
    return nothing.with_value(a[0] - b[0], max(-1.0, low), min(1.0, high))


def counted_mean(first: Estimate, second: Estimate) -> Estimate:
    """Mean of two shares of different videos (balanced accuracy, from real and fake), limits by the same method."""
    nothing = Estimate.undefined(n=first.n + second.n, groups=None, method=_NEWCOMBE)
    a, b = first.limits, second.limits
    if a is None or b is None:
        return nothing
    low, high = joined_limits(a, (-b[0], -b[2], -b[1]), 0.0)
    return nothing.with_value((a[0] + b[0]) / 2, max(0.0, low / 2), min(1.0, high / 2))


def coin_p(correct: int, total: int) -> float:
    """Two-sided exact binomial p of so many right decisions if a fair coin had decided.

    >>> round(coin_p(56, 100), 3)
    0.271
    """
    return float(binomtest(correct, total, 0.5).pvalue) if total else 1.0


def label_p(real: tuple[int, int], fake: tuple[int, int]) -> float:
    """Two-sided p of Fisher's exact test that decisions do not depend on the label; for any share of fakes.

    Args:
        real: real videos called right, and all real videos.
        fake: the same of fakes.
    """
    table = np.array([[real[0], real[1] - real[0]], [fake[1] - fake[0], fake[0]]])
    return float(fisher_exact(table).pvalue)


def fewest_beyond_coin(total: int, level: float = SIGNIFICANT) -> int | None:
    """Fewest right decisions of ``total`` that differ from a coin at ``level``, two-sided; ``None`` where not even all do.

    >>> fewest_beyond_coin(100), fewest_beyond_coin(5)
    (61, None)
    """
    counts = np.arange(total // 2 + 1, total + 1)
    beyond = counts[2 * binom.sf(counts - 1, total, 0.5) <= level]
    return int(beyond[0]) if beyond.size else None


def videos_to_tell_from_coin(accuracy: float) -> int | None:
    """Videos that distinguish an accuracy from a coin in 80 of 100 experiments (two-sided 5 %, normal approximation).

    >>> videos_to_tell_from_coin(0.56)
    543
    """
    distance = abs(accuracy - 0.5)
    if distance == 0:
        return None
    spread = Z * 0.5 + _POWER_Z * math.sqrt(accuracy * (1 - accuracy))
    return math.ceil((spread / distance) ** 2)


def counted_contrast(first: tuple[int, int], second: tuple[int, int]) -> Difference:
    """Accuracy of two detectors as if they had judged different videos: Newcombe's interval, Fisher's exact test.

    Args:
        first: right decisions, and all, of the first.
        second: the same of the second.
    """
    table = np.array([[first[0], first[1] - first[0]], [second[0], second[1] - second[0]]])
    estimate = counted_difference(counted_rate(*first), counted_rate(*second))
    return Difference(estimate=estimate, p_value=float(fisher_exact(table).pvalue), test="Fisher's exact")


def paired_bounds(
    first: tuple[tuple[int, int], ...], second: tuple[tuple[int, int], ...]
) -> tuple[float, float] | None:
    """Smallest and largest p that McNemar's exact test could give if both judged the same videos.

    Which videos were right is not known, only how many; for each label the number that both called right lies between what
    must and what can overlap. With the difference fixed, p rises with the number of videos on which they disagree.

    Args:
        first: right decisions and all, for each label.
        second: the same of the second.

    Returns:
        ``None`` where the numbers of videos differ, so that they cannot be the same ones.

    >>> paired_bounds(((5, 10),), ((5, 10),))
    (1.0, 1.0)
    """
    if any(a[1] != b[1] for a, b in zip(first, second, strict=True)):
        return None
    difference = sum(a[0] for a in first) - sum(b[0] for b in second)
    fewest = most = 0
    for (a, n), (b, _) in zip(first, second, strict=True):
        fewest += a + b - 2 * min(a, b)
        most += a + b - 2 * max(0, a + b - n)
    smallest, largest = (_mcnemar(difference, disagree) for disagree in (fewest, most))
    return smallest, largest


def _mcnemar(difference: int, disagree: int) -> float:
    if disagree == 0:
        return 1.0
    return float(binomtest((disagree + difference) // 2, disagree, 0.5).pvalue)
