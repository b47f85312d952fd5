"""An indicator by label, and below it how often the specialist is right along it, on one scale."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from touchstone.conclusions.examination import Along

from ...numbers import percent, value
from .plot import Bar, Mark, PlotScale

WIDTH, HEIGHT = 320, 222
_LEFT, _RIGHT = 34, 8
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

    width: int
    height: int
    left: float
    right: float
    middle: float
    top: float
    bottom: float
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
    scale = _Y
    middle = drawn.edges[len(drawn.edges) // 2]
    ends = (
        (_LEFT, value(drawn.edges[0]), "start"),
        ((_LEFT + WIDTH - _RIGHT) / 2, value(middle), "middle"),
        (WIDTH - _RIGHT, value(drawn.edges[-1]), "end"),
    )
    return AlongChart(
        width=WIDTH,
        height=HEIGHT,
        left=_LEFT,
        right=WIDTH - _RIGHT,
        middle=_MIDDLE,
        top=_TOP,
        bottom=_BOTTOM,
        bars=_bars(along, place),
        traces=traces,
        levels=tuple((scale(share), f"{share:.0%}".replace("%", " %")) for share in (0, 0.5, 1)),
        ends=ends,
        summary="; ".join(mark.tip for trace in traces for mark in trace.marks),
    )


_Y = PlotScale(0, 1, _BOTTOM, _TOP)


def _place(low: float, high: float, logarithmic: bool) -> Callable[[float], float]:
    if not logarithmic:
        return PlotScale(low, high, _LEFT, WIDTH - _RIGHT)
    scale = PlotScale(math.log(low), math.log(high), _LEFT, WIDTH - _RIGHT)
    return lambda v: scale(math.log(max(v, low)))


def _bars(along: Along, place: Callable[[float], float]) -> tuple[Bar, ...]:
    drawn = along.distribution
    assert drawn is not None, "asked for where there is one"
    bars: list[Bar] = []
    for label, counts in (("real", drawn.real), ("fake", drawn.fake)):
        total, most = max(1, sum(counts)), _highest(along)
        for start, end, count in zip(drawn.edges, drawn.edges[1:], counts, strict=False):
            if count:
                x, stop = place(start), place(end)
                height = round(_TALL * count / total / most, 1)
                tip = f"{label}, {value(start)} to {value(end)}: {count:,} of {total:,} videos"
                y = _MIDDLE - height if label == "real" else _MIDDLE
                bars.append(
                    Bar(
                        x=x,
                        y=round(y, 1),
                        width=round(max(0.8, stop - x - 0.8), 1),
                        height=height,
                        label=label,
                        tip=tip,
                    )
                )
    return tuple(bars)


def _highest(along: Along) -> float:
    """The largest share of a label in one step: both labels are drawn as shares, so that their shapes compare."""
    drawn = along.distribution
    assert drawn is not None, "asked for where there is one"
    return max((max(c) / sum(c) for c in (drawn.real, drawn.fake) if sum(c)), default=1.0)


def _trace(along: Along, label: str, place: Callable[[float], float]) -> Trace | None:
    marks: list[Mark] = []
    upper: list[str] = []
    lower: list[str] = []
    for part in along.bins:
        e = part.real_accuracy if label == "real" else part.fake_accuracy
        if e.value is None or e.low is None or e.high is None:
            continue
        x = place(part.median)
        tip = f"{label}, {value(part.low)} to {value(part.high)}: right {percent(e)}, n = {e.n:,}"
        marks.append(Mark(x, _Y(e.value), label, tip))
        upper.append(f"{x},{_Y(e.high)}")
        lower.append(f"{x},{_Y(e.low)}")
    if not marks:
        return None
    line = "M" + "L".join(f"{m.x},{m.y}" for m in marks)
    return Trace(label=label, band="M" + "L".join([*upper, *reversed(lower)]) + "Z", line=line, marks=tuple(marks))
