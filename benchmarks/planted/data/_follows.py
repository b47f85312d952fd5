"""Scores that follow how the files were made."""

from __future__ import annotations

from math import sqrt
from typing import Any

import numpy as np
from scipy.special import ndtr

from .._base import Draft
from .._case import Case
from ._common import auc_error, case_of, draft_of, effective


def _follow(draft: Draft, cue: np.ndarray[Any, Any], rho: float) -> None:
    """Let the first detector follow a standardised cue: correlation ``rho`` inside each class."""
    logit = draft.logits["d0"]
    for side in (~draft.fake, draft.fake):
        spread = float(logit[side].mean(axis=1).std())
        logit[side] += (rho / sqrt(1 - rho * rho) * spread * cue[side])[:, None]


def followed_quantity(seed: int, n: int, clustered: bool, rho: float) -> Case:
    """The score follows the bitrate, which fakes have a little more of (0.8 standard deviations)."""
    draft = draft_of(seed, n, clustered)
    cue = draft.rng.standard_normal(n) + 0.8 * draft.fake
    for video, z in zip(draft.videos, cue, strict=True):
        rate = float(np.exp(14 + 0.4 * z))
        video |= {"bitrate": rate, "file_size": int(rate * video["duration"] / 8)}
        video["bits_per_pixel"] = rate / (video["width"] * video["height"] * video["fps"])
    _follow(draft, cue, rho)
    error = (1 - rho * rho) / sqrt(effective(n, clustered) / 2)
    # The weaker of both classes decides, so each must be seen in nineteen of twenty runs.
    ok = rho >= (2.58 + 1.645 + 0.5) * error and rho >= 0.2 + 1.645 * error
    also = frozenset({"data.shortcut", "training.weak_slice"})
    return case_of(draft, "training.shortcut", f"bitrate, correlation {rho:g}", ok, subject="d0", also=also)


def followed_category(seed: int, n: int, clustered: bool, rho: float) -> Case:
    """The score follows whether there is sound, which has nothing to do with the label."""
    draft = draft_of(seed, n, clustered)
    sound = draft.rng.random(n) < 0.5
    for video, has in zip(draft.videos, sound, strict=True):
        video["has_audio"] = bool(has)
    _follow(draft, 2.0 * sound - 1.0, rho)
    # Cliff's delta of two normal classes whose means lie 2 rho / sqrt(1 − rho²) apart.
    delta = 2 * float(ndtr(2 * rho / sqrt(1 - rho * rho) / sqrt(2))) - 1
    error = 2 * auc_error((1 + delta) / 2, effective(n, clustered) / 2)
    ok = delta >= (2.58 + 1.645 + 0.5) * error and delta >= 0.2 + 1.645 * error
    also = frozenset({"training.weak_slice"})
    return case_of(draft, "training.shortcut", f"sound, correlation {rho:g}", ok, subject="d0", also=also)
