"""Faults of footage and labels, planted into healthy runs, and healthy runs that look faulty at first sight.

Decidable. Facts (hashes, keys, counts, sources of one label) always are. A statistical fault is decidable where a test that
knows what was planted would see it in nine of ten runs at a two-sided level of 1 % (z of 2.58 + 1.28), on the effective
number of videos (n over the design effect of its groups), and the planted effect exceeds the least that the catalogue calls
one by 1.28 standard errors. Each plant states its effect and standard error; ``_common.powerful`` holds the rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

from .._base import SIZES
from .._case import Case
from ._common import draft_of
from ._copies import equal_files, equal_names, equal_rows, leaking_donors, leaking_files, leaking_groups
from ._follows import followed_category, followed_quantity
from ._labels import source_labels, spread_labels, two_labels
from ._losses import imbalance, small, unreadable, unreadable_by_label, unscored_by_label, unscored_by_source
from ._tells import category, interaction, origin, quantity
from ._tempting import TEMPTATIONS, UNCALIBRATED

Plant = Callable[[int, int, bool, float], Case]


def cases(seed: int) -> Iterator[Case]:
    """Every cause that footage and labels reveal, several strengths each, from 100 to 1,000 videos."""
    plants: list[tuple[Plant, tuple[float, ...]]] = [
        (spread_labels, (0.08, 0.15, 0.25)),
        (source_labels, (1, 2)),
        (two_labels, (1, 4)),
        (leaking_groups, (0.05, 0.5)),
        (leaking_files, (1, 6)),
        (leaking_donors, (0.1, 0.4)),
        (equal_files, (1, 8)),
        (equal_rows, (3,)),
        (equal_names, (2, 20)),
        (category, (0.75, 0.9, 1.0)),
        (quantity, (1.0, 1.5, 2.5)),
        (interaction, (0.85, 0.95)),
        (origin, (0.6, 1.0)),
        (imbalance, (0.08, 0.15)),
        (small, (24, 60)),
        (unreadable, (0.02, 0.15)),
        (unreadable_by_label, (0.1, 0.25)),
        (unscored_by_label, (0.12, 0.3)),
        (unscored_by_source, (0.3, 0.6)),
        (followed_quantity, (0.4, 0.6, 0.8)),
        (followed_category, (0.4, 0.7)),
    ]
    number = 0
    for plant, strengths in plants:
        for strength, n in product(strengths, SIZES):
            number += 1
            yield plant(seed * 7919 + number, n, bool((number + n // 100) % 2), strength)


def healthy(seed: int) -> Iterator[Case]:
    """Healthy runs that invite false alarms, each at every size."""
    for number, (tempt, n, clustered) in enumerate(product(TEMPTATIONS, SIZES, (False, True)), 1):
        draft = draft_of(seed * 6007 + number, n, clustered)
        tables = tempt(draft)
        name = f"{(tempt.__doc__ or '').split('.')[0].lower()}: n {n}{', clustered' if clustered else ''}"
        yield Case(
            f"healthy {number}: {name}", None, None, n, clustered, True, tables, UNCALIBRATED.get(tempt, frozenset())
        )
