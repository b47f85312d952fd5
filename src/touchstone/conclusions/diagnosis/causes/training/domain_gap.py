"""Good on one data set, poor on another: AUC, thresholds and scores, data set by data set."""

from __future__ import annotations

import math

import polars as pl

from touchstone.conclusions.metrics import Transfer, TransferCell, TransferPart

from ...cause import Cause, LookAlike, Measure, OfDetector
from ...finding import MOST_EVIDENCE_TABLES, Evidence
from ...witness import Conclusion, Witness
from .weak_slice import parts_no_longer_weak

_AT_LEAST = 0.5
"""Share of the smallest loss that every threshold which the other data set leaves open must lose."""

_ERRORS = 3.0  # a drift counts if it is larger than so many standard errors


def domain_gap(of: OfDetector) -> Conclusion | None:
    """Ask whether the AUC differs between data sets, whether thresholds transfer, and whether scores drift.

    Scores of one label may differ between data sets and do no harm: a drift counts only together with a lower AUC or a loss.
    """
    detector = of.detector
    transfer = detector.facts.transfer if detector.facts is not None else None
    if transfer is None:
        return None
    gap, loss = _gap(transfer), _loss(transfer)
    harmed = bool(gap.holds or loss.holds)
    asked = (gap, _decisions(transfer, poor=bool(gap.holds)), loss, _drift(transfer, harmed=harmed))
    poorest = _poorest(transfer)
    best = max(transfer.parts, key=lambda p: p.auc.value if p.auc.value is not None else 0.0)
    if gap.holds:
        advice = (
            f"train with videos like those of {poorest.name}, where the AUC is {poorest.auc} (on {best.name}: {best.auc}); "
            f"until then, state with every figure which data set it is of"
        )
    else:
        cuts = ", ".join(f"{p.name} {p.threshold:.12g}" for p in transfer.parts)
        advice = (
            f"use one threshold per data set ({cuts}), or train on all of them: no single threshold is right for all"
        )
    return CAUSE.conclusion(detector.name, asked, advice, look_alikes=CAUSE.look_alikes if gap.holds else ())


def one_direction(of: OfDetector) -> bool:
    """Whether decisions are one-sided in the same direction in every data set: then the data sets are not the cause."""
    transfer = of.detector.facts.transfer if of.detector.facts is not None else None
    if transfer is None:
        return False
    return all(p.bias.above(0) for p in transfer.parts) or all(p.bias.below(0) for p in transfer.parts)


def _gap(transfer: Transfer) -> Witness:
    smallest = CAUSE.least("auc_gap")

    def size(part: TransferPart) -> float:
        return part.gap.estimate.value or 0.0 if part.gap is not None else 0.0

    def counts(part: TransferPart) -> bool:
        gap = part.gap
        return gap is not None and gap.significant and gap.estimate.below(0) and size(part) <= -smallest

    behind = [part for part in transfer.parts if part.gap is not None]
    worst = min(behind, key=lambda p: (not counts(p), size(p)))
    assert worst.gap is not None, "only the best data set has no gap"
    statement = f"AUC on {worst.name} ({worst.auc}) minus that on the best data set"
    return CAUSE.witness(
        "auc_gap",
        counts(worst),
        statement,
        worst.gap.estimate,
        source=f"{MOST_EVIDENCE_TABLES} ({worst.gap.test}, Holm)",
    )


def _decisions(transfer: Transfer, *, poor: bool) -> Witness:
    """Whether decisions on the data set with the lowest AUC are worse, too, each at its own thresholds."""
    smallest = CAUSE.least("decisions")
    behind = [part for part in transfer.parts if part.behind is not None]
    worst = min(behind, key=lambda p: p.gap.estimate.value or 0.0 if p.gap is not None else 0.0)
    assert worst.behind is not None, "only the best data set is not behind"
    holds = poor and worst.behind.below(0) and (worst.behind.value or 0.0) <= -smallest
    statement = (
        f"balanced accuracy on {worst.name} minus that on the best data set, each at its own held-out thresholds"
    )
    return CAUSE.witness("decisions", holds, statement, worst.behind)


def _loss(transfer: Transfer) -> Witness:
    smallest = CAUSE.least("transfer")

    def size(cell: TransferCell) -> float:
        return cell.loss.estimate.value or 0.0

    def counts(cell: TransferCell) -> bool:
        return cell.loss.significant and size(cell) >= smallest and cell.least_loss >= _AT_LEAST * smallest

    worst = max(transfer.cells, key=lambda c: (counts(c), size(c)))
    lost = f"balanced accuracy lost on {worst.judged_on} with the threshold fitted on {worst.fitted_on}"
    statement = f"{lost} instead of its own held-out threshold"
    return CAUSE.witness(
        "transfer",
        counts(worst),
        statement,
        worst.loss.estimate,
        source=f"{MOST_EVIDENCE_TABLES} ({worst.loss.test}, Holm)",
    )


def _drift(transfer: Transfer, *, harmed: bool) -> Witness:
    smallest = CAUSE.least("drift")
    parts = {p.name: p for p in transfer.parts}

    def error(cell: TransferCell) -> float:
        """Standard error of the mean of two AUC under chance."""
        a, b = parts[cell.fitted_on], parts[cell.judged_on]
        return math.sqrt(sum((m + n + 1) / (12 * m * n) for m, n in ((a.real, b.real), (a.fake, b.fake)))) / 2

    # Both directions of two data sets are equally far from 0.5: name the one with the higher scores.
    worst = max(transfer.cells, key=lambda c: (round(abs(c.drift - 0.5), 9), c.drift))
    size = abs(worst.drift - 0.5)
    holds = harmed and size >= smallest and size > _ERRORS * error(worst)
    statement = (
        f"compared at equal label, videos of {worst.judged_on} score higher than those of {worst.fitted_on} in "
        f"{worst.drift:.0%} of pairs (50 % by chance, standard error {error(worst):.3f})"
    )
    return CAUSE.witness("drift", holds, statement, None, value=worst.drift)


def _without_the_poorest(of: OfDetector) -> Evidence | None:
    """The weak parts without the data set that has the lowest AUC."""
    facts = of.detector.facts
    if facts is None or facts.transfer is None:
        return None
    column, poorest = facts.transfer.column, _poorest(facts.transfer).name
    rows = facts.joined.filter(pl.col(column).cast(pl.String).ne_missing(poorest))
    return parts_no_longer_weak(of, rows, f"without {poorest}")


def _poorest(transfer: Transfer) -> TransferPart:
    return min(transfer.parts, key=lambda p: p.auc.value if p.auc.value is not None else 1.0)


CAUSE = Cause(
    code="training.domain_gap",
    kind="root",
    severity="moderate",
    meaning="good on one data set, poor on another",
    needs=("scores", "videos"),
    topic="primary_datasets",
    phase=2,
    done="on new videos no data set is behind the best one, and thresholds transfer without a loss",
    witnesses={
        "auc_gap": Measure("ranking by data set", 0.08, "AUC below that of the best data set, p after Holm"),
        "decisions": Measure(
            "ranking by data set",
            0.08,
            "held-out balanced accuracy below that of the best data set, its interval below 0",
        ),
        "transfer": Measure(
            "thresholds on other data sets",
            0.05,
            "balanced accuracy lost with the threshold of another data set, p after Holm; half of it with every threshold that "
            "the other one leaves open",
        ),
        "drift": Measure(
            "scores at equal label by data set",
            0.15,
            "|AUC between the scores of two data sets − 0.5|, more than three standard errors",
        ),
    },
    explains=("training.weak_slice",),
    removed={"training.weak_slice": _without_the_poorest},
    look_alikes=(LookAlike("data.label_errors", "a check of the labels of the data set where it is poor"),),
    of_detector=domain_gap,
)
