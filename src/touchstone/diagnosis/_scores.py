"""Causes that the scores of a detector reveal: the decision tree of invalid, constant, inverted, threshold, no signal."""

from __future__ import annotations

import numpy as np
import polars as pl

from touchstone.examination import DetectorExamination, FootageExamination
from touchstone.metrics import FittedThreshold, Performance

from ._build import finding
from ._codes import CONSTANT_FEWEST, CONSTANT_SHARE, CONSTANT_SPREAD, MINIMUM_GAIN, ONE_SIDED
from ._finding import Evidence, Finding

_SCORES = "scores, videos"


def diagnose_scores(
    detector: DetectorExamination, footage: FootageExamination, scores: pl.DataFrame, verify: str
) -> list[Finding]:
    """The first branch of the tree that fits, plus invalid answers, which can stand beside any.

    Args:
        detector: its examination.
        footage: what the footage can tell at all.
        scores: its rows of the ``scores`` table.
        verify: command that checks.
    """
    found = _invalid(detector, scores, verify)
    if detector.performance is None:
        return found
    constant = _constant(detector, verify)
    if constant is not None:
        return [*found, constant]
    match detector.assessment.word:
        case "below chance":
            found.append(_inverted(detector, verify))
        case "ranks":
            found += _shifted(detector, detector.performance, verify)
        case "no signal":
            found.append(_no_signal(detector, verify))
        case "cannot tell":
            found.append(_cannot_tell(detector, footage, verify))
        case _:
            pass
    return found


def _invalid(detector: DetectorExamination, scores: pl.DataFrame, verify: str) -> list[Finding]:
    bad = scores.filter(pl.col("status") == "failed", pl.col("reason").str.starts_with("the network answered "))
    if not bad.height:
        return []
    reason = bad["reason"].value_counts(sort=True)["reason"][0]
    statement = f"{bad.height} of {scores.height} units got no score; most often: {reason}"
    return [
        finding(
            "scores.invalid",
            detector.name,
            "confirmed",
            [Evidence(statement=statement, value=bad.height, n=scores.height, source="scores")],
            remedy=f"find out why the network answers so: {reason}",
            verify=verify,
            exact=True,
            explains=("scores.no_signal", "scores.constant"),
        )
    ]


def _constant(detector: DetectorExamination, verify: str) -> Finding | None:
    """Nearly one score for all, over both classes, by a measure that tiny probabilities cannot hide from."""
    scored = detector.rows.filter(pl.col("status") == "ok")
    p = scored["p_fake"]
    auc = detector.performance.auc if detector.performance else None
    if p.len() < CONSTANT_FEWEST or scored["label"].n_unique() < 2 or auc is None:
        return None
    share = max(int(count) for count in p.value_counts()["count"]) / p.len()
    logits = np.log(np.clip(p.to_numpy(), 1e-300, None)) - np.log1p(-np.clip(p.to_numpy(), 0, 1 - 1e-16))
    spread = float(np.std(logits))
    if (share < CONSTANT_SHARE and spread >= CONSTANT_SPREAD) or auc.above(0.5) or auc.below(0.5):
        return None
    low, high = float(p.to_numpy().min()), float(p.to_numpy().max())
    statement = (
        f"P(fake) of {p.len()} videos lies between {low:.6g} and {high:.6g}, standard deviation of the log-odds {spread:.2g}; "
        f"the most frequent value holds {share:.0%}; AUC {auc}"
    )
    return finding(
        "scores.constant",
        detector.name,
        "confirmed",
        [Evidence(statement=statement, value=spread, n=p.len(), source=_SCORES)],
        remedy=(
            f"{detector.name} answers {low:.4g} to {high:.4g} whatever it is shown: check that its input is what it was trained "
            "on, and whether its features carry any class, before training it again"
        ),
        verify=verify,
        exact=True,
    )


def _inverted(detector: DetectorExamination, verify: str) -> Finding:
    auc = detector.assessment.auc
    assert auc is not None, "below chance is said of an AUC"
    evidence = [Evidence.of("AUC that the verdict rests on", auc, _SCORES)]
    within = detector.within
    # One source would be the same measurement twice.
    both = within is not None and within.strata > 1 and within.auc != auc and within.auc.below(0.5)
    if both and within is not None:
        evidence.append(Evidence.of(f"AUC inside {within.strata} sources that hold both labels", within.auc, _SCORES))
    flipped = 1 - (auc.value or 0)
    return finding(
        "scores.inverted",
        detector.name,
        "confirmed" if both else "suspected",
        evidence,
        remedy=(
            f"check which output index is fake: 1 − P(fake) would rank with AUC {flipped:.3f} on these videos; "
            "if the index is right, the training labels were swapped"
        ),
        verify=verify,
    )


def _shifted(detector: DetectorExamination, performance: Performance, verify: str) -> list[Finding]:
    fitted = detector.threshold
    bias = performance.bias
    if fitted is None or bias.value is None or abs(bias.value) < ONE_SIDED:
        return []
    gain = _gain(fitted)
    if gain is None or gain < MINIMUM_GAIN:
        return []
    one_sided = bias.above(0) or bias.below(0)
    better = fitted.held_out.balanced_accuracy
    # The same videos at both thresholds: a gain counts where the intervals do not overlap, which is stricter than pairing.
    before = fitted.standard.balanced_accuracy
    clear = better.low is not None and before.high is not None and better.low > before.high
    evidence = [
        Evidence.of("AUC that the verdict rests on", detector.assessment.auc or performance.auc, _SCORES),
        Evidence.of(f"bias at threshold {performance.threshold:g}", bias, _SCORES),
        Evidence.of(
            f"balanced accuracy at thresholds fitted on other groups ({fitted.threshold:.3f} over all)",
            better,
            f"{_SCORES}; {fitted.folds} folds",
        ),
        Evidence.of(f"balanced accuracy at {performance.threshold:g}", fitted.standard.balanced_accuracy, _SCORES),
    ]
    return [
        finding(
            "scores.threshold_shift",
            detector.name,
            "confirmed" if one_sided and clear else "suspected",
            evidence,
            remedy=(
                f"move the threshold from {performance.threshold:g} to {fitted.threshold:.3f} (spread over folds "
                f"{fitted.spread:.3f}): held-out balanced accuracy {better} instead of "
                f"{fitted.standard.balanced_accuracy.value:.3f}; scores alone cannot tell a shifted threshold from training on "
                "unbalanced classes, the class counts of the training set can"
            ),
            verify=f"{verify} --threshold {fitted.threshold:.3f}",
        )
    ]


def _gain(fitted: FittedThreshold) -> float | None:
    held, standard = fitted.held_out.balanced_accuracy.value, fitted.standard.balanced_accuracy.value
    return None if held is None or standard is None else held - standard


def _no_signal(detector: DetectorExamination, verify: str) -> Finding:
    auc = detector.assessment.auc
    assert auc is not None, "no signal is said of an AUC"
    return finding(
        "scores.no_signal",
        detector.name,
        "confirmed",
        [Evidence.of("AUC that the verdict rests on", auc, _SCORES)],
        remedy=(
            f"no threshold and no weight in an ensemble helps a score whose AUC is {auc}; look for the cause in its weights and "
            "its input first, train again if both are sound"
        ),
        verify=verify,
    )


def _cannot_tell(detector: DetectorExamination, footage: FootageExamination, verify: str) -> Finding:
    auc = detector.assessment.auc
    evidence = (
        Evidence.of("AUC that the verdict rests on", auc, _SCORES)
        if auc is not None
        else Evidence(statement=detector.assessment.statement, source=_SCORES)
    )
    remedy = (
        "analyse videos of sources that hold both labels"
        if footage.confounded or footage.shortcut is not None
        else "analyse more videos"
    )
    return finding(
        "scores.no_signal",
        detector.name,
        "cannot_tell",
        [evidence],
        remedy=f"{remedy}: {detector.assessment.statement}",
        verify=verify,
    )
