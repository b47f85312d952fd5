"""Findings, conclusions and causes as text with all that they hold, to be compared with texts that a test writes out."""

from __future__ import annotations

import re
from textwrap import dedent

from touchstone.conclusions.diagnosis import Cause, Evidence, Finding
from touchstone.conclusions.diagnosis.witness import Conclusion


def lines(text):
    """The lines of a golden text; one that is indented by six spaces or more goes on with the line before it."""
    return re.sub(r"\n {6,}", " ", dedent(text).strip("\n")).split("\n")


def shown(answer):
    """A finding, or what a conclusion led to, line by line; of a conclusion without a finding its witnesses."""
    if answer is None:
        return ["nothing"]
    if isinstance(answer, Finding):
        return _finding(answer)
    assert isinstance(answer, Conclusion)
    assert all(w.measurement == w.evidence.measurement for w in answer.witnesses)
    asked = f"  asked {', '.join(f'{w.name} {w.holds}' for w in answer.witnesses)}"
    if answer.finding is None:
        return [f"{answer.code}, {answer.subject}: nothing", *(_evidence(w.evidence) for w in answer.witnesses), asked]
    assert (answer.code, answer.subject) == (answer.finding.code, answer.finding.subject)
    return [*_finding(answer.finding), asked]


def holds(answer):
    """Of a conclusion the verdict, and what each witness says."""
    verdict = None if answer.finding is None else answer.finding.verdict
    return verdict, {w.name: w.holds for w in answer.witnesses}


def _finding(f):
    sure = {1: "certain", 0: "open"}.get(f.confidence, "likely")
    return [
        f"{f.code} {f.verdict}, {f.subject}: {f.kind}, {f.severity}, {sure}",
        *([f"  explains {' '.join(f.explains)}"] if f.explains else []),
        *([f"  goes with {' '.join(f.goes_with)}"] if f.goes_with else []),
        *(_evidence(e) for e in f.evidence),
        f"  do {f.remedy}",
        *([f"  check{f.verify}"] if f.verify else []),
        *(f"  or {a.code}: {a.separated_by}" for a in f.alternatives),
    ]


def _evidence(e: Evidence):
    interval = "" if e.interval is None else f" from {e.interval[0]:.6g} to {e.interval[1]:.6g}"
    value = "" if e.value is None else f", {e.value:.6g}{interval}"
    n = "" if e.n is None else f", n {e.n}"
    kind = "" if e.points is None else f"{e.points} ({e.measurement}, least {e.minimum}) "
    return f"  - {kind}{e.statement} [{e.source}{value}{n}]"


def entry(cause: Cause):
    """What the catalogue says of a cause, line by line."""
    asked = [name for name in ("footage", "weights", "detector", "ensemble", "counts") if getattr(cause, f"of_{name}")]
    return [
        f"{cause.code}: {cause.kind}, {cause.severity}: {cause.meaning}",
        f"  needs {' '.join(cause.needs)}; asked of {' '.join(asked)}",
        f"  {cause.topic}, phase {cause.phase}, of biased {cause.phase_of_biased}",
        f"  done {cause.done}",
        *(f"  {name} ({m.measurement}, least {m.least}): {m.says}" for name, m in cause.witnesses.items()),
        *([f"  explains {' '.join(cause.explains)}"] if cause.explains else []),
        *([f"  once it is taken out: {' '.join(cause.removed)}"] if cause.removed else []),
        *(f"  or {o.code}: {o.separated_by}" for o in cause.look_alikes),
        *([f"  accounts for {' '.join(cause.accounts_for)}"] if cause.accounts_for else []),
        *(["  limits all"] if cause.limits_all else []),
    ]
