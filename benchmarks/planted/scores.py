"""Faults of scores, planted into healthy detectors, and healthy runs."""

from __future__ import annotations

from collections.abc import Iterator

from ._base import SIZES, healthy_draft
from ._case import Case

HEALTHY = 80
"""Healthy runs: twenty of each size, half of them clustered."""


def cases(seed: int) -> Iterator[Case]:
    """Planted faults of scores."""
    yield from ()


def healthy(seed: int) -> Iterator[Case]:
    """Runs without a fault: three detectors each, of every shape, with one, two or three data sets."""
    for number in range(HEALTHY):
        n, clustered = SIZES[number % len(SIZES)], bool(number // len(SIZES) % 2)
        draft = healthy_draft(
            seed, number, n, clustered=clustered, datasets=1 + number % 3, share=0.5, indicators=number % 5 == 0
        )
        names = ", ".join(f"{d} {draft.aucs[d]:.2f}" for d in draft.logits)
        name = f"healthy {number}: n {n}{', clustered' if clustered else ''}, {names}"
        yield Case(name, None, None, n, clustered, True, draft.tables())
