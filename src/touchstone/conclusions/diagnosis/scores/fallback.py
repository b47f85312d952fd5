"""A score that was filled in: an exact fact, with what it leaks."""

from __future__ import annotations

from touchstone.conclusions.examination import DetectorExamination

from ..build import finding
from ..finding import Evidence, Finding

_SOURCE = "scores, videos"


def filled_in(detector: DetectorExamination, verify: str) -> Finding | None:
    """One exact value that many units share while its neighbours are held by hardly any."""
    found = detector.facts.filled_in if detector.facts is not None else None
    if found is None:
        return None
    repeated = Evidence(
        statement=(
            f"{found.units} of {found.of_units} units ({found.share:.1%}) have the exact score {found.score:.6g}; each of "
            f"the ten nearest other scores is held by {found.nearest} at most"
        ),
        value=found.share,
        n=found.of_units,
        source="scores",
    )
    evidence = [
        repeated,
        Evidence.of(f"share of real videos that have nothing but {found.score:.6g}", found.real_share, _SOURCE),
        Evidence.of("the same of fake videos", found.fake_share, _SOURCE),
        Evidence.of("AUC of this value alone, as if it were the score", found.indicator_auc, _SOURCE),
        Evidence.of("AUC with it", found.auc, _SOURCE),
        Evidence.of("AUC without it", found.auc_without, _SOURCE),
    ]
    leaks = found.indicator_auc.above(0.5) or found.indicator_auc.below(0.5)
    side = "fakes" if (found.indicator_auc.value or 0.5) > 0.5 else "real videos"
    leak = f"; it is commoner on {side}, so it also gives the label away" if leaks else ""
    clipped = "; numbers clipped to [0, 1] would look the same" if found.at_edge else ""
    return finding(
        "scores.fallback",
        detector.name,
        "suspected" if found.at_edge else "confirmed",
        evidence,
        remedy=(
            f"let {detector.name} abstain where it now answers {found.score:.6g} (no face found, an error, not run): "
            f"{found.videos} videos have no score of their own{leak}{clipped}"
        ),
        verify=verify,
        exact=not found.at_edge,
    )
