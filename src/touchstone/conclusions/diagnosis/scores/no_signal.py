"""It cannot tell real from fake here; or the data cannot tell whether it can."""

from __future__ import annotations

from touchstone.conclusions.examination import DetectorExamination, FootageExamination

from ..build import finding
from ..finding import Evidence, Finding

_SOURCE = "scores, videos"


def no_signal(detector: DetectorExamination, verify: str) -> Finding:
    """The AUC interval lies inside the band around 0.5: an equivalence test, which more videos can only sharpen."""
    auc = detector.assessment.auc
    assert auc is not None, "no signal is said of an AUC"
    return finding(
        "scores.no_signal",
        detector.name,
        "confirmed",
        [Evidence.of("AUC that the verdict rests on", auc, _SOURCE)],
        remedy=(
            f"no threshold and no weight in an ensemble helps a score whose AUC is {auc}; look for the cause in its weights and "
            "its input first, train again if both are sound"
        ),
        verify=verify,
    )


def cannot_tell(detector: DetectorExamination, footage: FootageExamination, verify: str) -> Finding:
    """Neither a signal nor the lack of one is shown; what would show it."""
    auc = detector.assessment.auc
    evidence = (
        Evidence.of("AUC that the verdict rests on", auc, _SOURCE)
        if auc is not None
        else Evidence(statement=detector.assessment.statement, source=_SOURCE)
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
