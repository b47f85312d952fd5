"""Reading one clip in a process of its own: the same window, the same faces, the same views as in an analysis.

Clips are prepared as the views of the reference specialists, and as the frames of the full layouts.

Never imports torch.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from touchstone.footage.faces import track_faces
from touchstone.footage.interventions import INTERVENTIONS, Clip, read_clip, write_clip
from touchstone.footage.media import Box, open_video, resize
from touchstone.footage.observe import EVERY, FaceWatch, Window, detector_named, show_views
from touchstone.footage.views import VIEWS
from touchstone.vocabulary.domains import InputContract
from touchstone.vocabulary.door import option
from touchstone.vocabulary.errors import MediaError, TouchstoneError
from touchstone.vocabulary.hashes import file_sha256, sha256_of

from .changes import Change
from .settings import NetworkKind

FRAME_INPUT = InputContract("frame")
"""How a full layout is fed."""
FRAMES_PER_CLIP = 8
_WINDOW = 2.0
"""Seconds around the middle that views are made of, as in an analysis."""
CHANGED = 3.0
"""Seconds around the middle that a known change is made in."""
_MOST = 1_500_000_000  # bytes of the pictures of a clip that is changed: they are held at once

FacesByFrame = Mapping[int, Box]
Seen = dict[str, NDArray[np.generic] | str]


@dataclass(frozen=True, slots=True)
class Sight:
    """One way in which clips are prepared.

    Attributes:
        name: of its folder: that of a view, or ``frames``.
        shape: of one clip.
        dtype: ``uint8`` or ``float16``.
    """

    name: str
    shape: tuple[int, ...]
    dtype: str


def sight_of(key: str, network: NetworkKind) -> Sight:
    """What the network of a key is shown. Keys with the same view share one.

    >>> sight_of("rr", "reference").name, sight_of("rr", "full").shape
    ('cm', (8, 224, 224, 3))
    """
    if network == "full":
        return Sight("frames", (FRAMES_PER_CLIP, FRAME_INPUT.size, FRAME_INPUT.size, 3), "uint8")
    view = VIEWS[key]
    name = next(name for name, other in VIEWS.items() if other.make is view.make)
    return Sight(name, view.shape, view.dtype)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One clip, and what is wanted of it.

    Attributes:
        video: its key; known faces are jittered by it.
        path: the file.
        sights: names of what it is prepared as.
        sha256: hash that the corpus states for the file.
        change: made before it is looked at; ``None`` for the clip as it is.
        faces: known faces by index of the frame; ``None`` where a detector has to look.
    """

    video: str
    path: Path
    sights: tuple[str, ...]
    sha256: str | None = None
    change: Change | None = None
    faces: FacesByFrame | None = None


def look(ask: Ask) -> Seen:
    """What is shown of a clip, by name; a text says why something of it cannot be shown.

    Raises:
        MemoryError: this process may not take as much memory as the clip needs; nothing else that a file holds raises.
    """
    cv2.setNumThreads(1)
    try:
        _check_hash(ask)
        return _look(ask) if ask.change is None else _look_changed(ask, ask.change)
    except MemoryError:
        raise
    except TouchstoneError as error:
        reason = str(error).splitlines()[0]
    except Exception as error:  # a file from a stranger must not end the training, whatever it makes a library do
        reason = f"unexpected {type(error).__name__} while reading: {error}".splitlines()[0]
    return dict.fromkeys(ask.sights, reason)


def _check_hash(ask: Ask) -> None:
    if not ask.path.is_file():  # opening a pipe or a device could wait for ever
        raise MediaError("file not found" if not ask.path.exists() else "not a plain file")
    if ask.sha256 is not None and file_sha256(ask.path) != ask.sha256:
        raise MediaError("its content is not that of the hash in the manifest")


def _look(ask: Ask) -> Seen:
    views = [name for name in ask.sights if name in VIEWS]
    frames = FRAMES_PER_CLIP if len(views) < len(ask.sights) else 0
    window, pages = Window(), list[NDArray[np.uint8]]()
    watch = FaceWatch(detector_named("auto") if views and ask.faces is None else None)
    with open_video(ask.path, frames=frames, window=_WINDOW if views else 0.0) as video:
        for frame in video.frames():
            if frame.sampled:
                pages.append(resize(frame.rgb, (FRAME_INPUT.size, FRAME_INPUT.size), FRAME_INPUT.interpolation))
            if frame.in_window:
                window.add(frame, video)
                watch.remember(frame)
        seen: Seen = {}
        if frames:
            some = [pages[k * len(pages) // frames] for k in range(frames)] if pages else []
            seen["frames"] = np.stack(some) if some else "no frame of it can be decoded"
        if views:
            faces = watch.boxes() if ask.faces is None else jittered(ask.faces, ask.video)
            seen |= show_views(window, views, faces, video.sound())
    return seen


def jittered(faces: FacesByFrame, video: str) -> dict[int, Box]:
    """Known faces as a detector would have found them: in another place and of another size, the same for the whole clip.

    On made clips dlib's box is higher than the known one by 5.5 % of its height, is 2 % wider and 3 % lower. Around that, the
    centre is moved by a normal deviate of 5 % of the size, the size multiplied by a log-normal one of 7 %; both are drawn from
    the video's key.
    """
    dice = np.random.default_rng(int.from_bytes(sha256_of(video)[:8], "big"))
    right, down = dice.normal(0, 0.05, 2)
    wider, taller = np.exp(dice.normal(0, 0.06) + dice.normal(0, 0.03, 2)) * (1.02, 0.97)
    boxes: dict[int, Box] = {}
    for index, (x, y, width, height) in faces.items():
        across, along = x + (0.5 + right - 0.005) * width, y + (0.5 + down - 0.055) * height
        wide, tall = float(width * wider), float(height * taller)
        boxes[index] = Box(float(across) - wide / 2, float(along) - tall / 2, wide, tall)
    return boxes


def _look_changed(ask: Ask, change: Change) -> Seen:
    with open_video(ask.path, frames=0, window=CHANGED) as video:
        window = video.window
        size = video.facts.width * video.facts.height * 3 * len(window)
    if size > _MOST:
        raise MediaError(
            f"its pictures take {size / 1e9:.1f} GB at once, too much for {option('augment')}; scale it down"
        )
    clip = read_clip(ask.path, seconds=CHANGED, faces=lambda frames: _faces(frames, ask.faces, window.start))
    if change.dose is not None:
        digest = sha256_of(f"{ask.video}|{change}")
        clip = INTERVENTIONS[change.name].apply(clip, change.dose, int.from_bytes(digest[:4], "big"))
    return _through_file(ask, clip)


def _faces(frames: NDArray[np.uint8], boxes: FacesByFrame | None, start: int) -> list[Box | None]:
    if boxes is not None:
        return [boxes.get(start + index) for index in range(len(frames))]
    detector = detector_named("auto")
    assert detector is not None
    return [None if face is None else face.box for face in track_faces(frames, detector, every=EVERY)]


def _through_file(ask: Ask, clip: Clip) -> Seen:
    """The clip written and read again, so that a changed one comes the same way as any other."""
    faces = None if ask.faces is None else {k: box for k, box in enumerate(clip.faces) if box is not None}
    with tempfile.TemporaryDirectory(prefix="touchstone-") as folder:
        path = Path(folder) / f"clip{clip.encoding.suffix}"
        write_clip(clip, path)
        return _look(replace(ask, path=path, change=None, faces=faces))
