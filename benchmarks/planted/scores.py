"""Faults of scores, planted into healthy detectors, and healthy runs.

Every fault is planted at every size, with and without groups, weakly and strongly: sixteen cases a code. Beside the faulty
detector ``bad`` stands a healthy one, so that precision speaks of it too. ``decidable`` follows the rule of :mod:`_power`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.special import expit

from . import _power as power
from ._base import SIZES, Draft, footage, healthy_draft, shapes
from ._case import Case
from ._shapes import Shape, shape

HEALTHY = 80
"""Healthy runs: twenty of each size, half of them clustered."""

BAD = "bad"

_AT_END = 0.05
"""Part of the range that is its end, and share of the scores that must lie there."""


@dataclass(frozen=True, slots=True)
class Planted:
    """What a planter says of what it did: strength in words, decidable, and what else is true of the tables."""

    strength: str
    decidable: bool
    also: frozenset[str] = frozenset()
    after: Callable[[pl.DataFrame], pl.DataFrame] | None = None


Planter = Callable[[Draft, str, float, int], Planted]


def cases(seed: int) -> Iterator[Case]:
    """Planted faults of scores."""
    for place, (code, (planter, datasets)) in enumerate(PLANTERS.items()):
        for variant in range(16):
            n, clustered, strong = SIZES[variant % 4], bool(variant // 4 % 2), variant // 8
            number = 100 * (place + 1) + variant
            draft = footage(
                seed * 1009 + number,
                n,
                clustered=clustered,
                datasets=datasets + variant % 2 * (datasets > 1),
                indicators=True,
            )
            rng = np.random.default_rng([seed, number])
            kinds = shapes(seed)
            kind, auc = kinds[(variant + place) % len(kinds)], float(rng.choice([0.75, 0.85, 0.93]))
            draft.add("good", kinds[(variant + place + 1) % len(kinds)], float(rng.choice([0.7, 0.85, 0.95])))
            planted = planter(draft, kind, auc, strong * 8 + variant % 8)
            tables = draft.tables()
            if planted.after is not None:
                tables["scores"] = planted.after(tables["scores"])
            name = f"{code} {variant}: n {n}{', clustered' if clustered else ''}, {kind} {auc:.2f}, {planted.strength}"
            yield Case(name, code, BAD, n, clustered, planted.decidable, tables, planted.also)


def healthy(seed: int) -> Iterator[Case]:
    """Runs without a fault: three detectors each, of every shape, with one, two or three data sets.

    Where one answers 0 or 1 alone, that its AUC is one of decisions is true.
    """
    for number in range(HEALTHY):
        n, clustered = SIZES[number % len(SIZES)], bool(number // len(SIZES) % 2)
        draft = healthy_draft(seed, number, n, clustered=clustered, datasets=1 + number % 3, indicators=number % 5 == 0)
        names = ", ".join(f"{d} {draft.aucs[d]:.2f}" for d in draft.logits)
        name = f"healthy {number}: n {n}{', clustered' if clustered else ''}, {names}"
        hard = {"evaluation.metric"} if len(draft.shape_of) < len(draft.logits) else set[str]()
        yield Case(name, None, None, n, clustered, True, draft.tables(), frozenset(hard))


def _counts(draft: Draft) -> tuple[float, float]:
    fakes = float(np.count_nonzero(draft.fake))
    return fakes, draft.n - fakes


def _add(draft: Draft, kind: str, auc: float, units: int | None = None, noise: float = 0.25) -> Shape:
    """Add the detector that will be spoilt, with rows of whole videos in a third of the cases."""
    draft.add(BAD, kind, auc, units=units or int(draft.rng.choice([1, 4, 4])), noise=noise)
    return draft.shape_of[BAD]


def _invalid(draft: Draft, kind: str, auc: float, variant: int) -> Planted:
    """NaN, a few numbers outside [0, 1], or log-odds where probabilities were expected."""
    _add(draft, kind, auc)
    rng = np.random.default_rng([variant, draft.n])
    manner = ("NaN", "beyond 1", "log-odds")[variant % 3]
    share = 0.3 if variant >= 8 else 0.06

    def spoil(scores: pl.DataFrame) -> pl.DataFrame:
        of_bad = (scores["detector"] == BAD).to_numpy()
        p = scores["p_fake"].to_numpy().copy()
        if manner == "log-odds":
            inside = np.clip(p[of_bad], 1e-9, 1 - 1e-9)
            p[of_bad] = np.log(inside / (1 - inside))
        else:
            hit = of_bad & (rng.random(p.size) < share)
            p[hit] = np.nan if manner == "NaN" else 1 + rng.random(int(hit.sum()))
        return scores.with_columns(pl.Series("p_fake", p))

    return Planted(f"{manner}, {share:.0%}", True, after=spoil)


def _constant(draft: Draft, kind: str, auc: float, variant: int) -> Planted:
    """The same score for all, up to rounding noise."""
    _add(draft, kind, auc)
    level = float(draft.rng.normal(0, 1.5))
    noise = 1e-5 if variant >= 8 else 0.0
    draft.logits[BAD] = (
        level + draft.rng.normal(0, noise, draft.logits[BAD].shape) if noise else np.full_like(draft.logits[BAD], level)
    )
    return Planted(f"log-odds {level:.2f} ± {noise:g}", True)


def _fallback(draft: Draft, kind: str, auc: float, variant: int) -> Planted:
    """One exact score for a share of the videos, in half of the cases oftener for one label; in some a shifted threshold too."""
    _add(draft, kind, auc)
    value = (0.5, 0.0, 0.5, 0.35)[variant % 4]
    share = 0.2 if variant >= 8 else 0.06
    lean = 1.8 if variant % 2 else 1.0
    chance = np.where(draft.fake, share * lean, share * (2 - lean))
    hit = draft.rng.random(draft.n) < chance
    filled = np.full_like(draft.logits[BAD], np.nan)
    filled[hit] = value
    draft.exact[BAD] = filled
    count = int(hit.sum())
    also: frozenset[str] = frozenset()
    if variant % 8 == 6:
        draft.logits[BAD] = draft.logits[BAD] + 2.5
        also = frozenset({"scores.threshold_shift"})
    return Planted(
        f"{value} for {count} videos, lean {lean}{', shifted' if also else ''}", count >= 5 and value != 0.0, also
    )


def _inverted(draft: Draft, kind: str, auc: float, variant: int) -> Planted:
    auc = auc if variant >= 8 else min(auc, 0.75)
    scale = _add(draft, kind, auc)
    draft.logits[BAD] = -draft.logits[BAD]
    error = power.auc_error(scale.auc, *_counts(draft), draft.design)
    return Planted(f"AUC {1 - scale.auc:.2f}", power.decidable(scale.auc - 0.5, error, 0.10))


def _shift(draft: Draft, kind: str, auc: float, variant: int) -> Planted:
    """A shift of the log-odds; in some cases one that a filled-in score stands beside."""
    scale = _add(draft, kind, auc)
    size = float(np.std(scale.fakes)) * (1.6 if variant >= 8 else 0.9)
    shift = size * (1 if variant % 2 else -1)
    draft.logits[BAD] = draft.logits[BAD] + shift
    also: frozenset[str] = frozenset()
    if variant % 8 == 5:
        filled = np.full_like(draft.logits[BAD], np.nan)
        filled[draft.rng.random(draft.n) < 0.1] = 0.5
        draft.exact[BAD] = filled
        also = frozenset({"scores.fallback"})
    value, error = power.gain(scale, shift, *_counts(draft), draft.design)
    strength = f"log-odds {shift:+.2f}, gain {value:.2f}{', filled in too' if also else ''}"
    return Planted(strength, power.decidable(value, error, 0.05), also)


def _class_bias(draft: Draft, kind: str, auc: float, variant: int) -> Planted:
    """The log-odds of a detector that was trained on so many more real than fake videos, or the reverse."""
    scale = _add(draft, kind, auc)
    ratio = 20.0 if variant >= 8 else 6.0
    shift = float(np.log(ratio)) * (1 if variant % 2 else -1)
    draft.logits[BAD] = draft.logits[BAD] + shift
    value, error = power.gain(scale, shift, *_counts(draft), draft.design)
    return Planted(f"classes {ratio:g} to 1, gain {value:.2f}", power.decidable(value, error, 0.05))


def _scaled(factor_weak: float, factor_strong: float) -> Planter:
    """Log-odds times a factor: above 1 overconfident, below under-confident."""

    def plant(draft: Draft, kind: str, auc: float, variant: int) -> Planted:
        scale = _add(draft, kind, auc)
        factor = factor_strong if variant >= 8 else factor_weak
        draft.logits[BAD] = draft.logits[BAD] * factor
        error = power.slope_error(scale, factor, draft.n, draft.design)
        least = 0.20 if factor > 1 else 0.25
        return Planted(f"log-odds × {factor:g}", power.decidable(abs(1 / factor - 1), error, least))

    return plant


def _no_signal(draft: Draft, kind: str, auc: float, variant: int) -> Planted:
    """A detector of another footage's labels; there is only one strength of that."""
    del variant
    true = draft.fake
    groups = int(draft.group.max()) + 1
    if draft.design > 1:
        draft.fake = (draft.rng.random(groups) < 0.5)[draft.group]
    else:
        draft.fake = draft.rng.permutation(true)
    _add(draft, kind, auc)
    draft.fake = true
    error = power.auc_error(0.5, *_counts(draft), draft.design * (1.5 if draft.grouped else 1.0))
    return Planted("labels of another run", power.equivalent(error, 0.10))


def _weak(draft: Draft, kind: str, auc: float, variant: int) -> Planted:
    """A detector that separates fake from real a little; decidable where its AUC is clear of 0.5 and of the limit."""
    del auc
    level = 0.58 if variant >= 8 else 0.61
    _add(draft, kind, level)
    error = power.auc_error(level, *_counts(draft), draft.design * (1.5 if draft.grouped else 1.0))
    able = power.decidable(level - 0.5, error, 0.0) and power.decidable(0.65 - level, error, 0.0)
    return Planted(f"AUC {level:.2f}", able, frozenset({"scores.underconfident", "scores.overconfident"}))


def _unstable(draft: Draft, kind: str, auc: float, variant: int) -> Planted:
    """Frames around their video by more than videos around each other; the mean of such frames is under-confident, too."""
    scale = shape(kind, auc)
    noise = float(np.std(scale.fakes)) * (4.0 if variant >= 8 else 2.0)
    _add(draft, kind, auc, units=4, noise=noise)
    icc = power.agreement(np.concatenate([scale.fakes, -scale.fakes])[::4], noise, 4)
    error = power.agreement_error(icc, draft.n, 4, draft.design)
    also = frozenset({"scores.underconfident", "scores.overconfident", "scores.no_signal"})
    return Planted(f"noise {noise:.1f}, agreement {icc:.2f}", power.decidable(0.5 - icc, error, 0.0), also)


def _domain_gap(draft: Draft, kind: str, auc: float, variant: int) -> Planted:
    """On one data set a good detector ranks poorly, or its scores are shifted."""
    del auc
    scale = _add(draft, kind, 0.93)
    there = np.array([v["dataset"] == "corpus 1" for v in draft.videos])
    fakes, reals = float(np.sum(draft.fake & there)), float(np.sum(~draft.fake & there))
    if variant % 2:
        poor = shape(kind, 0.62 if variant >= 8 else 0.75)
        level = draft.rng.random(draft.n)
        draft.logits[BAD][there] = (draft.logits[BAD] * 0 + poor.at(draft.fake, level)[:, None])[there]
        others = sum(_counts(draft)) - fakes - reals
        error = np.hypot(
            power.auc_error(poor.auc, fakes, reals, 1.0),
            power.auc_error(scale.auc, others / 2, others / 2, draft.design),
        )
        return Planted(
            f"AUC {poor.auc:.2f} on {int(fakes + reals)}", power.decidable(scale.auc - poor.auc, float(error), 0.08)
        )
    shift = float(np.std(scale.fakes)) * (2.0 if variant >= 8 else 1.2)
    draft.logits[BAD][there] += shift
    value, error = power.gain(scale, shift, fakes, reals, draft.design)
    return Planted(
        f"log-odds {shift:+.1f} on {int(fakes + reals)}, loss {value:.2f}", power.decidable(value, error, 0.05)
    )


def _weak_slice(draft: Draft, kind: str, auc: float, variant: int) -> Planted:
    """One method goes unseen, or one quarter of the brightness is seen poorly."""
    scale = _add(draft, kind, max(auc, 0.85))
    right = float((scale.fakes >= 0).mean())
    if variant % 2:
        there = np.array([v["method"] == "method 1" for v in draft.videos])
        seen = scale.at(np.zeros(draft.n, np.bool_), draft.rng.random(draft.n))
        poor, n_there, n_rest = 1 - right, float(there.sum()), float((draft.fake & ~there).sum())
        also = frozenset({"scores.overconfident", "scores.threshold_shift"})
        strength = f"method 1 ({int(n_there)}) unseen"
    else:
        bright = np.array([f["brightness"] for f in draft.frames], dtype=float)
        there = bright <= np.quantile(bright, 0.25)
        worse = shape(kind, 0.55 if variant >= 8 else 0.65)
        seen = worse.at(draft.fake, draft.rng.random(draft.n))
        poor, n_there, n_rest = float((worse.fakes >= 0).mean()), float(there.sum()), float((~there).sum())
        also = frozenset()
        draft.detectors[BAD] = {"domain": "ll"}
        strength = f"the dark quarter ({int(n_there)}) at AUC {worse.auc:.2f}"
    draft.logits[BAD][there] = (draft.logits[BAD] * 0 + seen[:, None])[there]
    error = power.share_error(poor, n_there, right, n_rest, 1.0)
    return Planted(strength, power.decidable(right - poor, error, 0.10), also)


def _twice(draft: Draft, kind: str, auc: float, variant: int) -> Planted:
    """A sigmoid, or a softmax of two outputs, of probabilities; decidable where the first one's scores reach both ends."""
    del auc
    scale = _add(draft, kind, 0.97 if variant >= 8 else 0.90)
    p = expit(draft.logits[BAD])
    softmax = variant % 2
    draft.logits[BAD] = 2 * p - 1 if softmax else p
    ends = float(min(np.mean(p <= _AT_END), np.mean(p >= 1 - _AT_END)))
    also = frozenset({"scores.underconfident", "scores.threshold_shift"})
    words = f"{'softmax' if softmax else 'sigmoid'} twice, AUC {scale.auc:.2f}, {ends:.0%} at each end"
    return Planted(words, ends >= _AT_END, also)


def _slipped(draft: Draft, kind: str, auc: float, variant: int) -> Planted:
    """Scores that belong to the video some rows further on; decidable on the half of the videos that did not choose the order."""
    scale = _add(draft, kind, 0.95 if variant >= 8 else max(auc, 0.85))
    rows = 5 + variant % 4
    draft.logits[BAD] = np.roll(draft.logits[BAD], rows, axis=0)
    fakes, reals = _counts(draft)
    error = power.auc_error(scale.auc, fakes / 2, reals / 2, draft.design)
    words = f"AUC {scale.auc:.2f}, slipped by {rows} rows"
    return Planted(words, power.decidable(scale.auc - 0.5, error, 0.15))


PLANTERS: dict[str, tuple[Planter, int]] = {
    "scores.invalid": (_invalid, 1),
    "scores.constant": (_constant, 1),
    "scores.fallback": (_fallback, 1),
    "scores.inverted": (_inverted, 1),
    "scores.threshold_shift": (_shift, 1),
    "training.class_bias": (_class_bias, 1),
    "scores.overconfident": (_scaled(2.0, 3.5), 1),
    "scores.underconfident": (_scaled(0.5, 0.25), 1),
    "scores.no_signal": (_no_signal, 1),
    "scores.unstable": (_unstable, 1),
    "training.domain_gap": (_domain_gap, 2),
    "training.weak_slice": (_weak_slice, 1),
    "scores.weak": (_weak, 1),
    "outputs.activation": (_twice, 1),
    "scores.misaligned": (_slipped, 1),
}
"""Code → what plants it, and how many data sets it needs at least."""
