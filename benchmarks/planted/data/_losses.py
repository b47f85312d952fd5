"""Too little footage, too little of one label, and videos that are lost."""

from __future__ import annotations

from math import sqrt
from typing import Any

import numpy as np
import polars as pl

from .._base import Draft
from .._case import Case
from ._common import Tables, case_of, draft_of, effective, powerful


def imbalance(seed: int, n: int, clustered: bool, share: float) -> Case:
    """Few fakes."""
    draft = draft_of(seed, n, clustered, share=share)
    return case_of(draft, "data.imbalance", f"{share:.0%} fakes", True)


def small(seed: int, n: int, clustered: bool, count: float) -> Case:
    """A fraction of the videos of the case's size; the conclusions are the same at every size."""
    draft = draft_of(seed + n, int(count), clustered)
    return case_of(draft, "data.too_small", f"{count:g} of {n} videos", True)


def _lose(draft: Draft, chosen: np.ndarray[Any, Any]) -> Tables:
    """Videos that could not be read have no facts and no scores."""
    kept = ("video", "label", "method", "dataset", "source", "group", "sha256")
    for i in np.flatnonzero(chosen):
        draft.videos[i] = {k: draft.videos[i].get(k) for k in kept} | {
            "status": "failed",
            "reason": "moov atom not found",
        }
    tables = draft.tables()
    gone = [draft.videos[i]["video"] for i in np.flatnonzero(chosen)]
    tables["scores"] = tables["scores"].filter(~pl.col("video").is_in(gone))
    return tables


def unreadable(seed: int, n: int, clustered: bool, share: float) -> Case:
    """Some files are broken, whatever their label."""
    draft = draft_of(seed, n, clustered)
    lost = np.zeros(n, np.bool_)
    lost[draft.rng.permutation(n)[: max(1, round(share * n))]] = True
    return case_of(draft, "data.unreadable", f"{share:.0%} of the files", True, _lose(draft, lost))


def _by_label(draft: Draft, share: float) -> tuple[np.ndarray[Any, Any], bool]:
    """This share of the fakes, a fiftieth of the reals."""
    lost = draft.rng.random(draft.n) < np.where(draft.fake, share, 0.02)
    error = sqrt((share * (1 - share) + 0.02 * 0.98) / (draft.n / 2))
    return lost, bool(lost.any()) and powerful(share - 0.02, error, 0.05)


def unreadable_by_label(seed: int, n: int, clustered: bool, share: float) -> Case:
    """More fakes than reals could not be read."""
    draft = draft_of(seed, n, clustered)
    lost, decidable = _by_label(draft, share)
    what = f"{share:.0%} of the fakes unreadable"
    also = frozenset({"data.unreadable"})
    return case_of(draft, "data.missing_not_at_random", what, decidable, _lose(draft, lost), also=also)


def fail(tables: Tables, draft: Draft, detector: str, chosen: np.ndarray[Any, Any]) -> Tables:
    gone = [draft.videos[i]["video"] for i in np.flatnonzero(chosen)]
    hit = (pl.col("detector") == detector) & pl.col("video").is_in(gone)
    tables["scores"] = tables["scores"].with_columns(
        p_fake=pl.when(~hit).then("p_fake"),
        logit=pl.when(~hit).then("logit"),
        status=pl.when(hit).then(pl.lit("failed")).otherwise("status"),
        reason=pl.when(hit).then(pl.lit("no face was found")).otherwise("reason"),
    )
    return tables


def unscored_by_label(seed: int, n: int, clustered: bool, share: float) -> Case:
    """One detector finds no face in more fakes than reals."""
    draft = draft_of(seed, n, clustered)
    lost, decidable = _by_label(draft, share)
    tables = fail(draft.tables(), draft, "d1", lost)
    what = f"{share:.0%} of the fakes unscored by one"
    return case_of(draft, "data.missing_not_at_random", what, decidable, tables, subject="d1")


def unscored_by_source(seed: int, n: int, clustered: bool, share: float) -> Case:
    """One detector fails on the videos of one site."""
    draft = draft_of(seed, n, clustered)
    there = np.array([v["source"].endswith("site 1") for v in draft.videos])
    lost = draft.rng.random(n) < np.where(there, share, 0.02)
    error = sqrt((share * (1 - share) + 0.02 * 0.98) / (effective(n, clustered) / 2))
    decidable = powerful((share - 0.02) / 2, error / 2, 0.10)
    tables = fail(draft.tables(), draft, "d1", lost)
    what = f"{share:.0%} of one site unscored by one"
    return case_of(draft, "data.missing_not_at_random", what, decidable, tables, subject="d1")
