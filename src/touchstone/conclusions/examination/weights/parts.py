"""Which parts of a network look like random noise, and how surprising that is beside the other parts."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import stats

STRUCTURED = 1e-3
"""p of spectrum and patterns together below which a tensor has learned something."""

FITS_NOISE = 1e-3
"""Smallest combined p (Fisher) at which several tensors still pass for noise together, for each family of statistics."""

SIBLINGS_TRAINED = 0.8
"""Share of comparable siblings with structure from which on a part without any stands out. Below it the file was trained too
little to distinguish one part from another."""

UNLIKELY = 0.03
"""Largest probability that a trained part would show no structure anywhere, for a part to be suspected."""

VERY_UNLIKELY = 1e-3
"""The same, for it to be confirmed."""

FEWEST_VALUES = 2000
"""Weights in a part below which its noise confirms nothing."""

LARGE = 64
"""A layer of at least so many rows, each of at least so many weights, shows what it learned."""

USUAL_FIT = 0.01
"""p of the fit above which values follow a distribution that initialisations draw from."""

_COMPARABLE = 8
_FEWEST_COMPARABLE = 4
_TELLING = 1000
"""Weights of a sibling from which on its structure shows."""

_FEWEST_TENSORS = 3
_MOST_STRUCTURED = 0.2
_MOST_STRUCTURED_VALUES = 0.1
_MOSTLY_DRAWN = 0.8
_TABLES = ("emb", "pos", "lora", "token", "table")
"""Words in the names of tables and of low-rank factors, which may stay near their random start in a network that learned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FreshPart:
    """A part of a network without structure.

    Attributes:
        name: beginning of the names of its tensors; empty for all of the file.
        tensors: names of those among them that were judged.
        values: weights in the judged ones.
        spectrum_p: of the spectra of all of them together, under noise.
        pattern_p: of the patterns of all of them together, under noise.
        chance: probability that a trained part would show as little, from its siblings; ``None`` for all of the file.
        siblings: judged tensors outside.
        siblings_structured: those among them with structure.
        drawn: whether it holds a layer of at least 64 × 64 weights, and all its tensors follow distributions that
            initialisations draw from.
        but: names of the few tensors with structure that all of the file is judged without.
    """

    name: str
    tensors: tuple[str, ...]
    values: int
    spectrum_p: float
    pattern_p: float
    chance: float | None
    siblings: int
    siblings_structured: int
    drawn: bool = False
    but: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Units:
    """What is judged: weight tensors, or the row blocks of packed ones; without those that cannot be trained or look calculated.

    Attributes:
        frame: their rows of the ``tensors`` table.
        names: their names.
        elements: their sizes.
        kernels: whether they hold convolution kernels of more than one position.
        spectrum: p of their spectra.
        pattern: p of their patterns.
    """

    frame: pl.DataFrame
    names: list[str]
    elements: NDArray[np.float64]
    kernels: NDArray[np.bool_]
    spectrum: NDArray[np.float64]
    pattern: NDArray[np.float64]

    @classmethod
    def of(cls, tensors: pl.DataFrame, unreachable: pl.DataFrame) -> Units:
        """Take what can be judged from the ``tensors`` rows of one checkpoint."""
        packed = tensors.filter(pl.col("block").is_not_null())["tensor"].unique().to_list()
        frame = tensors.filter(
            pl.col("spectrum_p").is_not_null(), pl.col("block").is_not_null() | ~pl.col("tensor").is_in(packed)
        ).join(unreachable, on=["tensor", "block"], how="anti", nulls_equal=True)
        frame = frame.filter(~pl.col("by_formula").fill_null(value=False))
        # Tied weights are one tensor.
        frame = frame.filter(pl.col("hash").is_null() | pl.struct("hash", "block").is_first_distinct())
        inner = [math.prod(shape[2:]) > 1 for shape in frame["shape"].to_list()]
        return cls(
            frame=frame,
            names=frame["tensor"].to_list(),
            elements=frame["elements"].to_numpy().astype(np.float64),
            kernels=np.asarray(inner, bool),
            spectrum=frame["spectrum_p"].to_numpy().astype(np.float64),
            pattern=frame["pattern_p"].to_numpy().astype(np.float64),
        )

    @property
    def structured(self) -> NDArray[np.bool_]:
        """Which of them have learned something: the smaller p of both families, corrected for there being two."""
        return -np.expm1(2 * np.log1p(-np.minimum(self.smallest, 1 - 1e-12))) < STRUCTURED

    @property
    def telling(self) -> NDArray[np.bool_]:
        """Which of them are large enough to show structure; all, where these are fewer than four."""
        large = self.elements >= _TELLING
        return large if large.sum() >= _FEWEST_COMPARABLE else np.ones(len(self.names), bool)

    @property
    def drawn(self) -> NDArray[np.bool_]:
        """Which of them follow a distribution that usual initialisations draw from."""
        usual = (pl.col("family") == "orthogonal") | (pl.col("family_p") > USUAL_FIT)
        return self.frame.select(usual.fill_null(value=False)).to_series().to_numpy().astype(bool)

    @property
    def large(self) -> NDArray[np.bool_]:
        """Which of them have at least 64 rows of at least 64 weights each."""
        rows = self.frame["shape"].list.first().to_numpy()
        return (rows >= LARGE) & (self.elements >= LARGE * rows)

    @property
    def smallest(self) -> NDArray[np.float64]:
        """The smaller p of both families."""
        return np.minimum(self.spectrum, self.pattern)


def everything(units: Units) -> FreshPart | None:
    """All of the file, if no more of it has structure than chance gives, or all of it but a few filters that were set by hand.

    Few are at most a fifth of the tensors and a tenth of the weights. The rest must be three tensors or more, of which four in
    five follow a distribution that initialisations draw from.
    """
    inside = np.ones(len(units.names), bool)
    if _like_noise(units, inside):
        return _part("", units, inside, None)
    rest = ~units.structured
    few = (~rest).mean() <= _MOST_STRUCTURED and units.elements[
        ~rest
    ].sum() <= _MOST_STRUCTURED_VALUES * units.elements.sum()
    if (
        not few
        or rest.sum() < _FEWEST_TENSORS
        or units.drawn[rest].mean() < _MOSTLY_DRAWN
        or not _like_noise(units, rest)
    ):
        return None
    return replace(
        _part("", units, rest, None), but=tuple(n for n, left in zip(units.names, rest, strict=True) if not left)
    )


def fresh_parts(units: Units, names: Collection[str]) -> list[FreshPart]:
    """The largest parts that look like noise where comparable siblings do not.

    A part is a node of the tree that the dots in the names make. A trained part of k tensors would show no structure with
    probability (1 − q₁) … (1 − qₖ), where qᵢ is the share of comparable siblings with structure: equally a kernel or not,
    of a size within a factor of 8; all siblings where there are fewer than four. A part with a layer of 64 × 64 weights or more
    needs no such siblings where its values follow a distribution that initialisations draw from: a layer of that size that
    learned shows structure, or has left that distribution.

    Args:
        units: what is judged.
        names: names of all tensors of the file.
    """
    structured = units.structured
    outermost: list[FreshPart] = []
    for prefix in _prefixes(units.names):
        if any(prefix.startswith(p.name) for p in outermost):
            continue
        inside = np.asarray([name.startswith(prefix) for name in units.names])
        outside = ~inside
        if not outside.any() or structured[inside].any() or not _trained_elsewhere(units, outside):
            continue
        if inside.sum() == 1 and not _is_layer(units, inside, prefix, names):
            continue
        chance = _chance(units, inside, structured)
        unlikely = chance is not None and chance <= UNLIKELY
        drawn = _drawn(units, inside)
        if (unlikely or drawn) and _like_noise(units, inside):
            part = _part(prefix, units, inside, chance)
            outermost.append(replace(part, drawn=drawn))
    return outermost


def _trained_elsewhere(units: Units, outside: NDArray[np.bool_]) -> bool:
    telling = outside & units.telling
    telling = telling if telling.any() else outside
    return float(units.structured[telling].mean()) >= SIBLINGS_TRAINED


def _drawn(units: Units, inside: NDArray[np.bool_]) -> bool:
    return bool((units.large & inside).any() and units.drawn[inside].all())


def _is_layer(units: Units, inside: NDArray[np.bool_], prefix: str, names: Collection[str]) -> bool:
    """A single tensor is judged only where it is a layer: a ``weight`` of 64 × 64 or more, with kernels, or with a ``bias``.

    Low-rank factors and tables stand alone, and may stay near their random start in a network that learned.
    """
    index = int(np.flatnonzero(inside)[0])
    whole = units.names[index] == f"{prefix}weight" and units.frame["block"][index] is None
    alone = bool(units.large[index]) and not any(word in prefix.lower() for word in _TABLES)
    return whole and (bool(units.kernels[index]) or f"{prefix}bias" in names or alone)


def _prefixes(names: list[str]) -> list[str]:
    """Beginnings that end in a dot, those nearest the root first."""
    prefixes: dict[str, None] = {}
    for name in names:
        pieces = name.split(".")
        for depth in range(1, len(pieces)):
            prefixes[".".join(pieces[:depth]) + "."] = None
    return sorted(prefixes, key=lambda prefix: (prefix.count("."), prefix))


def _chance(units: Units, inside: NDArray[np.bool_], structured: NDArray[np.bool_]) -> float | None:
    log = 0.0
    for index in np.flatnonzero(inside):
        size = units.elements[index]
        near = ~inside & (units.elements >= size / _COMPARABLE) & (units.elements <= size * _COMPARABLE)
        alike = near & (units.kernels == units.kernels[index])
        comparable = next((m for m in (alike, near) if m.sum() >= _FEWEST_COMPARABLE), ~inside)
        share = (structured[comparable].sum() + 0.5) / (comparable.sum() + 1)
        if share < SIBLINGS_TRAINED:
            return None
        log += math.log1p(-share)
    return math.exp(log)


def _like_noise(units: Units, inside: NDArray[np.bool_]) -> bool:
    count = int(inside.sum())
    hits = int(units.structured[inside].sum())
    more_than_chance = float(stats.binom.sf(hits - 1, count, STRUCTURED)) if hits else 1.0
    return (
        more_than_chance > 0.01
        and _fisher(units.spectrum[inside]) > FITS_NOISE
        and _fisher(units.pattern[inside]) > FITS_NOISE
    )


def _fisher(p: NDArray[np.float64]) -> float:
    logarithms = np.log(np.clip(p, 1e-300, 1.0))
    return float(stats.chi2.sf(-2 * float(np.sum(logarithms)), 2 * len(p)))


def _part(name: str, units: Units, inside: NDArray[np.bool_], chance: float | None) -> FreshPart:
    return FreshPart(
        name=name,
        tensors=tuple(n for n, belongs in zip(units.names, inside, strict=True) if belongs),
        values=int(units.elements[inside].sum()),
        spectrum_p=_fisher(units.spectrum[inside]),
        pattern_p=_fisher(units.pattern[inside]),
        chance=chance,
        siblings=int((~inside).sum()),
        siblings_structured=int(units.structured[~inside].sum()),
    )
