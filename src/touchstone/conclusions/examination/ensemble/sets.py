"""Which detectors are examined together: all that scored, those that separate fake from real, those that do no harm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from ..detector import DetectorExamination
from ..footage import FootageExamination
from .examine import EnsembleExamination, examine_ensemble
from .members import Part
from .traits import VideoTraits


@dataclass(frozen=True, slots=True, kw_only=True)
class Ensembles:
    """The detectors of a run together, in three sets. Where the footage reveals the label, none is examined.

    Attributes:
        together: all that scored; ``None`` for fewer than two.
        ranking_together: those that are shown to separate fake from real; ``None`` for fewer than two.
        kept_together: those that are kept; the same as ``ranking_together`` where no member does harm.
        ranking: names of those that are shown to separate fake from real, the best first, judged among fakes of all kinds.
        kept: names of those among them that do no harm, in the same order; the first leads.
        harmful: parts of ``ranking_together`` that the mean rank is better without; empty where that is so of every one, since
            none would be left.
    """

    together: EnsembleExamination | None = None
    ranking_together: EnsembleExamination | None = None
    kept_together: EnsembleExamination | None = None
    ranking: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    harmful: tuple[Part, ...] = ()


def examine_ensembles(
    scores: pl.DataFrame,
    detectors: Sequence[DetectorExamination],
    footage: FootageExamination,
    described: VideoTraits | None = None,
    *,
    prevalence: float | None = None,
    cost: float | None = None,
) -> Ensembles:
    """Examine the three sets; rules are judged for those that are kept.

    Args:
        scores: the video rows that comparisons rest on.
        detectors: all detectors of the run.
        footage: what the footage can tell at all.
        described: properties and indicators of the videos, which weights may follow.
        prevalence: stated share of fakes, which the threshold of the recommended rule is for.
        cost: stated cost of a missed fake relative to a false alarm, likewise.
    """
    ordered = sorted((d for d in detectors if d.assessment.word == "ranks"), key=lambda d: -_over_everything(d))
    ranking = tuple(d.name for d in ordered)
    if footage.gives_label_away:
        return Ensembles(ranking=ranking, kept=ranking)
    computed: dict[tuple[str, ...], EnsembleExamination] = {}

    def examined(names: Sequence[str]) -> EnsembleExamination:
        members = tuple(sorted(names))
        if members not in computed:
            computed[members] = examine_ensemble(scores, members, judged=False)
        return computed[members]

    scored = [d.name for d in detectors if d.performance is not None]
    together = examined(scored) if len(scored) > 1 else None
    if len(ranking) < 2:
        return Ensembles(together=together, ranking=ranking, kept=ranking)
    ranking_together = examined(ranking)
    harmful = tuple(part for part in ranking_together.parts if part.gain is not None and part.gain.below(0))
    if len(harmful) == len(ranking):
        harmful = ()
    kept = tuple(name for name in ranking if name not in {part.detector for part in harmful})
    return Ensembles(
        together=together,
        ranking_together=ranking_together,
        kept_together=examine_ensemble(
            scores,
            tuple(sorted(kept)),
            candidates=tuple(sorted(scored)),
            settled=[d.name for d in ordered if d.judged_on is not None],
            described=described,
            prevalence=prevalence,
            cost=cost,
        ),
        ranking=ranking,
        kept=kept,
        harmful=harmful,
    )


def _over_everything(detector: DetectorExamination) -> float:
    """Its AUC over fakes of all kinds: an ensemble has to find them all."""
    if detector.judged_on is not None:
        return detector.judged_on.overall.auc.value or 0.0
    auc = detector.assessment.auc
    return (auc.value or 0.0) if auc is not None else 0.0
