"""The same file, group or identity in more than one split: exact facts."""

from __future__ import annotations

from touchstone.conclusions.examination import Examination, Leak

from ...cause import Cause
from ...finding import Evidence, Finding

_WORDS = {
    "sha256": ("files", "equal SHA-256"),
    "group": ("groups (persons or clips)", "equal group"),
    "donor": ("identities", "donor in one split, donor or group in another"),
}


def leakage(examined: Examination) -> Finding | None:
    """Every way in which splits share videos or identities, as one finding; all are exact facts."""
    footage = examined.footage
    if not footage.leaks:
        return None
    statements = [_statement(leak) for leak in footage.leaks]
    return CAUSE.finding(
        "footage",
        "confirmed",
        [
            Evidence.fact(text, f"videos: split, {leak.by}", leak.shared, leak.videos)
            for text, leak in zip(statements, footage.leaks, strict=True)
        ],
        "put every group, with its donors, into one split only; until then, do not choose a checkpoint, threshold or "
        f"weights by results on these splits: {'; '.join(statements)}",
        exact=True,
    )


def _statement(leak: Leak) -> str:
    what, how = _WORDS[leak.by]
    return (
        f"{what} in more than one split: {leak.shared}, with {leak.videos} videos ({how}; {', '.join(leak.splits)}), for "
        f"instance {', '.join(leak.examples[:3])}"
    )


CAUSE = Cause(
    code="data.leakage",
    kind="root",
    severity="moderate",
    meaning="the same video or person is in more than one split",
    needs=("videos",),
    topic="specific_needs",
    done="no file, group or donor is in more than one split",
    of_footage=leakage,
)
