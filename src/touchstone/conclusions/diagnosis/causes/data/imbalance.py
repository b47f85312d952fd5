"""Few videos of one class: an exact fact."""

from __future__ import annotations

from touchstone.conclusions.examination import Examination

from ...cause import Cause
from ...finding import Evidence, Finding

_LEAST_SHARE = 0.25
"""Share of the smaller class below which classes are unbalanced."""


def imbalance(examined: Examination) -> Finding | None:
    """How many of each could be read, and how many of which are lacking."""
    footage = examined.footage
    total = footage.real + footage.fake
    smaller = min(footage.real, footage.fake)
    if not total or smaller / total >= _LEAST_SHARE:
        return None
    statement = f"{footage.real} real and {footage.fake} fake videos could be read"
    lacking = "real" if footage.real < footage.fake else "fake"
    return CAUSE.finding(
        "footage",
        "confirmed",
        [Evidence.fact(statement, "videos", smaller / total, total)],
        f"add about {abs(footage.real - footage.fake)} {lacking} videos, or weight the classes: {statement}",
        exact=True,
    )


CAUSE = Cause(
    code="data.imbalance",
    kind="info",
    severity="minor",
    meaning="few videos of one class",
    needs=("videos",),
    topic="data_balance",
    phase=3,
    done="the smaller class holds at least a quarter of the videos",
    of_footage=imbalance,
)
