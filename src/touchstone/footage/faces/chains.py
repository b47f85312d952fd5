"""Detections of several frames put together into persons, and the one person of each time chosen."""

from __future__ import annotations

import math
from collections.abc import Mapping

from touchstone.footage.media import Box

from .face import Face

Chain = dict[int, Face]
"""Frame → detection, of one person."""

_SAME = 0.3  # overlap of two detections of one person, a few frames apart


def overlap(first: Box, second: Box) -> float:
    """Intersection over union of two boxes.

    >>> overlap(Box(0, 0, 2, 2), Box(1, 0, 2, 2))
    0.3333333333333333
    """
    width = min(first.x + first.width, second.x + second.width) - max(first.x, second.x)
    height = min(first.y + first.height, second.y + second.height) - max(first.y, second.y)
    common = max(0.0, width) * max(0.0, height)
    whole = first.width * first.height + second.width * second.height - common
    return common / whole if whole > 0 else 0.0


def nearest_face(faces: list[Face], box: Box) -> Face | None:
    """The face that most probably is the one that was in ``box``; ``None`` where none is."""
    best = max(faces, key=lambda face: overlap(face.box, box), default=None)
    return best if best is not None and overlap(best.box, box) >= _SAME else None


def persons(detections: Mapping[int, list[Face]], reach: int) -> list[Chain]:
    """Link detections by overlap.

    Args:
        detections: frame → its detections, frames ascending.
        reach: most frames between two detections of one chain.
    """
    chains: list[Chain] = []
    for frame, faces in detections.items():
        left = list(faces)
        for chain in sorted(chains, key=len, reverse=True):
            last = max(chain)
            face = nearest_face(left, chain[last].box) if frame - last <= reach else None
            if face is not None:
                chain[frame] = face
                left = [other for other in left if other is not face]
        chains += [{frame: face} for face in left]
    return chains


def choose(chains: list[Chain], height: int, width: int) -> list[Chain]:
    """The chains of one person: the heaviest, then others where that one is not there, in order of time.

    A detection weighs its area times how central it is. A lone detection is believed only if there is nothing else.
    """
    ordered = sorted(chains, key=lambda chain: -sum(_weight(face.box, height, width) for face in chain.values()))
    chosen: list[Chain] = []
    for chain in ordered:
        apart = all(max(chain) < min(other) or min(chain) > max(other) for other in chosen)
        if not chosen or (apart and len(chain) > 1):
            chosen.append(chain)
    return sorted(chosen, key=min)


def _weight(box: Box, height: int, width: int) -> float:
    across = box.x + box.width / 2 - width / 2
    down = box.y + box.height / 2 - height / 2
    return box.width * box.height * max(0.0, 1 - math.hypot(across, down) / math.hypot(width / 2, height / 2))
