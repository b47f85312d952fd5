"""Labels as they could have fallen: the permutations against which an association is measured.

Videos of one group (or source) share how they were made, so labels may not be dealt out video by video. The pieces that
move are the videos of one unit under one label. Where a unit holds one label, that label is permuted over all such units.
Where it holds both, its two pieces keep or swap their labels together: an original and the fakes made from it stay the
two sides that they are. Both keep the law of everything but the label, which makes the test exact (Lehmann & Romano
2005, chapter 15.2). Of few units there are few relabellings, so that no p can be small: four sources that hold both
labels know 16, and the smallest p of two sources with one label each is about a half.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from scipy import sparse
from scipy.special import comb

from touchstone.conclusions.metrics import Codes, Flags, Floats

_SEED = 20_240_229


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Relabelling:
    """Relabellings of some videos.

    Attributes:
        piece: number of each video's piece, shape (n,).
        size: videos of each piece, shape (pieces,).
        fake: whether a piece is fake, shape (pieces, 1 + draws); the first column is how it really is.
        units: groups, or sources.
        possible: how many relabellings there are that can tell differently: one and its opposite tell the same.
    """

    piece: Codes
    size: Codes
    fake: Flags
    units: int
    possible: float

    @classmethod
    def of(cls, fake: Flags, unit: Codes, draws: int = 999) -> Self:
        """Relabel.

        Args:
            fake: whether each video is fake, shape (n,).
            unit: number of its group, or source, from 0 without gaps, shape (n,).
            draws: relabellings besides the real one.
        """
        names, piece = np.unique(2 * unit + fake, return_inverse=True)
        unit_of, label = names // 2, names % 2 == 1
        units = int(unit_of.max()) + 1
        mixed = np.bincount(unit_of, minlength=units) == 2
        rng = np.random.default_rng(_SEED)
        drawn = np.empty((names.size, 1 + draws), np.bool_)
        drawn[:, 0] = label
        swapped = rng.random((units, draws)) < 0.5
        drawn[:, 1:] = label[:, None] ^ (swapped & mixed[:, None])[unit_of]
        pure = np.flatnonzero(~mixed[unit_of])
        drawn[pure, 1:] = rng.permuted(np.repeat(label[pure][:, None], draws, axis=1), axis=0)
        fakes = int(label[pure].sum())
        possible = 2.0 ** min(int(mixed.sum()), 60) * float(comb(pure.size, fakes))
        if 2 * fakes == pure.size:
            possible /= 2
        return cls(piece=piece.astype(np.int64), size=np.bincount(piece), fake=drawn, units=units, possible=possible)

    @property
    def labels(self) -> Flags:
        """Whether each video is fake, shape (n, 1 + draws)."""
        return self.fake[self.piece]

    def told_by_quantity(self, ranks: Floats, has_value: Flags) -> Floats:
        """How often a fake ranks above (or below, whichever is more often) a real one, under each relabelling.

        Args:
            ranks: mid-ranks among the videos that have a value, 1 to their number; any number elsewhere.
            has_value: which videos have a value.
        """
        pieces = self.size.size
        fake = self.fake.astype(np.float32)
        count = np.bincount(self.piece[has_value], minlength=pieces).astype(np.float32)
        # Centred ranks keep the sums small enough for single precision.
        n = float(np.count_nonzero(has_value))
        total = np.bincount(self.piece[has_value], weights=ranks[has_value] - (n + 1) / 2, minlength=pieces)
        fakes = (count @ fake).astype(np.float64)
        won = (total.astype(np.float32) @ fake).astype(np.float64)
        pairs = fakes * (n - fakes)
        away = np.divide(np.abs(won), pairs, out=np.zeros_like(pairs), where=pairs > 0)
        return 0.5 + np.minimum(away, 0.5)

    def told_by_category(self, codes: Codes) -> Floats:
        """AUC of each value's share of fakes, under each relabelling.

        Values that occur once tell everything here; the same happens under every relabelling, which makes up for it.
        """
        kinds = int(codes.max()) + 1
        ones = np.ones(codes.size, np.float32)
        counts = sparse.coo_array((ones, (codes, self.piece)), shape=(kinds, self.size.size)).tocsr()
        fakes = np.asarray(counts @ self.fake.astype(np.float32), dtype=np.float64)
        total = np.bincount(codes, minlength=kinds).astype(np.float64)[:, None]
        order = np.argsort(fakes / np.maximum(total, 1), axis=0, kind="stable")
        fakes = np.take_along_axis(fakes, order, axis=0)
        reals = np.take_along_axis(np.broadcast_to(total, fakes.shape), order, axis=0) - fakes
        # Values of equal share lie on one line of the ROC curve, so their order does not matter.
        won = (fakes * (np.cumsum(reals, axis=0) - reals / 2)).sum(axis=0)
        pairs = fakes.sum(axis=0) * reals.sum(axis=0)
        return np.divide(won, pairs, out=np.full_like(pairs, 0.5), where=pairs > 0)


def share_at_least(aucs: Floats) -> float:
    """Permutation p: the share of relabellings, the real one among them, that tell at least as much as the real one."""
    return float(np.count_nonzero(aucs >= aucs[0] - 1e-6) / aucs.size)
