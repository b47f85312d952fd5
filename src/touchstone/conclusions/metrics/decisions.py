"""Right and wrong at a stated threshold: the accuracy family."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from touchstone.vocabulary.defaults import THRESHOLD

from .arrays import Flags, Floats
from .clusters import Clusters
from .differences import joined_limits
from .estimate import Estimate
from .proportion import proportion
from .quantiles import t_quantile
from .reliability import few_groups
from .sample import Sample


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionCounts:
    """Videos by label and decision.

    Attributes:
        true_fakes: fakes called fake.
        missed_fakes: fakes called real.
        true_reals: reals called real.
        false_alarms: reals called fake.
    """

    true_fakes: int
    missed_fakes: int
    true_reals: int
    false_alarms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """The accuracy family at one threshold.

    Attributes:
        threshold: P(fake) from which on a video is called fake.
        counts: videos by label and decision.
        accuracy: share of videos called what they are.
        real_accuracy: the same among real videos.
        fake_accuracy: the same among fake videos.
        bias: real accuracy − fake accuracy, in [−1, 1]; positive means that fakes pass as real.
        balanced_accuracy: mean of real and fake accuracy.
        f1: harmonic mean of precision and recall of the fakes; ``None`` without fakes.
        mcc: Matthews correlation of label and decision, in [−1, 1]; 0 where every video is called the same.
    """

    threshold: float
    counts: DecisionCounts
    accuracy: Estimate
    real_accuracy: Estimate
    fake_accuracy: Estimate
    bias: Estimate
    balanced_accuracy: Estimate
    f1: Estimate
    mcc: Estimate


def decide(sample: Sample, threshold: float = THRESHOLD) -> Decisions:
    """Judge every video at ``threshold``: fake from P(fake) ≥ threshold on.

    >>> judged = decide(Sample(np.array([0.2, 0.6, 0.7, 0.9]), np.array([False, False, True, True])))
    >>> judged.accuracy.value, judged.bias.value, judged.counts.false_alarms
    (0.75, -0.5, 1)
    """
    called = sample.p >= threshold
    right = called == sample.fake
    group, fake = sample.group, sample.fake
    true_fakes = int(np.count_nonzero(called & fake))
    false_alarms = int(np.count_nonzero(called & ~fake))
    real_accuracy = proportion(right[~fake], None if group is None else group[~fake])
    fake_accuracy = proportion(right[fake], None if group is None else group[fake])
    bias, balanced = _difference_and_mean(sample, right.astype(np.float64), real_accuracy, fake_accuracy)
    return Decisions(
        threshold=threshold,
        counts=DecisionCounts(
            true_fakes=true_fakes,
            missed_fakes=sample.fake_count - true_fakes,
            true_reals=sample.real_count - false_alarms,
            false_alarms=false_alarms,
        ),
        accuracy=proportion(right, group),
        real_accuracy=real_accuracy,
        fake_accuracy=fake_accuracy,
        bias=bias,
        balanced_accuracy=balanced,
        f1=_f1(sample, called),
        mcc=_mcc(sample, called.astype(np.float64), real_accuracy, fake_accuracy),
    )


def _difference_and_mean(sample: Sample, right: Floats, real: Estimate, fake: Estimate) -> tuple[Estimate, Estimate]:
    """Bias and balanced accuracy, by the method of variance estimates recovery (Zou & Donner 2008).

    It builds the interval from the two Wilson intervals, so it has a width at 0 % and 100 % too, and takes
    the correlation of the two rates in groups that hold both labels into account.
    """
    method = "Wilson, recovered variances" + ("" if sample.group is None else ", on the effective n")
    nothing = Estimate.undefined(n=len(sample), groups=sample.groups, method=method)
    of_real, of_fake = real.limits, fake.limits
    if of_real is None or of_fake is None:
        return nothing, nothing
    link = _link(sample, right, of_real[0], of_fake[0])
    bias_low, bias_high = joined_limits(of_real, of_fake, link)
    # A sum is a difference from the negative.
    mean_low, mean_high = joined_limits(of_real, (-of_fake[0], -of_fake[2], -of_fake[1]), -link)
    difference, mean = of_real[0] - of_fake[0], (of_real[0] + of_fake[0]) / 2
    warning = few_groups(sample.group) or real.warning or fake.warning
    return (
        nothing.with_value(difference, max(-1.0, bias_low), min(1.0, bias_high), warning),
        nothing.with_value(mean, max(0.0, min(mean, mean_low / 2)), min(1.0, max(mean, mean_high / 2)), warning),
    )


def _link(sample: Sample, right: Floats, real: float, fake: float) -> float:
    """Correlation of real and fake accuracy: that of the groups that hold both labels."""
    if sample.group is None:
        return 0.0
    influence = np.zeros((len(sample), 2))
    influence[~sample.fake, 0] = (right[~sample.fake] - real) / sample.real_count
    influence[sample.fake, 1] = (right[sample.fake] - fake) / sample.fake_count
    covariance, _ = Clusters.of(sample.group, len(sample), sample.fake).covariance(influence)
    scale = math.sqrt(float(covariance[0, 0] * covariance[1, 1]))
    return float(np.clip(covariance[0, 1] / scale, -1, 1)) if scale > 0 else 0.0


def weighted_accuracy(sample: Sample, called: Flags, weight: float) -> Estimate:
    """Fake accuracy times ``weight`` plus real accuracy times the rest: the accuracy where that share of the videos is fake.

    Args:
        sample: the videos; their scores are not looked at.
        called: whether each is called fake, shape (n,).
        weight: in [0, 1].

    >>> sample = Sample(np.array([0.2, 0.6, 0.7, 0.9]), np.array([False, False, True, True]))
    >>> weighted_accuracy(sample, sample.p >= 0.5, 0.9).value
    0.95
    """
    right = called == sample.fake
    group, fake = sample.group, sample.fake
    real, caught = (proportion(right[those], None if group is None else group[those]) for those in (~fake, fake))
    method = "Wilson, recovered variances" + ("" if group is None else ", on the effective n")
    nothing = Estimate.undefined(n=len(sample), groups=sample.groups, method=method)
    if real.limits is None or caught.limits is None:
        return nothing
    link = _link(sample, right.astype(np.float64), real.limits[0], caught.limits[0])
    value, low, high = (weight * limit for limit in caught.limits)
    less, least, most = ((weight - 1) * limit for limit in real.limits)
    # A sum is a difference from the negative.
    lower, upper = joined_limits((value, low, high), (less, most, least), -link)
    sum_of_both = value - less
    warning = few_groups(group) or real.warning or caught.warning
    return nothing.with_value(
        sum_of_both, max(0.0, min(sum_of_both, lower)), min(1.0, max(sum_of_both, upper)), warning
    )


def _f1(sample: Sample, called: Flags) -> Estimate:
    """F1 with an interval.

    F1 = 2 J / (1 + J), where J is the share of true positives among the videos that are fake or called fake: a
    plain proportion, whose Wilson limits map to those of F1 exactly.
    """
    involved = called | sample.fake
    share = proportion((called & sample.fake)[involved], None if sample.group is None else sample.group[involved])
    nothing = Estimate.undefined(n=len(sample), groups=sample.groups, method=f"{share.method}, mapped")
    if not sample.fake_count or share.limits is None:
        return nothing
    value, low, high = (2 * j / (1 + j) for j in share.limits)
    return nothing.with_value(value, low, high, share.warning)


def _mcc(sample: Sample, called: Floats, real: Estimate, fake: Estimate) -> Estimate:
    """Matthews correlation with an interval on Fisher's z scale.

    Where it has no first-order spread (0 or ±1 for certain decisions) the limits are the ones that the limits
    of real and fake accuracy together give: wide, but never ±0.
    """
    n = len(sample)
    nothing = Estimate.undefined(n=n, groups=sample.groups, method="delta method, Fisher z")
    if real.limits is None or fake.limits is None:
        return nothing
    share = sample.fake_count / n
    value, low, high = (_correlation(share, *rates) for rates in zip(real.limits, fake.limits, strict=True))
    warning = few_groups(sample.group)
    called_share = float(called.mean())
    if 0 < called_share < 1 and abs(value) < 1:
        x = (sample.fake - share) / math.sqrt(share * (1 - share))
        y = (called - called_share) / math.sqrt(called_share * (1 - called_share))
        influence = (x * y - value * (x * x + y * y) / 2) / n
        spread = Clusters.of(sample.group, n, sample.fake).spread(influence)
        if spread.variance > 1e-30:
            half = t_quantile(spread.df) * math.sqrt(spread.variance) / (1 - value * value)
            low, high = math.tanh(math.atanh(value) - half), math.tanh(math.atanh(value) + half)
            return nothing.with_value(value, low, high, warning)
    nothing = replace(nothing, method="limits of real and fake accuracy")
    return nothing.with_value(value, min(low, value), max(high, value), warning)


def _correlation(share: float, real: float, fake: float) -> float:
    """Matthews correlation from the share of fakes and the accuracies; 0 where all are called the same."""
    called = share * fake + (1 - share) * (1 - real)
    if called <= 0 or called >= 1:
        return 0.0
    scale = math.sqrt(share * (1 - share) * called * (1 - called))
    return max(-1.0, min(1.0, share * (1 - share) * (fake + real - 1) / scale))
