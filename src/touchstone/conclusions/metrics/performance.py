"""Everything about one detector at one threshold, each number with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from touchstone.vocabulary.defaults import THRESHOLD

from .arrays import Floats
from .calibration import BINS, Calibration, calibration
from .clusters import Clusters
from .curves import FPR_TARGETS, curve_statistics, level_counts
from .decisions import DecisionCounts, decide
from .estimate import Estimate
from .means import deviation_estimate, mean_estimate
from .ranking import RocCurve, auc_estimate, auc_influence, roc_curve
from .reliability import curve_warning
from .resampling import RESAMPLES, bootstrap_estimate, resample_curves
from .sample import Sample, check_rows, effective_counts, group_codes


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoCounts:
    """Videos of one label by what became of them.

    Attributes:
        ok: scored.
        failed: could not be read, or the detector failed on it.
        abstained: the detector declined to judge.
        missing: no row of the detector speaks of it.
        filled_in: all its scores are one value that stands for something else, see
            :class:`touchstone.conclusions.metrics.Fallback`.
    """

    ok: int
    failed: int
    abstained: int
    missing: int
    filled_in: int = 0

    @property
    def total(self) -> int:
        """All videos of the label."""
        return self.ok + self.failed + self.abstained + self.missing + self.filled_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """How well the scores order real before fake.

    Attributes:
        auc: area under the ROC curve; ties count half.
        average_precision: mean precision over recall, fake positive.
        eer: equal error rate.
        tpr_at_1_fpr: share of fakes caught when at most 1 % of real videos are called fake.
        tpr_at_5_fpr: the same at 5 %.
    """

    auc: Estimate
    average_precision: Estimate
    eer: Estimate
    tpr_at_1_fpr: Estimate
    tpr_at_5_fpr: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Performance:
    """One detector over its videos, at one threshold. Only scored videos enter the numbers; the others are
    counted.

    Attributes:
        detector: its name; ``None`` where the rows do not tell.
        threshold: P(fake) from which on a video is called fake.
        real: real videos by what became of them.
        fake: fake videos by what became of them.
        decisions: videos by label and decision.
        accuracy: share of videos called what they are.
        real_accuracy: the same among real videos.
        fake_accuracy: the same among fake videos.
        bias: real accuracy − fake accuracy; positive means that fakes pass as real.
        balanced_accuracy: mean of real and fake accuracy.
        f1: harmonic mean of precision and recall of the fakes.
        mcc: Matthews correlation of label and decision.
        confidence: mean of max(p, 1 − p), in [0.5, 1].
        confidence_sd: standard deviation of the same over videos.
        consistency: mean over videos of 1 − variance of the unit scores; over videos with two units or more.
        ranking: what does not depend on the threshold.
        log_loss: mean of −log of the probability given to the true label, in nats; scores are kept 2.2e-16
            away from 0 and 1.
        brier: mean squared distance of P(fake) from the label, in [0, 1].
        calibration: calibration error, its floor by chance, the reliability curve.
        roc: the ROC curve; ``None`` for one class.
    """

    detector: str | None
    threshold: float
    real: VideoCounts
    fake: VideoCounts
    decisions: DecisionCounts
    accuracy: Estimate
    real_accuracy: Estimate
    fake_accuracy: Estimate
    bias: Estimate
    balanced_accuracy: Estimate
    f1: Estimate
    mcc: Estimate
    confidence: Estimate
    confidence_sd: Estimate
    consistency: Estimate
    ranking: Ranking
    log_loss: Estimate
    brier: Estimate
    calibration: Calibration
    roc: RocCurve | None

    @property
    def auc(self) -> Estimate:
        """The AUC, short for ``ranking.auc``."""
        return self.ranking.auc


def measure(
    rows: pl.DataFrame,
    threshold: float = THRESHOLD,
    *,
    bins: int = BINS,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Performance:
    """Measure one detector on its video rows.

    Args:
        rows: rows of one detector, as :func:`touchstone.conclusions.metrics.video_scores` makes them. Columns ``label``
            and ``p_fake`` are needed; ``group``, ``donor``, ``status``, ``consistency`` and ``detector`` are used where
            present.
        threshold: P(fake) from which on a video is called fake.
        bins: most bins of the calibration error.
        resamples: bootstrap resamples for average precision, EER and TPR.
        seed: of the resamples; the same rows and seed give the same numbers.

    Raises:
        TableError: a column is missing, a score or a label is out of range.
        UsageError: the rows hold several detectors, or a video twice.

    >>> rows = pl.DataFrame(
    ...     {"label": ["real", "fake", "fake"], "p_fake": [0.1, 0.8, None], "status": ["ok", "ok", "failed"]}
    ... )
    >>> result = measure(rows)
    >>> print(result.accuracy, "| failed fakes:", result.fake.failed)
    1.000 [0.342, 1.000], n = 2 | failed fakes: 1
    """
    sample = Sample.from_rows(rows)
    judged = decide(sample, threshold)
    confidence = np.maximum(sample.p, 1 - sample.p)
    error = np.where(sample.fake, 1 - sample.p, sample.p)
    smallest = float(np.finfo(np.float64).eps)
    right = np.clip(np.where(sample.fake, sample.p, 1 - sample.p), smallest, 1 - smallest)
    return Performance(
        detector=str(rows["detector"][0]) if "detector" in rows.columns and rows.height else None,
        threshold=threshold,
        real=count_videos(rows, "real"),
        fake=count_videos(rows, "fake"),
        decisions=judged.counts,
        accuracy=judged.accuracy,
        real_accuracy=judged.real_accuracy,
        fake_accuracy=judged.fake_accuracy,
        bias=judged.bias,
        balanced_accuracy=judged.balanced_accuracy,
        f1=judged.f1,
        mcc=judged.mcc,
        confidence=mean_estimate(confidence, sample.group, low=0.5, high=1.0),
        confidence_sd=deviation_estimate(confidence, sample.group, span=0.5),
        consistency=consistency(rows),
        ranking=rank(sample, resamples=resamples, seed=seed),
        log_loss=mean_estimate(-np.log(right), sample.group, low=0.0),
        brier=mean_estimate(np.square(error), sample.group, low=0.0, high=1.0),
        calibration=calibration(sample, bins, seed),
        roc=roc_curve(sample),
    )


def rank(sample: Sample, *, resamples: int = RESAMPLES, seed: int = 0) -> Ranking:
    """AUC, average precision, EER and TPR at 1 % and 5 % FPR, with intervals; not defined for one class."""
    area = auc_estimate(sample)
    if not sample.two_classes:
        nothing = Estimate.undefined(n=len(sample), groups=sample.groups, method="bootstrap")
        return Ranking(auc=area, average_precision=nothing, eer=nothing, tpr_at_1_fpr=nothing, tpr_at_5_fpr=nothing)
    _, fake, real = level_counts(sample)
    point = curve_statistics(fake[:, None], real[:, None])
    clusters = Clusters.of(sample.group, len(sample), sample.fake)
    draws = [resample_curves(sample, resamples, seed, direction) for direction in clusters.directions]
    counts = effective_counts(sample)
    df = clusters.spread(auc_influence(sample)[1]).df

    def with_interval(value: Floats, drawn: Sequence[Floats], fpr: float | None = None) -> Estimate:
        warning = curve_warning(sample, counts, float(point.auc[0]), fpr)
        return bootstrap_estimate(sample, float(value[0]), drawn, df, warning)

    return Ranking(
        auc=area,
        average_precision=with_interval(point.average_precision, [drawn.average_precision for drawn in draws]),
        eer=with_interval(point.eer, [drawn.eer for drawn in draws]),
        tpr_at_1_fpr=with_interval(point.tpr[0], [drawn.tpr[0] for drawn in draws], FPR_TARGETS[0]),
        tpr_at_5_fpr=with_interval(point.tpr[1], [drawn.tpr[1] for drawn in draws], FPR_TARGETS[1]),
    )


def consistency(rows: pl.DataFrame) -> Estimate:
    """Mean consistency over the videos that have one (two scored units or more)."""
    check_rows(rows)
    if "consistency" not in rows.columns:
        return mean_estimate(np.empty(0), None)
    consistent = rows.filter(pl.col("consistency").is_not_null() & pl.col("p_fake").is_not_null())
    # The variance of numbers in [0, 1] is at most 1/4.
    return mean_estimate(
        consistent["consistency"].cast(pl.Float64).to_numpy().astype(np.float64),
        group_codes(consistent),
        low=0.75,
        high=1.0,
    )


def count_videos(rows: pl.DataFrame, label: str) -> VideoCounts:
    """The video rows of one label by what became of them."""
    labelled = rows.filter(pl.col("label") == label)
    scored = int(labelled["p_fake"].is_not_null().sum())
    if "status" not in labelled.columns:
        return VideoCounts(ok=scored, failed=0, abstained=0, missing=labelled.height - scored)
    by_status = dict(labelled.group_by("status").len().iter_rows())
    ok = labelled.filter((pl.col("status") == "ok") & pl.col("p_fake").is_not_null()).height
    failed = by_status.get("failed", 0)
    abstained = by_status.get("abstained", 0)
    filled_in = by_status.get("filled_in", 0)
    rest = labelled.height - ok - failed - abstained - filled_in
    return VideoCounts(ok=ok, failed=failed, abstained=abstained, missing=rest, filled_in=filled_in)
