"""One pass over one video: everything that is read off it, for all indicators and all detectors at once."""

from __future__ import annotations

import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from touchstone.footage.faces import Face
from touchstone.footage.indicators import ClipMeter, measure_frame
from touchstone.footage.media import Frame, Sound, Video, filmstrip, open_video, resize
from touchstone.footage.views import view_named
from touchstone.vocabulary.defaults import FRAMES_PER_VIDEO, WINDOW
from touchstone.vocabulary.domains import InputContract
from touchstone.vocabulary.errors import MediaError, failure_of
from touchstone.vocabulary.hashes import file_sha256
from touchstone.vocabulary.laps import Laps

from .album import Album, Pictures
from .face_watch import FaceWatch, detector_named, face_columns
from .window import Window, show_views

TableRow = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """Everything that one pass over one video gave.

    Attributes:
        video: columns of the ``videos`` table that the file itself tells, ``status`` and ``reason`` among them.
        frames: rows of the ``frames`` table, without the key.
        clips: rows of the ``clips`` table, without the key.
        preview: film strip, JPEG.
        pictures: for each contract what its detectors are fed; empty where the video failed.
        unseen: for each contract whose view the video cannot give, why: its detectors abstain.
        seconds: what was spent on it, by :data:`touchstone.vocabulary.laps.READING`.
    """

    video: TableRow
    frames: list[TableRow] = field(default_factory=list)
    clips: list[TableRow] = field(default_factory=list)
    preview: bytes | None = None
    pictures: dict[InputContract, Pictures] = field(default_factory=dict)
    unseen: dict[InputContract, str] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)


_OPENING = 2.0  # seconds that are looked through for the first sound


def observe(
    path: Path,
    contracts: tuple[InputContract, ...],
    *,
    frames: int = FRAMES_PER_VIDEO,
    window: float = WINDOW,
    faces: str = "none",
    measured: bool = True,
) -> Observation:
    """Open a video once and read everything off it.

    Args:
        path: the file.
        contracts: input contracts of the detectors; equal ones are prepared once.
        frames: evenly spread exact frames.
        window: seconds of the window of consecutive frames, with its sound.
        faces: what looks for faces: ``none``, or as :func:`touchstone.footage.faces.open_face_detector` takes it.
        measured: whether the footage is measured: indicators, faces, film strip. Otherwise no more is read of it than detectors
            are fed, and faces are looked for only where a view needs them.

    Raises:
        UsageError: there is no such face detector, or no such view.
        MissingExtraError: its package is not installed.
        MemoryError: this process may not take as much memory as the video needs; another one may.

    A video that cannot be read is an observation too: its ``video`` says ``failed`` and why. Nothing else that a file holds
    raises.
    """
    facts: TableRow = {}
    of_window = any(contract.kind != "frame" or contract.view is not None for contract in contracts)
    with_faces = measured or any(contract.view is not None for contract in contracts)
    watch = FaceWatch(detector_named(faces) if with_faces else None)
    for contract in contracts:
        if contract.view is not None:
            view_named(contract.view)
    laps = Laps()
    try:
        with laps.of("hashing"):
            facts |= _file_facts(path)
        with open_video(path, frames=frames, window=window if measured or of_window else 0) as video:
            facts |= video.facts.row()
            return _read(video, facts, contracts, watch, laps, measured=measured)
    except Exception as error:  # a file from a stranger must not end the run, whatever it makes a library do
        failure = failure_of(error)
        if failure == "memory":
            raise MemoryError from error
        failed = {**facts, "status": "failed", "failure": failure, "reason": _reason(error)}
        return Observation(video=failed, seconds=laps.with_rest("decoding"))


def _reason(error: Exception) -> str:
    if isinstance(error, MediaError):
        return str(error)
    return f"unexpected {type(error).__name__} while reading: {error}".splitlines()[0]


def _file_facts(path: Path) -> TableRow:
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # opening a pipe or a device could wait for ever
            raise MediaError("not a plain file")
        return {"file_size": path.stat().st_size, "sha256": file_sha256(path)}
    except FileNotFoundError as error:
        raise MediaError("file not found") from error
    except OSError as error:
        raise MediaError(f"the file cannot be opened: {error.strerror}") from error


def _read(
    video: Video, facts: TableRow, contracts: tuple[InputContract, ...], watch: FaceWatch, laps: Laps, *, measured: bool
) -> Observation:
    rows: list[TableRow] = []
    small: list[NDArray[np.uint8]] = []
    meter = ClipMeter()
    albums = [Album(contract) for contract in contracts if contract.view is None]
    window = Window() if any(contract.view for contract in contracts) else None
    for frame in video.frames():
        if frame.sampled and measured:
            with laps.of("faces"):
                face = watch.look(frame)
            with laps.of("indicators"):
                rows.append(_frame_row(frame, face, watch.looking))
                small.append(_thumbnail(frame.rgb))
        if frame.in_window:
            if measured:
                with laps.of("indicators"):
                    meter.add(frame.luma)
            with laps.of("faces"):
                watch.remember(frame)
        with laps.of("pictures"):
            if frame.in_window and window is not None:
                window.add(frame, video)
            for album in albums:
                album.add(frame, video)
    sound = video.sound() if measured or window is not None else None
    clips: list[TableRow] = []
    if measured:
        opening = video.opening_sound(_OPENING)
        with laps.of("faces"):
            watch.follow()
        with laps.of("indicators"):
            watch.measure(meter)
            about = {"start": video.window_start, "duration": video.window_duration, "frame_count": len(video.window)}
            clips.append({**about, **meter.result(sound, opening)})
    with laps.of("pictures"):
        views, unseen = _views(window, contracts, watch, sound) if window is not None else ({}, {})
        pictures = {album.contract: album.pictures() for album in albums} | views
    return Observation(
        video={**facts, "status": "ok"},
        frames=rows,
        clips=clips,
        preview=filmstrip(small) if small else None,
        pictures=pictures,
        unseen=unseen,
        seconds=laps.with_rest("decoding"),
    )


def _views(
    window: Window, contracts: tuple[InputContract, ...], watch: FaceWatch, sound: Sound | None
) -> tuple[dict[InputContract, Pictures], dict[InputContract, str]]:
    """Every view that is asked for, made once; and why those that cannot be made cannot."""
    wanted = {contract: contract.view for contract in contracts if contract.view is not None}
    views = show_views(window, wanted.values(), watch.boxes(), sound, looked=watch.looking)
    seen: dict[InputContract, Pictures] = {}
    unseen: dict[InputContract, str] = {}
    for contract, name in wanted.items():
        view = views[name]
        if isinstance(view, str):
            unseen[contract] = view
        else:
            seen[contract] = Pictures(view[None], (0,), (window.start,))
    return seen, unseen


def _frame_row(frame: Frame, face: Face | None, looked: bool) -> TableRow:
    return {
        "index": frame.index,
        "time": frame.time,
        "quantiser": frame.quantiser,
        **face_columns(face, looked),
        **measure_frame(frame.rgb, None if face is None else face.box, frame.luma),
    }


def _thumbnail(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    height, width = rgb.shape[:2]
    scale = min(1.0, 160 / height)
    return resize(rgb, (max(1, round(height * scale)), max(1, round(width * scale))), "area")
