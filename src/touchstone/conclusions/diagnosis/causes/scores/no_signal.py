"""It cannot tell real from fake here; or the data cannot tell whether it can."""

from __future__ import annotations

from touchstone.conclusions.examination import CountedDetector

from ...cause import Cause, OfDetector
from ...finding import MOST_EVIDENCE_TABLES, Evidence, Finding
from .counts import counted_statement, keep_scores, one_sided


def no_signal(of: OfDetector) -> Finding | None:
    """No signal is an equivalence test; else neither a signal nor the lack of one is shown, and what would show it is."""
    word = of.detector.assessment.word
    return _no_signal(of) if word == "no signal" else _cannot_tell(of) if word == "cannot tell" else None


def _no_signal(of: OfDetector) -> Finding:
    """The AUC interval lies inside the band around 0.5: an equivalence test, which more videos can only sharpen."""
    auc = of.detector.assessment.auc
    assert auc is not None, "no signal is said of an AUC"
    return CAUSE.finding(
        of.detector.name,
        "confirmed",
        [Evidence.of("AUC that the verdict rests on", auc)],
        f"no threshold and no weight in an ensemble helps a score whose AUC is {auc}; look for the cause in its weights and "
        "its input first, train again if both are sound",
    )


def _cannot_tell(of: OfDetector) -> Finding:
    detector, footage = of.detector, of.footage
    auc = detector.assessment.auc
    evidence = (
        Evidence.of("AUC that the verdict rests on", auc)
        if auc is not None
        else Evidence.fact(detector.assessment.statement, MOST_EVIDENCE_TABLES)
    )
    remedy = (
        "analyse videos of sources that hold both labels"
        if footage.confounded or footage.shortcut is not None
        else "analyse more videos"
    )
    return CAUSE.finding(detector.name, "cannot_tell", [evidence], f"{remedy}: {detector.assessment.statement}")


def undecided_counts(counted: CountedDetector) -> Finding | None:
    """Counts that could come from a coin, and from a detector."""
    if counted.supports != "cannot tell":
        return None
    return CAUSE.finding(
        counted.subject,
        "cannot_tell",
        [counted_statement(counted), *one_sided(counted)],
        f"{keep_scores(counted)}: at another threshold it may do better, and ranking needs fewer videos than decisions",
    )


CAUSE = Cause(
    code="scores.no_signal",
    kind="symptom",
    severity="critical",
    meaning="it cannot tell real from fake here",
    needs=("scores", "videos"),
    done="the AUC interval lies above 0.5",
    of_detector=no_signal,
    of_counts=undecided_counts,
)
