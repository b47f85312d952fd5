"""Who is fake, and which group, source, data set, method and split each video belongs to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .design import Design

_Codes = NDArray[np.int64]
_Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Dealt:
    """What is known of each video before anything is scored; all arrays have shape (n,).

    Attributes:
        fake: whether it is fake.
        label: whether its label says so.
        group: number of its group.
        dataset: number of its data set.
        source: number of its source; sources of one data set are not in another.
        method: number of its method; −1 on reals.
        test: whether it is of the test split; all are where there are no splits.
    """

    fake: _Flags
    label: _Flags
    group: _Codes
    dataset: _Codes
    source: _Codes
    method: _Codes
    test: _Flags


def dealt(design: Design, n: int, rng: np.random.Generator) -> Dealt:
    """Deal labels, groups and origins to ``n`` videos; groups are whole in their data set, source and split.

    Sources and splits fall whatever the label. The number of fakes is exact where labels are dealt to single videos.
    """
    group = np.arange(n) // design.group
    groups = int(group[-1]) + 1
    dataset = rng.integers(design.datasets, size=groups)
    fake = _fake(design, dataset[group], group, rng)
    per = max(1, design.sources // design.datasets)
    source = dataset * per + rng.integers(per, size=groups)
    method = np.where(fake, rng.integers(design.methods, size=n), -1)
    test = rng.random(groups) < design.test if design.test else np.ones(groups, np.bool_)
    label = fake ^ (rng.random(n) < design.wrong)
    return Dealt(
        fake=fake,
        label=label,
        group=group,
        dataset=dataset[group],
        source=source[group],
        method=method,
        test=test[group],
    )


def _fake(design: Design, dataset: _Codes, group: _Codes, rng: np.random.Generator) -> _Flags:
    n = group.size
    if design.labels == "pair":
        return np.arange(n) % design.group > 0
    if design.dataset_fakes:
        return rng.random(n) < np.array(design.dataset_fakes)[dataset]
    units = int(group[-1]) + 1 if design.labels == "one" else n
    chosen = np.zeros(units, np.bool_)
    chosen[rng.permutation(units)[: max(1, round(units * design.share(n)))]] = True
    return chosen[group] if design.labels == "one" else chosen
