"""Opening a container: which formats are allowed, which of its streams is the video, what to say when it is
none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Discard, Disposition
from av.video.codeccontext import VideoCodecContext
from av.video.stream import VideoStream

from touchstone.vocabulary.errors import MediaError, one_line

from .backend import FFmpegError, av
from .file import File

# A demuxer that is not on this list is refused, whatever the file says it is. The list holds containers of
# footage that keep all they need within one file; playlists (hls, dash, concat, sdp, rtsp), numbered pictures
# (image2), scripts that generate pictures (lavfi), devices and subtitle formats are left out because they
# open other files or addresses. Sound formats are in so that a sound file gets its proper reason.
_FORMATS = (
    "mov", "matroska", "webm", "avi", "mpeg", "mpegts", "mpegvideo", "flv", "asf", "ogg", "gif", "mxf", "nut",
    "ivf", "h264", "hevc", "m4v", "obu", "av1", "dv", "yuv4mpegpipe",
    "wav", "mp3", "flac", "aac",
)  # fmt: skip

_NOT_PICTURES = Disposition.attached_pic | Disposition.timed_thumbnails

_NEVER_IN_TEXT = {*range(32), 127} - set(b"\t\n\r\f")

_SIGNS: tuple[tuple[Callable[[bytes], bool], str], ...] = (
    (
        lambda head: head.startswith(b"#EXTM3U"),
        "a playlist (HLS), not a video: files that it names are not opened",
    ),
    (
        lambda head: head.startswith(b"ffconcat"),
        "a playlist (concat), not a video: files that it names are not opened",
    ),
    (
        lambda head: head.startswith(b"v=0"),
        "a session description (SDP), not a video: addresses in it are not opened",
    ),
    (lambda head: b"<MPD" in head, "a playlist (DASH), not a video: files that it names are not opened"),
    (
        lambda head: (
            (head.startswith((b"\xff\xd8\xff", b"\x89PNG", b"BM", b"RIFF")) and not head.startswith(b"RIFF"))
            or head[8:12] == b"WEBP"
        ),
        "a still picture, not a video",
    ),
    (
        lambda head: head[4:8] == b"ftyp",
        "an MP4 or MOV file without a usable index (moov): truncated or damaged",
    ),
    (lambda head: not set(head) & _NEVER_IN_TEXT, "text, not a video"),
)


@dataclass(frozen=True, slots=True)
class Source:
    """One demuxer over the file.

    Attributes:
        container: PyAV's container.
        video: the video stream.
        audio: the sound stream, if there is one that can be decoded.
    """

    container: InputContainer
    video: VideoStream
    audio: AudioStream | None

    @property
    def decoder(self) -> VideoCodecContext:
        """The decoder of the video stream."""
        return self.video.codec_context

    @property
    def time_base(self) -> Fraction:
        """Seconds per unit of the video's timestamps."""
        return self.video.time_base or Fraction(1, 90_000)

    def close(self) -> None:
        """Close the demuxer and the decoders; the file stays open."""
        self.container.close()


def open_source(file: File, *, threads: int, max_pixels: int) -> Source:
    """Open a demuxer over a file.

    Args:
        file: the file.
        threads: threads of the video decoder.
        max_pixels: pixels per frame above which decoders refuse.

    Raises:
        MediaError: no known container, no video stream, no decoder.
    """
    limits = {"max_pixels": str(max_pixels)}
    try:
        container = av.open(
            file.reader(),
            "r",
            options=limits,
            container_options={"format_whitelist": ",".join(_FORMATS), "protocol_whitelist": "none"},
            metadata_errors="replace",
            buffer_size=1 << 17,
        )
    except (FFmpegError, ValueError, OSError) as error:
        raise MediaError(_why_not(file, error)) from None
    try:
        video = _choose_video(container)
        audio = _choose_audio(container)
        for stream in container.streams:
            if stream.index != video.index and (audio is None or stream.index != audio.index):
                stream.discard = Discard.all
        decoder = video.codec_context
        decoder.options = limits | {"export_side_data": "venc_params"}  # the quantisers, for Frame.quantiser
        decoder.thread_count = threads
        decoder.thread_type = "AUTO" if threads != 1 else "NONE"
    except BaseException:
        container.close()
        raise
    return Source(container, video, audio)


def _choose_video(container: InputContainer) -> VideoStream:
    """The video stream that players show: the default one, else the first; never a cover picture."""
    pictures = [stream for stream in container.streams.video if not stream.disposition & _NOT_PICTURES]
    if not pictures:
        if container.streams.video:
            raise MediaError(
                "no video stream, only a cover picture" + (" and sound" if container.streams.audio else "")
            )
        raise MediaError("no video stream, only sound" if container.streams.audio else "no video stream")
    usable = [stream for stream in pictures if _has_decoder(stream)]
    if not usable:
        raise MediaError("no decoder for the codec of the video stream")
    return next((stream for stream in usable if stream.disposition & Disposition.default), usable[0])


def _choose_audio(container: InputContainer) -> AudioStream | None:
    usable = [stream for stream in container.streams.audio if _has_decoder(stream)]
    return next((stream for stream in usable if stream.disposition & Disposition.default), next(iter(usable), None))


def _has_decoder(stream: VideoStream | AudioStream) -> bool:
    # PyAV's stubs promise a context; streams of unknown codecs have none.
    context: object = stream.codec_context
    return context is not None


def _why_not(file: File, error: BaseException) -> str:
    head = file.head()
    for test, words in _SIGNS:
        if test(head):
            return words
    return f"not a video in a known container: {one_line(error)}"
