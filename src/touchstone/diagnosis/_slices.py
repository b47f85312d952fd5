"""Parts of the footage on which a detector is clearly poorer than on the rest."""

from __future__ import annotations

from touchstone.examination import DetectorExamination
from touchstone.metrics import Slice

from ._build import finding
from ._codes import SIGNIFICANT
from ._finding import Evidence, Finding


def weak_slices(detector: DetectorExamination) -> list[Slice]:
    """Slices with an accuracy below that of the rest at equal label, after correction; the worst first."""
    weak = [
        part
        for part in detector.slices
        if part.accuracy_difference.p_adjusted is not None
        and part.accuracy_difference.p_adjusted <= SIGNIFICANT
        and part.accuracy_difference.estimate.below(0)
    ]
    return sorted(weak, key=lambda part: part.accuracy_difference.estimate.value or 0)


def diagnose_slices(detector: DetectorExamination, verify: str) -> list[Finding]:
    """One suspicion per column, on its worst slice: found and tested on the same videos, so never more than a suspicion."""
    found: list[Finding] = []
    seen: set[str] = set()
    for part in weak_slices(detector):
        if part.column in seen:
            continue
        seen.add(part.column)
        where = f"{part.column} {part.name}"
        found.append(
            finding(
                "training.weak_slice",
                detector.name,
                "suspected",
                [
                    Evidence.of(
                        f"accuracy where {where} ({part.real} real, {part.fake} fake)", part.accuracy, "scores"
                    ),
                    Evidence(
                        statement=f"less the rest at equal label: {part.accuracy_difference}",
                        value=part.accuracy_difference.estimate.value,
                        n=part.accuracy_difference.estimate.n,
                        source=f"scores ({part.accuracy_difference.test})",
                    ),
                ],
                remedy=(
                    f"confirm on other videos that {detector.name} is poorer where {where}, then train with more of them: "
                    f"accuracy there {part.accuracy}"
                ),
                verify=verify,
            )
        )
    return found
