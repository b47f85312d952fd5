"""It cannot tell real from fake here; or the data cannot tell whether it can."""

from __future__ import annotations

from touchstone.conclusions.examination import DetectorExamination, FootageExamination

from ..build import finding
from ..finding import SCORES, Evidence, Finding


def no_signal(detector: DetectorExamination) -> Finding:
    """The AUC interval lies inside the band around 0.5: an equivalence test, which more videos can only sharpen."""
    auc = detector.assessment.auc
    assert auc is not None, "no signal is said of an AUC"
    return finding(
        "scores.no_signal",
        detector.name,
        "confirmed",
        [Evidence.of("AUC that the verdict rests on", auc)],
        f"no threshold and no weight in an ensemble helps a score whose AUC is {auc}; look for the cause in its weights and "
        "its input first, train again if both are sound",
    )


def cannot_tell(detector: DetectorExamination, footage: FootageExamination) -> Finding:
    """Neither a signal nor the lack of one is shown; what would show it."""
    auc = detector.assessment.auc
    evidence = (
        Evidence.of("AUC that the verdict rests on", auc)
        if auc is not None
        else Evidence.fact(detector.assessment.statement, SCORES)
    )
    remedy = (
        "analyse videos of sources that hold both labels"
        if footage.confounded or footage.shortcut is not None
        else "analyse more videos"
    )
    return finding(
        "scores.no_signal", detector.name, "cannot_tell", [evidence], f"{remedy}: {detector.assessment.statement}"
    )
