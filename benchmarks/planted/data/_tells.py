"""Files that give the label away."""

from __future__ import annotations

from math import sqrt

import numpy as np
from scipy.special import ndtr

from .._case import Case
from ._common import auc_error, case_of, draft_of, powerful

_SHORT = frozenset({"training.shortcut", "training.weak_slice"})


def category(seed: int, n: int, clustered: bool, share: float) -> Case:
    """Fakes have one codec, reals another, in this share of the videos."""
    draft = draft_of(seed, n, clustered)
    for video, fake in zip(draft.videos, draft.fake, strict=True):
        video["codec"] = "vp9" if fake == (draft.rng.random() < share) else "h264"
    shown = powerful(share - 0.5, auc_error(share, n), 0.20)
    return case_of(draft, "data.shortcut", f"codec tells {share:.0%}", shown, also=_SHORT)


def quantity(seed: int, n: int, clustered: bool, separation: float) -> Case:
    """Fakes are encoded at a higher rate; rate, size and bits per pixel all tell."""
    draft = draft_of(seed, n, clustered)
    for video, fake in zip(draft.videos, draft.fake, strict=True):
        rate = float(draft.rng.lognormal(14 + 0.4 * separation * fake, 0.4))
        video |= {"bitrate": rate, "file_size": int(rate * video["duration"] / 8)}
        video["bits_per_pixel"] = rate / (video["width"] * video["height"] * video["fps"])
    auc = float(ndtr(separation / sqrt(2)))
    shown = powerful(auc - 0.5, auc_error(auc, n), 0.20)
    return case_of(draft, "data.shortcut", f"bitrate {separation:g} sd apart", shown, also=_SHORT)


def interaction(seed: int, n: int, clustered: bool, share: float) -> Case:
    """Two properties tell nothing each, and the label together."""
    draft = draft_of(seed, n, clustered)
    for video, fake in zip(draft.videos, draft.fake, strict=True):
        sound = bool(draft.rng.random() < 0.5)
        same = fake == (draft.rng.random() < share)
        video |= {"has_audio": sound, "codec": "hevc" if sound == same else "h264"}
    shown = n >= 200 and powerful(share - 0.5, auc_error(share, n), 0.20)
    return case_of(draft, "data.shortcut", f"codec and sound together tell {share:.0%}", shown, also=_SHORT)


def origin(seed: int, n: int, clustered: bool, share: float) -> Case:
    """Some or all videos come from sources of one label."""
    draft = draft_of(seed, n, clustered)
    groups = int(draft.group.max()) + 1
    moved = (draft.rng.permutation(groups) < share * groups)[draft.group]
    for i in np.flatnonzero(moved):
        draft.videos[i]["source"] = "generator output" if draft.fake[i] else "news archive"
    return case_of(draft, "data.shortcut", f"{share:.0%} from one-sided sources", True, also=_SHORT)
