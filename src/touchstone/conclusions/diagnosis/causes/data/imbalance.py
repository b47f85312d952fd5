"""One class has far fewer videos than the other: an exact fact."""

from __future__ import annotations

from collections.abc import Sequence

from touchstone.conclusions.examination import Examination

from ...cause import Cause
from ...finding import Evidence, Finding
from .too_small import plan_of

_LEAST_SHARE = 0.25
"""Classes are unbalanced where the smaller one has less than this share of the readable videos."""


def imbalance(examined: Examination, others: Sequence[Finding] = ()) -> Finding | None:
    """How many videos of each class could be read, and which class lacks how many.

    Args:
        examined: the run.
        others: what the other causes found. Where the width of an AUC says what to collect, equal numbers are not asked for.
    """
    footage = examined.footage
    total = footage.real + footage.fake
    smaller = min(footage.real, footage.fake)
    if not total or smaller / total >= _LEAST_SHARE:
        return None
    statement = f"{footage.real} real and {footage.fake} fake videos could be read"
    lacking = "real" if footage.real < footage.fake else "fake"
    count = abs(footage.real - footage.fake)
    remedy = f"add about {count} {lacking} video{'s' * (count != 1)}, or weight the classes: {statement}"
    if plan_of(examined, others) is not None:
        remedy = (
            "weight the classes; collect what the width of the AUC asks for (data.too_small) rather than equal numbers: "
            f"{statement}"
        )
    return CAUSE.finding(
        "footage",
        "confirmed",
        [Evidence.fact(statement, "videos", smaller / total, total)],
        remedy,
        exact=True,
    )


CAUSE = Cause(
    code="data.imbalance",
    kind="info",
    severity="minor",
    meaning="one class has fewer than a quarter of the videos",
    needs=("videos",),
    topic="data_balance",
    phase=3,
    done="the smaller class has at least a quarter of the videos",
    of_run=imbalance,
)
