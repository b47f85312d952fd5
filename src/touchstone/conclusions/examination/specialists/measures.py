"""The specialisation metrics of the users' guide, each by what is measured."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from touchstone.conclusions.metrics import Difference, Estimate, Flags, slices

from .along import trend_inside_label
from .grounds import GroundMeasure, MeasureKind
from .region import ScoredVideos

_LEAST = 5
"""Videos of each label below which a metric is not given: without reals, catching fakes proves nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """A metric of the guide, measured.

    Attributes:
        key: its name in the files.
        kind: what kind of number it is; see :class:`GroundMeasure`.
        definition: what was measured, in one sentence.
        indicator: what it was measured along.
        side: whether that is its upper or lower end.
        limit: value from which on (or up to which) a video belongs to the part that was asked for; ``None`` for all videos.
        real: real videos that it rests on.
        fake: fakes that it rests on.
        value: the number; ``None`` where it cannot be measured.
        false_alarms: reals that were called fake in the same part; ``None`` for metrics of all videos.
        test: the number as a difference with its p, for ``handling`` and ``sensitivity``.
        reason: why it cannot be measured; ``None`` where it was.
    """

    key: str
    kind: MeasureKind
    definition: str
    indicator: str
    side: Literal["upper", "lower"]
    limit: float | None
    real: int
    fake: int
    value: Estimate | None = None
    false_alarms: Estimate | None = None
    test: Difference | None = None
    reason: str | None


def measure_on_ground(measure: GroundMeasure, scored: ScoredVideos, threshold: float) -> Measurement:
    """Measure one metric, or say why it cannot be."""
    values = scored.values(measure.indicator)
    measured = np.isfinite(values)
    words = measure.indicator.replace("_", " ")
    if not measured.any():
        return _none(measure, f"{words} was measured on none of {values.size} scored videos")
    if float(np.ptp(values[measured])) == 0:
        return _none(
            measure, f"{words} is {values[measured][0]:.4g} on all {int(measured.sum())} videos that it was measured on"
        )
    if measure.kind == "sensitivity":
        return _sensitivity(measure, scored, measured)
    if measure.kind == "handling":
        return _handling(measure, scored, threshold)
    limit, chosen = _extreme(measure, scored, measured)
    real, fake = _counts(scored, chosen)
    if min(real, fake) < _LEAST:
        bound = "at least" if measure.side == "upper" else "at most"
        why = f"{real} real and {fake} fake videos have {words} {bound} {limit:.4g}; it takes {_LEAST} of each"
        return _none(measure, why, limit, real, fake)
    forged = scored.sample.fake
    caught = chosen if measure.kind == "accuracy" else chosen & forged
    return replace(
        _none(measure, None, limit, real, fake),
        value=scored.share(scored.right, caught),
        false_alarms=scored.share(~scored.right, chosen & ~forged),
    )


def _extreme(measure: GroundMeasure, scored: ScoredVideos, measured: Flags) -> tuple[float, Flags]:
    values = scored.values(measure.indicator)
    if measure.side == "upper":
        limit = float(np.quantile(values[measured], 2 / 3, method="higher"))
        limit = limit if measure.limit is None else max(limit, measure.limit)
        # Where most videos share the lowest value, that is not an extreme.
        return limit, (values >= limit) & (values > np.min(values[measured]))
    limit = float(np.quantile(values[measured], 1 / 3, method="lower"))
    limit = limit if measure.limit is None else min(limit, measure.limit)
    return limit, (values <= limit) & (values < np.max(values[measured]))


def _sensitivity(measure: GroundMeasure, scored: ScoredVideos, measured: Flags) -> Measurement:
    real, fake = _counts(scored, measured)
    trend = trend_inside_label(scored, scored.values(measure.indicator), _ranks(scored), measured)
    if trend.estimate.value is None or min(real, fake) < _LEAST:
        why = f"{real} real and {fake} fake videos; it takes {_LEAST} of each, and scores that differ"
        return _none(measure, why, None, real, fake)
    return _tested(measure, trend, real, fake)


def _ranks(scored: ScoredVideos) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Places of the scores among their own label: their residuals must not depend on how far apart the labels are."""
    out = np.zeros(len(scored.sample))
    for label in (True, False):
        part = scored.sample.fake == label
        _, inverse = np.unique(scored.sample.p[part], return_inverse=True)
        out[part] = inverse / max(1, int(part.sum()))
    return out


def _handling(measure: GroundMeasure, scored: ScoredVideos, threshold: float) -> Measurement:
    parts = slices(scored.rows, columns=(), indicators=(measure.indicator,), bins=3, threshold=threshold)
    part = parts[-1] if measure.side == "upper" else parts[0]
    if part.note is not None and part.accuracy_difference.p_value is None:
        return _none(measure, part.note, part.low, part.real, part.fake)
    return _tested(measure, part.accuracy_difference, part.real, part.fake, part.low)


def _tested(
    measure: GroundMeasure, difference: Difference, real: int, fake: int, limit: float | None = None
) -> Measurement:
    return replace(_none(measure, None, limit, real, fake), value=difference.estimate, test=difference)


def _none(
    measure: GroundMeasure, reason: str | None, limit: float | None = None, real: int = 0, fake: int = 0
) -> Measurement:
    """The metric without a number, for the reason that is given."""
    return Measurement(
        key=measure.key,
        kind=measure.kind,
        definition=measure.definition,
        indicator=measure.indicator,
        side=measure.side,
        limit=limit,
        real=real,
        fake=fake,
        reason=reason,
    )


def _counts(scored: ScoredVideos, chosen: Flags) -> tuple[int, int]:
    return int((chosen & ~scored.sample.fake).sum()), int((chosen & scored.sample.fake).sum())
