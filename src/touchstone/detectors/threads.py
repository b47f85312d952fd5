"""How many threads torch computes with: the one place that sets it."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

import torch


@contextmanager
def torch_threads(count: int) -> Generator[None]:
    """Operations of torch inside use ``count`` threads, whatever the process did before; afterwards the number is as it was.

    Sums over another number of threads round otherwise, so every computation whose digits are kept names its number. Threads
    that are started inside, and do nothing with torch after the end, use ``count`` too.

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
        yield
    finally:
        torch.set_num_threads(before)
