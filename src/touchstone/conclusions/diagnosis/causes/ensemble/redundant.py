"""Two detectors make the same errors."""

from __future__ import annotations

from touchstone.conclusions.examination import EnsembleExamination, ErrorPair

from ...cause import Cause
from ...finding import Evidence, Finding
from .harmful import ALL_SCORED

REDUNDANT_CORRELATION = 0.95
"""Two detectors count as one where the lower limit of their rank correlation inside the labels is at least this."""

REDUNDANT_GAIN = 0.01
"""A redundant member adds at most this AUC, at the upper limit of the interval."""


def redundant(together: EnsembleExamination) -> list[Finding | None]:
    """Every pair of detectors with the same scores, or with nearly the same ones that add nothing to each other."""
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
            Evidence.of(f"AUC of the mean rank of all members minus the AUC without {name}", gain, ALL_SCORED)
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
        f"run only one of {pair.first} and {pair.second}: they make the same errors (rank correlation {correlation})",
        exact=pair.same,
    )


CAUSE = Cause(
    code="ensemble.redundant",
    kind="symptom",
    severity="minor",
    meaning="two detectors make the same errors",
    needs=("scores", "videos"),
    topic="architecture",
    phase=4,
    done="no two members have a rank correlation of 0.95 or more inside the labels",
    of_ensemble=redundant,
)
