"""Pairs inside blocks (sources, groups): counted by ranks, in one sort for all blocks together."""

from __future__ import annotations

import numpy as np

from .arrays import Codes, Flags, Floats


def below_in_block(p: Floats, fake: Flags, block: Codes) -> Floats:
    """For each video, how many of the other label in its block score below it; ties count half.

    >>> below_in_block(np.array([0.1, 0.5, 0.7]), np.array([False, False, True]), np.zeros(3, np.int64))
    array([0., 0., 2.])
    """
    # The rank in the block counts both labels below, the rank among one's own label in the block only that
    # one.
    return _mid_rank(block, p) - _mid_rank(block * 2 + fake, p)


def _mid_rank(block: Codes, p: Floats) -> Floats:
    """Average rank of each score inside its block, ties sharing theirs."""
    order = np.lexsort((p, block))
    b, s = block[order], p[order]
    new_run = np.concatenate([[True], (b[1:] != b[:-1]) | (s[1:] != s[:-1])])
    new_block = np.concatenate([[True], b[1:] != b[:-1]])
    starts = np.flatnonzero(new_run)
    ends = np.append(starts[1:], p.size)
    block_start = np.flatnonzero(new_block)[np.cumsum(new_block) - 1]
    run = np.cumsum(new_run) - 1
    ranks = (starts[run] + ends[run] + 1) / 2 - block_start
    result = np.empty(p.size)
    result[order] = ranks
    return result
