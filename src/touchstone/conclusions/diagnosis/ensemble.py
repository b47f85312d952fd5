"""Faults that only show when detectors stand together: a mean that its best member beats, members that repeat each other, members
that do harm."""

from __future__ import annotations

from touchstone.conclusions.examination import EnsembleExamination, ErrorPair, Examination, Part
from touchstone.conclusions.metrics import SIGNIFICANT

from .build import finding
from .codes import BROKEN_GAIN, REDUNDANT_CORRELATION, REDUNDANT_GAIN, WORSE_GAIN
from .finding import Evidence, Finding

ENSEMBLE = "ensemble"
_SOURCE = "scores of the videos that all members scored"


def diagnose_ensemble(examined: Examination) -> list[Finding | None]:
    """Everything that the detectors tell together; nothing for fewer than two, or where the footage gives the label away."""
    together = examined.ensembles.together
    if together is None:
        return []
    return [
        _worse_than_member(together),
        *_broken_members(together),
        *(_redundant(pair, together) for pair in together.pairs),
    ]


def _worse_than_member(together: EnsembleExamination) -> Finding | None:
    """The mean probability of all, which anyone would try first, against the best single one chosen on other groups."""
    difference = together.best_over_mean
    if difference is None or difference.p_value is None or difference.p_value > SIGNIFICANT:
        return None
    gain = difference.estimate
    if gain.value is None or gain.value < WORSE_GAIN or not gain.above(0):
        return None
    evidence = [Evidence.of("AUC of the best single detector less that of the mean probability of all, on held-out groups",
                            gain, _SOURCE)]  # fmt: skip
    harmful = _harmful(together)
    evidence += [
        Evidence.of(f"AUC of the mean rank of all less that without {part.detector}", part.gain, _SOURCE)
        for part in harmful
        if part.gain is not None
    ]
    names = ", ".join(part.detector for part in harmful)
    first = f"leave out {names}" if names else "weight the members, or use the best one alone"
    return finding(
        "ensemble.worse_than_member",
        ENSEMBLE,
        "confirmed" if harmful else "suspected",
        evidence,
        f"do not average all {len(together.members)} detectors: the best single one gains {gain} in AUC; {first}",
    )


def _harmful(together: EnsembleExamination) -> list[Part]:
    return [
        part
        for part in together.parts
        if part.gain is not None
        and part.gain.value is not None
        and part.gain.below(0)
        and part.gain.value <= -BROKEN_GAIN
    ]


def _broken_members(together: EnsembleExamination) -> list[Finding]:
    """Two measurements: what is gained by leaving the member out, and a share of the whole that is not above nothing."""
    findings: list[Finding] = []
    for part in _harmful(together):
        gain = part.gain
        assert gain is not None, "a harmful part has one"
        both = part.shapley <= 0
        evidence = [
            Evidence.of("AUC of the mean rank of all less that without it", gain, _SOURCE),
            Evidence.fact(
                f"its Shapley value, its share of what all reach above an AUC of 0.5, is {part.shapley:+.3f}",
                _SOURCE,
                part.shapley,
                together.videos,
            ),
        ]
        findings.append(
            finding(
                "ensemble.broken_member",
                part.detector,
                "confirmed" if both else "suspected",
                evidence,
                f"leave {part.detector} out of the ensemble until it is mended: it changes the mean rank's AUC by {gain}",
            )
        )
    return findings


def _redundant(pair: ErrorPair, together: EnsembleExamination) -> Finding | None:
    parts = {part.detector: part for part in together.parts}
    correlation = pair.correlation
    alike = Evidence.of(f"rank correlation of {pair.first} and {pair.second} inside each label", correlation, _SOURCE)
    if pair.same:
        statement = f"{pair.first} and {pair.second} give equal scores to all {together.videos} videos"
        evidence, verdict = [Evidence.fact(statement, _SOURCE, 1, together.videos), alike], "confirmed"
    elif correlation.low is not None and correlation.low >= REDUNDANT_CORRELATION:
        nothing = [
            Evidence.of(f"AUC of the mean rank of all less that without {name}", gain, _SOURCE)
            for name in (pair.first, pair.second)
            if (gain := parts[name].gain) is not None and gain.high is not None and gain.high <= REDUNDANT_GAIN
        ]
        evidence, verdict = [alike, *nothing], ("confirmed" if nothing else "suspected")
    else:
        return None
    return finding(
        "ensemble.redundant",
        ENSEMBLE,
        verdict,
        evidence,
        f"run one of {pair.first} and {pair.second}, not both: they err alike (rank correlation {correlation})",
        exact=pair.same,
    )
