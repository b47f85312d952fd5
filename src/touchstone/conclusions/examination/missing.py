"""Are videos, or scores, missing at random? Against the label, and against the source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy import sparse
from scipy.stats import fisher_exact

from touchstone.conclusions.metrics import Codes, Flags, Floats, source_name, unit_codes

from .properties import thinned
from .relabelling import Relabelling

_DRAWS = 999


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """What is missing of one subject: scores of a detector, or videos that could not be read.

    Attributes:
        subject: name of the detector, or ``footage``.
        real: missing ones among the real.
        reals: all real ones.
        fake: missing ones among the fake.
        fakes: all fake ones.
        p_fisher: Fisher's exact test of missing against label, videos taken as independent.
        p_groups: two-sided p of relabelling whole groups.
        inside: difference of the shares, fake − real, inside sources that hold both labels (Mantel–Haenszel weights);
            ``None`` where there are none.
        p_inside: two-sided p of relabelling inside sources.
        inside_sources: sources that hold both labels and miss something.
        by_source: source → missing, all; the largest share first.
        p_source: largest share of missing by source against sources dealt out again over groups; ``None`` for fewer than two.
    """

    subject: str
    real: int
    reals: int
    fake: int
    fakes: int
    p_fisher: float
    p_groups: float
    inside: float | None
    p_inside: float | None
    inside_sources: int
    by_source: Mapping[str, tuple[int, int]]
    p_source: float | None

    @property
    def count(self) -> int:
        """All that are missing."""
        return self.real + self.fake

    @property
    def difference(self) -> float:
        """Share missing among the fake less that among the real."""
        return self.fake / max(self.fakes, 1) - self.real / max(self.reals, 1)


def missing(subject: str, rows: pl.DataFrame) -> Missing | None:
    """Test what is missing.

    Args:
        subject: detector, or ``footage``.
        rows: ``video``, ``label``, ``group``, ``source``, ``dataset``, and ``gone``: whether it is missing.

    Returns:
        ``None`` where nothing is missing, or everything, or one label is absent.
    """
    gone = rows["gone"]
    if not gone.any() or gone.all() or rows["label"].n_unique() < 2:
        return None
    fake = (rows["label"] == "fake").to_numpy()
    absent = gone.to_numpy().astype(np.bool_)
    table = np.array([[np.count_nonzero(absent & side), np.count_nonzero(~absent & side)] for side in (~fake, fake)])
    by_source = _by_source(rows)
    part = thinned(rows)
    unit = unit_codes(part)
    side = (part["label"] == "fake").to_numpy()
    relabellings = Relabelling.of(side, unit, _DRAWS)
    lost = part["gone"].to_numpy().astype(np.float64)
    inside, p_inside, sources = _inside(part, unit, lost, side)
    return Missing(
        subject=subject,
        real=int(table[0, 0]),
        reals=int(table[0].sum()),
        fake=int(table[1, 0]),
        fakes=int(table[1].sum()),
        p_fisher=float(fisher_exact(table).pvalue),
        p_groups=_p(_differences(relabellings, lost)),
        inside=inside,
        p_inside=p_inside,
        inside_sources=sources,
        by_source=by_source,
        p_source=_p_source(part, unit, lost) if len(by_source) > 1 else None,
    )


def _differences(relabellings: Relabelling, lost: Floats) -> Floats:
    """Share missing among the fake less that among the real, under each relabelling."""
    total = np.bincount(relabellings.piece, weights=lost, minlength=relabellings.size.size)
    fakes, fake_lost = relabellings.size @ relabellings.fake, total @ relabellings.fake
    reals = relabellings.size.sum() - fakes
    return fake_lost / np.maximum(fakes, 1) - (total.sum() - fake_lost) / np.maximum(reals, 1)


def _p(differences: Floats) -> float:
    """Twice the smaller tail: where few groups hold both labels, differences do not scatter evenly around 0."""
    more, less = differences >= differences[0] - 1e-12, differences <= differences[0] + 1e-12
    return min(1.0, 2 * float(min(np.count_nonzero(more), np.count_nonzero(less))) / differences.size)


def _inside(rows: pl.DataFrame, unit: Codes, lost: Floats, fake: Flags) -> tuple[float | None, float | None, int]:
    """The same inside sources, weighted as Mantel and Haenszel do; relabelled inside each."""
    if rows.select(source_name()).to_series().null_count() == rows.height:
        return None, None, 0
    source = unit_codes(rows, "source")
    total, weights, used = np.zeros(1 + _DRAWS), 0.0, 0
    for k in range(int(source.max()) + 1):
        here = np.flatnonzero(source == k)
        fakes, reals = np.count_nonzero(fake[here]), np.count_nonzero(~fake[here])
        if not fakes or not reals or lost[here].sum() in (0, here.size):
            continue
        units = np.unique(unit[here], return_inverse=True)[1].astype(np.int64)
        weight = fakes * reals / here.size
        total += weight * _differences(Relabelling.of(fake[here], units, _DRAWS), lost[here])
        weights += weight
        used += 1
    if not used:
        return None, None, 0
    return float(total[0] / weights), _p(total), used


def _by_source(rows: pl.DataFrame) -> dict[str, tuple[int, int]]:
    counted = (
        rows.select("gone", source=source_name())
        .drop_nulls()
        .group_by("source")
        .agg(gone=pl.col("gone").sum(), count=pl.len())
        .sort(pl.col("gone") / pl.col("count"), "source", descending=[True, False])
    )
    return {source: (gone, count) for source, gone, count in counted.select("source", "gone", "count").iter_rows()}


def _p_source(rows: pl.DataFrame, unit: Codes, lost: Floats) -> float:
    """Pearson's chi-squared of missing by source, the missing of whole groups dealt out again over the groups."""
    source = unit_codes(rows, "source")
    cells, piece = np.unique(unit * (int(source.max()) + 1) + source, return_inverse=True)
    size = np.bincount(piece)
    share = np.bincount(piece, weights=lost) / size
    of_cell = cells % (int(source.max()) + 1)
    count = np.bincount(of_cell, weights=size)
    rng = np.random.default_rng(20_240_229)
    shares = np.repeat(share[:, None], 1 + _DRAWS, axis=1)
    shares[:, 1:] = rng.permuted(shares[:, 1:], axis=0)
    sources = sparse.coo_array((size.astype(np.float64), (of_cell, np.arange(of_cell.size)))).tocsr()
    gone = np.asarray(sources @ shares)
    mean = gone.sum(axis=0) / count.sum()
    spread = (np.square(gone - mean * count[:, None]) / np.maximum(count, 1)[:, None]).sum(axis=0)
    spread /= np.maximum(mean * (1 - mean), 1e-12)
    return float(np.count_nonzero(spread >= spread[0] - 1e-9) / spread.size)
