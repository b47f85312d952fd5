"""Traces of interpolation: was the frame enlarged, and by how much?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .mirror import GRID, Mirror, mirror
from .picture import Picture

_SHORTEST = 96  # pixels: shorter lines resolve no peak
_CLEAR = 3.6  # times what is around it: less is chance
_SIXTEENTHS = np.arange(5, 15)  # 1 / factor at which blocks of 16, 8 and 4 pixels make lines of their own
_LINE = 3.5  # over the shorter side: how far such a line reaches, cycles per pixel
_TOP = 1.2  # the same, of its top
_OWN = (1.5, 0.1)  # times the other lines of a block grid, and how far above them
_FOUR = 12  # blocks of 4 pixels make this line stronger than the others,
_FOUR_OWN = (4.0, 0.3)  # but no more than so
_EIGHT = 14  # blocks of 8 pixels may make this line alone


@dataclass(frozen=True, slots=True)
class Resampling:
    """What periodic interpolation left behind.

    Attributes:
        trace: the clearest mirror in the spectrum over what is around it, decibels; ``None`` below 96 pixels. Up to 11 dB
            are what chance gives.
        factor: by which the frame was enlarged, 1.1 to 3.4; ``None`` where no trace is clear: which is no proof that it
            was not (compression, noise and later scaling remove it).
    """

    trace: float | None
    factor: float | None


def resampling(picture: Picture) -> Resampling:
    """The mirror in the spectra of rows and columns that enlargement by s leaves at half of 1 / s (:func:`mirror`).

    That linear interpolation leaves periodic correlation is Gallagher's (2005) and Mahdian & Saic's (2008) finding; that it
    is one of frequencies is used by Vázquez-Padín and Pérez-González (2011). A factor is named where the coherence stands
    out of that around it in rows and columns; of several, such as s and s / 2, the one with the strongest.
    Codecs make lines at multiples of 1/8: a factor there must stand out of the other multiples too, and enlargement by
    8/7 is never told from blocks.
    """
    if min(picture.luma.shape) < _SHORTEST:
        return Resampling(None, None)
    seen = mirror(picture.luma)
    possible = _beside_blocks(seen)
    trace = 20 * np.log10(max(float(seen.clear[possible & (seen.excess > 0)].max(initial=1.0)), 1.0))
    strength = np.where(possible & (seen.clear >= _CLEAR), seen.excess, 0.0)
    best = int(strength.argmax())
    if strength[best] == 0:
        return Resampling(float(trace), None)
    return Resampling(float(trace), 1 / _refined(seen, best))


def _beside_blocks(seen: Mirror) -> NDArray[np.bool_]:
    """Where lines are not those of blocks: these get stronger from one multiple of 1/8 to the next."""
    places = [_around(place / 16, _TOP * seen.width) for place in _SIXTEENTHS]
    tops = np.array([seen.excess[part].max(initial=0.0) for part in places])
    possible = np.ones(len(GRID), bool)
    for number, place in enumerate(_SIXTEENTHS):
        others = float(np.delete(tops, number).max())
        times, more = _FOUR_OWN if place == _FOUR else _OWN
        if place == _EIGHT or tops[number] < max(times * others, others + more):
            possible[_around(place / 16, _LINE * seen.width)] = False
    return possible


def _around(frequency: float, width: float) -> slice:
    first, last = np.searchsorted(GRID, (frequency - width, frequency + width))
    return slice(int(first), int(last))


def _refined(seen: Mirror, best: int) -> float:
    """A frequency moved to the middle of its line."""
    middle = float(GRID[best])
    for _ in range(3):
        near = _around(middle, 2 * seen.width)
        weight = seen.excess[near] ** 4
        middle = float(GRID[near] @ weight / weight.sum())
    return middle
