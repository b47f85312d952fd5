"""Findings as the page shows them: roots first, with the symptoms that they explain, or go with, under them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from touchstone.conclusions.diagnosis import Finding, meaning_of


@dataclass(frozen=True, slots=True)
class ShownCause:
    """A finding, what its code means, its relation to the one above it, and the symptoms of the same subject under it."""

    finding: Finding
    meaning: str
    relation: str = ""
    symptoms: tuple[ShownCause, ...] = ()


def causes(findings: Sequence[Finding]) -> tuple[ShownCause, ...]:
    """Put symptoms under the roots that explain them or go with them, in order; a symptom with several roots is shown under each.

    A root with the verdict ``cannot_tell`` explains nothing, so its symptoms keep their own place.
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
            and f.code in root.accounts_for
        ]
        nested.update(id(f) for f in under)
        roots.append((root, tuple(ShownCause(f, meaning_of(f), _relation(root, f)) for f in under)))
    return tuple(ShownCause(f, meaning_of(f), symptoms=under) for f, under in roots if id(f) not in nested)


def _relation(root: Finding, symptom: Finding) -> str:
    return "explains" if symptom.code in root.explains else "goes with"
