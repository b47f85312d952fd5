"""Findings as the page shows them: roots first, with the symptoms that they explain under them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from touchstone.conclusions.diagnosis import CODES, Finding


@dataclass(frozen=True, slots=True)
class Cause:
    """A finding, what its code means, and the symptoms of the same subject that it explains."""

    finding: Finding
    meaning: str
    symptoms: tuple[Cause, ...] = ()


def causes(findings: Sequence[Finding]) -> tuple[Cause, ...]:
    """Put symptoms under the roots that explain them, in order; a symptom with several roots is shown under each.

    A root with the verdict ``cannot_tell`` explains nothing, so its symptoms keep their own place.
    """
    nested: set[int] = set()
    roots: list[tuple[Finding, tuple[Cause, ...]]] = []
    for root in findings:
        under = [
            f
            for f in findings
            if root.kind == "root"
            and root.verdict != "cannot_tell"
            and f is not root
            and f.subject == root.subject
            and f.code in root.explains
        ]
        nested.update(id(f) for f in under)
        roots.append((root, tuple(Cause(f, CODES[f.code].meaning) for f in under)))
    return tuple(Cause(f, CODES[f.code].meaning, under) for f, under in roots if id(f) not in nested)
