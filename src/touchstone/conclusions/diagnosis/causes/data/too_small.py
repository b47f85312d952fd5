"""Too few videos, or groups of them, to know an AUC to ±0.05: an exact fact."""

from __future__ import annotations

from touchstone.conclusions.examination import WANTED_HALF_WIDTH, Examination
from touchstone.conclusions.metrics import videos_needed

from ...cause import Cause
from ...finding import Evidence, Finding


def too_small(examined: Examination) -> Finding | None:
    """How many videos or groups there are, and how many are needed to know an AUC to ±0.05."""
    footage = examined.footage
    needed = videos_needed(WANTED_HALF_WIDTH).per_class
    have = footage.groups or (footage.real, footage.fake)
    if not footage.videos or min(have) >= needed:
        return None
    with_groups = footage.groups is not None
    have_now, wanted = (
        ("groups", "groups") if with_groups else ("videos, assumed independent", "videos of other persons or clips")
    )
    statement = (
        f"{have[0]} real and {have[1]} fake {have_now}; "
        f"an AUC known to ±{WANTED_HALF_WIDTH} takes about {needed} per class"
    )
    return CAUSE.finding(
        "footage",
        "confirmed",
        [Evidence.fact(statement, "videos", min(have), footage.real + footage.fake)],
        f"add about {max(0, needed - have[0])} real and {max(0, needed - have[1])} fake {wanted}",
        exact=True,
    )


CAUSE = Cause(
    code="data.too_small",
    kind="info",
    severity="minor",
    meaning="too few videos to know an AUC to ±0.05",
    needs=("videos", "scores"),
    topic="specific_needs",
    phase=3,
    done="each class has the number of videos, or groups, that the remedy asks for",
    of_footage=too_small,
)
