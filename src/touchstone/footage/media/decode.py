"""The second reading of a video: decode what is wanted, and of the rest only what the wanted frames are made from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from av.packet import Packet
from av.video.frame import VideoFrame

from touchstone.vocabulary.errors import MediaError

from .backend import FFmpegError
from .container import Streams
from .entry import SKIPS_NON_REFERENCE
from .plan import FrameRun, Packets


class PlanBroken(Exception):  # noqa: N818 - never leaves this room: the reader then counts frames instead
    """The decoder did not give the frames that the packets announced."""


def decode_planned(
    source: Streams, packets: Packets, order: list[int], wanted: list[int]
) -> Iterator[tuple[int, VideoFrame]]:
    """Wanted frames by the packets' timestamps.

    Frames that no other refers to are skipped unless wanted, stretches between entries without a wanted frame
    are not decoded at all, and reading stops after the last wanted frame.

    Args:
        source: a fresh demuxer, at the start of the file.
        packets: what the first reading found.
        order: numbers of the packets whose frames are shown, in order of presentation.
        wanted: indices of frames, ascending.

    Yields:
        Index and frame, ascending.

    Raises:
        MediaError: damaged data; after the frames that could be decoded were given.
        PlanBroken: the packets or frames differ from what was announced.
    """
    collector = _Collector(packets, {packets.stamps[order[index]]: (index, order[index]) for index in wanted})
    runs = packets.runs(sorted(order[index] for index in wanted))
    for run, packet, number in _packets_of(source, packets, runs):
        skip = number not in collector.numbers and source.decoder.codec.name in SKIPS_NON_REFERENCE
        source.decoder.skip_frame = "NONREF" if skip else "DEFAULT"
        yield from collector.take(_decode(source, packet, collector, number))
        if number == run.last:
            yield from collector.take(_decode(source, None, collector, number))
            source.decoder.flush_buffers()
    collector.finish()


def _packets_of(source: Streams, packets: Packets, runs: list[FrameRun]) -> Iterator[tuple[FrameRun, Packet, int]]:
    """The packets of the runs, each compared with what the first reading saw."""
    waiting = iter(runs)
    run = next(waiting)
    number = -1
    for packet in source.packets(source.video):
        if packet.size == 0:
            continue
        number += 1
        if number >= len(packets.stamps) or packet.pts != packets.stamps[number]:
            raise PlanBroken
        if number < run.first:
            continue
        yield run, packet, number
        if number == run.last:
            following = next(waiting, None)
            if following is None:
                return
            run = following
    raise PlanBroken


def _decode(source: Streams, packet: Packet | None, collector: _Collector, number: int) -> list[VideoFrame]:
    try:
        return source.decoder.decode(packet)
    except MemoryError:  # the machine's failure, not damage
        raise
    except FFmpegError:
        collector.damage(number)
        return []


class _Collector:
    """Picks wanted frames out of what the decoder gives, and keeps account of damage.

    Damage spreads: every later frame of the stretch may refer to the damaged one, and decoders hide that. So
    all frames from the damaged packet to the next entry count as not decodable.
    """

    def __init__(self, packets: Packets, wanted: dict[int, tuple[int, int]]) -> None:
        self._packets = packets
        self._wanted = wanted
        self.numbers = frozenset(number for _, number in wanted.values())
        self._damaged: dict[int, int] = {}  # entry → first damaged packet after it
        self._last = -1
        self._given = 0
        self._lost: list[int] = []

    def damage(self, number: int) -> None:
        entry = bisect_right(self._packets.entries, number)
        self._damaged[entry] = min(number, self._damaged.get(entry, number))

    def take(self, frames: list[VideoFrame]) -> Iterator[tuple[int, VideoFrame]]:
        for frame in frames:
            stamp = frame.pts
            if stamp is None:
                raise PlanBroken
            if frame.is_corrupt:
                self._mark(stamp)
            if stamp not in self._wanted:
                continue
            index, number = self._wanted[stamp]
            if index <= self._last:
                raise PlanBroken
            self._last = index
            entry = bisect_right(self._packets.entries, number)
            if number >= self._damaged.get(entry, number + 1):
                self._lost.append(index)
                continue
            self._given += 1
            yield index, frame

    def _mark(self, stamp: int) -> None:
        try:
            self.damage(self._packets.stamps.index(stamp))
        except ValueError:
            raise PlanBroken from None

    def finish(self) -> None:
        missing = len(self._wanted) - self._given
        if missing and not self._given:
            raise PlanBroken
        if missing:
            raise MediaError(damaged(missing, len(self._wanted)))


def decode_counted(source: Streams, wanted: list[int]) -> Iterator[tuple[int, VideoFrame]]:
    """Wanted frames by counting what the decoder gives, from the start of the file.

    Args:
        source: a fresh demuxer, at the start of the file.
        wanted: indices of frames, ascending.

    Raises:
        MediaError: frames are damaged or missing; after those that could be decoded were given.
    """
    waiting = iter(wanted)
    target = next(waiting, None)
    given = refused = 0
    index = -1
    for frame in decode_all(source):
        if target is None:
            break
        if frame is None:
            # Before the first frame this is the rest of a stretch that began before the file.
            refused += index >= 0
            continue
        index += 1
        if index == target:
            target = next(waiting, None)
            if not frame.is_corrupt:
                given += 1
                yield index, frame
    if given < len(wanted):
        raise MediaError(damaged(len(wanted) - given, len(wanted)))
    if refused:
        raise MediaError(f"damaged: {refused} packets before the last frame to be read cannot be decoded")


def damaged(missing: int, wanted: int) -> str:
    """The reason of a video of which not all wanted frames can be decoded."""
    return f"damaged: {missing} of the {wanted} frames to be read cannot be decoded"


def decode_all(source: Streams) -> Iterator[VideoFrame | None]:
    """Every frame of a source, in the decoder's order; ``None`` for each packet that the decoder refuses."""
    for packet in source.packets(source.video):
        last = packet.size == 0 and packet.pts is None and packet.dts is None
        if packet.size == 0 and not last:
            continue  # an empty packet would tell the decoder that the stream ends
        try:
            yield from source.decoder.decode(None if last else packet)
        except MemoryError:
            raise
        except FFmpegError:
            yield None
