"""The first reading of a video: its packets without decoding them, its first frame, and from those its facts.

Timestamps of packets tell the order of presentation before anything is decoded. Where they cannot (missing or
repeated ones, packets without a frame of their own), the frames are counted by decoding them all once.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from av.packet import Packet
from av.video.frame import VideoFrame

from touchstone.vocabulary.errors import MediaError, one_line

from .backend import FFmpegError
from .boxes import cut_in_index
from .container import Limits, Streams, open_streams
from .entry import INTRA_ONLY, ONE_FRAME_PER_PACKET, is_entry
from .facts import VideoFacts
from .file import PlainFile
from .plan import Packets
from .times import Times, count_frames, describe_times, header_rate

_PROGRESSIVE = (0, 1)  # AV_FIELD_UNKNOWN, AV_FIELD_PROGRESSIVE: no packet holds only half a frame
_MISSING = -(1 << 63)
_MOST_PROBED = 300  # packets
_EMPTY_MPEG4_FRAME = 16  # bytes: smaller packets say "as before" and give no frame


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What the first reading found.

    Attributes:
        facts: the container columns.
        packets: the packets; ``None`` where they do not tell the frames, so that these must be counted while decoding.
        order: numbers of the packets whose frames are shown, in order of presentation; empty without ``packets``.
        times: when each frame is shown.
    """

    facts: VideoFacts
    packets: Packets | None
    order: list[int]
    times: Times


def survey(file: PlainFile, limits: Limits, threads: int) -> Survey:
    """Read a video's packets and its first frame.

    Raises:
        MediaError: it cannot be read to its end, holds no frame, or is outside the limits.
    """
    try:
        with open_streams(file, limits, threads) as source:
            return _survey(file, source, limits, threads)
    except MediaError:
        cut = cut_in_index(file)
        if cut is not None:
            raise MediaError(cut) from None
        raise


def _survey(file: PlainFile, source: Streams, limits: Limits, threads: int) -> Survey:
    decoder, codec = source.decoder, source.decoder.codec.name
    _check_size(decoder.width, decoder.height, limits)
    packets, probe, audio = Packets(), _Probe(source), _Audio(source)
    tellable = codec in ONE_FRAME_PER_PACKET and decoder.field_order in _PROGRESSIVE
    # AVI has no presentation timestamps; FFmpeg's guesses at them are wrong where frames are reordered.
    tellable &= source.container.format.name != "avi" or codec in INTRA_ONLY
    video_bytes, last_stamp, last_duration, clean = 0, _MISSING, 0, True
    streams = (source.video, source.audio) if source.audio else (source.video,)
    try:
        for packet in source.packets(*streams):
            if packet.size == 0:
                continue
            if packet.stream_index != source.video.index:
                audio.add(packet)
                continue
            number = len(packets.stamps)
            if number >= limits.max_frames:
                raise MediaError(f"more than {limits.max_frames:,} frames: too long to analyse")
            video_bytes += packet.size
            clean = not packet.is_corrupt
            stamp = _MISSING if packet.pts is None else packet.pts
            packets.stamps.append(stamp)
            packets.shown.append(not packet.is_discard)
            tellable &= stamp != _MISSING and not (codec == "mpeg4" and packet.size < _EMPTY_MPEG4_FRAME)
            if packet.is_keyframe and (not packets.entries or is_entry(codec, memoryview(packet), decoder.extradata)):
                packets.entries.append(number)
            if stamp > last_stamp:
                last_stamp, last_duration = stamp, packet.duration or 0
            if not probe.done:
                probe.feed(packet)
    except MemoryError:
        raise
    except FFmpegError as error:
        raise MediaError(_cut_off(len(packets.stamps), one_line(error))) from None
    if not packets.stamps:
        raise MediaError("no frames: the video stream is empty")
    if not clean:
        raise MediaError(_cut_off(len(packets.stamps) - 1, "the last packet is incomplete"))
    if not probe.done or probe.first is None:
        probe.feed(None)
    if probe.first is None:
        raise MediaError(f"no frame can be decoded ({len(packets.stamps)} packets): {probe.error}")
    _check_size(probe.first.width, probe.first.height, limits)
    _check_complete(source, packets, last_stamp + last_duration, audio)

    tellable &= not probe.missing_stamp and bool(packets.entries)
    order = _shown(packets, probe.leading) if tellable else []
    stamps = [packets.stamps[number] for number in order]
    if any(after <= before for before, after in itertools.pairwise(stamps)):
        order = []
    if order:
        times = describe_times(stamps, last_duration, source.time_base, header_rate(source))
        result = packets
    else:
        times = count_frames(file, limits, threads)
        result = None
    if times.duration > limits.max_duration:
        raise MediaError(f"{times.duration:,.0f} s by its timestamps: too long to analyse")
    facts = _facts(source, probe.first, times, video_bytes, audio)
    return Survey(facts=facts, packets=result, order=order, times=times)


def _shown(packets: Packets, leading: set[int]) -> list[int]:
    """Packets whose frames come out when the stream is decoded from its start, in order of presentation."""
    first = packets.entries[0]
    key = packets.stamps[first]
    for number, stamp in enumerate(packets.stamps):
        if number < first or (stamp < key and stamp not in leading):
            packets.shown[number] = False
    return packets.order()


def _check_size(width: int, height: int, limits: Limits) -> None:
    if width * height > limits.max_pixels:
        raise MediaError(
            f"{width}×{height} pixels: above the limit of {limits.max_pixels / 1e6:g} megapixels per frame"
        )
    if min(width, height) == 0:
        raise MediaError("no picture size: the video stream does not say how large its frames are")
    if min(width, height) < limits.min_side:
        least = f"{limits.min_side}×{limits.min_side}"
        raise MediaError(f"{width}×{height} pixels: too small to analyse (at least {least} needed)")


def _cut_off(frames: int, words: str) -> str:
    return f"truncated or damaged: the container can be read for its first {frames} frames only ({words})"


def _check_complete(source: Streams, packets: Packets, end: int, audio: _Audio) -> None:
    """Compare with the length that the header announces, in the formats that announce it exactly."""
    name = source.container.format.name
    if not name.startswith(("mov", "matroska")) or not source.container.duration:
        return
    announced = source.container.duration / 1e6
    ends = [float(end * source.time_base)]
    if audio.end is not None and source.audio is not None and source.audio.time_base is not None:
        ends.append(float(audio.end * source.audio.time_base))
    others = [
        s for s in source.container.streams if s.discard.name == "all" and s.type in ("audio", "video", "subtitle")
    ]
    present = max(ends) - min(0.0, (source.container.start_time or 0) / 1e6)
    if not others and present < 0.9 * announced - 0.5:
        frames = len(packets.stamps)
        raise MediaError(f"truncated: {announced:.1f} s are announced, {present:.1f} s ({frames} frames) are there")


def _facts(source: Streams, first: VideoFrame, times: Times, video_bytes: int, audio: _Audio) -> VideoFacts:
    rotation = -round(first.rotation / 90) * 90 % 360
    width, height = first.width, first.height
    if rotation in (90, 270):
        width, height = height, width
    count, bits = len(times.seconds), 8 * video_bytes
    stream = source.audio
    return VideoFacts(
        container=source.container.format.name,
        codec=source.decoder.codec.canonical_name,
        pixel_format=first.format.name,
        width=width,
        height=height,
        rotation=rotation,
        fps=times.rate,
        variable_frame_rate=times.variable,
        frame_count=count,
        duration=times.duration,
        bitrate=bits / times.duration if times.duration > 0 else None,
        bits_per_pixel=bits / (width * height * count),
        compression_ratio=width * height * 3 * count / video_bytes,
        has_audio=bool(source.container.streams.audio),
        audio_codec=stream.codec_context.codec.canonical_name if stream else None,
        audio_rate=(stream.codec_context.sample_rate or None) if stream else None,
        audio_channels=(len(stream.codec_context.layout.channels) or None) if stream else None,
        audio_duration=audio.duration,
    )


class _Audio:
    """Extent of the sound stream, from its packets."""

    def __init__(self, source: Streams) -> None:
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


class _Probe:
    """Decodes from the start until the key frame, or a later one, comes out.

    Frames that come out before it are shown before the key frame although they follow it in the file; which
    of them can be decoded without what came before, only decoding tells.
    """

    def __init__(self, source: Streams) -> None:
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
        except MemoryError:
            raise
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
        self.done = self.done or packet is None or self._fed >= _MOST_PROBED
