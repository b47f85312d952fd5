"""Faults of one detector's scores."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from touchstone.vocabulary.odds import sigmoid

from ..design import Design
from ..run import MadeRun
from .fault import BAD, PlantedFault, Planter

_FILLED_IN = 0.5
_FRAMES = 10
_NOISY_FRAMES = 0.1


def with_auc(auc: float) -> Callable[[Design], Design]:
    """Gives the bad detector another AUC."""
    return lambda design: replace(design, auc=(auc, *design.auc[1:]))


def not_a_number(size: float) -> PlantedFault:
    """``size``: share of its units whose score is NaN."""
    return _some_units(size, lambda _run, count: np.full(count, np.nan))


def outside(size: float) -> PlantedFault:
    """``size``: share of its units whose score lies above 1."""
    return _some_units(size, lambda run, count: 1 + run.rng.random(count))


def _some_units(size: float, drawn: Callable[[MadeRun, int], np.ndarray]) -> PlantedFault:
    def spoil(run: MadeRun) -> None:
        p = run.p[BAD]
        chosen = run.rng.permutation(p.size)[: max(1, round(size * p.size))]
        flat = p.ravel()
        flat[chosen] = drawn(run, chosen.size)
        run.p[BAD] = flat.reshape(p.shape)

    return PlantedFault(spoil=spoil)


def raw_log_odds(_size: float) -> PlantedFault:
    """Log-odds where P(fake) was expected; the size means nothing."""
    return PlantedFault(spoil=lambda run: run.p.update({BAD: run.logits[BAD].copy()}))


def single_score(size: float) -> PlantedFault:
    """``size``: share of the videos that get one and the same score; the label has nothing to do with the others."""

    def bend(run: MadeRun) -> None:
        level = float(run.rng.normal(0, 1.5))
        shuffled = run.rng.permutation(run.logits[BAD])
        run.logits[BAD] = np.where((run.rng.random(run.n) < size)[:, None], level, shuffled)

    return PlantedFault(bend=bend)


def one_filled_in(size: float) -> PlantedFault:
    """``size``: share of the videos, of either label, that get 0.5 whatever they show."""

    def spoil(run: MadeRun) -> None:
        run.p[BAD] = np.where((run.rng.random(run.n) < size)[:, None], _FILLED_IN, run.p[BAD])

    return PlantedFault(spoil=spoil)


def filled_in_without_sound(size: float) -> PlantedFault:
    """``size``: share of the videos; they get 0.5 because they have no sound."""

    def spoil(run: MadeRun) -> None:
        silent = ~run.videos["has_audio"].to_numpy()
        chance = size / max(float(silent.mean()), 1e-9)
        run.p[BAD] = np.where((silent & (run.rng.random(run.n) < chance))[:, None], _FILLED_IN, run.p[BAD])

    return PlantedFault(spoil=spoil)


def turned_scores(size: float) -> PlantedFault:
    """``size``: how far its AUC lies below 0.5."""
    return PlantedFault(asks=with_auc(0.5 + size), bend=lambda run: _map(run, lambda z: -z))


def shifted(sign: float) -> Planter:
    """``size``: what is added to its log-odds; ``sign`` −1 subtracts it."""
    return lambda size: PlantedFault(bend=lambda run: _map(run, lambda z: z + sign * size))


def scaled(size: float) -> PlantedFault:
    """``size``: what its log-odds are multiplied by: above 1 it becomes overconfident, below under-confident."""
    return PlantedFault(bend=lambda run: _map(run, lambda z: z * size))


def _map(run: MadeRun, change: Callable[[np.ndarray], np.ndarray]) -> None:
    run.logits[BAD] = change(run.logits[BAD])


def of_other_videos(_size: float) -> PlantedFault:
    """Its scores are those of other videos, drawn at random; the size means nothing."""
    return PlantedFault(bend=lambda run: _map(run, run.rng.permutation))


def feeble(size: float) -> PlantedFault:
    """``size``: how far its AUC lies below 1; its scores are normal, because not every shape can be as poor."""

    def asks(design: Design) -> Design:
        shapes = [design.shape[place % len(design.shape)] for place in range(len(design.auc))]
        return replace(with_auc(1 - size)(design), shape=("normal", *shapes[1:]))

    return PlantedFault(asks=asks)


def frames_apart(size: float) -> PlantedFault:
    """``size``: standard deviation of the log-odds of its frames around their video's; videos have four frames or more."""

    def bend(run: MadeRun) -> None:
        _map(run, lambda z: z + size * run.rng.standard_normal(z.shape))

    return PlantedFault(asks=lambda design: replace(design, units=max(4, design.units)), bend=bend)


def slipped(size: float) -> PlantedFault:
    """``size``: share of the rows, from the first on, whose scores slipped down by three rows."""

    def spoil(run: MadeRun) -> None:
        rows = np.arange(max(4, round(size * run.n)))
        run.p[BAD][rows] = run.p[BAD][np.roll(rows, 3)]

    return PlantedFault(spoil=spoil)


def shuffled_rows(size: float) -> PlantedFault:
    """``size``: share of the rows whose scores changed places at random."""

    def spoil(run: MadeRun) -> None:
        rows = run.rng.permutation(run.n)[: max(2, round(size * run.n))]
        run.p[BAD][rows] = run.p[BAD][run.rng.permutation(rows)]

    return PlantedFault(spoil=spoil)


def sigmoid_twice(_size: float) -> PlantedFault:
    """P(fake) went through a sigmoid once more; the size means nothing."""
    return PlantedFault(spoil=lambda run: run.p.update({BAD: sigmoid(run.p[BAD])}))


def noisy_maximum(size: float) -> PlantedFault:
    """``size``: standard deviation of the log-odds added to a tenth of the frames; the maximum of ten frames is the score."""

    def bend(run: MadeRun) -> None:
        z = run.logits[BAD]
        run.logits[BAD] = z + size * run.rng.standard_normal(z.shape) * (run.rng.random(z.shape) < _NOISY_FRAMES)

    return PlantedFault(asks=lambda design: replace(design, units=_FRAMES), bend=bend, aggregation="max")


def kept_decisions(_size: float) -> PlantedFault:
    """Only whether P(fake) is at least 0.5 was kept; the size means nothing."""
    return PlantedFault(spoil=lambda run: run.p.update({BAD: (run.p[BAD] >= 0.5).astype(np.float64)}))


def chosen_here(size: float) -> PlantedFault:
    """``size``: AUC that it has here alone, because it was selected here: on these videos it looks like a better one."""
    return PlantedFault(asks=lambda design: with_auc(min(0.99, design.auc[0] + size))(design))


SCORE_FAULTS: Mapping[str, Planter] = {
    "not a number": not_a_number,
    "outside 0 to 1": outside,
    "log-odds as probabilities": raw_log_odds,
    "one score": single_score,
    "one value filled in": one_filled_in,
    "filled in where there is no sound": filled_in_without_sound,
    "turned": turned_scores,
    "shifted up": shifted(1.0),
    "shifted down": shifted(-1.0),
    "trained on unequal classes": shifted(-1.0),
    "log-odds stretched": scaled,
    "log-odds shrunk": scaled,
    "labels of other videos": of_other_videos,
    "AUC": feeble,
    "frames apart": frames_apart,
    "slipped by some rows": slipped,
    "shuffled": shuffled_rows,
    "sigmoid twice": sigmoid_twice,
    "one frame in ten is noise, summed up by its maximum": noisy_maximum,
    "decisions as scores": kept_decisions,
    "the best of many checkpoints on these videos": chosen_here,
}
