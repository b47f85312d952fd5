"""``data.leakage``: what stands on both sides of a split."""

from __future__ import annotations

from touchstone.conclusions.examination import FootageExamination, Leak

from .build import finding
from .finding import Evidence, Finding

_WORDS = {
    "sha256": ("files", "equal SHA-256"),
    "group": ("groups (persons or clips)", "equal group"),
    "donor": ("identities", "donor in one split, donor or group in another"),
}


def diagnose_leakage(footage: FootageExamination) -> Finding | None:
    """Every way in which splits are not apart, as one finding; all are exact facts."""
    if not footage.leaks:
        return None
    statements = [_statement(leak) for leak in footage.leaks]
    return finding(
        "data.leakage",
        "footage",
        "confirmed",
        [
            Evidence.fact(text, f"videos: split, {leak.by}", leak.shared, leak.videos)
            for text, leak in zip(statements, footage.leaks, strict=True)
        ],
        "move every group, with its donors, to one side of the split, and choose nothing (checkpoint, threshold, "
        f"weights) by results on the other until then: {'; '.join(statements)}",
        exact=True,
    )


def _statement(leak: Leak) -> str:
    what, how = _WORDS[leak.by]
    return (
        f"{what} in more than one split: {leak.shared}, with {leak.videos} videos ({how}; {', '.join(leak.splits)}), for "
        f"instance {', '.join(leak.examples[:3])}"
    )
