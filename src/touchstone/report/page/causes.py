"""Findings as the page shows them: roots first, with the symptoms that they explain under them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from touchstone.conclusions.diagnosis import CAUSES, Finding


@dataclass(frozen=True, slots=True)
class ShownCause:
    """A finding, what its code means, and the symptoms of the same subject that it explains."""

    finding: Finding
    meaning: str
    symptoms: tuple[ShownCause, ...] = ()


def causes(findings: Sequence[Finding]) -> tuple[ShownCause, ...]:
    """Nest, keeping the order; a symptom that several roots explain stands under each of them.

    Only a root that is told of explains: what cannot be told takes no symptom away from its place.
    """
    nested: set[int] = set()
    roots: list[tuple[Finding, tuple[ShownCause, ...]]] = []
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
        roots.append((root, tuple(ShownCause(f, CAUSES[f.code].meaning) for f in under)))
    return tuple(ShownCause(f, CAUSES[f.code].meaning, under) for f, under in roots if id(f) not in nested)
