"""One person's face over a clip."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from touchstone.footage.media import Box, Pixels
from touchstone.vocabulary.errors import UsageError

from .chains import Chain, choose, nearest_face, overlap, persons
from .face import Face, FaceDetector, grey
from .flow import Motion, follow, moved_box

_MEMORY = 12.0  # frames: detections are averaged over about twice this, slower than any jitter of interest
_ARRIVES = 0.5  # overlap of the face that was followed to a frame with the face that is detected there


def track_faces(
    frames: Sequence[Pixels] | Pixels, detector: FaceDetector, every: int = 5, longest_gap: int = 12
) -> list[Face | None]:
    """Find one person's face in every frame of a clip.

    The detector looks at every ``every``-th frame and at the last. Detections that overlap are one person; the person
    whose faces are largest and most central is taken, and where that person is absent the next (after a cut, whoever is
    there then). Between two detections the face is followed by optical flow, which has to end where the second one is;
    where it does not (a cut, a hand), and before the first and after the last detection, the detector looks at every
    frame. So a frame has a face only if it was seen there, or was followed there from both sides.

    Boxes move as the picture's content does, to a fraction of a pixel, and are where the detections around them say on
    average: the detector's own grid does not shake them, while a face region that truly shakes keeps doing so.

    Args:
        frames: uint8, RGB ``[H, W, 3]`` or luma ``[H, W]``, all of one size; may be one array ``[T, H, W, 3]``, or
            anything that is indexed and has a length.
        detector: what looks.
        every: frames from one look to the next, at least 1.
        longest_gap: most frames in which looks may fail between two that find the face.

    Returns:
        One item per frame: the face with its status, ``None`` where there is none.

    Raises:
        UsageError: ``every`` or ``longest_gap`` is too small, or a frame is not a picture.
    """
    if every < 1 or longest_gap < 0:
        raise UsageError(
            f"faces are looked for every 1 or more frames, over gaps of 0 or more: not {every}, {longest_gap}"
        )
    if len(frames) == 0:
        return []
    looks = sorted({*range(0, len(frames), every), len(frames) - 1})
    detections = {frame: detector.places(frames[frame]) for frame in looks}
    height, width = frames[0].shape[:2]
    follower = _Follower(frames, detector)
    result: list[Face | None] = [None] * len(frames)
    for chain in choose(persons(detections, every + longest_gap), height, width):
        follower.reach_out(chain, detections, every - 1)
        for stretch in follower.stretches(chain):
            for frame, face in stretch.items():
                result[frame] = replace(face, landmarks=detector.landmarks(frames[frame], face.box))
    return result


class _Follower:
    """Fills one person's chain between, before and after the frames that were looked at."""

    def __init__(self, frames: Sequence[Pixels] | Pixels, detector: FaceDetector) -> None:
        self._frames = frames
        self._detector = detector

    def reach_out(self, chain: Chain, detections: dict[int, list[Face]], most: int) -> None:
        """Look at the frames before the first and after the last detection, until one shows nothing."""
        for edge, step in ((min(chain), -1), (max(chain), 1)):
            face = chain[edge]
            for frame in range(edge + step, edge + step * (most + 1), step):
                if frame in detections or not 0 <= frame < len(self._frames):
                    break
                seen = nearest_face(self._detector.places(self._frames[frame]), face.box)
                if seen is None:
                    break
                chain[frame] = face = seen

    def stretches(self, chain: Chain) -> Iterator[Chain]:
        """Frames that hang together, each with a face; between two of them the face cannot be followed."""
        faces = dict(chain)
        motions: dict[int, Motion] = {}
        for first, last in pairwise(sorted(chain)):
            self._bridge(faces, motions, first, last, may_look=True)
        start = 0
        frames = sorted(faces)
        for end in range(1, len(frames) + 1):
            if end < len(frames) and all(t in motions for t in range(frames[end - 1], frames[end])):
                continue
            run = range(frames[start], frames[end - 1] + 1)
            yield steady({t: faces[t] for t in frames[start:end]}, [motions[t] for t in run[:-1]], run.start)
            start = end

    def _bridge(self, face_at: Chain, motions: dict[int, Motion], first: int, last: int, *, may_look: bool) -> None:
        path = self._path(face_at[first].box, first, last)
        if path is not None and overlap(path[0], face_at[last].box) >= _ARRIVES:
            motions |= dict(zip(range(first, last), path[1], strict=True))
            return
        if last - first == 1 or not may_look:
            return
        seen = face_at[first]
        inner = [first]
        for frame in range(first + 1, last):
            faces = self._detector.places(self._frames[frame])
            face = nearest_face(faces, seen.box) or nearest_face(faces, face_at[last].box)
            if face is not None:
                face_at[frame] = seen = face
                inner.append(frame)
        for before, after in pairwise([*inner, last]):
            self._bridge(face_at, motions, before, after, may_look=False)

    def _path(self, box: Box, first: int, last: int) -> tuple[Box, list[Motion]] | None:
        motions: list[Motion] = []
        before = grey(self._frames[first])
        for frame in range(first + 1, last + 1):
            after = grey(self._frames[frame])
            motion = follow(before, after, box)
            if motion is None:
                return None
            motions.append(motion)
            box, before = moved_box(motion, box), after
        return box, motions


def steady(detections: Chain, motions: list[Motion], start: int) -> Chain:
    """Faces of consecutive frames from detections in some of them and the motion between all of them.

    The first detection, carried along by the motion, gives the path of the box up to an offset; the offset of each
    detection from that path is detector noise plus slow drift, and its average under a Gaussian of ``_MEMORY`` frames is
    added to the path. So what is faster than that comes from the motion alone.

    Args:
        detections: frame → detected face; the first frame of the stretch is among them.
        motions: from each frame of the stretch to the next.
        start: the first frame.

    Returns:
        Frame → face, one for every frame of the stretch, without landmarks.
    """
    path = [detections[start].box]
    for motion in motions:
        path.append(moved_box(motion, path[-1]))
    carried = np.array([_numbers(box) for box in path])
    seen = np.array(sorted(detections))
    offsets = np.array([_numbers(detections[t].box) for t in seen]) - carried[seen - start]
    times = np.arange(start, start + len(path))
    weights = np.exp(-0.5 * ((times[:, None] - seen[None, :]) / _MEMORY) ** 2)
    boxes = carried + weights @ offsets / weights.sum(axis=1, keepdims=True)
    faces: Chain = {}
    for t, row in zip(times.tolist(), boxes, strict=True):
        face = detections.get(t)
        faces[t] = Face(_box(row), face.score if face else None, None, face.status if face else "followed", t > start)
    return faces


def _numbers(box: Box) -> tuple[float, float, float, float]:
    """Centre, and size on a scale on which doubling and halving are alike."""
    return box.x + box.width / 2, box.y + box.height / 2, math.log(box.width), math.log(box.height)


def _box(numbers: NDArray[np.float64]) -> Box:
    x, y, width, height = (float(v) for v in numbers)
    width, height = math.exp(width), math.exp(height)
    return Box(x - width / 2, y - height / 2, width, height)
