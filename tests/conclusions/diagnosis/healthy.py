"""Scores of healthy detectors in the designs that people have, fast: no tables, only scores, labels and groups of videos."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.special import expit, ndtri

from touchstone.conclusions.metrics import Sample

SIZES = (40, 100, 400, 1000)


def log_odds(
    rng: np.random.Generator, count: int, *, auc: float = 0.85, share: float = 0.5, tails: float | None = None
):
    """Log-odds of ``count`` videos that are calibrated where half are fake, and which are fake: (n,), (n,)."""
    fake = np.zeros(count, bool)
    fake[rng.permutation(count)[: max(3, round(share * count))]] = True
    d = float(np.sqrt(2) * ndtri(auc))
    noise = rng.normal(size=count) if tails is None else rng.standard_t(tails, count)
    return d * (np.where(fake, d / 2, -d / 2) + noise), fake


def clipped(p, low=0.01, high=0.99):
    return np.clip(p, low, high)


SHAPES = {
    "plain": lambda z: expit(z),
    "clipped": lambda z: clipped(expit(z)),
    "clipped far": lambda z: clipped(expit(z), 0.1, 0.9),
    "two digits": lambda z: expit(z).round(2),
    "one digit": lambda z: expit(z).round(1),
    "float16": lambda z: expit(z).astype(np.float16).astype(float),
    "under-confident": lambda z: expit(0.3 * z),
    "under-confident and shifted": lambda z: expit(0.12 * z + 0.5),
    "barely moving": lambda z: expit(0.25 * np.tanh(z / 2)),
    "between half and three quarters": lambda z: expit(0.5 + 0.08 * np.clip(z, -6, 6)),
    "overconfident": lambda z: expit(3 * z),
    "for few fakes": lambda z: expit(z - 3),
    "for many fakes": lambda z: expit(z + 2),
    "hard": lambda z: (z >= 0).astype(float),
}


def healthy(runs: int, seed: int = 0) -> Iterator[tuple[str, Sample]]:
    """So many detectors, each of another design, with and without groups; 2 to 90 % of the videos are fake."""
    rng = np.random.default_rng(seed)
    names = list(SHAPES)
    for run in range(runs):
        name, count = names[run % len(names)], SIZES[run // len(names) % len(SIZES)]
        share = (0.5, 0.02, 0.1, 0.9)[run // 7 % 4]
        auc, tails = float(rng.choice([0.62, 0.75, 0.9, 0.98])), (None, 3.0)[run // 3 % 2]
        z, fake = log_odds(rng, count, auc=auc, share=share, tails=tails)
        group = np.arange(count) // 3 if run % 5 == 0 else None
        yield f"{name}, n {count}, {share:g} fake, AUC {auc:g}, tails {tails}", Sample(SHAPES[name](z), fake, group)
