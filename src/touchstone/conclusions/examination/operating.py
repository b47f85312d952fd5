"""Which threshold suits which share of fakes and which cost of an error: judged on groups that it did not see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import polars as pl

from touchstone.conclusions.metrics import (
    Estimate,
    Performance,
    Sample,
    balanced_gain,
    fit_threshold,
    right_share,
    weighted_accuracy,
)

Aim = Literal["these videos", "balanced", "as stated"]

_UNEVEN = 0.60
"""Share of one class from which on another threshold is right for accuracy among as many fakes than for both classes alike."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatingPoint:
    """The threshold for one share of fakes and one cost of a missed fake.

    Accuracy is weighted: a missed fake counts ``cost`` times a false alarm. Where the cost is 1, it is the share of right
    decisions among videos of which ``prevalence`` are fake.

    Attributes:
        aim: whether share and cost are those of these videos, both classes alike, or as the user states them.
        prevalence: share of fakes, in (0, 1).
        cost: of a missed fake relative to a false alarm.
        threshold: P(fake) from which on a video is called fake, fitted on all videos; it decides them as typed.
        weighted_accuracy: at thresholds fitted on other groups.
        real_accuracy: the same among real videos alone.
        fake_accuracy: the same among fakes alone.
        in_use: weighted accuracy at the threshold of the run.
        gain: weighted accuracy less that of the threshold of the run, paired.
        alike: weighted accuracy of calling every video real, or every video fake, whichever is more.
    """

    aim: Aim
    prevalence: float
    cost: float
    threshold: float
    weighted_accuracy: Estimate
    real_accuracy: Estimate
    fake_accuracy: Estimate
    in_use: Estimate
    gain: Estimate
    alike: float

    @property
    def weight(self) -> float:
        """Weight of the fake accuracy, in (0, 1); that of the real accuracy is 1 less this."""
        return weight_of(self.prevalence, self.cost)

    @property
    def pays(self) -> bool:
        """Whether the threshold is shown to be better than that of the run."""
        return self.gain.above(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatingPoints:
    """What thresholds of one detector are good for.

    Attributes:
        points: these videos, both classes alike, and what was stated.
        right_share: share of fakes for which the threshold of the run is right at equal costs; ``None`` where
            no log-odds can be fitted.
        videos_share: share of fakes among these videos.
    """

    points: tuple[OperatingPoint, ...]
    right_share: Estimate | None
    videos_share: float

    @property
    def stated(self) -> OperatingPoint | None:
        """The point that the user asked for; ``None`` where nobody did."""
        return next((point for point in self.points if point.aim == "as stated"), None)

    @property
    def here(self) -> OperatingPoint | None:
        """The point for as many fakes as there are; ``None`` where neither class has so many that it needs another threshold
        than both classes alike.
        """
        here = next(point for point in self.points if point.aim == "these videos")
        balanced = next(point for point in self.points if point.aim == "balanced")
        return here if is_uneven(self.videos_share) and here.threshold != balanced.threshold else None


def weight_of(prevalence: float, cost: float) -> float:
    """Weight of the fake accuracy where that share is fake and a missed fake costs so many false alarms.

    >>> weight_of(0.5, 1.0), round(weight_of(0.02, 49.0), 6)
    (0.5, 0.5)
    """
    return prevalence * cost / (prevalence * cost + 1 - prevalence)


def aims_of(here: float, prevalence: float | None, cost: float | None) -> tuple[tuple[Aim, float, float], ...]:
    """Every share of fakes and cost of a missed fake for which a threshold is sought, by its name.

    Args:
        here: share of fakes among the videos.
        prevalence: stated share of fakes; that of the videos where only a cost is stated.
        cost: stated cost of a missed fake relative to a false alarm; 1 where only a prevalence is stated.

    >>> aims_of(0.1, None, 2.0)
    (('these videos', 0.1, 1.0), ('balanced', 0.5, 1.0), ('as stated', 0.1, 2.0))
    """
    aims: tuple[tuple[Aim, float, float], ...] = (("these videos", here, 1.0), ("balanced", 0.5, 1.0))
    if prevalence is None and cost is None:
        return aims
    return (*aims, ("as stated", here if prevalence is None else prevalence, 1.0 if cost is None else cost))


def is_uneven(share: float) -> bool:
    """Whether one class has so many of the videos that another threshold may be right for them than for both classes alike."""
    return max(share, 1 - share) >= _UNEVEN


def aim_in_words(prevalence: float, cost: float) -> tuple[str, str]:
    """The share of fakes and the cost, and the name of what is counted there.

    >>> aim_in_words(0.02, 20.0)
    ('where 2 % of the videos are fake and a missed fake counts as 20 false alarms', 'a weighted accuracy')
    """
    share = f"where {100 * prevalence:.3g} % of the videos are fake"
    if cost == 1:
        return share, "an accuracy"
    return f"{share} and a missed fake counts as {cost:g} false alarms", "a weighted accuracy"


def threshold_in_words(threshold: float, stated: OperatingPoint) -> str:
    """Where to move the threshold from that of the run, and what it is worth."""
    where, measure = aim_in_words(stated.prevalence, stated.cost)
    return (
        f"{where}, move the threshold from {threshold:.12g} to {stated.threshold:.12g}: {measure} of {stated.weighted_accuracy} "
        f"held out instead of {stated.in_use.value or 0:.3f}"
    )


def operating_points(
    rows: pl.DataFrame, performance: Performance, *, prevalence: float | None = None, cost: float | None = None
) -> OperatingPoints | None:
    """Fit a threshold for each aim, and judge it beside that of the run.

    Args:
        rows: video rows of one detector, on which thresholds are fitted.
        performance: its numbers over all videos that it is judged on, and the threshold of the run.
        prevalence: stated share of fakes; that of these videos where only a cost is stated.
        cost: stated cost of a missed fake relative to a false alarm; 1 where only a prevalence is stated.

    Returns:
        ``None`` where nothing can be held out.
    """
    sample = Sample.from_rows(rows)
    counts = performance.decisions
    real, fake = counts.true_reals + counts.false_alarms, counts.true_fakes + counts.missed_fakes
    if not real or not fake:
        return None
    here = fake / (real + fake)
    points = [_point(sample, performance.threshold, *aim) for aim in aims_of(here, prevalence, cost)]
    if any(point is None for point in points):
        return None
    return OperatingPoints(
        points=tuple(point for point in points if point is not None),
        right_share=right_share(sample, performance.threshold),
        videos_share=here,
    )


def _point(sample: Sample, threshold: float, aim: Aim, prevalence: float, cost: float) -> OperatingPoint | None:
    weight = weight_of(prevalence, cost)
    fitted = fit_threshold(sample, standard=threshold, weight=weight)
    if fitted is None:
        return None
    now = sample.p >= threshold
    return OperatingPoint(
        aim=aim,
        prevalence=prevalence,
        cost=cost,
        threshold=fitted.threshold,
        weighted_accuracy=weighted_accuracy(sample, fitted.called, weight),
        real_accuracy=fitted.held_out.real_accuracy,
        fake_accuracy=fitted.held_out.fake_accuracy,
        in_use=weighted_accuracy(sample, now, weight),
        gain=balanced_gain(sample, now, fitted.called, weight).estimate,
        alike=max(weight, 1 - weight),
    )
