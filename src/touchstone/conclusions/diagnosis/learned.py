"""How sure a finding is: what planted faults have shown about its witnesses, and about findings like it.

``learned.json`` is counted on the tuning split of the planted faults and written by ``python benchmarks/diagnosis_scores.py
--learn``; docs/diagnosis.md says how good it is on the other split. Its key ``causes`` is :func:`causes_hash` of the
causes that were counted.
"""

from __future__ import annotations

import ast
import hashlib
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from touchstone.vocabulary.odds import sigmoid

from .finding import Verdict
from .witness import Witness

FILE = Path(__file__).with_name("learned.json")

UNLEARNED = {"confirmed": 0.9, "suspected": 0.6, "cannot_tell": 0.0}
"""Confidence of a verdict for codes of which no planted fault was counted."""

PRIOR = 0.1
"""Share of the causes asked about that are there, before anything is measured. A convention."""

FEWEST_RUNS = 20
"""How often a witness must have been asked on runs without the fault before its counts are used."""

CEILING = 0.99
"""Largest confidence of a statistical claim: some hundreds of planted runs cannot support more."""


@dataclass(frozen=True, slots=True)
class Likelihood:
    """How often a witness supports the cause, counted on planted runs.

    Attributes:
        fault: times that it did where the fault was planted.
        of_fault: times that it was asked there.
        other: times that it did where it was not planted.
        of_other: times that it was asked there.
    """

    fault: int
    of_fault: int
    other: int
    of_other: int

    def ratio(self, *, holds: bool) -> float:
        """Logarithm of the likelihood ratio; half a run is added to every count, so that it stays finite."""
        fault = (self.fault + 0.5) / (self.of_fault + 1)
        other = (self.other + 0.5) / (self.of_other + 1)
        return math.log(fault / other) if holds else math.log((1 - fault) / (1 - other))


_COUNTS = json.loads(FILE.read_text("utf-8"))

LIKELIHOODS: dict[str, dict[str, Likelihood]] = {
    code: {name: Likelihood(*counts) for name, counts in witnesses.items()}
    for code, witnesses in _COUNTS["witnesses"].items()
}
"""Code → witness → how often it supports the cause, with and without the fault."""

VERDICTS: dict[str, tuple[int, int]] = {key: (true, of) for key, (true, of) in _COUNTS["verdicts"].items()}
"""Code and verdict → findings of it that were true, and all of them."""


def causes_hash() -> str:
    """SHA-256 of what the causes in ``causes/`` do: their code without comments, docstrings and the words of sentences.

    Where it differs from the one in ``learned.json``, the counts are of other causes and have to be learned again.
    """
    digest = hashlib.sha256()
    for file in sorted((Path(__file__).parent / "causes").rglob("*.py")):
        digest.update(ast.dump(_WithoutWords().visit(ast.parse(file.read_text("utf-8")))).encode())
    return digest.hexdigest()


class _WithoutWords(ast.NodeTransformer):
    """Takes out every text with a space in it: codes, columns and values have none."""

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        if isinstance(node.value, str) and " " in node.value:
            return ast.Constant("")
        return node


def of_verdict(code: str, verdict: Verdict) -> float:
    """Share of such findings that were true on the tuning split of the planted faults, one true and one false added."""
    if verdict == "cannot_tell":
        return 0.0
    counted = VERDICTS.get(f"{code} {verdict}")
    return UNLEARNED[verdict] if counted is None else round((counted[0] + 1) / (counted[1] + 2), 3)


def probability(code: str, witnesses: Sequence[Witness], verdict: Verdict = "suspected") -> float:
    """Probability of the cause given its witnesses, by Bayes' rule with the likelihoods learned on planted faults.

    Witnesses of one measurement say nearly the same, so of each measurement only the strongest counts; measurements count as
    independent. A witness with too few data does not count, nor does one that was hardly ever asked on runs without the
    fault. Where none is left (``scores.inverted`` is only asked of scores below chance), the probability is the share of
    findings with this verdict that were true. That share is also the most that is stated: measurements that another fault moves
    together are not independent.
    """
    strongest: dict[str, float] = {}
    learned_from_some = False
    for asked in witnesses:
        likelihood = LIKELIHOODS.get(code, {}).get(asked.name)
        if likelihood is None or likelihood.of_other < FEWEST_RUNS:
            continue
        learned_from_some = True
        if asked.holds is None:
            continue
        says = likelihood.ratio(holds=asked.holds)
        if abs(says) > abs(strongest.get(asked.measurement, 0.0)):
            strongest[asked.measurement] = says
    if not learned_from_some and witnesses:
        return min(CEILING, of_verdict(code, verdict))
    logit = math.log(PRIOR / (1 - PRIOR)) + sum(strongest.values())
    at_most = of_verdict(code, verdict) if f"{code} {verdict}" in VERDICTS else CEILING
    return round(min(CEILING, at_most, float(sigmoid(logit))), 3)
