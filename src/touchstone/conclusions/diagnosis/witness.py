"""A witness: one measurement that speaks for a cause, or against it, and how witnesses make a verdict.

Rules. An exact fact confirms alone. A statistical claim is confirmed by two different measurements that both reach their
smallest effect with their whole interval, and suspected on one. Where none speaks for it and one could not say, for want of
data, it cannot be told. Where all speak against it there is no finding.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from touchstone.conclusions.metrics import Estimate
from touchstone.vocabulary.odds import sigmoid

from .build import finding, learned
from .codes import Pair
from .finding import SCORES, Alternative, Evidence, Finding, Verdict
from .likelihoods import LEARNED, WITNESSES

PRIOR = 0.1
"""Share of the questions asked whose fault is there, before anything is measured. A convention, written down."""

FEWEST = 20
"""Times that a witness must have been asked without the fault, for its silence there to mean something."""

CEILING = 0.99
"""Largest confidence of a statistical claim: some hundreds of planted runs cannot support more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """One measurement that was asked whether a cause is there.

    Attributes:
        name: its name under the cause's code in ``likelihoods.py``, where its measurement and smallest effect stand.
        holds: whether it speaks for the cause: beyond the smallest effect, with its whole interval beyond nothing. ``None``
            where there is too little to say.
        evidence: the number.
    """

    name: str
    holds: bool | None
    evidence: Evidence


def witness(
    code: str,
    name: str,
    holds: bool | None,
    statement: str,
    estimate: Estimate | None,
    *,
    source: str = SCORES,
    value: float | None = None,
) -> Witness:
    """A witness of ``code`` with the evidence that shows it.

    Args:
        code: the cause that it was asked about.
        name: its name in the table of likelihoods.
        holds: whether it speaks for the cause.
        statement: what was measured; an estimate adds its numbers.
        estimate: the measured number, where it has an interval.
        source: tables and method.
        value: the number, where it has none.
    """
    entry = WITNESSES[code][name]
    measured = Evidence.fact(statement, source, value) if estimate is None else Evidence.of(statement, estimate, source)
    points = "neither" if holds is None else "for" if holds else "against"
    evidence = replace(measured, measurement=entry.measurement, minimum=entry.minimum, points=points)
    return Witness(name=name, holds=holds, evidence=evidence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """What the witnesses of one cause were asked, before it is decided whether there is a finding.

    Attributes:
        code: the cause.
        subject: detector that it is about.
        witnesses: all that were asked.
        remedy: what to do about it.
        options: what the command that checks it needs besides that of the run.
        at_most: strongest verdict that is allowed, for what the tables leave open.
        pairs: causes that it cannot be told from here.
        context: further evidence that speaks neither way.
    """

    code: str
    subject: str
    witnesses: tuple[Witness, ...]
    remedy: str
    options: str = ""
    at_most: Verdict = "confirmed"
    pairs: tuple[Pair, ...] = ()
    context: tuple[Evidence, ...] = ()

    @property
    def verdict(self) -> Verdict | None:
        """By the rules above; ``None`` where there is no finding."""
        measurements = {WITNESSES[self.code][w.name].measurement for w in self.witnesses if w.holds}
        if not measurements:
            return "cannot_tell" if any(w.holds is None for w in self.witnesses) else None
        return "confirmed" if len(measurements) > 1 and self.at_most == "confirmed" else "suspected"

    def finding(self) -> Finding | None:
        """The finding, if there is one: witnesses that speak for it first. What cannot be told is no finding here."""
        verdict = self.verdict
        if verdict is None or verdict == "cannot_tell":
            return None
        ordered = sorted(self.witnesses, key=lambda w: w.holds is not True)
        evidence = (*(w.evidence for w in ordered), *self.context)
        return replace(
            finding(self.code, self.subject, verdict, evidence, self.remedy, options=self.options),
            confidence=probability(self.code, self.witnesses, verdict),
            alternatives=tuple(Alternative(code=p.code, separated_by=p.separated_by) for p in self.pairs),
        )


def probability(code: str, witnesses: Sequence[Witness], verdict: Verdict = "suspected") -> float:
    """Probability of the cause given its witnesses, by Bayes' rule with the likelihoods learned on planted faults.

    Witnesses of one measurement say nearly the same, so of each measurement only the one that says most counts; measurements
    count as independent. A witness that could not say counts for nothing, and so does one that was hardly ever asked without the
    fault. Where none is left (real and fake are only asked about where a score ranks backwards), it is the share of findings with
    this verdict that were true.
    """
    strongest: dict[str, float] = {}
    learned_from_some = False
    for asked in witnesses:
        likelihood = LEARNED.get(code, {}).get(asked.name)
        if likelihood is None or likelihood.of_other < FEWEST:
            continue
        learned_from_some = True
        if asked.holds is None:
            continue
        measurement = WITNESSES[code][asked.name].measurement
        says = likelihood.ratio(holds=asked.holds)
        if abs(says) > abs(strongest.get(measurement, 0.0)):
            strongest[measurement] = says
    if not learned_from_some and witnesses:
        return min(CEILING, learned(code, verdict))
    logit = math.log(PRIOR / (1 - PRIOR)) + sum(strongest.values())
    return round(min(CEILING, float(sigmoid(logit))), 3)
