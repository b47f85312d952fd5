"""Is there enough footage of a specialist's ground to say anything, and what does it say where there is?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

from touchstone.conclusions.metrics import Estimate, Flags

from ..assessment import Assessment
from .grounds import NEEDED, Condition, Level
from .region import ScoredVideos

Judge = Callable[[pl.DataFrame, Estimate], Assessment]
"""(video rows of a part, their AUC) → what the footage supports to be said of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelResult:
    """One kind of footage.

    Attributes:
        name: what such clips are called.
        real: scored real videos of that kind.
        fake: scored fakes of that kind.
        enough: whether there are ``NEEDED`` of each.
        real_accuracy: right decisions on its real videos.
        fake_accuracy: right decisions on its fakes.
        auc: ranking inside it.
        assessment: what may be said of it; ``None`` where there is not enough.
    """

    name: str
    real: int
    fake: int
    enough: bool
    real_accuracy: Estimate
    fake_accuracy: Estimate
    auc: Estimate
    assessment: Assessment | None

    @property
    def word(self) -> str | None:
        """What may be said of it: ranks, below chance, no signal or cannot tell; ``None`` where there is not enough."""
        return None if self.assessment is None else self.assessment.word

    @property
    def statement(self) -> str | None:
        """The same as a sentence with its numbers."""
        return None if self.assessment is None else self.assessment.statement

    @property
    def caveat(self) -> str | None:
        """What the threshold does to a specialist that separates fake from real: it still calls most of one label wrongly."""
        if self.assessment is None or self.assessment.word != "ranks":
            return None
        if self.fake_accuracy.below(0.5):
            return "yet at the threshold most fakes pass as real"
        return "yet at the threshold most reals are called fake" if self.real_accuracy.below(0.5) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionResult:
    """Whether the footage decides about a ground.

    Attributes:
        key: name of the condition.
        asks: the ground that it decides about.
        verdict: ``can be judged`` or ``cannot tell``.
        statement: the same with counts, and what would be needed.
        needed_per_label: videos of each label that a level takes.
        needed_levels: levels that it takes.
        unmeasured: scored videos on which an indicator of the condition was not measured.
        levels: the kinds of footage.
    """

    key: str
    asks: str
    verdict: Literal["can be judged", "cannot tell"]
    statement: str
    needed_per_label: int
    needed_levels: int
    unmeasured: int
    levels: tuple[LevelResult, ...]


def check_condition(condition: Condition, scored: ScoredVideos, judge: Judge) -> ConditionResult:
    """Count the videos of each level, and judge the specialist on those that hold enough."""
    levels = tuple(_level(level, scored, judge) for level in condition.levels)
    names = sorted({r.indicator for level in condition.levels for r in level.ranges})
    measured = np.logical_and.reduce([np.isfinite(scored.values(name)) for name in names])
    unmeasured = int((~measured).sum())
    met = sum(level.enough for level in levels) >= condition.least
    statement = _counted(level for level in levels if level.enough) if met else _lacking(condition, levels)
    if not met and unmeasured:
        statement += (
            f"; {', '.join(n.replace('_', ' ') for n in names)} not measured on {unmeasured} of {measured.size} videos"
        )
    return ConditionResult(
        key=condition.key,
        asks=condition.asks,
        verdict="can be judged" if met else "cannot tell",
        statement=statement,
        needed_per_label=NEEDED,
        needed_levels=condition.least,
        unmeasured=unmeasured,
        levels=levels,
    )


def _level(level: Level, scored: ScoredVideos, judge: Judge) -> LevelResult:
    inside: Flags = np.ones(len(scored.sample), np.bool_)
    for limits in level.ranges:
        values = scored.values(limits.indicator)
        # NaN compares as false: what was not measured lies in no range.
        inside &= values >= (-np.inf if limits.low is None else limits.low)
        inside &= values < (np.inf if limits.high is None else limits.high)
    fake = scored.sample.fake
    real_count, fake_count = int((inside & ~fake).sum()), int((inside & fake).sum())
    enough = min(real_count, fake_count) >= NEEDED
    auc = scored.ranked(inside)
    return LevelResult(
        name=level.name,
        real=real_count,
        fake=fake_count,
        enough=enough,
        real_accuracy=scored.share(scored.right, inside & ~fake),
        fake_accuracy=scored.share(scored.right, inside & fake),
        auc=auc,
        assessment=judge(scored.rows.filter(pl.Series(inside)), auc) if enough else None,
    )


def _counted(levels: Iterable[LevelResult]) -> str:
    return "; ".join(f"{level.name}: {level.real} real, {level.fake} fake" for level in levels)


def _lacking(condition: Condition, levels: tuple[LevelResult, ...]) -> str:
    takes = f"{NEEDED} of each label" + (f" in {condition.least} of these" if condition.least > 1 else "")
    # The levels that lack least are the ones to fill.
    order = sorted(levels, key=lambda level: max(0, NEEDED - level.real) + max(0, NEEDED - level.fake))
    wanted = [
        f"{max(0, NEEDED - level.real)} real and {max(0, NEEDED - level.fake)} fake more ({level.name})"
        for level in order[: condition.least]
        if not level.enough
    ]
    return f"{_counted(levels)}; it takes {takes}: at least {' and '.join(wanted)}"
