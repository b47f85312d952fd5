"""Two detectors err alike."""

from __future__ import annotations

from touchstone.conclusions.examination import EnsembleExamination, ErrorPair

from ...cause import Cause
from ...finding import Evidence, Finding
from .harmful import ALL_SCORED

REDUNDANT_CORRELATION = 0.95
"""Rank correlation inside the labels, at the lower end of its interval, from which on two detectors count as one."""

REDUNDANT_GAIN = 0.01
"""Largest AUC, at the upper end of its interval, that a redundant member may add."""


def redundant(together: EnsembleExamination) -> list[Finding | None]:
    """Every pair of detectors that give the same scores, or nearly the same and add nothing to each other."""
    return [_of_pair(pair, together) for pair in together.pairs]


def _of_pair(pair: ErrorPair, together: EnsembleExamination) -> Finding | None:
    parts = {part.detector: part for part in together.parts}
    correlation = pair.correlation
    alike = Evidence.of(
        f"rank correlation of {pair.first} and {pair.second} inside each label", correlation, ALL_SCORED
    )
    if pair.same:
        statement = f"{pair.first} and {pair.second} give equal scores to all {together.videos} videos"
        evidence, verdict = [Evidence.fact(statement, ALL_SCORED, 1, together.videos), alike], "confirmed"
    elif correlation.low is not None and correlation.low >= REDUNDANT_CORRELATION:
        nothing = [
            Evidence.of(f"AUC of the mean rank of all less that without {name}", gain, ALL_SCORED)
            for name in (pair.first, pair.second)
            if (gain := parts[name].gain) is not None and gain.high is not None and gain.high <= REDUNDANT_GAIN
        ]
        evidence, verdict = [alike, *nothing], ("confirmed" if nothing else "suspected")
    else:
        return None
    return CAUSE.finding(
        "ensemble",
        verdict,
        evidence,
        f"run one of {pair.first} and {pair.second}, not both: they err alike (rank correlation {correlation})",
        exact=pair.same,
    )


CAUSE = Cause(
    code="ensemble.redundant",
    kind="symptom",
    severity="minor",
    meaning="two detectors err alike",
    needs=("scores", "videos"),
    topic="architecture",
    phase=4,
    done="no two members have a rank correlation of 0.95 or more inside the labels",
    of_ensemble=redundant,
)
