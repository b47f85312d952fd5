"""Faults that show when detectors are put together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ..run import MadeRun, detector_logits
from .fault import PlantedFault, Planter

_TOGETHER = "ensemble"


def weak_members_shout(size: float) -> PlantedFault:
    """``size``: what the log-odds of two weak members beside a strong one are multiplied by."""

    def bend(run: MadeRun) -> None:
        for name in ("d1", "d2"):
            run.logits[name] = size * run.logits[name]

    return PlantedFault(subject=_TOGETHER, asks=lambda design: replace(design, auc=(0.93, 0.6, 0.6)), bend=bend)


def noisy_copy(size: float) -> PlantedFault:
    """``size``: noise of the copy, in standard deviations of the scores of reals."""

    def bend(run: MadeRun) -> None:
        first = run.logits["d0"]
        spread = first[~run.deal.fake].mean(axis=1).std()
        run.logits["d1"] = first + size * spread * run.rng.standard_normal((run.n, 1))

    return PlantedFault(subject=_TOGETHER, bend=bend)


def harmful_member(size: float) -> PlantedFault:
    """``size``: how far the AUC of the third member lies below 0.8; the other two have 0.9 and 0.85."""

    def bend(run: MadeRun) -> None:
        run.logits["d2"] = detector_logits(run, 2, 0.8 - size)

    return PlantedFault(subject="d2", asks=lambda design: replace(design, auc=(0.9, 0.85, 0.8)), bend=bend)


ENSEMBLE_FAULTS: Mapping[str, Planter] = {
    "weak members shout": weak_members_shout,
    "a detector and its copy with noise": noisy_copy,
    "a member of noise": harmful_member,
}
