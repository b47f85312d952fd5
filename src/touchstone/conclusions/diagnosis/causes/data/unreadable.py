"""Videos that could not be read: an exact fact."""

from __future__ import annotations

from touchstone.conclusions.examination import Examination

from ...cause import Cause
from ...finding import Evidence, Finding


def _unreadable(examined: Examination) -> Finding | None:
    """How many videos of each label could not be read, and why."""
    footage = examined.footage
    failed = footage.failed_real + footage.failed_fake
    if not failed:
        return None
    reasons = "; ".join(f"{reason} ({count})" for reason, count in footage.reasons[:3])
    by_label = f"{footage.failed_real} real, {footage.failed_fake} fake"
    statement = f"{failed} of {footage.videos} videos could not be read ({by_label}): {reasons}"
    return CAUSE.finding(
        "footage",
        "confirmed",
        [Evidence.fact(statement, "videos", failed, footage.videos)],
        f"replace or remove these videos; the videos table lists each of them with its reason: {reasons}",
        exact=True,
    )


CAUSE = Cause(
    code="data.unreadable",
    kind="root",
    severity="minor",
    meaning="videos that could not be read",
    needs=("videos",),
    topic="specific_needs",
    phase=3,
    done="no video is listed as failed",
    of_footage=_unreadable,
)
