"""Faults that only show when detectors stand together: a mean that its best member beats, members that repeat each other, members
that do harm."""

from __future__ import annotations

from touchstone.conclusions.examination import EnsembleExamination, ErrorPair, Examination, Part

from .build import finding
from .codes import BROKEN_GAIN, REDUNDANT_CORRELATION, REDUNDANT_GAIN, SIGNIFICANT, WORSE_GAIN
from .finding import Evidence, Finding

ENSEMBLE = "ensemble"
_SOURCE = "scores of the videos that all members scored"


def diagnose_ensemble(examined: Examination, verify: str) -> list[Finding]:
    """Everything that the detectors tell together; nothing for fewer than two, or where the footage gives the label away."""
    footage = examined.footage
    scored = [d.name for d in examined.scored]
    if len(scored) < 2 or footage.confounded or footage.shortcut is not None:
        return []
    together = examined.ensemble_of(scored)
    return [
        *_worse_than_member(together, verify),
        *_broken_members(together, verify),
        *(f for pair in together.pairs for f in _redundant(pair, together, verify)),
    ]


def _worse_than_member(together: EnsembleExamination, verify: str) -> list[Finding]:
    """The mean probability of all, which anyone would try first, against the best single one chosen on other groups."""
    difference = together.best_over_mean
    if difference is None or difference.p_value is None or difference.p_value > SIGNIFICANT:
        return []
    gain = difference.estimate
    if gain.value is None or gain.value < WORSE_GAIN or not gain.above(0):
        return []
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
    return [
        finding(
            "ensemble.worse_than_member",
            ENSEMBLE,
            "confirmed" if harmful else "suspected",
            evidence,
            remedy=f"do not average all {len(together.members)} detectors: the best single one gains {gain} in AUC; {first}",
            verify=verify,
        )
    ]


def _harmful(together: EnsembleExamination) -> list[Part]:
    return [
        part
        for part in together.parts
        if part.gain is not None
        and part.gain.value is not None
        and part.gain.below(0)
        and part.gain.value <= -BROKEN_GAIN
    ]


def _broken_members(together: EnsembleExamination, verify: str) -> list[Finding]:
    """Two measurements: what is gained by leaving the member out, and a share of the whole that is not above nothing."""
    findings: list[Finding] = []
    for part in _harmful(together):
        gain = part.gain
        assert gain is not None, "a harmful part has one"
        both = part.shapley <= 0
        evidence = [
            Evidence.of("AUC of the mean rank of all less that without it", gain, _SOURCE),
            Evidence(
                statement=f"its Shapley value, its share of what all reach above an AUC of 0.5, is {part.shapley:+.3f}",
                value=part.shapley,
                n=together.videos,
                source=_SOURCE,
            ),
        ]
        findings.append(
            finding(
                "ensemble.broken_member",
                part.detector,
                "confirmed" if both else "suspected",
                evidence,
                remedy=f"leave {part.detector} out of the ensemble until it is mended: it changes the mean rank's AUC by {gain}",
                verify=verify,
            )
        )
    return findings


def _redundant(pair: ErrorPair, together: EnsembleExamination, verify: str) -> list[Finding]:
    parts = {part.detector: part for part in together.parts}
    correlation = pair.correlation
    alike = Evidence.of(f"rank correlation of {pair.first} and {pair.second} inside each label", correlation, _SOURCE)
    if pair.same:
        statement = f"{pair.first} and {pair.second} give equal scores to all {together.videos} videos"
        evidence, verdict = (
            [Evidence(statement=statement, value=1, n=together.videos, source=_SOURCE), alike],
            "confirmed",
        )
    elif correlation.low is not None and correlation.low >= REDUNDANT_CORRELATION:
        nothing = [
            Evidence.of(f"AUC of the mean rank of all less that without {name}", gain, _SOURCE)
            for name in (pair.first, pair.second)
            if (gain := parts[name].gain) is not None and gain.high is not None and gain.high <= REDUNDANT_GAIN
        ]
        evidence, verdict = [alike, *nothing], ("confirmed" if nothing else "suspected")
    else:
        return []
    return [
        finding(
            "ensemble.redundant",
            ENSEMBLE,
            verdict,
            evidence,
            remedy=f"run one of {pair.first} and {pair.second}, not both: they err alike (rank correlation {correlation})",
            verify=verify,
            exact=pair.same,
        )
    ]
