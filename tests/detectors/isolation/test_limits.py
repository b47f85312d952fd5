"""Limits: never below what an honest file needs, and kept."""

from __future__ import annotations

import resource
import sys

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from touchstone.detectors.isolation.limits import memory_limit, time_limit
from touchstone.vocabulary.errors import is_out_of_memory
from touchstone.vocabulary.processes import limited_memory


@given(st.integers(0, 10**12))
def test_they_grow_with_the_file(size):
    assert time_limit(size) >= max(120, size / 1e6)
    assert time_limit(size) <= max(120, 2 * size / 1e6)
    assert memory_limit(size) >= 2 << 30
    assert memory_limit(size + 1) >= memory_limit(size)


def test_an_ordinary_checkpoint_may_take_many_times_its_size():
    assert memory_limit(100_000_000) >= 2 << 30
    assert time_limit(70_000_000) == 120


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux counts what a process writes to")
def test_beyond_the_limit_there_is_no_memory_and_afterwards_there_is():
    before = resource.getrlimit(resource.RLIMIT_DATA)
    with limited_memory(256 << 20):
        np.ones(1 << 20)
        with pytest.raises(MemoryError):
            np.ones(1 << 27)
        with pytest.raises(RuntimeError) as caught:
            torch.ones(1 << 28)
        assert is_out_of_memory(caught.value)
    assert resource.getrlimit(resource.RLIMIT_DATA) == before
    np.ones(1 << 26)
