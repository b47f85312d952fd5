"""Pairs of a real and a fake video, counted by ranks: over all videos, or inside blocks (sources, groups) in one sort."""

from __future__ import annotations

import numpy as np

from .arrays import Codes, Flags, Floats

_DIGIT = 16
"""Bits by which whole numbers are sorted at a time: so short ones are counted, not compared."""


def below_of_other_label(p: Floats, fake: Flags) -> Floats:
    """For each video, how many of the other label score below it; ties count half.

    Fast where videos are in order of their score: then nothing is sorted.

    >>> below_of_other_label(np.array([0.1, 0.5, 0.5]), np.array([False, False, True])).tolist()
    [0.0, 0.5, 1.5]
    """
    if bool((p[1:] >= p[:-1]).all()):
        return _below_in_order(fake, p[1:] != p[:-1])
    order = np.argsort(p)
    s = p[order]
    below = np.empty(p.size)
    below[order] = _below_in_order(fake[order], s[1:] != s[:-1])
    return below


def below_in_block(p: Floats, fake: Flags, block: Codes) -> Floats:
    """For each video, how many of the other label in its block score below it; ties count half.

    >>> below_in_block(np.array([0.1, 0.5, 0.7]), np.array([False, False, True]), np.zeros(3, np.int64))
    array([0., 0., 2.])
    """
    if not p.size:
        return np.empty(0)
    order = _order_of_blocks(p, block)
    f, s, b = fake[order], p[order], block[order]
    next_block = b[1:] != b[:-1]
    before = _below_in_order(f, next_block | (s[1:] != s[:-1]))
    # All blocks were counted as one: what lies in earlier ones is taken off.
    start = np.concatenate([[0], np.flatnonzero(next_block) + 1])
    fakes = np.cumsum(f)[start] - f[start]
    number = np.concatenate([[0], np.cumsum(next_block)])
    below = np.empty(p.size)
    below[order] = before - np.where(f, (start - fakes)[number], fakes[number])
    return below


def _below_in_order(fake: Flags, higher: Flags) -> Floats:
    """The same for videos in order of their score; ``higher`` says of each but the first whether it scores above the last."""
    position = np.arange(fake.size)
    fakes = np.cumsum(fake) - fake
    if bool(higher.all()):
        return np.asarray(np.where(fake, position - fakes, fakes), np.float64)
    start = np.concatenate([[0], np.flatnonzero(higher) + 1])
    run = np.concatenate([[0], np.cumsum(higher)])
    # Half of what lies before a run of ties, and half of what lies before its end, is what lies below each in it.
    first, last = fakes[start], np.append(fakes[start[1:]], np.count_nonzero(fake))
    of_fakes = (first + last) / 2
    of_reals = (start + np.append(start[1:], fake.size)) / 2 - of_fakes
    return np.asarray(np.where(fake, of_reals[run], of_fakes[run]), np.float64)


def _order_of_blocks(p: Floats, block: Codes) -> Codes:
    """Numbers of the videos block by block, each block in order of score."""
    if bool((p[1:] >= p[:-1]).all()):
        return stable_order(block)
    by_score = np.argsort(p)
    return by_score[stable_order(block[by_score])]


def stable_order(codes: Codes) -> Codes:
    """Numbers of the rows in order of their codes, equal ones as they stand; codes are at least 0.

    >>> stable_order(np.array([70_000, 3, 70_000, 0])).tolist()
    [3, 1, 0, 2]
    """
    lowest = (1 << _DIGIT) - 1
    order = np.argsort((codes & lowest).astype(np.uint16), kind="stable")
    rest = codes >> _DIGIT
    while bool(rest.any()):
        order = order[np.argsort((rest[order] & lowest).astype(np.uint16), kind="stable")]
        rest = rest >> _DIGIT
    return order
