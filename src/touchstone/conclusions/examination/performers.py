"""Highest and lowest accuracy, and whether anything supports calling them best and worst."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from touchstone.conclusions.metrics import Comparison, Estimate

from .assessment import Assessment
from .detector import DetectorExamination


@dataclass(frozen=True, slots=True, kw_only=True)
class Performer:
    """The detector with the highest or the lowest accuracy.

    Attributes:
        detector: its name.
        accuracy: over all videos that it scored.
        assessment: what the footage supports about it.
        distinct_from: detectors from which the paired comparison tells it (Holm).
        not_distinct_from: detectors from which it does not.
        comparisons: each of the others → the paired comparison with it.
    """

    detector: str
    accuracy: Estimate
    assessment: Assessment
    distinct_from: tuple[str, ...]
    not_distinct_from: tuple[str, ...]
    comparisons: Mapping[str, Comparison]

    @property
    def supported(self) -> bool:
        """Whether the paired comparison tells it from every other detector."""
        return not self.not_distinct_from


def best_and_worst(
    detectors: Sequence[DetectorExamination], comparisons: Sequence[Comparison]
) -> tuple[Performer | None, Performer | None]:
    """Best and worst by accuracy; ``None`` where fewer than two detectors scored, or all are equally accurate."""
    values = [
        (d, d.overall.accuracy.value)
        for d in detectors
        if d.overall is not None and d.overall.accuracy.value is not None
    ]
    if len(values) < 2:
        return None, None
    ordered = sorted(values, key=itemgetter(1))
    (worst, lowest), (best, highest) = ordered[0], ordered[-1]
    if lowest == highest:
        return None, None
    names = [d.name for d, _ in values]
    return _performer(best, 1, names, comparisons), _performer(worst, -1, names, comparisons)


def _performer(
    detector: DetectorExamination, sign: int, names: Sequence[str], comparisons: Sequence[Comparison]
) -> Performer:
    assert detector.overall is not None, "only scored detectors are ordered"
    name = detector.name
    pairs = {c.second if c.first == name else c.first: c for c in comparisons if name in (c.first, c.second)}
    clear = tuple(other for other in names if other in pairs and _distinct(pairs[other], name, sign))
    return Performer(
        detector=name,
        accuracy=detector.overall.accuracy,
        assessment=detector.assessment,
        distinct_from=clear,
        not_distinct_from=tuple(other for other in names if other not in (name, *clear)),
        comparisons=pairs,
    )


def _distinct(pair: Comparison, name: str, sign: int) -> bool:
    """Whether the difference is significant and points the way of the name: a best one is better, a worst one worse."""
    value = pair.accuracy.estimate.value
    if value is None or not pair.accuracy.significant:
        return False
    return sign * (value if pair.first == name else -value) > 0
