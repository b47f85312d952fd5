"""Does a score follow how a file is made? Inside one class, where the label cannot be the reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from scipy.stats import rankdata

from touchstone.conclusions.metrics import (
    Codes,
    Difference,
    Estimate,
    Flags,
    Floats,
    WithinStrata,
    benjamini_hochberg,
    column_in,
    rank_dependence,
    rank_separation,
    rank_within,
    ranking_contrast,
    unit_codes,
)

from .properties import Property, properties, thinned

_LEAST = 15
"""Videos of a class below which it is not asked whether a score follows a property inside it."""

FOLLOWS = 0.2
"""Least rank correlation (or Cliff's delta) inside both classes at which a score is said to follow a property."""

BEYOND_CHANCE = 0.02
"""Largest corrected p in either class; both must stay below it."""

_LEAST_SHARE = 0.05
_PER_RANGE = 40
_MOST_RANGES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A property of the files beside the scores of one detector.

    Attributes:
        name: the property.
        value: the value that is compared with all others; ``None`` for a quantity.
        real: how the score moves with it among real videos alone: Spearman's correlation for a quantity, Cliff's delta of
            the videos that have the value; p by Benjamini–Hochberg over all properties and both classes.
        fake: the same among fakes alone.
        label: how the property itself moves with the label: above 0, fakes have more of it.
        within: ranking of the score inside the values (or ranges) of the property; ``None`` where the score does not follow
            it inside both classes.
        contrast: AUC where the property agrees with the label less the AUC where it contradicts it; ``None`` likewise. A
            quantity is divided at its median.
    """

    name: str
    value: str | None
    real: Difference
    fake: Difference
    label: Difference
    within: WithinStrata | None = None
    contrast: Difference | None = None

    @property
    def title(self) -> str:
        """The property, with the value where there is one."""
        return self.name.replace("_", " ") + (f" {self.value}" if self.value is not None else "")

    @property
    def effect(self) -> float:
        """The smaller of both movements if both go one way, with their sign; 0 else."""
        real, fake = self.real.estimate.value, self.fake.estimate.value
        if real is None or fake is None or real * fake <= 0:
            return 0.0
        return min(real, fake) if real > 0 else max(real, fake)

    @property
    def follows(self) -> bool:
        """Whether the score moves with it inside both classes, one way, enough, and beyond chance after correction."""
        return abs(self.effect) >= FOLLOWS and _significant(self.real) and _significant(self.fake)

    @property
    def auc_inside(self) -> Estimate | None:
        """AUC inside its values or ranges; ``None`` where the score does not follow it."""
        return None if self.within is None else self.within.auc

    @property
    def helps(self) -> bool:
        """Whether the property is associated with the label so that following it makes the detector look better."""
        gap = self.label.estimate.value
        return gap is not None and _significant(self.label) and gap * self.effect > 0


def _significant(difference: Difference) -> bool:
    return difference.p is not None and difference.p <= BEYOND_CHANCE


def cues(rows: pl.DataFrame, described: pl.DataFrame) -> tuple[Cue, ...]:
    """Every property against the score of one detector, inside each class; the clearest first.

    Args:
        rows: its video rows, as :func:`touchstone.conclusions.metrics.video_scores` makes them.
        described: the readable videos with their properties, as ``with_properties`` makes them.
    """
    properties_only = described.drop([c for c in ("label", "group", "source", "dataset") if c in described.columns])
    scored = rows.filter(pl.col("status") == "ok").join(
        properties_only.drop("status", "method", "split", strict=False), on="video", maintain_order="left"
    )
    scored = thinned(scored)
    fake = (scored["label"] == "fake").to_numpy()
    if min(np.count_nonzero(fake), np.count_nonzero(~fake)) < _LEAST:
        return ()
    p = scored["p_fake"].to_numpy().astype(np.float64)
    group = None
    if scored["group"].null_count() < scored.height:
        group = unit_codes(scored)
    measured = [_measured(*marked, p, fake, group) for it in properties(scored) for marked in _marks(it)]
    tests = [test for cue in measured for test in (cue.real, cue.fake) if test.p_value is not None]
    adjusted = dict(zip(map(id, tests), benjamini_hochberg([t.p_value or 0.0 for t in tests]), strict=True))
    corrected = [replace(c, real=_corrected(c.real, adjusted), fake=_corrected(c.fake, adjusted)) for c in measured]
    return tuple(
        sorted(
            (_ranked(scored, c, p, fake, group) if c.follows else c for c in corrected),
            key=lambda c: (not c.follows, -abs(c.effect)),
        )
    )


def _corrected(test: Difference, adjusted: dict[int, float]) -> Difference:
    p = adjusted.get(id(test))
    return test if p is None else replace(test, p_adjusted=p, correction="Benjamini–Hochberg")


def _marks(it: Property) -> Iterator[tuple[str, str | None, Floats]]:
    """The property as numbers: a quantity as it is, a category as 1 for one value and 0 for the others."""
    if it.values is not None:
        yield it.name, None, it.values
        return
    assert it.codes is not None, "a property is a category or a quantity"
    share = np.bincount(it.codes, minlength=len(it.names)) / len(it.codes)
    frequent = [int(k) for k in np.argsort(-share, kind="stable") if _LEAST_SHARE <= share[k] <= 1 - _LEAST_SHARE]
    # Of two values one says it all.
    for k in frequent[-1:] if len(it.names) == 2 else frequent[:6]:
        yield it.name, it.names[k], (it.codes == k).astype(np.float64)


def _measured(
    name: str,
    value: str | None,
    cue: Floats,
    p: Floats,
    fake: Flags,
    group: Codes | None,
) -> Cue:
    has_value = np.isfinite(cue)

    def inside(chosen: Flags) -> Difference:
        part = chosen & has_value
        groups = None if group is None else group[part]
        if value is None:
            return rank_dependence(p[part], cue[part], groups)
        return rank_separation(p[part], cue[part] > 0, groups)

    groups = None if group is None else group[has_value]
    ranks = rankdata(cue[has_value]) / (np.count_nonzero(has_value) + 1)
    return Cue(
        name=name,
        value=value,
        real=inside(~fake),
        fake=inside(fake),
        label=rank_separation(ranks, fake[has_value], groups),
    )


def _ranked(
    scored: pl.DataFrame,
    cue: Cue,
    p: Floats,
    fake: Flags,
    group: Codes | None,
) -> Cue:
    """What following it does to the ranking."""
    column = column_in(scored, cue.name)
    if cue.value is not None:
        high, has_value = (
            (scored[column].cast(pl.String).fill_null("none") == cue.value).to_numpy(),
            np.ones(p.size, np.bool_),
        )
    else:
        values = scored[column].cast(pl.Float64).fill_null(np.nan).to_numpy()
        has_value = np.isfinite(values)
        high = values > float(np.median(values[has_value]))
    if cue.effect < 0:
        high = ~high
    contrast = ranking_contrast(
        p[has_value], fake[has_value], high[has_value], None if group is None else group[has_value]
    )
    return replace(cue, within=_within(scored, cue), contrast=contrast)


def _within(scored: pl.DataFrame, cue: Cue) -> WithinStrata:
    """Ranking inside the values of the property; a quantity is cut into ranges of some 40 videos, at most ten."""
    value = pl.col(column_in(scored, cue.name))
    if cue.value is not None:
        stratum = value.cast(pl.String).fill_null("none")
    else:
        ranges = int(np.clip(scored.height // _PER_RANGE, 2, _MOST_RANGES))
        stratum = ((value.rank("min") - 1) * ranges / value.count()).floor().cast(pl.String).fill_null("none")
    return rank_within(scored.with_columns(stratum=stratum), "stratum")
