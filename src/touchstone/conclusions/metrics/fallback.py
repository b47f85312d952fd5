"""One exact score that stands for something else: no face was found, an error, not run.

Scores of a network are nearly all different. A single value that many videos share, while its neighbours are held by one or
two each, was not computed: it was filled in. What it leaks is measured by itself (does the value alone tell the label?),
and the detector is judged again without it.

The smallest and the largest score are another matter: scores that were clipped, or that ran out of digits, pile up there, and
each of them says what the detector thinks. Such a value counts as filled in only where a gap separates it from all other scores,
or where it goes with a property of the file (videos without sound), among reals and among fakes alike.

A bin of a calibration is repeated too, and so is the score of all videos in which nothing was found. People do not type such
numbers, and the videos that have them are fakes about as often as the scores around say: then they were computed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.special import logit
from scipy.stats import poisson

from touchstone.vocabulary.odds import sigmoid

from .arrays import Flags, Floats
from .estimate import Estimate
from .proportion import proportion, wilson
from .ranking import auc_estimate
from .recalibration import right_share
from .sample import Sample, group_codes

_FEWEST = 5
"""Units with the value below which nothing is said."""

_LEAST_SHARE = 0.01
"""Share of all units below which nothing is said."""

NEARLY_ALL = 0.98
"""Share of the units with one score from which on it is the answer and not an exception, where the AUC is not clear of 0.5."""

TIMES = 5.0
"""How many times more units than any of its ten nearest values it must hold."""

SURPRISE = 1e-6
"""Largest probability of so many by chance, if the value were as frequent as its neighbours; asked where neighbours repeat."""

CLIPPED = 1e-5
"""A value nearer to 0 or 1 than this is what scores are clipped to, so that their logarithm stays finite."""

GAP = 5.0
"""A value at the end of the range is apart from the others if its distance to the next one is more than so many times the largest
step between the ten scores that follow, and at least :data:`LEAST_GAP`."""

LEAST_GAP = 0.1
"""Scores beyond ±4 of log-odds that were made 0 or 1 leave a gap of 0.02, and were not filled in."""

WITH_IT, WITHOUT_IT = 0.9, 0.1
"""A value goes with a property if at least this share of the videos that have the property have it, of each label, and at most
this share of the others."""

_NEIGHBOURS = 10
_TYPED = 2
_NO_DIFFERENCE = 1e-9
_SAME_BUT_FOR_NOISE = 16
_FEWEST_OF_LABEL = 3
_LAST_DIGITS = (1e-5, 1e-6, 1e-7, 2.0**-24, 2.0**-11)  # decimals as written, single and half precision below 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A property of the file that a repeated score goes with.

    Attributes:
        column: the property.
        value: its value.
        inside: videos with that property of which every unit has the score.
        of_inside: videos with that property.
        outside: the others of which every unit has the score.
        of_outside: the others.
    """

    column: str
    value: str
    inside: int
    of_inside: int
    outside: int
    of_outside: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeated:
    """A score that far more units have than any other near it.

    Attributes:
        score: the exact score.
        units: units that have it.
        nearest: most units that any of the ten nearest other values holds.
        chance: probability of so many units, if the value were as frequent as its neighbours.
        at_edge: whether it is the smallest or the largest score and others come close to it, as where scores were clipped.
        end: −1 where it is the smallest score, 1 where it is the largest, 0 between.
    """

    score: float
    units: int
    nearest: int
    chance: float
    at_edge: bool
    end: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fallback:
    """A score that stands for something else.

    Attributes:
        score: the exact score.
        units: units that have it.
        of_units: units that were scored.
        videos: videos of which every unit has it.
        nearest: most units that any of the ten nearest other values holds.
        chance: probability of so many units, if the value were as frequent as its neighbours.
        real_share: share of real videos that have it in every unit.
        fake_share: the same of fake videos.
        indicator_auc: AUC of the value alone: of the share of a video's units that have it. Away from 0.5 it tells the label.
        auc: AUC of all videos as they are.
        auc_without: AUC of the videos that have a score of their own, from these scores.
        goes_with: the property of the file that it goes with; ``None`` where it goes with none.
    """

    score: float
    units: int
    of_units: int
    videos: int
    nearest: int
    chance: float
    real_share: Estimate
    fake_share: Estimate
    indicator_auc: Estimate
    auc: Estimate
    auc_without: Estimate
    goes_with: Tie | None = None

    @property
    def share(self) -> float:
        """Share of the scored units that have the value."""
        return self.units / self.of_units


def fallback(scores: pl.DataFrame, videos: pl.DataFrame, properties: Sequence[str] = ()) -> Fallback | None:
    """Look for a value that was filled in.

    Args:
        scores: rows of the ``scores`` table of one detector.
        videos: columns ``video``, ``label`` and, where known, ``group`` and ``donor``.
        properties: columns of ``videos`` with properties of the file that have few values.

    Returns:
        ``None`` where no value stands out, the one that does is where scores were clipped, or nearly all units have it.
    """
    ok = scores.filter((pl.col("status") == "ok") & pl.col("p_fake").is_not_null())
    value = stands_out(ok["p_fake"].to_numpy().astype(np.float64))
    if value is None:
        return None
    has = pl.col("p_fake") == value.score
    facts = ("group", "donor", *properties)
    per_video = (
        ok.group_by("video")
        .agg(
            has.mean().alias("filled"),
            pl.col("p_fake").mean().alias("p"),
            pl.col("p_fake").filter(~has).mean().alias("own"),
        )
        .join(videos.select("video", "label", *(c for c in facts if c in videos.columns)), on="video")
        .sort("video")
    )
    tie = _tie(per_video, [c for c in properties if c in videos.columns])
    if value.at_edge and tie is None:
        return None
    group = group_codes(per_video)
    fake = (per_video["label"] == "fake").to_numpy().astype(np.bool_)
    filled = per_video["filled"].to_numpy().astype(np.float64)
    whole = filled == 1.0
    as_given = auc_estimate(Sample(per_video["p"].to_numpy().astype(np.float64), fake, group))
    if value.units >= NEARLY_ALL * ok.height and not as_given.above(0.5) and not as_given.below(0.5):
        return None
    alone = auc_estimate(Sample(filled, fake, group))
    remaining = Sample(per_video["own"].fill_null(0.5).to_numpy().astype(np.float64), fake, group)
    scored = per_video["own"].is_not_null().to_numpy()
    judged = remaining.part(scored)
    if tie is None and _means_what_it_says(value, alone, judged, fake[whole]):
        return None
    shares = [proportion(whole[fake == k], None if group is None else group[fake == k]) for k in (False, True)]
    return Fallback(
        score=value.score,
        units=value.units,
        of_units=ok.height,
        videos=int(np.count_nonzero(whole)),
        nearest=value.nearest,
        chance=value.chance,
        real_share=shares[0],
        fake_share=shares[1],
        indicator_auc=alone,
        auc=as_given,
        auc_without=auc_estimate(judged),
        goes_with=tie,
    )


def _means_what_it_says(value: Repeated, alone: Estimate, judged: Sample, fake: Flags) -> bool:
    """Whether the value reveals the label just as a score of this size should, and has more digits than people type.

    The smallest score should be rarer among fakes, the largest rarer among reals; between them as many of the videos should be
    fakes as the scores around it say. Scores of their own are written with more digits than a value like 0, 0.5 or 0.02 that was
    put in their place.

    Args:
        value: the score.
        alone: AUC of the value alone.
        judged: the videos that have another score.
        fake: whether a video is fake, of those that have the value throughout.
    """
    typed = abs(value.score - round(value.score, _TYPED)) < _NO_DIFFERENCE
    if typed or not (alone.above(0.5) or alone.below(0.5)):
        return False
    if value.end:
        return alone.below(0.5) if value.end < 0 else alone.above(0.5)
    right = right_share(judged, value.score)
    if right is None or right.low is None or right.high is None or not fake.size:
        return False
    odds = math.log(judged.fake_count / judged.real_count)
    low, high = (float(sigmoid(odds - logit(limit))) for limit in (right.high, right.low))
    seen_low, seen_high = wilson(float(fake.mean()), fake.size)
    return seen_low <= high and seen_high >= low


def _tie(per_video: pl.DataFrame, properties: Sequence[str]) -> Tie | None:
    """The property that nearly all videos with the score have, of each label, and hardly any other; the largest of several."""
    ties: list[Tie] = []
    whole = pl.col("filled") == 1.0
    total, height = int(per_video.select(whole.sum()).item()), per_video.height
    for column in properties:
        counted = (
            per_video.with_columns(pl.col(column).cast(pl.String))
            .drop_nulls(column)
            .group_by(column, "label")
            .agg(n=pl.len(), hits=whole.sum())
            .group_by(column)
            .agg(
                labels=pl.len(),
                fewest=pl.col("n").min(),
                least=(pl.col("hits") / pl.col("n")).min(),
                n=pl.col("n").sum(),
                hits=pl.col("hits").sum(),
            )
        )
        for value, labels, fewest, least, n, hits in counted.iter_rows():
            if labels < 2 or fewest < _FEWEST_OF_LABEL or least < WITH_IT or n < _FEWEST or n == height:
                continue
            if total - hits <= WITHOUT_IT * (height - n):
                ties.append(
                    Tie(
                        column=column, value=value, inside=hits, of_inside=n, outside=total - hits, of_outside=height - n
                    )
                )
    return max(ties, key=lambda tie: (tie.inside, tie.column), default=None)


def stands_out(p: Floats) -> Repeated | None:
    """The value that far more units have than any other near it; ``None`` where there is none.

    >>> rng = np.random.default_rng(0)
    >>> repeated = stands_out(np.concatenate([rng.random(90), np.full(10, 0.5)]))
    >>> repeated.score, repeated.units, repeated.nearest, repeated.at_edge
    (0.5, 10, 1, False)
    >>> stands_out(rng.random(100)) is None
    True
    """
    values, counts = np.unique(p, return_counts=True)
    if values.size < 4:
        return None  # decisions
    rounded = bool(np.allclose(values, np.round(values, 4), rtol=0, atol=1e-12))
    edges: list[Repeated] = []
    for place in np.argsort(-counts, kind="stable")[:4]:
        units, value = int(counts[place]), float(values[place])
        if units < _FEWEST or units < _LEAST_SHARE * p.size:
            break
        order = np.argsort(np.abs(values - value), kind="stable")
        if abs(values[order[1]] - value) <= _SAME_BUT_FOR_NOISE * np.spacing(value):
            continue  # the same in arithmetic, with another last digit: it was computed
        if 0 < min(value, 1 - value) < CLIPPED:
            continue
        if value in (0.0, 1.0) and (rounded or _on_grid(np.abs(values[order[1:7]] - value))):
            continue
        near = counts[order[1 : 1 + _NEIGHBOURS]]
        nearest = int(near.max())
        chance = float(poisson.sf(units - 1, max(1.0, float(near.mean()))))
        if (units > TIMES * nearest and chance <= SURPRISE) or (nearest == 1 and units >= _FEWEST):
            edge = _close_to_the_end(values, value)
            repeated = Repeated(score=value, units=units, nearest=nearest, chance=chance, at_edge=edge, end=_end(values, value))
            if not edge:
                return repeated
            edges.append(repeated)
    return edges[0] if edges else None


def _end(values: Floats, value: float) -> int:
    return -1 if value == values[0] else int(value == values[-1])


def _close_to_the_end(values: Floats, value: float) -> bool:
    """Whether the value ends the range of the sorted ``values`` and no gap separates it from the others."""
    if values[0] < value < values[-1]:
        return False
    distance = np.sort(np.abs(values - value))[1 : 2 + _NEIGHBOURS]
    return bool(distance[0] <= max(LEAST_GAP, GAP * float(np.diff(distance).max())))


def _on_grid(distances: Floats) -> bool:
    """Whether what lies next to 0 or 1 are whole multiples of the last digit that a format holds there.

    Then the format ran out of digits, and 0 and 1 hold what was nearer than that.
    """
    steps = distances[:, None] / np.array(_LAST_DIGITS)
    return bool(((steps < 200) & (np.abs(steps - np.round(steps)) < 0.02)).all(axis=0).any())


def without_fallback(scores: pl.DataFrame, value: float) -> pl.DataFrame:
    """The rows of one detector with every unit that has the value abstained: what it should have been."""
    filled = (pl.col("status") == "ok") & (pl.col("p_fake") == value)
    return scores.with_columns(
        pl.when(filled).then(pl.lit("abstained")).otherwise(pl.col("status")).alias("status"),
        pl.when(filled).then(None).otherwise(pl.col("p_fake")).alias("p_fake"),
    )
