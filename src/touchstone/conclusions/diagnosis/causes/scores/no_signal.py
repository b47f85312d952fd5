"""The score does not separate fake from real here, or the data do not show whether it does."""

from __future__ import annotations

from touchstone.conclusions.examination import NO_SIGNAL_BAND, CountedDetector

from ...cause import Cause, OfDetector
from ...finding import MOST_EVIDENCE_TABLES, Evidence, Finding
from .counts import counted_statement, keep_scores, one_sided


def no_signal(of: OfDetector) -> Finding | None:
    """Say *no signal*, by an equivalence test; or that neither a signal nor its absence is shown, and what would show it."""
    word = of.detector.assessment.word
    return _no_signal(of) if word == "no signal" else _cannot_tell(of) if word == "cannot tell" else None


def _no_signal(of: OfDetector) -> Finding:
    """The whole AUC interval is so near to 0.5 that the score is of no use, which is an equivalence test."""
    auc = of.detector.assessment.auc
    assert auc is not None, "no signal is said of an AUC"
    return CAUSE.finding(
        of.detector.name,
        "confirmed",
        [Evidence.of(of.which_auc, auc)],
        f"neither another threshold nor a weight in an ensemble makes this score useful (AUC {auc}); look for the cause in its "
        "weights and its input first, and train it again if both are right",
    )


def _cannot_tell(of: OfDetector) -> Finding:
    detector, footage = of.detector, of.footage
    auc = detector.assessment.auc
    evidence = (
        Evidence.of("AUC, as far as these videos show it", auc)
        if auc is not None
        else Evidence.fact(detector.assessment.statement, MOST_EVIDENCE_TABLES)
    )
    remedy = (
        "analyse real and fake videos that come from the same sources and have the same file properties"
        if footage.confounded or footage.shortcut is not None
        else "analyse more videos"
    )
    return CAUSE.finding(detector.name, "cannot_tell", [evidence], f"{remedy}: {detector.assessment.statement}")


def undecided_counts(counted: CountedDetector) -> Finding | None:
    """Report counts that do not show whether the detector is better than a coin."""
    if counted.supports != "cannot tell":
        return None
    return CAUSE.finding(
        counted.subject,
        "cannot_tell",
        [counted_statement(counted), *one_sided(counted)],
        f"{keep_scores(counted)}: it may do better at another threshold, and an AUC needs fewer videos than an accuracy",
    )


CAUSE = Cause(
    code="scores.no_signal",
    kind="symptom",
    severity="critical",
    meaning="it does not separate fake from real here",
    needs=("scores", "videos"),
    done="the AUC interval lies above 0.5",
    decided=(
        "on videos whose sources and file properties do not reveal the label, the AUC interval lies above 0.5, or inside "
        f"0.5 ± {NO_SIGNAL_BAND}"
    ),
    of_detector=no_signal,
    of_counts=undecided_counts,
)
