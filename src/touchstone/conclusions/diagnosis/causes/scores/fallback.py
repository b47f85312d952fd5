"""A score that was filled in: an exact fact, with what it leaks."""

from __future__ import annotations

from ...cause import Cause, OfDetector
from ...finding import Evidence, Finding


def filled_in(of: OfDetector) -> Finding | None:
    """One exact value that many units share while its neighbours are held by hardly any."""
    detector = of.detector
    value = detector.facts.filled_in if detector.facts is not None else None
    if value is None:
        return None
    repeated = Evidence.fact(
        f"{value.units} of {value.of_units} units ({value.share:.1%}) have the exact score {value.score:.6g}; each of "
        f"the ten nearest other scores is held by {value.nearest} at most",
        "scores",
        value.share,
        value.of_units,
    )
    evidence = [
        repeated,
        Evidence.of(f"share of real videos that have nothing but {value.score:.6g}", value.real_share),
        Evidence.of("the same of fake videos", value.fake_share),
        Evidence.of("AUC of this value alone, as if it were the score", value.indicator_auc),
        Evidence.of("AUC with it", value.auc),
        Evidence.of("AUC without it", value.auc_without),
    ]
    leaks = value.indicator_auc.above(0.5) or value.indicator_auc.below(0.5)
    side = "fakes" if (value.indicator_auc.value or 0.5) > 0.5 else "real videos"
    leak = f"; it is commoner on {side}, so it also gives the label away" if leaks else ""
    clipped = "; numbers clipped to [0, 1] would look the same" if value.at_edge else ""
    return CAUSE.finding(
        detector.name,
        "suspected" if value.at_edge else "confirmed",
        evidence,
        f"let {detector.name} abstain where it now answers {value.score:.6g} (no face found, an error, not run): "
        f"{value.videos} videos have no score of their own{leak}{clipped}",
        exact=not value.at_edge,
    )


CAUSE = Cause(
    code="scores.fallback",
    kind="root",
    severity="moderate",
    meaning="one exact score stands for videos that were not judged",
    needs=("scores", "videos"),
    done="no exact score stands out: videos without a judgement are abstained",
    explains=("scores.constant", "scores.no_signal", "ensemble.broken_member", "scores.unstable"),
    of_detector=filled_in,
)
