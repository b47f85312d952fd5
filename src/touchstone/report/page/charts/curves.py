"""ROC and reliability, one small square per detector."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from touchstone.conclusions.metrics import Performance, RocCurve

from ...numbers import percent
from .plot import Mark, PlotScale

_SIDE = 200
_LEFT, _TOP, _RIGHT, _BOTTOM = 34, 6, 8, 34
_POINTS = 160
"""Points of a ROC curve that are drawn at most; more cannot be seen at this size."""


@dataclass(frozen=True, slots=True)
class Square:
    """The square from 0 to 1 in both directions that both charts are drawn in."""

    left: float = _LEFT
    right: float = _SIDE - _RIGHT
    top: float = _TOP
    bottom: float = _SIDE - _BOTTOM
    side: int = _SIDE

    @property
    def ticks(self) -> tuple[tuple[float, float, str], ...]:
        """Horizontal position, vertical position and text of each tick."""
        return tuple((_X(v), _Y(v), f"{v:g}") for v in (0, 0.5, 1))


_X = PlotScale(0, 1, _LEFT, _SIDE - _RIGHT)
_Y = PlotScale(0, 1, _SIDE - _BOTTOM, _TOP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Roc:
    """A ROC curve, those of the others behind it, and where the threshold lies on it."""

    square: Square
    curve: str
    others: tuple[str, ...]
    operating: Mark | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliability:
    """The reliability curve: mean P(fake) against the share of fakes."""

    square: Square
    line: str
    marks: tuple[Mark, ...]


def roc(performance: Performance, others: Sequence[Performance]) -> Roc | None:
    """The curve of one detector in front of those of the others; ``None`` where only one class was scored."""
    if performance.roc is None:
        return None
    operating = None
    real, fake = performance.real_accuracy, performance.fake_accuracy
    if real.value is not None and fake.value is not None:
        tip = f"at threshold {performance.threshold:g}: {percent(fake)} of fakes caught, {percent(real)} of reals called real"
        operating = Mark(_X(1 - real.value), _Y(fake.value), "threshold", tip, 4.5)
    behind = tuple(_path(o.roc) for o in others if o.roc is not None)
    return Roc(square=Square(), curve=_path(performance.roc), others=behind, operating=operating)


def _path(curve: RocCurve) -> str:
    points = list(zip(curve.fpr, curve.tpr, strict=True))
    if len(points) > _POINTS:
        points = [points[round(i * (len(points) - 1) / (_POINTS - 1))] for i in range(_POINTS)]
    return "M" + "L".join(f"{_X(x)},{_Y(y)}" for x, y in points)


def reliability(performance: Performance) -> Reliability:
    """One mark per bin, its area by the videos in it."""
    curve = performance.calibration.curve
    most = max((part.count for part in curve), default=1)
    marks: list[Mark] = []
    for part in curve:
        tip = f"mean P(fake) {part.mean_p:.2f}, {part.fake_share:.0%} are fake: {part.count:,} videos"
        marks.append(Mark(_X(part.mean_p), _Y(part.fake_share), "bin", tip, 2.5 + 4 * (part.count / most) ** 0.5))
    line = "M" + "L".join(f"{m.x},{m.y}" for m in marks) if marks else ""
    return Reliability(square=Square(), line=line, marks=tuple(marks))
