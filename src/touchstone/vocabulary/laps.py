"""Where the time of a run went: seconds by stage, and by what they were spent on."""

from __future__ import annotations

import heapq
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

MOST_SLOW = 20
"""Videos that are listed, those that took longest to read."""

STAGES = ("starting", "waiting for videos", "networks", "writing tables", "conclusions")
"""What the process that computes does, one after the other."""

READING = ("hashing", "decoding", "indicators", "faces", "pictures")
"""What the processes that read videos do beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lap:
    """Seconds of one stage.

    Attributes:
        stage: one of :data:`STAGES` or :data:`READING`.
        of: what they were spent on: a detector, or a part of the start; empty where the stage has no parts.
        seconds: how many.
    """

    stage: str
    of: str
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SlowVideo:
    """A video that took long to read.

    Attributes:
        video: its key.
        seconds: all that was spent on it.
        by_stage: the same by :data:`READING`.
    """

    video: str
    seconds: float
    by_stage: dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeSpent:
    """Where the time of one call went.

    Attributes:
        wall: seconds from its first step to the report.
        videos: videos that were read and scored in it; those that an earlier call had scored are not among them.
        readers: processes that read videos.
        cores: cores that the process may use.
        laps: the stages of the process that computes; they follow each other, and what is left of ``wall`` is between them.
        reading: those of the processes that read, in all of them together.
        slowest: the videos that took longest to read, the slowest first.
    """

    wall: float
    videos: int
    readers: int
    cores: int
    laps: tuple[Lap, ...]
    reading: tuple[Lap, ...]
    slowest: tuple[SlowVideo, ...]

    def of_stage(self, stage: str) -> float:
        """Seconds of a stage, in all its parts."""
        return sum(lap.seconds for lap in (*self.laps, *self.reading) if lap.stage == stage)

    @property
    def rest(self) -> float:
        """Seconds of ``wall`` that are of no stage."""
        return max(0.0, self.wall - sum(lap.seconds for lap in self.laps))

    @property
    def bound(self) -> str:
        """The stage of the process that computes that took longest: a faster one would shorten the run most."""
        return max(STAGES, key=self.of_stage)


class Laps:
    """Adds up seconds while a run goes on.

    Attributes:
        readers: processes that read videos.
    """

    def __init__(self) -> None:
        self.readers = 1
        self._begun = time.perf_counter()
        self._seconds: dict[tuple[str, str], float] = {}
        self._slowest: list[tuple[float, str, int, dict[str, float]]] = []
        self._videos = 0

    @contextmanager
    def of(self, stage: str, of: str = "") -> Generator[None]:
        """Count the time inside as that of a stage."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self._add(stage, of, time.perf_counter() - start)

    @contextmanager
    def side_by_side(self, stage: str) -> Generator[Callable[[str, float], None]]:
        """Count the time inside as that of a stage whose parts run side by side, divided by what each of them took.

        What is yielded takes the name of a part and the seconds that it took.
        """
        took: dict[str, float] = {}

        def count(of: str, seconds: float) -> None:
            took[of] = took.get(of, 0.0) + seconds

        start = time.perf_counter()
        try:
            yield count
        finally:
            wall, total = time.perf_counter() - start, sum(took.values())
            for of, seconds in (took or {"": 0.0}).items():
                self._add(stage, of, wall * (seconds / total if total > 0 else 1 / max(1, len(took))))

    def with_rest(self, stage: str) -> dict[str, float]:
        """Seconds by stage until now; what was spent on no other stage is that of ``stage``."""
        spent = {name: seconds for (name, _), seconds in self._seconds.items()}
        return {**spent, stage: max(0.0, time.perf_counter() - self._begun - sum(spent.values()))}

    def read(self, video: str, by_stage: Mapping[str, float]) -> None:
        """Count what another process spent on a video."""
        self._videos += 1
        for stage, seconds in by_stage.items():
            self._add(stage, "", seconds)
        add = heapq.heappush if len(self._slowest) < MOST_SLOW else heapq.heappushpop
        add(self._slowest, (sum(by_stage.values()), video, self._videos, dict(by_stage)))

    def times(self, cores: int) -> TimeSpent:
        """What was counted until now, with so many cores."""
        laps = [Lap(stage=stage, of=of, seconds=_rounded(seconds)) for (stage, of), seconds in self._seconds.items()]
        order = {stage: place for place, stage in enumerate((*STAGES, *READING))}
        laps.sort(key=lambda lap: (order[lap.stage], -lap.seconds))
        return TimeSpent(
            wall=_rounded(time.perf_counter() - self._begun),
            videos=self._videos,
            readers=self.readers,
            cores=cores,
            laps=tuple(lap for lap in laps if lap.stage in STAGES),
            reading=tuple(lap for lap in laps if lap.stage in READING),
            slowest=tuple(
                SlowVideo(
                    video=video, seconds=_rounded(seconds), by_stage={k: _rounded(v) for k, v in by_stage.items()}
                )
                for seconds, video, _, by_stage in sorted(self._slowest, reverse=True)
            ),
        )

    def _add(self, stage: str, of: str, seconds: float) -> None:
        self._seconds[stage, of] = self._seconds.get((stage, of), 0.0) + seconds


def _rounded(seconds: float) -> float:
    return round(seconds, 4)
