"""An indicator by label: quartiles as a box, the middle 90 % as a line, the median as a stroke."""

from __future__ import annotations

from dataclasses import dataclass

from ...artefacts import IndicatorSummary
from ...numbers import value
from .plot import PlotScale

_WIDTH, _HEIGHT, _LEFT, _RIGHT = 300, 62, 34, 292


@dataclass(frozen=True, slots=True)
class LabelBox:
    """Positions for one label."""

    label: str
    y: float
    low: float
    q1: float
    median: float
    q3: float
    high: float
    tip: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxPlot:
    """Both labels on one scale, with the text at its two ends."""

    width: int = _WIDTH
    height: int = _HEIGHT
    left: float = _LEFT
    right: float = _RIGHT
    boxes: tuple[LabelBox, ...]
    ends: tuple[str, str]
    summary: str


def boxes(summary: IndicatorSummary) -> BoxPlot | None:
    """Both labels of an indicator; ``None`` where neither has a value."""
    spreads = [(label, getattr(summary, label)) for label in ("real", "fake")]
    measured = [(label, s) for label, s in spreads if s.n and s.low is not None and s.high is not None]
    if not measured:
        return None
    low, high = min(s.low for _, s in measured), max(s.high for _, s in measured)
    scale = PlotScale(low, high, _LEFT + 2, _RIGHT - 2)
    drawn: list[LabelBox] = []
    for number, (label, s) in enumerate(spreads):
        if s.n and s.low is not None:
            tip = (
                f"{label}: median {value(s.median)}, middle half {value(s.q1)} to {value(s.q3)}, "
                f"middle 90 % {value(s.low)} to {value(s.high)}, {s.n:,} videos"
            )
            positions = (scale(s.low), scale(s.q1), scale(s.median), scale(s.q3), scale(s.high))
            drawn.append(LabelBox(label, 12 + 20 * number, *positions, tip))
    return BoxPlot(boxes=tuple(drawn), ends=(value(low), value(high)), summary="; ".join(b.tip for b in drawn))
