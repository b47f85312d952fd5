"""Where each score lies between what is typical of its own label and what is typical of the other.

0 is the median of the videos of the same label, 1 that of the other label, both taken from groups that the video is not
in. On this scale detectors can be compared and averaged whatever their calibration, and a wrong label has a plain
meaning: the video lies at 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.special import ndtri

from touchstone.conclusions.metrics import (
    Codes,
    Flags,
    Floats,
    Sample,
    auc_estimate,
    grouped_folds,
    side_by_side,
    source_name,
    unit_codes,
)
from touchstone.vocabulary.odds import log_odds

_RANKS = 0.6
"""Least AUC of a detector that may contradict a label; its interval must lie above 0.5 as well."""

_LEAST = 30
"""Scored videos of each label below which nothing is said of labels."""

_LIMIT = 3.0
_LOGIT = 16.0
_SCATTER = 0.3

_EDGE = 0.02
"""Scores that come as near to 0 and to 1 use the whole range."""

_PILED = 0.05
"""Share of the videos of a label at one score from which on that score ends the range."""

FAR = 0.75
"""Position from which on one detector contradicts a label: clearly nearer to the other than to its own."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Positions:
    """Positions of the videos that at least one able detector scored.

    Attributes:
        rows: ``video``, ``label``, ``group``, ``source``, ``method`` of each, shape (n, …).
        fake: whether the label says fake, shape (n,).
        group: number of the group, shape (n,); a video without one is its own.
        p: P(fake) by each detector, NaN where it did not score, shape (n, detectors).
        each: position by each detector, in [−3, 3], NaN where it did not score, shape (n, detectors).
        joint: their mean, each weighted by how little it scatters, scaled again so that 0 and 1 mean the same.
        against: how strongly the detectors contradict the label, shape (n,); see :func:`_against`. NaN where of several
            detectors only one answered.
        swapped: the same if the video had the other label, shape (n,).
        detectors: their names.
    """

    rows: pl.DataFrame
    fake: Flags
    group: Codes
    p: Floats
    each: Floats
    joint: Floats
    against: Floats
    swapped: Floats
    detectors: tuple[str, ...]


def positions(scores: pl.DataFrame) -> Positions | None:
    """Positions from the video rows of all detectors; ``None`` where no detector separates fake from real clearly enough.

    Args:
        scores: as :func:`touchstone.conclusions.metrics.video_scores` makes them.
    """
    scored = scores.filter(pl.col("status") == "ok")
    able: list[str] = []
    for (name,), rows in sorted(scored.group_by("detector"), key=lambda item: str(item[0][0])):
        sample = Sample.from_rows(rows)
        if min(sample.real_count, sample.fake_count) < _LEAST:
            continue
        auc = auc_estimate(sample)
        if auc.value is not None and auc.value >= _RANKS and auc.above(0.5):
            able.append(str(name))
    if not able:
        return None
    facts = ("video", "label", "group", "source", "dataset", "method")
    wide, columns_of = side_by_side(scored, able, facts)
    wide = wide.with_columns(source=source_name())
    fake = (wide["label"] == "fake").to_numpy()
    codes = unit_codes(wide)
    fold = grouped_folds(Sample(np.full(fake.size, 0.5), fake, codes))
    if fold is None:
        return None
    columns: list[Floats] = []
    kept: list[str] = []
    for name in able:
        p = wide[columns_of[name]].cast(pl.Float64).fill_null(np.nan).to_numpy()
        logit = np.clip(log_odds(_stretched(p), 1e-300, 1 - 1e-16), -_LOGIT, _LOGIT)
        position = _between(logit, fake, fold)
        if position is not None and _scatters(position, fake):
            columns.append(position)
            kept.append(name)
    if not kept:
        return None
    each = np.stack(columns, axis=1)
    joint = _between(_joined(each, fake), fake, fold)
    if joint is None:
        return None
    if len(kept) == 1 and _stops_short(wide[columns_of[kept[0]]].cast(pl.Float64).to_numpy(), joint, fake):
        return None
    p = wide.select(columns_of[name] for name in kept).cast(pl.Float64).fill_null(np.nan).to_numpy()
    against, swapped = (joint, 1 - joint) if len(kept) == 1 else _against(p, fake)
    return Positions(
        rows=wide.select(facts),
        fake=fake,
        group=codes,
        p=p,
        each=each,
        joint=joint,
        against=against,
        swapped=swapped,
        detectors=tuple(kept),
    )


def _stretched(p: Floats) -> Floats:
    """Scores between 0 and 1, whatever range they lie in.

    Log-odds spread out what lies near 0 and 1, and not what is crowded at the ends of a narrower range (0.3 to 0.7, say): no
    video could lie as far on the side away from the other label as on the side towards it.
    """
    low, high = float(np.nanmin(p)), float(np.nanmax(p))
    if low <= _EDGE and high >= 1 - _EDGE:
        return p
    end = (high - low) / (np.count_nonzero(np.isfinite(p)) + 1)
    return (p - low + end) / (high - low + 2 * end)


def _between(values: Floats, fake: Flags, fold: Codes) -> Floats | None:
    """Position of each value between the medians of its own and the other label, taken from the other folds."""
    position = np.full(values.size, np.nan)
    for k in range(int(fold.max()) + 1):
        rest, held = fold != k, fold == k
        real, other = values[rest & ~fake], values[rest & fake]
        low, high = float(np.nanmedian(real)), float(np.nanmedian(other))
        if not high - low > 1e-9:  # one answer for most of both: no scale
            return None
        of_label = np.where(fake[held], high, low)
        position[held] = (values[held] - of_label) / np.where(fake[held], low - high, high - low)
    return np.clip(position, -_LIMIT, _LIMIT)


def _against(given: Floats, fake: Flags) -> tuple[Floats, Floats]:
    """How strongly several detectors together contradict each label, whatever the shape of their scores.

    The rank of each score among the videos of a label becomes a normal score (van der Waerden 1952), and the detectors'
    weighted mean is taken in units of how it scatters on the side away from the other label. Whatever detectors have in
    common that is as strong on both sides (videos that are easy, or hard, for all) is as frequent below −x as above x.

    A video with a single answer has nothing that could agree with it: it is left out, and so are its ranks, because detectors
    that abstain leave out one side more than the other.

    Returns:
        The videos under their own label, and under the other; NaN for those with fewer than two answers.
    """
    under_label, other = np.full((2, fake.size), np.nan)
    several = np.count_nonzero(np.isfinite(given), axis=1) > 1
    under_label[several] = other[several] = 0.0
    asked = np.zeros(fake.size)
    for p in given.T:
        scored = np.isfinite(p) & several
        if not (scored & fake).any() or not (scored & ~fake).any():
            continue
        auc = auc_estimate(Sample(p[scored], fake[scored])).value or 0.5
        weight = float(ndtri(min(max(auc, 0.501), 0.999)))
        for side in (False, True):
            sign = -1.0 if side else 1.0
            score = weight * _normal_scores(sign * p[scored], sign * p[scored & (fake == side)])
            mine = fake[scored] == side
            under_label[scored] += np.where(mine, score, 0.0)
            other[scored] += np.where(mine, 0.0, score)
        asked[scored] += weight
    np.divide(under_label, asked, out=under_label, where=several)
    np.divide(other, asked, out=other, where=several)
    away = under_label[under_label < 0]
    if not away.size:
        return under_label, other
    scatter = float(np.sqrt(np.mean(np.square(away))))
    return under_label / scatter, other / scatter


def _normal_scores(values: Floats, among: Floats) -> Floats:
    """Normal scores of values by their ranks among others, as coarse above the median as below it.

    Scores that were clipped, rounded or ran out of digits share one value where they are surest. No video could lie as far
    below the median as one above it that stands alone there; so those above count as equal wherever those as far below do.

    >>> _normal_scores(np.array([0.0, 0.3, 0.5, 0.9]), np.array([0.0, 0.0, 0.3, 0.5, 0.7, 0.9])).round(2)
    array([-0.79, -0.18,  0.18,  0.79])
    """
    ordered = np.sort(among)
    count = ordered.size
    place = (np.searchsorted(ordered, values, "left") + np.searchsorted(ordered, values, "right")) / 2
    starts = np.flatnonzero(np.diff(ordered, prepend=-np.inf) > 0)
    ends = np.append(starts[1:], count)
    median = np.searchsorted(starts, count / 2, "left") - 1
    between_blocks = ends[median] == count / 2
    told_apart = count / 2 if between_blocks else min(starts[median], count - ends[median])
    below = np.minimum(place, count - place)
    block = np.searchsorted(starts, below, "right") - 1
    coarse = np.where(below < told_apart, (starts[block] + ends[block]) / 2, count / 2)
    mirrored = np.where(place > count / 2, count - coarse, coarse)
    return ndtri((mirrored + 0.5) / (count + 1))


def _scatters(position: Floats, fake: Flags) -> bool:
    """Whether videos lie away from the other label too: a hard or saturated classifier has no such side to compare with."""
    sides = (position[~fake], position[fake])
    return all(np.count_nonzero(side < -1e-6) >= _SCATTER * np.count_nonzero(np.isfinite(side)) for side in sides)


def _stops_short(scores: Floats, position: Floats, fake: Flags) -> bool:
    """Whether many videos of a label share the score farthest from the other label, so near that none can support it strongly."""
    for side, farthest in ((fake, np.max), (~fake, np.min)):
        inside = side & np.isfinite(scores)
        at_end = inside & (scores == farthest(scores[inside]))
        if np.count_nonzero(at_end) > _PILED * np.count_nonzero(inside) and float(np.mean(position[at_end])) > -FAR:
            return True
    return False


def _joined(each: Floats, fake: Flags) -> Floats:
    """Weighted mean over the detectors that scored, as evidence for fake.

    The scatter is taken from the side away from the other label, which wrong labels hardly reach.
    """
    scatter = [float(np.median(-column[column < 0])) for column in each.T]
    weight = 1 / np.maximum(scatter, 0.05) ** 2
    scored = np.isfinite(each)
    mean: Floats = np.where(scored, each * weight, 0.0).sum(axis=1) / (scored * weight).sum(axis=1)
    return np.where(fake, 1 - mean, mean)
