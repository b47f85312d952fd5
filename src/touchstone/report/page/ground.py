"""A specialist on its own ground, as the page shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from touchstone.conclusions.examination import Along, SpecialistExamination
from touchstone.conclusions.metrics import Difference

from ..numbers import p_value, signed_score
from .charts import AlongChart, along_chart

OPEN = 4
"""Indicators that are shown with example frames; the others are folded away."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class IndicatorView:
    """One indicator: its chart, and the sentence below it."""

    it: Along
    chart: AlongChart
    says: str

    @property
    def parts(self) -> str:
        """The number of parts for which the accuracy is given, and of videos in each."""
        sizes = [part.real + part.fake for part in self.it.bins]
        least, most = min(sizes), max(sizes)
        each = f"{least:,}" if least == most else f"{least:,} to {most:,}"
        return f"{len(sizes)} parts of {each} videos"


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class GroundView:
    """The content of the section.

    Attributes:
        it: the examination.
        shown: the indicators with the clearest dependence.
        folded: the others that vary.
        constant: names of those that are the same on all videos.
    """

    it: SpecialistExamination
    shown: tuple[IndicatorView, ...]
    folded: tuple[IndicatorView, ...]
    constant: tuple[str, ...]

    def examples(self) -> Iterator[str]:
        """Videos whose frames are shown as examples."""
        for view in self.shown:
            yield from (end.video for end in view.it.ends)

    def named(self) -> Iterator[str]:
        """Videos that the section links to."""
        yield from self.examples()
        for view in (*self.shown, *self.folded):
            yield from (part.worst_errors[0] for part in view.it.bins if part.worst_errors)


def ground_view(ground: SpecialistExamination) -> GroundView:
    """The indicators with their charts, the clearest dependence first."""
    views: list[IndicatorView] = []
    constant: list[str] = []
    for along in ground.along:
        chart = along_chart(along)
        if chart is None:
            constant.append(along.indicator)
        else:
            views.append(IndicatorView(it=along, chart=chart, says=_said(along)))
    return GroundView(it=ground, shown=tuple(views[:OPEN]), folded=tuple(views[OPEN:]), constant=tuple(constant))


def _said(along: Along) -> str:
    """One sentence on where it is right; it names a dependence only if that is beyond chance after correction."""
    trends = (along.trend, along.real_trend, along.fake_trend)
    dependences = [
        f"{'more' if (trend.estimate.value or 0.0) > 0 else 'less'} often right {where} as it rises ({_numbers(trend)})"
        for where, trend in zip(("inside each label", "on reals", "on fakes"), trends, strict=True)
        if trend.p_adjusted is not None and trend.significant
    ]
    if dependences:
        return "; ".join(dependences)
    if along.p == 1.0 and all(t.p_value is None for t in trends):
        return "no trend tested: too few right or wrong decisions, or too few videos or groups"
    return f"no dependence shown ({_numbers(along.trend)})"


def _numbers(trend: Difference) -> str:
    return f"ρ {signed_score(trend.estimate)}, {p_value(trend)}"
