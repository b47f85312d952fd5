"""A threshold for a stated share of fakes and cost, where no finding moves the threshold already."""

from __future__ import annotations

from collections.abc import Sequence

from touchstone.conclusions.diagnosis import CAUSES, Evidence, Finding
from touchstone.conclusions.examination import OperatingPoint, aim_in_words

from .standing import Standing


def better_for_what_is_stated(detector: Standing, findings: Sequence[Finding]) -> OperatingPoint | None:
    """The stated share of fakes and cost, where another threshold is shown to be better for them.

    ``None`` where a finding accounts for the decisions: its remedy says what to do with the threshold.
    """
    stated = detector.stated
    if stated is None or not stated.pays or detector.rates is None:
        return None
    accounted = any(f.subject == detector.name and "bias" in CAUSES[f.code].accounts_for for f in findings)
    return None if accounted else stated


def evidence_of(stated: OperatingPoint) -> Evidence:
    """What the threshold gains."""
    where, measure = aim_in_words(stated.prevalence, stated.cost)
    measure = measure.removeprefix("an ").removeprefix("a ")
    return Evidence.of(f"{measure} gained {where}", stated.gain, "scores, grouped folds")


def done_of(stated: OperatingPoint) -> str:
    """What holds when the threshold is right for what is stated."""
    where, _ = aim_in_words(stated.prevalence, stated.cost)
    return f"on new groups no other threshold is shown to be better {where}"


def verify_of(stated: OperatingPoint, command: str) -> str:
    """The command that makes the run again at the threshold."""
    return f"{command} --threshold {stated.threshold:.12g}"
