"""An indicator by label, and below it how often the specialist is right along it; both on one scale."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from touchstone.conclusions.examination import Along, Distribution

from ...numbers import percent, value
from .plot import Bar, Mark, PlotScale

_WIDTH, _HEIGHT = 320, 222
_LEFT, _RIGHT = 34, _WIDTH - 8
_MIDDLE, _TALL = 40, 32
_TOP, _BOTTOM = 86, 190


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """Accuracy of one label along the indicator: band of the 95 % intervals, line, marks."""

    label: str
    band: str
    line: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlongChart:
    """Both panels.

    Attributes:
        bars: histogram, real videos upwards and fakes downwards from ``middle``.
        traces: accuracy of either label.
        levels: vertical position and text of 0, 50 and 100 %.
        ends: position, text and anchor of the labels below.
        summary: the same in words.
    """

    width: int = _WIDTH
    height: int = _HEIGHT
    left: float = _LEFT
    right: float = _RIGHT
    middle: float = _MIDDLE
    top: float = _TOP
    bottom: float = _BOTTOM
    bars: tuple[Bar, ...]
    traces: tuple[Trace, ...]
    levels: tuple[tuple[float, str], ...]
    ends: tuple[tuple[float, str, str], ...]
    summary: str


def along_chart(along: Along) -> AlongChart | None:
    """Geometry of one indicator; ``None`` where it does not vary."""
    drawn = along.distribution
    if drawn is None:
        return None
    place = _place(drawn.edges[0], drawn.edges[-1], drawn.logarithmic)
    traces = tuple(t for label in ("real", "fake") if (t := _trace(along, label, place)) is not None)
    middle = drawn.edges[len(drawn.edges) // 2]
    ends = (
        (_LEFT, value(drawn.edges[0]), "start"),
        ((_LEFT + _RIGHT) / 2, value(middle), "middle"),
        (_RIGHT, value(drawn.edges[-1]), "end"),
    )
    return AlongChart(
        bars=_bars(drawn, place),
        traces=traces,
        levels=tuple((_Y(share), f"{share:.0%}".replace("%", " %")) for share in (0, 0.5, 1)),
        ends=ends,
        summary="; ".join(mark.tip for trace in traces for mark in trace.marks),
    )


_Y = PlotScale(0, 1, _BOTTOM, _TOP)


def _place(low: float, high: float, logarithmic: bool) -> Callable[[float], float]:
    if not logarithmic:
        return PlotScale(low, high, _LEFT, _RIGHT)
    scale = PlotScale(math.log(low), math.log(high), _LEFT, _RIGHT)
    return lambda v: scale(math.log(max(v, low)))


def _bars(drawn: Distribution, place: Callable[[float], float]) -> tuple[Bar, ...]:
    bars: list[Bar] = []
    # Both labels are drawn as shares, and the largest share has full height, so that their shapes can be compared.
    most = max((max(c) / sum(c) for c in (drawn.real, drawn.fake) if sum(c)), default=1.0)
    for label, counts in (("real", drawn.real), ("fake", drawn.fake)):
        total = max(1, sum(counts))
        for start, end, count in zip(drawn.edges, drawn.edges[1:], counts, strict=False):
            if count:
                x, stop = place(start), place(end)
                height = round(_TALL * count / total / most, 1)
                tip = f"{label}, {value(start)} to {value(end)}: {count:,} of {total:,} videos"
                y = round(_MIDDLE - height if label == "real" else _MIDDLE, 1)
                width = round(max(0.8, stop - x - 0.8), 1)
                bars.append(Bar(x=x, y=y, width=width, height=height, label=label, tip=tip))
    return tuple(bars)


def _trace(along: Along, label: str, place: Callable[[float], float]) -> Trace | None:
    marks: list[Mark] = []
    upper: list[str] = []
    lower: list[str] = []
    for part in along.bins:
        e = part.real_accuracy if label == "real" else part.fake_accuracy
        if e.limits is None:
            continue
        middle, low, high = e.limits
        x = place(part.median)
        tip = f"{label}, {value(part.low)} to {value(part.high)}: right {percent(e)}, n = {e.n:,}"
        marks.append(Mark(x, _Y(middle), label, tip))
        upper.append(f"{x},{_Y(high)}")
        lower.append(f"{x},{_Y(low)}")
    if not marks:
        return None
    line = "M" + "L".join(f"{m.x},{m.y}" for m in marks)
    return Trace(label=label, band="M" + "L".join([*upper, *reversed(lower)]) + "Z", line=line, marks=tuple(marks))
