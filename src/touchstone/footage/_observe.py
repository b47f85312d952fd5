"""One pass over one video: everything that is read off it, for all indicators and all detectors at once."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from touchstone.domains import InputContract
from touchstone.errors import MediaError
from touchstone.indicators import ClipMeter, measure_frame
from touchstone.media import Frame, Video, filmstrip, open_video, resize

from ._faces import FaceWatch, detector_named, face_columns

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Pictures:
    """What the detectors with one contract are fed from one video.

    Attributes:
        pixels: uint8 RGB; [n, size, size, 3] for frames, [n, frames, size, size, 3] for clips.
        index: per unit its index: that of the frame, or the number of the clip.
        time: per unit, seconds from the first frame to its start.
    """

    pixels: NDArray[np.uint8]
    index: tuple[int, ...]
    time: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Observation:
    """Everything that one pass over one video gave.

    Attributes:
        video: columns of the ``videos`` table that the file itself tells, ``status`` and ``reason`` among them.
        frames: rows of the ``frames`` table, without the key.
        clips: rows of the ``clips`` table, without the key.
        preview: film strip, JPEG.
        pictures: for each contract what its detectors are fed; empty where the video failed.
    """

    video: Row
    frames: list[Row] = field(default_factory=list)
    clips: list[Row] = field(default_factory=list)
    preview: bytes | None = None
    pictures: dict[InputContract, Pictures] = field(default_factory=dict)


_OPENING = 2.0  # seconds that are looked through for the first sound


def observe(
    path: Path,
    contracts: tuple[InputContract, ...],
    *,
    frames: int = 8,
    window: float = 2.0,
    faces: str = "none",
) -> Observation:
    """Open a video once and read everything off it.

    Args:
        path: the file.
        contracts: input contracts of the detectors; equal ones are prepared once.
        frames: evenly spread exact frames.
        window: seconds of the window of consecutive frames, with its sound.
        faces: what looks for faces: ``none``, or as :func:`touchstone.media.open_face_detector` takes it.

    Raises:
        UsageError: there is no such face detector.
        MissingExtraError: its package is not installed.

    A video that cannot be read is an observation too: its ``video`` says ``failed`` and why. Nothing that a file holds
    raises.
    """
    facts: Row = {}
    watch = FaceWatch(detector_named(faces))
    try:
        facts |= _file_facts(path)
        with open_video(path, frames=frames, window=window) as video:
            facts |= video.facts.row()
            return _read(video, facts, contracts, watch)
    except MediaError as error:
        return Observation({**facts, "status": "failed", "reason": str(error)})
    except MemoryError:
        return Observation({**facts, "status": "failed", "reason": "not enough memory to decode it"})
    except Exception as error:  # a file from a stranger must not end the run, whatever it makes a library do
        reason = f"unexpected {type(error).__name__} while reading: {error}".splitlines()[0]
        return Observation({**facts, "status": "failed", "reason": reason})


def _file_facts(path: Path) -> Row:
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # opening a pipe or a device could wait for ever
            raise MediaError("not a plain file")
        with path.open("rb") as file:
            return {
                "file_size": os.fstat(file.fileno()).st_size,
                "sha256": hashlib.file_digest(file, "sha256").hexdigest(),
            }
    except FileNotFoundError as error:
        raise MediaError("file not found") from error
    except OSError as error:
        raise MediaError(f"the file cannot be opened: {error.strerror}") from error


def _read(video: Video, facts: Row, contracts: tuple[InputContract, ...], watch: FaceWatch) -> Observation:
    rows: list[Row] = []
    small: list[NDArray[np.uint8]] = []
    meter = ClipMeter()
    albums = [_Album(contract) for contract in contracts]
    for frame in video.frames():
        if frame.sampled:
            rows.append(_frame_row(frame, watch))
            small.append(_thumbnail(frame.rgb))
        if frame.in_window:
            meter.add(frame.luma)
            watch.remember(frame)
        for album in albums:
            album.add(frame, video)
    watch.measure(meter)
    clip = {
        "start": video.window_start,
        "duration": video.window_duration,
        "frame_count": len(video.window),
        **meter.result(video.sound(), video.opening_sound(_OPENING)),
    }
    return Observation(
        video={**facts, "status": "ok"},
        frames=rows,
        clips=[clip],
        preview=filmstrip(small),
        pictures={album.contract: album.pictures() for album in albums},
    )


def _frame_row(frame: Frame, watch: FaceWatch) -> Row:
    face = watch.look(frame)
    return {
        "index": frame.index,
        "time": frame.time,
        "quantiser": frame.quantiser,
        **face_columns(face, watch.looking),
        **measure_frame(frame.rgb, None if face is None else face.box, frame.luma),
    }


def _thumbnail(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    height, width = rgb.shape[:2]
    scale = min(1.0, 160 / height)
    return resize(rgb, (max(1, round(height * scale)), max(1, round(width * scale))), "area")


class _Album:
    """Collects the pictures that one contract asks for while the frames go by."""

    def __init__(self, contract: InputContract) -> None:
        self.contract = contract
        self._pages: list[NDArray[np.uint8]] = []
        self._index: list[int] = []
        self._time: list[float] = []
        self._places: tuple[int, ...] | None = None

    def add(self, frame: Frame, video: Video) -> None:
        if self.contract.kind == "frame":
            if frame.sampled:
                self._take(frame)
            return
        if self._places is None:
            # asked for with the first frame, when the choice of frames is final
            self._places = evenly(video.window, self.contract.frames)
        for _ in range(self._places.count(frame.index)):
            self._take(frame)

    def _take(self, frame: Frame) -> None:
        size = self.contract.size
        picture = resize(frame.rgb, (size, size), self.contract.interpolation)
        self._pages.append(picture if self.contract.color == "rgb" else picture[..., ::-1])
        self._index.append(frame.index)
        self._time.append(frame.time)

    def pictures(self) -> Pictures:
        """What was collected; a clip is one unit, number 0, that starts with its first picture."""
        size = self.contract.size
        pixels = np.stack(self._pages) if self._pages else np.empty((0, size, size, 3), np.uint8)
        if self.contract.kind == "frame":
            return Pictures(pixels, tuple(self._index), tuple(self._time))
        return Pictures(pixels[None], (0,), (self._time[0],))


def evenly(window: range, count: int) -> tuple[int, ...]:
    """``count`` indices at the centres of equal parts of a window; a shorter window repeats its frames.

    >>> evenly(range(10, 20), 5)
    (11, 13, 15, 17, 19)
    >>> evenly(range(3), 6)
    (0, 0, 1, 1, 2, 2)
    """
    return tuple(window[(2 * part + 1) * len(window) // (2 * count)] for part in range(count))
