"""Which frames are read, and where they are: from the packets' timestamps, before anything is decoded."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

# A window of more frames than this is narrowed around its centre: 2 s of a 240-frames-per-second camera fit;
# timestamps that claim a million frames within 2 s do not make the reader decode them all.
_MOST_WINDOW_FRAMES = 512
# A frame may be shown for hours. A window that it fills counts as so many seconds, or as many as were asked for.
_MOST_WINDOW_SECONDS = 60.0


def evenly(window: range, count: int) -> tuple[int, ...]:
    """``count`` indices at the centres of equal parts of a window; a shorter window repeats its frames.

    Neither the first nor the last frame is among them in a longer window: titles, fades and the encoder's first seconds would
    weigh too much.

    >>> evenly(range(10, 20), 5)
    (11, 13, 15, 17, 19)
    >>> evenly(range(3), 6)
    (0, 0, 1, 1, 2, 2)
    """
    return tuple(window[(2 * part + 1) * len(window) // (2 * count)] for part in range(count))


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The frames to be read, by index in order of presentation.

    Attributes:
        sampled: indices of the evenly spread frames, ascending.
        window: indices of the window of consecutive frames.
        start: seconds from the first frame to the first frame of the window.
        duration: seconds that the window spans, its last frame included; at most a minute, or what was asked for.
    """

    sampled: tuple[int, ...]
    window: range
    start: float
    duration: float

    @property
    def wanted(self) -> list[int]:
        """All indices, ascending, each once."""
        return sorted({*self.sampled, *self.window})


def select(times: array[float], duration: float, frames: int, window: float) -> Selection:
    """Choose the frames of a video.

    Args:
        times: seconds from the first frame, per frame in order of presentation; not empty.
        duration: seconds from the first frame to the end of the last.
        frames: how many evenly spread frames.
        window: seconds of consecutive frames around the middle; the whole video when it is shorter; 0 for none.
    """
    # a video of fewer frames gives each of them once
    sampled = evenly(range(len(times)), min(len(times), frames))
    if window <= 0:
        return Selection(sampled=sampled, window=range(0), start=0.0, duration=0.0)
    tick = 1e-6  # timestamps are rounded; a frame due at the border belongs to the window
    start = max(0.0, (duration - window) / 2)
    first = bisect_left(times, start - tick)
    last = len(times) if duration <= window + tick else bisect_left(times, start + window - tick)
    if last <= first:  # a pause longer than the window: the frame that is on the screen
        first = max(0, bisect_right(times, start) - 1)
        last = first + 1
    if last - first > _MOST_WINDOW_FRAMES:
        first += (last - first - _MOST_WINDOW_FRAMES) // 2
        last = first + _MOST_WINDOW_FRAMES
    end = times[last] if last < len(times) else duration
    length = min(end - times[first], max(window, _MOST_WINDOW_SECONDS))
    return Selection(sampled=sampled, window=range(first, last), start=times[first], duration=length)


@dataclass(slots=True)
class FrameRun:
    """Consecutive packets, in decoding order, that are decoded: from an entry to the last packet that is wanted.

    Attributes:
        first: number of the first packet.
        last: number of the last packet.
    """

    first: int
    last: int


@dataclass(slots=True)
class Packets:
    """What the packets of a stream announce, in decoding order.

    Attributes:
        stamps: presentation timestamp of each packet, in units of the time base; ``None`` is kept as ``missing``.
        entries: numbers of the packets at which decoding may begin.
        shown: whether the frame of each packet is shown.
    """

    stamps: array[int] = field(default_factory=lambda: array("q"))
    entries: list[int] = field(default_factory=list)
    shown: bytearray = field(default_factory=bytearray)

    def order(self) -> list[int]:
        """Numbers of the packets whose frames are shown, in order of presentation."""
        stamps = self.stamps
        return sorted((i for i in range(len(stamps)) if self.shown[i]), key=stamps.__getitem__)

    def runs(self, wanted: list[int]) -> list[FrameRun]:
        """What has to be decoded so that these packets (numbers, ascending) can be.

        A packet that follows an entry but is shown before it ("leading") may refer to frames before the
        entry; then the stretch before the entry is decoded as well.
        """
        stretches: list[tuple[int, int]] = []
        for number in wanted:
            at = max(0, bisect_right(self.entries, number) - 1)
            if at > 0 and self.stamps[number] < self.stamps[self.entries[at]]:
                at -= 1
            stretches.append((self.entries[at], number))
        runs: list[FrameRun] = []
        for first, last in sorted(stretches):
            if runs and first <= runs[-1].last + 1:
                runs[-1].last = max(runs[-1].last, last)
            else:
                runs.append(FrameRun(first, last))
        return runs
