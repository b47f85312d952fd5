"""Do all properties of the files together reveal the label? A classifier that never sees a picture.

It is a least-squares classifier over a kernel (kernel ridge regression; Saunders, Gammerman & Vovk 1998), judged on units
that it did not see. Two videos are alike in a category if they have the same value, in a quantity by how near their ranks
are; a missing value is alike to a missing one alone. Half of the kernel is the mean over the properties, which learns
what each tells by itself, half is a product, which learns what only several tell together. How such a classifier smooths
does not depend on the labels, so that hundreds of relabellings cost one matrix product instead of hundreds of fits: the
permutation p is that of the whole procedure, cross-validation included.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.linalg import cho_factor, cho_solve
from scipy.stats import rankdata

from touchstone.conclusions.metrics import Codes, Estimate, Flags, Floats, Sample, auc_estimate, unit_codes

from .association import UnitKind, relabelled
from .properties import Property, properties, thinned, with_properties
from .relabelling import share_at_least

_MOST = 1500
"""Videos, in whole groups, beyond which the classifier learns from a random part of the groups."""

_DRAWS = 499
_FOLDS = 5
_MOST_SOURCES = 20
_RIDGE = 0.02
_REACH = 0.15
_SEED = 20_240_229


@dataclass(frozen=True, slots=True, kw_only=True)
class MetadataClassifier:
    """How well metadata alone predict the label, on units that were not learnt from.

    Attributes:
        level: what is held out, and whose labels are permuted: whole groups, or whole sources.
        auc: held-out AUC; its interval speaks of units like these.
        chance: mean of the same over the relabellings. It may lie below 0.5: a source that is held out takes its label
            along.
        null_high: 95 % quantile of the relabellings: what chance reaches.
        p_value: share of relabellings that reach at least as much.
        n: videos that it was measured on.
        units: groups or sources.
        folds: times that a part of them was held out.
        properties: names of the properties that it was given.
        smallest_p: smallest p that the units at hand allow: few units know few relabellings.
    """

    level: UnitKind
    auc: Estimate
    chance: float
    null_high: float
    p_value: float
    n: int
    units: int
    folds: int
    properties: tuple[str, ...]
    smallest_p: float


def classify_metadata(
    videos: pl.DataFrame, level: UnitKind, clips: pl.DataFrame | None = None, most: int = _MOST
) -> MetadataClassifier | None:
    """Learn the label from the properties of the files, and judge on whole units that were held out.

    Args:
        videos: the ``videos`` table.
        level: what is held out. Sources are held out one at a time where they are few.
        clips: the ``clips`` table, for the share of silence.
        most: videos to learn from; more are thinned by whole groups.

    Returns:
        ``None`` where it cannot be done: one label, a single unit, or no property with two values.
    """
    table = thinned(with_properties(videos, clips), most)
    relabellings = relabelled(table, level, _DRAWS)
    given = properties(table)
    if relabellings is None or relabellings.units < 3 or not given:
        return None
    unit = unit_codes(table, level)
    folds = min(relabellings.units, _FOLDS if level == "group" else _MOST_SOURCES)
    # Folds know nothing of the labels: else they would fit the real ones better than the relabelled.
    fold = (np.random.default_rng(_SEED).permutation(relabellings.units) % folds)[unit]
    labels = relabellings.labels
    predicted = _predicted(_kernel(given, table.height), labels, fold)
    aucs = _aucs(predicted, labels)
    ranks = rankdata(predicted[:, 0]) / (table.height + 1)
    # A video without a group is a unit of its own here, which is the same as no grouping.
    auc = auc_estimate(Sample(ranks, labels[:, 0], unit))
    null = aucs[1:]
    return MetadataClassifier(
        level=level,
        auc=auc,
        chance=float(null.mean()),
        null_high=float(np.quantile(null, 0.95)),
        p_value=share_at_least(aucs),
        n=table.height,
        units=relabellings.units,
        folds=folds,
        properties=tuple(it.name for it in given),
        smallest_p=max(1 / (1 + _DRAWS), 1 / relabellings.possible),
    )


def _kernel(given: list[Property], n: int) -> Floats:
    """Likeness of every two videos, shape (n, n), in [0, 1]."""
    total = np.zeros((n, n))
    for it in given:
        if it.codes is not None:
            total += it.codes[:, None] == it.codes[None, :]
            continue
        assert it.values is not None, "a property is a category or a quantity"
        has_value = it.has_value
        rank = np.full(n, np.nan)
        rank[has_value] = rankdata(it.values[has_value]) / np.count_nonzero(has_value)
        near = np.exp(-np.abs(rank[:, None] - rank[None, :]) / _REACH)
        near[~has_value] = 0.0
        near[:, ~has_value] = 0.0
        near[np.ix_(~has_value, ~has_value)] = 1.0
        total += near
    # The product of exponentials in each property's unlikeness.
    return 0.5 * total / len(given) + 0.5 * np.exp(total - len(given))


def _predicted(kernel: Floats, labels: Flags, fold: Codes) -> Floats:
    """Held-out output under each labelling, shape (n, labellings).

    The targets of a fold are balanced, so that they sum to zero: a classifier with an intercept would know the label of
    whatever is held out by what is missing from the rest.
    """
    predicted = np.zeros(labels.shape)
    for k in range(int(fold.max()) + 1):
        held, rest = np.flatnonzero(fold == k), np.flatnonzero(fold != k)
        fake = labels[rest].astype(np.float64)
        fakes = fake.sum(axis=0)
        reals = rest.size - fakes
        balanced = fake / np.maximum(fakes, 1) - (1 - fake) / np.maximum(reals, 1)
        target: Floats = balanced * ((fakes > 0) & (reals > 0))
        ridge = kernel[np.ix_(rest, rest)] + _RIDGE * rest.size * np.eye(rest.size)
        predicted[held] = kernel[np.ix_(held, rest)] @ cho_solve(cho_factor(ridge), target)
    return predicted


def _aucs(predicted: Floats, labels: Flags) -> Floats:
    ranks = np.asarray(rankdata(predicted, axis=0), dtype=np.float64)
    fakes = labels.sum(axis=0).astype(np.float64)
    reals = labels.shape[0] - fakes
    won = (ranks * labels).sum(axis=0) - fakes * (fakes + 1) / 2
    pairs = fakes * reals
    return np.divide(won, pairs, out=np.full_like(pairs, 0.5), where=pairs > 0)
