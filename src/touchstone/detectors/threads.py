"""How many threads torch computes with, and of which type new numbers are: the one place that sets either."""

from __future__ import annotations

import os
import platform
from collections.abc import Generator
from contextlib import contextmanager
from functools import cache

import torch

from touchstone.vocabulary.hashes import ROOT, hash_of_code

_WINGS = ("detectors", "vocabulary")
_LIBRARIES = ("torch", "torchvision", "numpy", "scipy", "polars", "safetensors")
_NUMBERS_OF_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def digits_depend_on(threads: int) -> tuple[object, ...]:
    """What decides the digits of results on the CPU beside the numbers that are given: code, libraries, processor, threads.

    Args:
        threads: how many torch computes with.
    """
    processor = (platform.machine(), torch.backends.cpu.get_cpu_capability())
    return (_code(), *processor, threads, *(os.environ.get(name) for name in _NUMBERS_OF_THREADS))


@cache
def _code() -> str:
    files = (path for wing in _WINGS for path in (ROOT / wing).rglob("*") if path.suffix in (".py", ".json"))
    return hash_of_code(files, _LIBRARIES)


@contextmanager
def torch_threads(count: int) -> Generator[None]:
    """Operations of torch inside use ``count`` threads, whatever the process did before; afterwards the number is as it was.

    What is made inside is float32, as :func:`torch_float32` has it. Sums over another number of threads round otherwise, so
    every computation whose digits are kept names its number. Threads that are started inside, and do nothing with torch after
    the end, use ``count`` too.

    torch keeps the number for each thread, and one for the process, which a thread takes over at its first parallel
    operation (``at::internal::lazy_init_num_threads``): a pool thread that sets its own number sets the main thread's
    too if that has not computed yet. Therefore it is never set from a pool thread. Reading it here makes this thread take
    over its number first.

    Raises:
        ValueError: ``count`` is below 1.
    """
    if count < 1:
        raise ValueError(f"{count} threads cannot compute anything")
    before = torch.get_num_threads()
    torch.set_num_threads(count)
    try:
        with torch_float32():
            yield
    finally:
        torch.set_num_threads(before)


@contextmanager
def torch_float32() -> Generator[None]:
    """New tensors and networks hold 32-bit numbers inside, whatever the process prefers; afterwards it is as it was.

    The networks of the package are built, and compute, in float32. Also a decorator.

    >>> torch.set_default_dtype(torch.float64)
    >>> with torch_float32():
    ...     torch.ones(1).dtype
    torch.float32
    >>> torch.ones(1).dtype
    torch.float64
    >>> torch.set_default_dtype(torch.float32)
    """
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float32)
    try:
        yield
    finally:
        torch.set_default_dtype(before)
