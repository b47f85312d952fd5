"""Findings from counts alone: what the decisions of a detector show, and what only its scores could."""

from __future__ import annotations

from collections.abc import Sequence

from touchstone.conclusions.examination import CountedDetector, CountedFile

from .build import finding
from .codes import ONE_SIDED
from .finding import Evidence, Finding, Verdict

_SOURCE = "counts"


def diagnose_counts(files: Sequence[CountedFile]) -> list[Finding | None]:
    """One finding at most for each detector: counts cannot tell more."""
    return [_of(detector) for file in files for detector in file.detectors]


def _of(detector: CountedDetector) -> Finding | None:
    stated = Evidence.fact(detector.statement, _SOURCE, detector.accuracy.value, detector.total)
    bias = Evidence.of("bias (real accuracy − fake accuracy)", detector.bias, _SOURCE)
    ask = f"keep the score of every video of {detector.name}, and examine those"
    one_sided = abs(detector.bias.value or 0) >= ONE_SIDED and (detector.bias.above(0) or detector.bias.below(0))
    answers: dict[str, tuple[str, Verdict, list[Evidence], str]] = {
        "one answer": (
            "scores.constant", "suspected", [stated],
            f"{ask}: only they tell a constant score from a threshold that lies beyond all of them",
        ),
        "below chance": (
            "scores.inverted", "suspected", [stated], f"check which answer of {detector.name} means fake; {ask}"
        ),
        "cannot tell": (
            "scores.no_signal", "cannot_tell", [stated, bias] if one_sided else [stated],
            f"{ask}: at another threshold it may do better, and ranking needs fewer videos than decisions",
        ),
    }  # fmt: skip
    if one_sided:
        answers["above chance"] = (
            "scores.threshold_shift", "cannot_tell", [stated, bias],
            f"{ask}: they show whether another threshold evens out real and fake, and what it gains on other videos",
        )  # fmt: skip
    if detector.supports not in answers:
        return None
    code, verdict, evidence, remedy = answers[detector.supports]
    return finding(code, detector.subject, verdict, evidence, remedy)
