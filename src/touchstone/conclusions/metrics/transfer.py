"""Does what was fitted on one data set hold on another? Ranking, thresholds and scores, data set by data set."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from touchstone.vocabulary.defaults import THRESHOLD
from touchstone.vocabulary.odds import log_odds, sigmoid

from .arrays import Flags, Floats
from .comparison import correct
from .contrasts import auc_contrast
from .decisions import decide
from .differences import Difference, joined_limits
from .estimate import Estimate
from .gain import balanced_gain
from .ranking import auc_estimate, share_below
from .reliability import FEW_IN_A_DATA_SET
from .sample import Sample, scored_rows
from .thresholds import fit_threshold, grouped_folds

_EDGE = 1e-9
_MOST_THRESHOLDS = 2000
_MOST = 12  # data sets; the largest ones are taken


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferPart:
    """One data set.

    Attributes:
        name: its name.
        real: scored real videos.
        fake: scored fakes.
        auc: AUC inside it.
        gap: its AUC less that of the data set with the highest one; ``None`` for that one. Corrected by Holm.
        threshold: fitted on all of its videos.
        balanced_accuracy: balanced accuracy at the threshold of the run.
        bias: real accuracy − fake accuracy at the threshold of the run.
        own_balanced_accuracy: balanced accuracy at thresholds fitted on its other groups.
        behind: ``own`` less that of the data set with the highest AUC; ``None`` for that one.
    """

    name: str
    real: int
    fake: int
    auc: Estimate
    gap: Difference | None
    threshold: float
    balanced_accuracy: Estimate
    bias: Estimate
    own_balanced_accuracy: Estimate
    behind: Estimate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferCell:
    """A threshold fitted on one data set and judged on another.

    Attributes:
        fitted_on: where the threshold comes from.
        judged_on: where it is used.
        balanced_accuracy: what it reaches there.
        loss: balanced accuracy at the data set's own held-out thresholds less that; paired, corrected by Holm.
        least_loss: the same with the kindest of the thresholds that the other data set leaves open: those whose balanced accuracy
            there is within a standard error of the best, as they are, or carried over to the share of fakes here.
        drift: AUC between the scores of the two data sets, averaged over the labels: 0.5 means that videos of a label score
            alike in both, above 0.5 that they score higher where the threshold is used.
    """

    fitted_on: str
    judged_on: str
    balanced_accuracy: Estimate
    loss: Difference
    least_loss: float
    drift: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """Data sets against each other.

    Attributes:
        column: the column that names them.
        parts: the data sets, by name.
        cells: every ordered pair of two different ones.
    """

    column: str
    parts: tuple[TransferPart, ...]
    cells: tuple[TransferCell, ...]

    def cell(self, fitted_on: str, judged_on: str) -> TransferCell | None:
        """The cell of two data sets; ``None`` for one and the same."""
        return next((c for c in self.cells if (c.fitted_on, c.judged_on) == (fitted_on, judged_on)), None)


def transfer(
    rows: pl.DataFrame, column: str = "dataset", *, threshold: float = THRESHOLD, seed: int = 0
) -> Transfer | None:
    """Thresholds and ranking from data set to data set.

    Args:
        rows: video rows of one detector.
        column: what names the data sets.
        threshold: P(fake) from which on a video counts as fake in this run.
        seed: of the division into folds.

    Returns:
        ``None`` where fewer than two data sets hold 15 videos of each label. Of more than twelve, the largest twelve are taken.

    >>> rows = pl.DataFrame({
    ...     "label": ["real", "fake"] * 80,
    ...     "p_fake": [0.1, 0.4] * 40 + [0.6, 0.9] * 40,
    ...     "dataset": ["a"] * 80 + ["b"] * 80,
    ... })
    >>> found = transfer(rows)
    >>> found.cell("a", "b").balanced_accuracy.value, round(found.cell("a", "b").loss.estimate.value, 2)
    (0.5, 0.5)
    """
    scored = scored_rows(rows)
    if column not in scored.columns:
        return None
    sample = Sample.from_rows(scored)
    names = scored[column].cast(pl.String)
    inside = {name: (names == name).fill_null(False).to_numpy().astype(np.bool_) for name in _able(scored, column)}
    if len(inside) < 2:
        return None
    samples = {name: sample.part(chosen) for name, chosen in inside.items()}
    aucs = {name: auc_estimate(part) for name, part in samples.items()}
    best = max(aucs, key=lambda name: aucs[name].value or 0.0)
    gaps = _gaps(sample, inside, best)
    fits = {name: fit for name, part in samples.items() if (fit := fit_threshold(part, standard=threshold, seed=seed))}
    held_out = {name: fit.held_out.balanced_accuracy for name, fit in fits.items()}
    parts = [
        TransferPart(
            name=name,
            real=part.real_count,
            fake=part.fake_count,
            auc=aucs[name],
            gap=gaps.get(name),
            threshold=fits[name].threshold,
            balanced_accuracy=fits[name].standard.balanced_accuracy,
            bias=fits[name].standard.bias,
            own_balanced_accuracy=held_out[name],
            behind=None if name == best else _behind(held_out[name], held_out[best]),
        )
        for name, part in samples.items()
    ]
    return Transfer(
        column=column,
        parts=tuple(parts),
        cells=_cells(samples, parts, {name: fit.called for name, fit in fits.items()}),
    )


def _behind(judged: Estimate, best: Estimate) -> Estimate:
    """Difference of two balanced accuracies of different videos, its limits joined from theirs (Zou 2007)."""
    nothing = Estimate.undefined(n=judged.n + best.n, groups=None, method="joined limits")
    if judged.limits is None or best.limits is None:
        return nothing
    low, high = joined_limits(judged.limits, best.limits, 0.0)
    return nothing.with_value(judged.limits[0] - best.limits[0], low, high, judged.warning or best.warning)


def _able(rows: pl.DataFrame, column: str) -> list[str]:
    """Data sets with enough of both labels, and groups enough to hold some out; the largest, by name."""
    counts = (
        rows.filter(pl.col(column).is_not_null())
        .group_by(pl.col(column).cast(pl.String).alias("name"))
        .agg(pl.len(), (pl.col("label") == "real").sum().alias("real"), (pl.col("label") == "fake").sum().alias("fake"))
        .filter((pl.col("real") >= FEW_IN_A_DATA_SET) & (pl.col("fake") >= FEW_IN_A_DATA_SET))
        .sort("len", "name", descending=[True, False])
        .head(_MOST)
    )
    chosen = [str(name) for name in counts["name"].sort()]
    return [n for n in chosen if grouped_folds(Sample.from_rows(rows.filter(pl.col(column) == n))) is not None]


def _gaps(sample: Sample, inside: dict[str, Flags], best: str) -> dict[str, Difference]:
    others = [name for name in inside if name != best]
    nobody = np.zeros(len(sample), np.bool_)
    gaps = [auc_contrast(sample, inside[name], inside[best], nobody, test=True) for name in others]
    return dict(zip(others, correct(gaps, "Holm"), strict=True))


def _cells(
    samples: dict[str, Sample], parts: Sequence[TransferPart], held: dict[str, Flags]
) -> tuple[TransferCell, ...]:
    pairs = [(a, b) for a in parts for b in parts if a is not b]
    losses = [balanced_gain(samples[b.name], samples[b.name].p >= a.threshold, held[b.name]) for a, b in pairs]
    return tuple(
        TransferCell(
            fitted_on=a.name,
            judged_on=b.name,
            balanced_accuracy=decide(samples[b.name], a.threshold).balanced_accuracy,
            loss=loss,
            least_loss=_least_loss(samples[a.name], samples[b.name], b.own_balanced_accuracy),
            drift=_drift(samples[a.name], samples[b.name]),
        )
        for (a, b), loss in zip(pairs, correct(losses, "Holm"), strict=True)
    )


def _least_loss(here: Sample, there: Sample, held_out: Estimate) -> float:
    """Balanced accuracy that is lost ``there`` at the kindest of the thresholds that ``here`` leaves open.

    Few videos that are separated well leave a wide range of thresholds open, and of a detector that is calibrated in both data
    sets the best threshold goes with the share of fakes; neither is a gap between them.
    """
    possible = np.unique(here.p)
    possible = possible[:: -(-possible.size // _MOST_THRESHOLDS)]
    reached = _balanced_accuracy(here, possible)
    best = float(reached.max())
    error = math.sqrt(best * (1 - best) * (1 / here.real_count + 1 / here.fake_count) / 4)
    open_here = possible[reached >= best - error]
    odds = math.log(there.fake_count / there.real_count) - math.log(here.fake_count / here.real_count)
    carried = sigmoid(log_odds(open_here, _EDGE, 1 - _EDGE) + odds)
    return (held_out.value or 0.0) - float(_balanced_accuracy(there, np.concatenate([open_here, carried])).max())


def _balanced_accuracy(sample: Sample, thresholds: Floats) -> Floats:
    """Balanced accuracy at each threshold."""
    real, fake = np.sort(sample.p[~sample.fake]), np.sort(sample.p[sample.fake])
    right_real = np.searchsorted(real, thresholds, "left") / real.size
    return (right_real + 1 - np.searchsorted(fake, thresholds, "left") / fake.size) / 2


def _drift(here: Sample, there: Sample) -> float:
    """Mean over labels of the AUC between the scores of two data sets: how often a video ``there`` scores higher."""
    total = 0.0
    for label in (False, True):
        total += float(share_below(np.sort(here.p[here.fake == label]), there.p[there.fake == label]).mean())
    return total / 2
