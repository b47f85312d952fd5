"""What the first reading gathers on its way: the first frame, and how far the sound reaches."""

from __future__ import annotations

from av.packet import Packet
from av.video.frame import VideoFrame

from touchstone.vocabulary.errors import one_line

from .backend import FFmpegError
from .container import Source

_MOST_PACKETS = 300


class Audio:
    """Extent of the sound stream, from its packets."""

    def __init__(self, source: Source) -> None:
        self._stream = source.audio
        self._first: int | None = None
        self.end: int | None = None

    def add(self, packet: Packet) -> None:
        if packet.pts is None:
            return
        end = packet.pts + (packet.duration or 0)
        self._first = packet.pts if self._first is None else min(self._first, packet.pts)
        self.end = end if self.end is None else max(self.end, end)

    @property
    def duration(self) -> float | None:
        if self._stream is None or self._stream.time_base is None:
            return None
        if self._first is None or self.end is None:
            return 0.0
        return float((self.end - self._first) * self._stream.time_base)


class Probe:
    """Decodes from the start until the key frame, or a later one, comes out.

    Frames that come out before it are shown before the key frame although they follow it in the file; which
    of them can be decoded without what came before, only decoding tells.
    """

    def __init__(self, source: Source) -> None:
        self._decoder = source.decoder
        self._key: int | None = None
        self._fed = 0
        self.first: VideoFrame | None = None
        self.leading: set[int] = set()
        self.missing_stamp = False
        self.error = "the decoder gave no picture"
        self.done = False

    def feed(self, packet: Packet | None) -> None:
        if packet is not None:
            self._fed += 1
            if self._key is None and packet.is_keyframe:
                self._key = packet.pts
        try:
            frames = self._decoder.decode(packet)
        except FFmpegError as error:
            self.error = one_line(error)
            frames = []
        for frame in frames:
            self.first = self.first or frame
            if frame.pts is None:
                self.missing_stamp = True
            elif self._key is not None and frame.pts < self._key:
                self.leading.add(frame.pts)
                continue
            self.done = True
        self.done = self.done or packet is None or self._fed >= _MOST_PACKETS
