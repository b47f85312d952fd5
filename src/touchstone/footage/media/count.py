"""Counting frames by decoding them: for streams whose packets do not tell how many frames they give."""

from __future__ import annotations

from collections.abc import Iterator

from av.video.frame import VideoFrame

from touchstone.vocabulary.errors import MediaError

from .backend import FFmpegError
from .container import Source, open_source
from .file import File
from .limits import Limits
from .times import Times, describe_times


def count_frames(file: File, limits: Limits, threads: int) -> Times:
    """Decode all frames once, converting none, to learn how many there are and when they are shown."""
    source = open_source(file, threads=threads, max_pixels=limits.max_pixels)
    try:
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
    finally:
        source.close()


def decode_all(source: Source) -> Iterator[VideoFrame | None]:
    """Every frame of a source, in the decoder's order; ``None`` for each packet that the decoder refuses."""
    for packet in source.container.demux(source.video):
        last = packet.size == 0 and packet.pts is None and packet.dts is None
        if packet.size == 0 and not last:
            continue  # an empty packet would tell the decoder that the stream ends
        try:
            yield from source.decoder.decode(None if last else packet)
        except FFmpegError:
            yield None


def header_rate(source: Source) -> float:
    """Frame rate that the header gives; 25 where it gives none."""
    rate = source.video.average_rate or source.video.guessed_rate
    return float(rate) if rate and rate > 0 else 25.0
