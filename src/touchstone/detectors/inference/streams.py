"""How the networks share the cores: several detectors, or several pictures of one, side by side, each on a thread of its own.

Several threads within one operation wait for each other at its end. Where processes that read videos run beside them, each
wait lasts until the system has given the slowest its turn, and the others spin meanwhile: of small networks two threads then
take four times the processor time of one. Streams of one thread each wait for nobody.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from touchstone.detectors.kinds import Detector
from touchstone.detectors.threads import torch_threads
from touchstone.vocabulary.processes import cores, free_memory

MEMORY_OF_PICTURE = 128 << 20
"""Bytes that a picture in a network may take: in an EfficientNet-B4 with its components it takes about half of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComputeStreams:
    """How many run side by side.

    Attributes:
        count: streams; with 1, detectors are computed one after the other.
        threads: threads of torch in each of them, one where there is enough to compute for every core. Digits depend on it; it
            does not depend on the number of streams.
    """

    count: int
    threads: int

    @contextmanager
    def open(self) -> Generator[Executor | None]:
        """Set the threads of torch, and start the streams; ``None`` where there is but one, the calling thread.

        What has not begun when it is left by an error never begins.
        """
        with torch_threads(self.threads):
            if self.count == 1:
                yield None
                return
            pool = ThreadPoolExecutor(self.count, thread_name_prefix="stream")
            try:
                yield pool
            finally:
                pool.shutdown(cancel_futures=True)


def streams_for(detectors: Sequence[Detector], videos: int, frames: int, batch_size: int) -> ComputeStreams:
    """Streams for what can be computed side by side of one batch of videos, on the cores and in the memory that there are.

    Args:
        detectors: all of the run; those that are not concurrent are computed after the others, with all cores.
        videos: videos of a batch.
        frames: frames that are scored of a video.
        batch_size: pictures that pass through a network at once.
    """
    units = (frames if d.card.input.unit == "frame" else 1 for d in detectors if d.concurrent)
    concurrent = sum(math.ceil(videos * of_video / batch_size) for of_video in units)
    free = free_memory()
    room = free // (batch_size * MEMORY_OF_PICTURE) if free else cores()
    return ComputeStreams(count=max(1, min(cores(), concurrent, room)), threads=max(1, cores() // max(1, concurrent)))
