"""Faults that show when detectors stand together."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from touchstone.conclusions.metrics import Sample, auc_difference

from ._base import HELD_OUT, SIZES, TEST_SHAPES, TUNING_SHAPES, Draft, footage
from ._case import Case

_POWER = 2.8
"""Standard errors between an effect and its limit at which a two-sided test of level 0.05 finds it in four cases of five."""

_TWIN = 8000
_DESIGN = 1.9
"""Variance of a mean over groups of four with an intra-class correlation of 0.3, against that over independent videos."""


def cases(seed: int) -> Iterator[Case]:
    """Members that repeat each other, members that do harm, means that their best member beats; six of each at every size."""
    for number, n in enumerate(SIZES * 3):
        clustered = bool(number % 2)
        yield from _repeated(seed, number, n, clustered=clustered)
        yield from _harmful(seed, number, n, clustered=clustered)
        yield from _beaten(seed, number, n, clustered=clustered)


def _shape(seed: int, number: int) -> str:
    shapes = TEST_SHAPES if seed >= HELD_OUT else TUNING_SHAPES
    return shapes[number % len(shapes)]


def _draft(seed: int, number: int, n: int, *, clustered: bool) -> Draft:
    return footage(seed * 2003 + number, n, clustered=clustered)


def _repeated(seed: int, number: int, n: int, *, clustered: bool) -> Iterator[Case]:
    """The same detector twice: file for file, or with a little noise of its own."""
    for spread in (0.0, 0.05, 0.15):
        draft = _draft(seed, number, n, clustered=clustered)
        shape = _shape(seed, number)
        draft.add("cm", shape, 0.85)
        draft.add("ll", shape, 0.8)
        cm = draft.logits["cm"]
        inside = float(np.std(cm[~draft.fake].mean(axis=1)))
        draft.logits["bg"] = cm + spread * inside * draft.rng.standard_normal((n, 1))
        # Of a share of noise this small, the rank correlation is near 1 / √(1 + spread²).
        true = 1 / np.sqrt(1 + spread**2)
        effective = n / (_DESIGN if clustered else 1)
        decidable = spread == 0 or bool(np.tanh(np.arctanh(true) - _POWER / np.sqrt(effective - 3)) >= 0.95)
        name = f"{'one detector twice' if not spread else f'one detector and a copy with {spread:.0%} noise'}, {shape}, n {n}"
        yield Case(name, "ensemble.redundant", "ensemble", n, clustered, decidable, draft.tables())


def _harmful(seed: int, number: int, n: int, *, clustered: bool) -> Iterator[Case]:
    """A member without any signal beside sound ones."""
    for others in (1, 2):
        draft = _draft(seed, number + 50 * others, n, clustered=clustered)
        shape = _shape(seed, number)
        for name in ("cm", "ll")[:others]:
            draft.add(name, shape, 0.9)
        _noise(draft, "tm")
        twin = footage(7, _TWIN, clustered=False)
        for name in ("cm", "ll")[:others]:
            twin.add(name, shape, 0.9)
        _noise(twin, "tm")
        sound, every = _mean_rank(twin, tuple(twin.logits)[:-1]), _mean_rank(twin, tuple(twin.logits))
        decidable = _decidable(sound, every, n, clustered=clustered, least=0.005)
        name = f"noise beside {others} sound, {shape}, n {n}"
        also = frozenset({"scores.no_signal", "ensemble.worse_than_member"})
        yield Case(name, "ensemble.broken_member", "tm", n, clustered, decidable, draft.tables(), also)


def _beaten(seed: int, number: int, n: int, *, clustered: bool) -> Iterator[Case]:
    """One strong member, and weak ones that shout."""
    for weak in (2, 3):
        draft = _draft(seed, number + 500 * weak, n, clustered=clustered)
        twin = footage(11, _TWIN, clustered=False)
        for twins in (draft, twin):
            twins.add("cm", "normal", 0.93)
            for name in ("bg", "ll", "rr")[:weak]:
                twins.add(name, "normal", 0.6)
                twins.logits[name] = 4 * twins.logits[name]
        best = Sample(_p(twin, "cm"), twin.fake)
        mean = Sample(np.mean([_p(twin, name) for name in twin.logits], axis=0), twin.fake)
        decidable = _decidable(best, mean, n, clustered=clustered, least=0.01)
        name = f"one strong, {weak} weak and loud, n {n}"
        # Four times as loud, their frames scatter four times as far: a third of the variance lies inside videos.
        also = frozenset({"ensemble.broken_member", "scores.overconfident", "scores.unstable"})
        yield Case(name, "ensemble.worse_than_member", "ensemble", n, clustered, decidable, draft.tables(), also)


def _noise(draft: Draft, name: str) -> None:
    draft.logits[name] = np.repeat(draft.rng.standard_normal((draft.n, 1)), 4, axis=1)


def _p(draft: Draft, name: str) -> np.ndarray:
    return (1 / (1 + np.exp(-np.clip(draft.logits[name], -700, 700)))).mean(axis=1)


def _mean_rank(draft: Draft, names: tuple[str, ...]) -> Sample:
    ranks = [_p(draft, name).argsort().argsort() for name in names]
    return Sample(np.mean(ranks, axis=0) / draft.n, draft.fake)


def _decidable(better: Sample, worse: Sample, n: int, *, clustered: bool, least: float) -> bool:
    """Whether the difference of a large twin exceeds 2.8 standard errors, at this size, above the least that counts."""
    loss = auc_difference(better, worse).estimate
    assert loss.value is not None, "the twin holds both labels"
    assert loss.low is not None, "the twin holds both labels"
    assert loss.high is not None, "the twin holds both labels"
    error = (loss.high - loss.low) / 3.92 * np.sqrt(_TWIN / n * (_DESIGN if clustered else 1))
    return bool(loss.value >= least and loss.value >= _POWER * error)
