"""Videos or scores are missing more often for one label, or for one source."""

from __future__ import annotations

from touchstone.conclusions.examination import Examination, Missing
from touchstone.conclusions.metrics import CLEARLY, SIGNIFICANT

from ...cause import Cause, OfDetector
from ...finding import Evidence, Finding

MISSING_DIFFERENCE = 0.04
"""Least difference between the missing shares of real and fake that counts."""

CONFIRMED_DIFFERENCE = 0.05
"""Least such difference that is confirmed."""

MISSING_BY_SOURCE = 0.10
"""Least difference between the missing share of one source and that of all videos that counts."""


def missing_videos(examined: Examination) -> Finding | None:
    """Asked of the videos that could not be read."""
    return _missing(examined.footage.unreadable, 1)


def missing_scores(of: OfDetector) -> Finding | None:
    """Asked of the scores that a detector lacks; where all were filled in, ``scores.fallback`` says it."""
    coverage = of.detector.coverage
    if coverage is not None and coverage.lacking == coverage.filled_in:
        return None
    return _missing(of.detector.missing, of.detectors)


def _missing(missing: Missing | None, tests: int) -> Finding | None:
    """Confirmed where the missing shares of real and fake differ over all groups, and inside sources as well.

    Args:
        missing: what is missing of one subject.
        tests: subjects that are tested in this run; p values are multiplied by it.
    """
    if missing is None:
        return None
    p = min(1.0, tests * max(missing.p_fisher, missing.p_groups))
    by_label = p <= SIGNIFICANT and abs(missing.difference) >= MISSING_DIFFERENCE
    worst = _worst_source(missing, tests)
    if not by_label and worst is None:
        return None
    what = (
        "could not be read"
        if missing.subject == "footage"
        else "got no real score (failed, abstained, filled in or not run)"
    )
    statement = (
        f"{missing.real} of {missing.reals} real and {missing.fake} of {missing.fakes} fake videos {what} (Fisher's exact "
        f"p = {missing.p_fisher:.3g}; labels permuted over groups p = {missing.p_groups:.3g})"
    )
    evidence = [
        Evidence.fact(
            statement,
            "videos, scores (Fisher's exact test; permutation over groups)",
            missing.difference,
            missing.reals + missing.fakes,
        )
    ]
    inside = False
    if by_label and missing.inside is not None and missing.p_inside is not None:
        large = abs(missing.difference) >= CONFIRMED_DIFFERENCE
        inside = large and missing.p_inside <= SIGNIFICANT and missing.inside * missing.difference > 0
        text = (
            f"inside the {missing.inside_sources} source(s) with both labels and missing videos, the missing share of fakes "
            f"minus that of reals is {missing.inside:+.3f} (permutation p = {missing.p_inside:.3g})"
        )
        source = "videos, scores (Mantel–Haenszel; permutation inside sources)"
        evidence.append(Evidence.fact(text, source, missing.inside))
    if worst is not None:
        name, gone, count = worst
        text = f"{gone} of {count} videos of source {name} are missing, and {missing.count} in all (p = {missing.p_source:.3g})"
        evidence.append(Evidence.fact(text, "videos, scores (permutation)", gone / count, count))
    which = ["fake videos" if missing.difference > 0 else "real videos"] if by_label else []
    which += [f"videos of source {worst[0]}"] if worst is not None else []
    return CAUSE.finding(
        missing.subject,
        "confirmed" if inside else "suspected",
        evidence,
        f"find out why {' and '.join(which)} are missing more often, before you trust any rate: {statement}",
    )


def _worst_source(missing: Missing, tests: int) -> tuple[str, int, int] | None:
    if missing.p_source is None or min(1.0, tests * missing.p_source) > CLEARLY:
        return None
    name, (gone, count) = next(iter(missing.by_source.items()))
    overall = missing.count / (missing.reals + missing.fakes)
    return (name, gone, count) if gone / count - overall >= MISSING_BY_SOURCE else None


CAUSE = Cause(
    code="data.missing_not_at_random",
    kind="root",
    severity="moderate",
    meaning="videos or scores are missing more often for one label, or for one source",
    needs=("videos", "scores"),
    topic="data_balance",
    phase=3,
    done="the missing shares of real and fake videos, and of the sources, no longer differ",
    of_footage=missing_videos,
    of_detector=missing_scores,
)
