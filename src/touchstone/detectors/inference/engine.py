"""Corpus × detectors → tables: decode once, score in batches, commit every batch, continue where it stopped."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

from touchstone.detectors.kinds import Detector
from touchstone.detectors.threads import torch_threads
from touchstone.footage.corpus import Entry
from touchstone.footage.observe import Observation
from touchstone.vocabulary.laps import Laps
from touchstone.vocabulary.processes import cores, return_unused
from touchstone.vocabulary.progress import Progress
from touchstone.vocabulary.tables import CLIPS, FRAMES, PREVIEWS, SCORES, VIDEOS, from_rows

from .noise import noise_input
from .parts import Parts
from .score import score_batch
from .streams import ComputeStreams, streams_for
from .workers import ReadingSettings, read_ahead

_READING = 1.0
"""Seconds of processor time that reading a video takes, about: short clips took 1.7 to 2.1 while all cores were busy."""

_STATED = ("video", "label", "method", "dataset", "source", "group", "donor", "split")
"""What a corpus says of a video, as the table ``videos`` calls it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoringSettings:
    """How a corpus is scored.

    Attributes:
        reading: how videos are read.
        batch_videos: videos per batch; a batch is the unit that is committed.
        batch_size: pictures, clips or views that pass through a network at once.
        run: tells this run from others; batches of another are scored again.
        use_idle: whether more processes read than ``reading`` says, where the networks leave cores idle.
        streams: whether networks are computed side by side; otherwise one after the other, each with all cores.
    """

    reading: ReadingSettings = field(default_factory=ReadingSettings)
    batch_videos: int = 8
    batch_size: int = 8
    run: str = ""
    use_idle: bool = False
    streams: bool = False


def score_corpus(
    entries: Sequence[Entry],
    detectors: Sequence[Detector],
    folder: Path,
    how: ScoringSettings,
    progress: Progress,
    laps: Laps | None = None,
) -> None:
    """Fill ``folder/tables`` with the tables ``videos frames clips previews scores``.

    What an earlier call left in ``folder/parts`` is kept; the result is the same as that of one unbroken call.
    Memory does not depend on the number of videos.

    Args:
        entries: the videos.
        detectors: what scores them.
        folder: of the run.
        how: how they are scored.
        progress: reports every batch.
        laps: counts where the time goes.

    Raises:
        KeyboardInterrupt: what was committed stays; the same call continues.
    """
    laps = laps or Laps()
    parts = Parts(folder, how.run)
    batches = dict(enumerate(_batches(entries, how.batch_videos)))
    committed = _committed(parts, batches, detectors, progress)
    left = {number: batch for number, batch in batches.items() if number not in committed}
    waiting = sum(map(len, left.values()))
    streams = ComputeStreams(count=1, threads=cores())
    if how.streams:
        streams = streams_for(detectors, how.batch_videos, how.reading.frames, how.batch_size)
    with laps.of("starting", "estimate"):
        networks = _networks(detectors, how, streams) if waiting else None
    estimate = None if networks is None else networks.wall * waiting
    progress.start(total=len(entries), done=len(entries) - waiting, estimate=estimate)
    reading = how.reading
    if how.use_idle and networks is not None:
        reading = replace(reading, workers=max(reading.workers, readers_beside(networks.processor, cores())))
    laps.readers = reading.workers
    contracts = tuple(dict.fromkeys(detector.card.input for detector in detectors))
    try:
        if left:
            ahead = how.batch_videos + reading.workers
            entries_left = (entry for batch in left.values() for entry in batch)
            with closing(read_ahead(entries_left, reading, contracts, ahead)) as observed, streams.open() as pool:
                for number, batch in left.items():
                    with laps.of("waiting for videos"):
                        read = list(islice(observed, len(batch)))
                    for entry, observation in read:
                        laps.read(entry.video, observation.seconds)
                    with laps.side_by_side("networks") as count:
                        scores = score_batch(read, detectors, how.batch_size, pool, count)
                    with laps.of("writing tables"):
                        parts.commit(number, _tables(read, scores))
                    progress.advance(len(batch))
                next(observed, None)  # nothing is left: its processes end by themselves
    finally:
        progress.stop()
        return_unused()  # of pictures and of what networks computed
    with laps.of("writing tables"):
        parts.join(folder / "tables", batches)


def readers_beside(seconds: float, of_cores: int) -> int:
    """Processes that read videos beside networks, so that neither waits for the other, at least one.

    Args:
        seconds: processor time that the networks take for a video.
        of_cores: cores of the machine.

    >>> readers_beside(6.0, 2), readers_beside(0.3, 2), readers_beside(0.3, 16), readers_beside(6.0, 16)
    (1, 2, 13, 3)
    """
    return max(1, math.ceil(of_cores * _READING / (_READING + seconds)))


def discard_parts(folder: Path) -> None:
    """Remove the batches of a run whose tables are written."""
    Parts(folder).discard()


def _committed(
    parts: Parts, batches: Mapping[int, Sequence[Entry]], detectors: Sequence[Detector], progress: Progress
) -> set[int]:
    """Numbers of the batches that an earlier call committed; says if some of them cannot be used."""
    videos = {number: [entry.video for entry in batch] for number, batch in batches.items()}
    committed = parts.committed(videos, [detector.card.name for detector in detectors])
    unsound = (parts.numbers() & batches.keys()) - committed
    if unsound:
        progress.note(
            f"{len(unsound)} batch(es) in parts/ are damaged or of another run; their videos are scored again"
        )
    return committed


def _batches(entries: Sequence[Entry], size: int) -> Iterator[Sequence[Entry]]:
    for start in range(0, len(entries), size):
        yield entries[start : start + size]


def _tables(batch: list[tuple[Entry, Observation]], scores: list[dict[str, Any]]) -> dict[str, Any]:
    videos = [{name: getattr(e, name) for name in _STATED} | o.video for e, o in batch]
    frames = [{"video": e.video, **row} for e, o in batch for row in o.frames]
    clips = [{"video": e.video, **row} for e, o in batch for row in o.clips]
    previews = [{"video": e.video, "jpeg": o.preview} for e, o in batch if o.preview]
    rows = ((VIDEOS, videos), (FRAMES, frames), (CLIPS, clips), (PREVIEWS, previews), (SCORES, scores))
    return {table.name: from_rows(lines, table) for table, lines in rows}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Networks:
    """What the networks take for a video, from one pass of each on noise; reading runs beside it.

    Attributes:
        wall: seconds.
        processor: seconds of processor time, of all threads.
    """

    wall: float
    processor: float


def _networks(detectors: Sequence[Detector], how: ScoringSettings, streams: ComputeStreams) -> _Networks:
    with torch_threads(streams.threads):
        beside = _one_by_one([d for d in detectors if d.concurrent], how)
    with torch_threads(cores()):
        alone = _one_by_one([d for d in detectors if not d.concurrent], how)
    return _Networks(wall=beside.wall / streams.count + alone.wall, processor=beside.processor + alone.processor)


def _one_by_one(detectors: Sequence[Detector], how: ScoringSettings) -> _Networks:
    wall = processor = 0.0
    for detector in detectors:
        contract = detector.card.input
        units = how.reading.frames if contract.unit == "frame" else 1
        try:
            count = min(units, how.batch_size, 2)
            detector.score(noise_input(contract, count, seed=0))  # the first pass also prepares memory
            # The same pictures for all: what several detectors share is computed once here too.
            pictures = noise_input(contract, count, seed=1)
            start, busy = time.perf_counter(), time.process_time()
            detector.score(pictures)
        except Exception:  # its videos will say so
            continue
        passes = units / len(pictures)
        wall += (time.perf_counter() - start) * passes
        processor += (time.process_time() - busy) * passes
    return _Networks(wall=wall, processor=processor)
