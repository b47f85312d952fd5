"""Wrong labels."""

from __future__ import annotations

from math import sqrt
from typing import Any

import numpy as np
from scipy.special import ndtr, ndtri

from .._base import Draft
from .._case import Case
from ._common import SCORES_OF, case_of, draft_of, effective, powerful


def _swap(draft: Draft, chosen: np.ndarray[Any, Any]) -> None:
    """Give videos the other label; their scores stay what they are."""
    for i in np.flatnonzero(chosen):
        video = draft.videos[i]
        fake = video["label"] == "real"
        video |= {
            "label": "fake" if fake else "real",
            "method": f"method {int(draft.rng.integers(3))}" if fake else None,
        }


def spread_labels(seed: int, n: int, clustered: bool, share: float) -> Case:
    """A share of all labels is wrong. Known: the separation of the detectors together."""
    rng = np.random.default_rng([seed, 1])
    aucs = tuple(float(a) for a in rng.choice([0.88, 0.94, 0.98], 3))
    draft = draft_of(seed, n, clustered, aucs=aucs)
    wrong = np.zeros(n, np.bool_)
    wrong[draft.rng.permutation(n)[: round(n * share)]] = True
    _swap(draft, wrong)
    separation = sqrt(2 * sum(float(ndtri(a)) ** 2 for a in aucs))
    scatter = 2 * float(ndtr(-0.75 * separation))
    error = sqrt((share + scatter / 0.6**2) / effective(n, clustered))
    # Beyond a quarter, the medians that everything is measured by move themselves.
    what = f"{share:.0%} of the labels, AUC {', '.join(f'{a:.2f}' for a in aucs)}"
    return case_of(draft, "data.label_errors", what, powerful(share, error, 0.02), also=SCORES_OF)


def source_labels(seed: int, n: int, clustered: bool, how: float) -> Case:
    """All labels of one source are swapped: of a source that holds both, or of one that holds a single label."""
    draft = draft_of(seed, n, clustered, aucs=(0.88, 0.94, 0.94))
    groups = int(draft.group.max()) + 1
    chosen = (draft.rng.permutation(groups) < max(3, round(groups * 0.12)))[draft.group]
    if how == 2:
        chosen &= draft.fake
    for i in np.flatnonzero(chosen):
        draft.videos[i]["source"] = "the swapped one"
    _swap(draft, chosen)
    count = effective(int(np.count_nonzero(chosen)), clustered)
    least = int(np.count_nonzero(chosen)) >= 16 and np.unique(draft.group[chosen]).size >= 6
    # Positions of single videos scatter by about 1 / separation; that of AUC 0.94 is 2.2.
    decidable = bool(least and powerful(0.5, 1 / 2.2 / sqrt(count / (2 if how == 1 else 1))))
    what = f"a source of {'both labels' if how == 1 else 'one label'}, {np.count_nonzero(chosen)} videos"
    return case_of(draft, "data.label_errors", what, decidable, also=SCORES_OF | {"data.shortcut"})


def two_labels(seed: int, n: int, clustered: bool, count: float) -> Case:
    """The same file under two labels."""
    draft = draft_of(seed, n, clustered)
    reals, fakes = draft.rng.permutation(np.flatnonzero(~draft.fake)), draft.rng.permutation(np.flatnonzero(draft.fake))
    for real, fake in zip(reals[: int(count)], fakes[: int(count)], strict=True):
        draft.videos[fake]["sha256"] = draft.videos[real]["sha256"]
    what = f"{count:g} files under two labels"
    return case_of(draft, "data.label_errors", what, True, also=frozenset({"data.duplicates"}))
