"""What all plants of footage and labels share: the run that they are planted into, and what an oracle could tell."""

from __future__ import annotations

from math import sqrt

import polars as pl

from .._base import Draft, footage, shapes
from .._case import Case

_SEEN = 2.58 + 1.28
_ABOVE = 1.28
_DESIGN = 1 + 3 * 0.3
"""Design effect of groups of four whose scores correlate by 0.3."""

SCORES_OF = frozenset({"training.weak_slice"})
"""True beside any fault that changes scores or labels of a part of the videos."""

Tables = dict[str, pl.DataFrame]


def draft_of(seed: int, n: int, clustered: bool, *, share: float = 0.5, aucs: tuple[float, ...] | None = None) -> Draft:
    """Footage and two or three detectors that rank clearly."""
    draft = footage(seed, n, clustered=clustered, share=share)
    kinds = shapes(seed)
    chosen = aucs or tuple(float(a) for a in draft.rng.choice([0.8, 0.88, 0.94, 0.98], 3))
    for k, auc in enumerate(chosen):
        draft.add(f"d{k}", kinds[(seed + k) % len(kinds)], auc)
    return draft


def powerful(effect: float, error: float, least: float = 0.0) -> bool:
    """Whether an effect of this size and standard error is seen, and clearly more than the least that counts."""
    return effect >= _SEEN * error and effect >= least + _ABOVE * error


def effective(n: int, clustered: bool) -> float:
    """Independent videos that say as much."""
    return n / (_DESIGN if clustered else 1.0)


def case_of(
    draft: Draft, code: str, what: str, decidable: bool, tables: Tables | None = None, *, subject: str = "footage",
    also: frozenset[str] = frozenset(),
) -> Case:  # fmt: skip
    """The draft as a case that is named by what was planted."""
    name = f"{code}: {what}, n {draft.n}{', clustered' if draft.grouped else ''}"
    return Case(name, code, subject, draft.n, draft.grouped, decidable, tables or draft.tables(), also)


def auc_error(auc: float, units: float) -> float:
    """Hanley & McNeil (1982), half of the units in either class."""
    m = units / 2
    q1, q2 = auc / (2 - auc), 2 * auc * auc / (1 + auc)
    return sqrt(max(1e-4, auc * (1 - auc) + (m - 1) * (q1 + q2 - 2 * auc * auc)) / (m * m))
