"""Opening a container: which formats are allowed, which of its streams is the video, what to say when it is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet
from av.stream import Discard, Disposition
from av.video.codeccontext import VideoCodecContext
from av.video.stream import VideoStream

from touchstone.vocabulary.errors import MediaError, TouchstoneError, is_out_of_memory, one_line, short_reason

from .backend import FFmpegError, av
from .file import PlainFile

# A demuxer that is not on this list is refused, whatever the file says it is. The list holds containers of
# footage that keep all they need within one file; playlists (hls, dash, concat, sdp, rtsp), numbered pictures
# (image2), scripts that generate pictures (lavfi), devices and subtitle formats are left out because they
# open other files or addresses. Sound formats are in so that a sound file gets its proper reason.
_FORMATS = (
    "mov", "matroska", "webm", "avi", "mpeg", "mpegts", "mpegvideo", "flv", "asf", "ogg", "gif", "mxf", "nut",
    "ivf", "h264", "hevc", "m4v", "obu", "av1", "dv", "yuv4mpegpipe",
    "wav", "mp3", "flac", "aac",
)  # fmt: skip

# These containers have no list of their streams: FFmpeg looks through the first seconds for them. Where it sees no pictures
# there, it looks further: 256 MiB, ten minutes.
_WITHOUT_LIST = frozenset({"mpegts", "mpeg", "flv"})
_FURTHER = MappingProxyType({"probesize": str(1 << 28), "analyzeduration": str(600_000_000)})

_NOT_PICTURES = Disposition.attached_pic | Disposition.timed_thumbnails

_NEVER_IN_TEXT = {*range(32), 127} - set(b"\t\n\r\f")

_PLAYLIST = "a playlist ({}), not a video: files that it names are not opened"
_SIGNS: tuple[tuple[Callable[[bytes], bool], str], ...] = (
    (lambda head: head.startswith(b"#EXTM3U"), _PLAYLIST.format("HLS")),
    (lambda head: head.startswith(b"ffconcat"), _PLAYLIST.format("concat")),
    (lambda head: head.startswith(b"v=0"), "a session description (SDP), not a video: addresses in it are not opened"),
    (lambda head: b"<MPD" in head, _PLAYLIST.format("DASH")),
    (lambda head: head.startswith((b"\xff\xd8\xff", b"\x89PNG", b"BM")) or head[8:12] == b"WEBP",
     "a still picture, not a video"),
    (lambda head: head[4:8] == b"ftyp", "an MP4 or MOV file without a usable index (moov): truncated or damaged"),
    (lambda head: not set(head) & _NEVER_IN_TEXT, "text, not a video"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on what an untrusted file can make a worker do.

    Attributes:
        min_side: pixels that a frame has at least in each direction: block and edge measures need them.
        max_pixels: pixels that a frame has at most.
        max_frames: frames that a video has at most.
        max_duration: seconds that a video lasts at most.
    """

    min_side: int = 16
    max_pixels: int = 100_000_000
    max_frames: int = 1_000_000
    max_duration: float = 86_400.0


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Streams:
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

    def packets(self, *streams: VideoStream | AudioStream) -> Iterator[Packet]:
        """The packets of streams, and an empty one for each at the end.

        A stream that appears after opening (FLV, MPEG-TS and MPEG-PS announce none) is not read; what was there at first is
        read to its end. PyAV stumbles over such a stream in the round of empty packets, after those of the streams before it.
        """
        try:
            yield from self.container.demux(*streams)
        except IndexError:
            return


@contextmanager
def open_streams(file: PlainFile, limits: Limits, threads: int) -> Iterator[Streams]:
    """Open a demuxer over a file; the file stays open when it closes.

    Args:
        file: the file.
        limits: decoders refuse frames of more pixels.
        threads: threads of the video decoder.

    Raises:
        MediaError: no known container, no video stream, no decoder.
    """
    options = {"max_pixels": str(limits.max_pixels)}
    container = _opened(file, options)
    if container.format.name in _WITHOUT_LIST and not any(map(_is_described, container.streams.video)):
        container.close()
        container = _opened(file, options, _FURTHER)
    with container:
        video = _choose_video(container)
        audio = _choose_audio(container)
        for stream in container.streams:
            if stream.index != video.index and (audio is None or stream.index != audio.index):
                stream.discard = Discard.all
        decoder = video.codec_context
        decoder.options = options | {"export_side_data": "venc_params"}  # the quantisers, for Frame.quantiser
        decoder.thread_count = threads
        decoder.thread_type = "AUTO" if threads != 1 else "NONE"
        yield Streams(container, video, audio)


def _opened(file: PlainFile, options: dict[str, str], look: Mapping[str, str] = MappingProxyType({})) -> InputContainer:
    try:
        return av.open(
            file.reader(),
            "r",
            options=options,
            container_options={"format_whitelist": ",".join(_FORMATS), "protocol_whitelist": "none", **look},
            metadata_errors="replace",
            buffer_size=1 << 17,
        )
    except (
        MemoryError
    ):  # FFmpeg says so of a header that asks for more than any machine has; honest headers ask for little
        raise MediaError("damaged: its header asks for more memory than there is") from None
    except (FFmpegError, ValueError, OSError) as error:
        raise MediaError(_why_not(file, error)) from None


def _is_described(stream: VideoStream) -> bool:
    return _has_decoder(stream) and stream.codec_context.width > 0


@contextmanager
def only_this_file() -> Iterator[None]:
    """Whatever a library raises inside costs the file that is read.

    Raises:
        MediaError: instead of any other error; the text has its class.
        MemoryError: what it is; another process may have more.
    """
    try:
        yield
    except (TouchstoneError, MemoryError):
        raise
    except Exception as error:  # files come from strangers, and libraries raise what they like
        if is_out_of_memory(error):
            raise MemoryError from error
        raise MediaError(f"cannot be read: {short_reason(error)}") from error


def _choose_video(container: InputContainer) -> VideoStream:
    """The video stream that players show: the default one, else the first; never a cover picture."""
    pictures = [stream for stream in container.streams.video if not stream.disposition & _NOT_PICTURES]
    if not pictures:
        if container.streams.video:
            sound = " and sound" if container.streams.audio else ""
            raise MediaError(f"no video stream, only a cover picture{sound}")
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


def _why_not(file: PlainFile, error: BaseException) -> str:
    head = file.head()
    for test, words in _SIGNS:
        if test(head):
            return words
    return f"not a video in a known container: {one_line(error)}"
