"""A video, opened: its facts at once, its selected frames and its sound on demand."""

from __future__ import annotations

import os
from collections.abc import Iterator
from types import TracebackType
from typing import Self

from av.video.frame import VideoFrame

from touchstone.vocabulary.defaults import FRAMES_PER_VIDEO, WINDOW
from touchstone.vocabulary.errors import MediaError, UsageError

from .container import LIMITS, Limits, only_this_file, open_streams
from .decode import PlanBroken, decode_counted, decode_planned
from .facts import VideoFacts
from .file import PlainFile
from .frame import Frame
from .plan import select
from .sound import Sound, read_sound
from .survey import survey
from .times import count_frames


def open_video(
    path: str | os.PathLike[str],
    frames: int = FRAMES_PER_VIDEO,
    window: float = WINDOW,
    *,
    threads: int = 1,
    limits: Limits = LIMITS,
) -> Video:
    """Open a video and choose its frames; nothing but the first frame is decoded yet.

    Two selections are made: ``frames`` exact frames at the centres of as many equal parts of the video (all
    of them when there are fewer), and the consecutive frames of ``window`` seconds around the middle (all
    when the video is shorter).

    Nothing outside the file is ever opened: FFmpeg sees a stream of bytes, only containers that hold all they
    need are allowed, and it may use no protocol.

    Args:
        path: a plain file.
        frames: evenly spread frames; 0 for none.
        window: seconds of consecutive frames; 0 for none.
        threads: threads of the decoder; 0 lets FFmpeg choose. One is best when several processes share the machine.
        limits: how large a video may be.

    Raises:
        MediaError: the video cannot be read; the text says in one line what was found.
        UsageError: an argument is negative.

    Example::

        with open_video("clip.mp4") as video:
            print(video.facts)
            for frame in video.frames():
                if frame.sampled:
                    look_at(frame.rgb)
            sound = video.sound()
    """
    if frames < 0 or window < 0 or threads < 0:
        raise UsageError("frames, window and threads of a video must not be negative")
    return Video(path, frames, window, threads, limits)


class Video:
    """An open video; see :func:`open_video`. Close it, or use it in a ``with`` statement.

    Attributes:
        facts: what the container says.
        window_start: seconds from the first frame to the window's first frame.
        window_duration: seconds that the window spans, its last frame included.
        sampled: indices of the evenly spread frames.
        window: indices of the window's frames.
    """

    def __init__(self, path: str | os.PathLike[str], frames: int, window: float, threads: int, limits: Limits) -> None:
        self._threads = threads
        self._limits = limits
        self._seconds = window
        self._frames = frames
        self._read = False
        self._file = PlainFile(path)
        try:
            with only_this_file():
                self._survey = survey(self._file, limits, threads)
        except BaseException:
            self._file.close()
            raise
        self.facts: VideoFacts = self._survey.facts
        self._times = self._survey.times
        self._select()

    def _select(self) -> None:
        self._selection = select(self._times.seconds, self._times.duration, self._frames, self._seconds)
        self.sampled = self._selection.sampled
        self.window = self._selection.window
        self.window_start = self._selection.start
        self.window_duration = self._selection.duration

    def frames(self) -> Iterator[Frame]:
        """The selected frames in order of presentation, each once, decoded as they are asked for.

        One frame is held at a time; keep its pixels, not the frames, if memory matters. Can be called once
        per video.

        Raises:
            MediaError: some of the selected frames cannot be decoded. It is raised after the last readable
                one was given, and says how many are missing: a video is either measured whole or not at all,
                so what came before is void.
        """
        if self._read:
            raise UsageError("the frames of a video can be read once; open it again")
        self._read = True
        with only_this_file():
            yield from self._chosen()

    def _chosen(self) -> Iterator[Frame]:
        given = False
        if self._survey.packets is not None:
            try:
                for frame in self._planned():
                    given = True
                    yield frame
                return
            except PlanBroken:
                if given:
                    raise MediaError("the decoder gives other frames than the packets announce") from None
            # Nothing has been given yet, so counting can start over with the frames as the decoder gives
            # them.
            self._times = count_frames(self._file, self._limits, self._threads)
            self._select()
        with open_streams(self._file, self._limits, self._threads) as source:
            for index, picture in decode_counted(source, self._selection.wanted):
                yield self._frame(index, picture)

    def _planned(self) -> Iterator[Frame]:
        packets = self._survey.packets
        wanted = self._selection.wanted
        if packets is None or not wanted:
            return
        with open_streams(self._file, self._limits, self._threads) as source:
            for index, picture in decode_planned(source, packets, self._survey.order, wanted):
                yield self._frame(index, picture)

    def _frame(self, index: int, picture: VideoFrame) -> Frame:
        kinds = {"sampled": index in self.sampled, "in_window": index in self.window}
        return Frame(picture, index=index, time=self._times.seconds[index], **kinds, rotation=self.facts.rotation)

    def sound(self) -> Sound | None:
        """The window's sound, or that of the whole video when no window was asked for; ``None`` where there is none.

        Can be called before, between and after the frames. Damaged stretches are silent.
        """
        if not self.window:
            return self._sound(0.0, self._times.duration)
        return self._sound(self.window_start, self.window_duration)

    def opening_sound(self, seconds: float) -> Sound | None:
        """Sound of the first seconds of the video; ``None`` where there is none."""
        return self._sound(0.0, min(seconds, self._times.duration))

    def _sound(self, start: float, duration: float) -> Sound | None:
        if self._survey.facts.audio_codec is None:
            return None
        with only_this_file(), open_streams(self._file, self._limits, threads=1) as source:
            return read_sound(source, self._times.zero, start, duration)

    def close(self) -> None:
        """Close the file; closing twice does nothing."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Video {self.facts}>"
