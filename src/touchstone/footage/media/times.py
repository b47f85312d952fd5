"""When the frames of a video are shown: seconds, rate, regularity."""

from __future__ import annotations

import itertools
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from touchstone.vocabulary.errors import MediaError

from .container import Limits, Streams, open_streams
from .decode import decode_all
from .file import PlainFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """When the frames are shown.

    Attributes:
        seconds: per frame in order of presentation, seconds from the first frame.
        zero: time of the first frame on the container's clock, seconds.
        duration: seconds from the first frame to the end of the last.
        rate: mean frame rate, frames per second; ``None`` where one frame is all there is and the header is silent.
        variable: whether frames are unevenly spaced; ``None`` where there are too few to tell.
    """

    seconds: array[float]
    zero: float
    duration: float
    rate: float | None
    variable: bool | None


def describe_times(stamps: Sequence[int | None], last_duration: int, time_base: Fraction, header_rate: float) -> Times:
    """Times of frames from their timestamps, or from the header's rate where timestamps are missing or do not rise.

    Args:
        stamps: timestamps in order of presentation, in units of the time base; not empty.
        last_duration: duration of the last frame in the same unit; 0 where not known.
        time_base: seconds per unit.
        header_rate: frames per second that the header gives.
    """
    stated = [stamp for stamp in stamps if stamp is not None]
    rising = all(after > before for before, after in itertools.pairwise(stated))
    if len(stated) < len(stamps) or not rising:
        seconds = array("d", (index / header_rate for index in range(len(stamps))))
        return Times(seconds=seconds, zero=0.0, duration=len(stamps) / header_rate, rate=header_rate, variable=None)
    zero = stated[0]
    seconds = array("d", (float((stamp - zero) * time_base) for stamp in stated))
    span = stated[-1] - zero
    if len(stated) > 1:
        rate = float((len(stated) - 1) / (span * time_base))
        last = float(last_duration * time_base) or 1 / rate
        return Times(
            seconds=seconds,
            zero=float(zero * time_base),
            duration=seconds[-1] + last,
            rate=rate,
            variable=_uneven(stated),
        )
    last = float(last_duration * time_base) or 1 / header_rate
    return Times(seconds=seconds, zero=float(zero * time_base), duration=last, rate=header_rate, variable=None)


def _uneven(stamps: Sequence[int]) -> bool | None:
    """Whether spacing varies by more than what rounding timestamps to whole units makes of an even one.

    >>> _uneven([0, 33, 67, 100, 133])  # 30 frames per second in milliseconds
    False
    >>> _uneven([0, 1, 2, 4, 5])  # one frame of 25 per second left out, in units of 1/25 s
    True
    """
    if len(stamps) < 3:
        return None
    gaps = [after - before for before, after in itertools.pairwise(stamps)]
    mean = (stamps[-1] - stamps[0]) / len(gaps)
    gap_range = max(gaps) - min(gaps)
    coarse = mean < 4  # a unit is a large part of the spacing: one unit more is a real difference
    return gap_range > max(1.0, 0.02 * mean) or (coarse and gap_range >= 1)


def count_frames(file: PlainFile, limits: Limits, threads: int) -> Times:
    """Decode all frames once, converting none, to learn how many there are and when they are shown: for streams whose packets
    do not tell how many frames they give.
    """
    with open_streams(file, limits, threads) as source:
        stamps: list[int | None] = []
        last_duration = 0
        for frame in decode_all(source):
            if frame is None:
                continue
            stamps.append(frame.pts)
            last_duration = frame.duration or 0
            if len(stamps) > limits.max_frames:
                raise MediaError(f"more than {limits.max_frames:,} frames: too long to analyse")
        if not stamps:
            raise MediaError("no frame can be decoded")
        return describe_times(stamps, last_duration, source.time_base, header_rate(source))


def header_rate(source: Streams) -> float:
    """Frame rate that the header gives; 25 where it gives none."""
    rate = source.video.average_rate or source.video.guessed_rate
    return float(rate) if rate and rate > 0 else 25.0
