"""Clips changed over time in known ways."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np

from touchstone.footage.faces import open_face_detector, track_faces
from touchstone.footage.indicators import ClipMeter
from touchstone.footage.media import open_video, write_video

from ._case import Row, ranked, within
from ._material import Moving, Pixels, grey_rgb, levels

Change = Callable[[Moving, float], Pixels]


def time_rows(clips: Sequence[Moving]) -> Iterator[Row]:
    """Motion, noise, repeats, gaps, order, flicker."""
    kind = clips[0].kind
    yield ranked(
        "motion",
        "every 1st … 5th frame",
        kind,
        _curve(clips, "motion", (1, 2, 3, 4, 5), lambda c, n: c.luma[:: int(n)]),
    )
    sigmas = (1.0, 2.0, 4.0, 8.0)
    pairs = [(s, _measure(_noisy(c, s), "temporal_noise")) for c in clips for s in sigmas]
    yield within(
        "temporal_noise",
        "noise of its own in every frame, σ 1 … 8",
        kind,
        pairs,
        absolute=0.6,
        relative=0.1,
        unit="level",
    )
    counts = (2, 4, 8, 12)
    pairs = [(n / (len(c.luma) - 1), _measure(_repeated(c, n), "duplicate_share")) for c in clips for n in counts]
    before = [(_measure(c.luma, "duplicate_share") or 0.0) for c in clips for _ in counts]
    pairs = [(true, None if v is None else v - at_rest) for (true, v), at_rest in zip(pairs, before, strict=True)]
    yield within("duplicate_share", "2 … 12 frames replaced by the one before: change", kind, pairs, absolute=0.02)
    yield ranked(
        "repeat_share",
        "the same, then H.264 crf 23",
        kind,
        _curve(clips, "repeat_share", (0, 2, 4, 8), lambda c, n: _coded(_repeated(c, n))),
    )
    yield ranked("gap_share", "0 … 6 single frames dropped", kind, _curve(clips, "gap_share", (0, 2, 4, 6), _dropped))
    yield ranked(
        "disorder_share",
        "0 … 8 pairs of frames exchanged",
        kind,
        _curve(clips, "disorder_share", (0, 2, 4, 8), _exchanged),
    )
    yield ranked(
        "flicker",
        "frames × (1 + 0.5 … 8 % at random)",
        kind,
        _curve(clips, "flicker", (0.005, 0.01, 0.02, 0.04, 0.08), _flickering),
    )
    waves = (0.005, 0.01, 0.02, 0.04, 0.08)
    yield ranked(
        "band_flicker",
        "bands of 0.5 … 8 % moving through the rows",
        kind,
        _curve(clips, "band_flicker", waves, _banded),
    )
    pairs = [(a, _measure(_banded(c, a), "band_flicker")) for c in clips for a in (0.02, 0.04, 0.08)]
    yield within("band_flicker", "bands of 2 … 8 %", kind, pairs, absolute=0.005, relative=0.2)


def face_rows(clips: Sequence[Moving]) -> Iterator[Row]:
    """Shaking and flickering faces, as the tracker gives them."""
    kind = clips[0].kind
    clips = [clip for clip in clips if (_faces(clip.luma)["face_share"] or 0) > 0.8]
    amounts = (0.0, 0.5, 1.0, 2.0, 3.0)
    yield ranked(
        "face_jitter",
        "frames shifted at random, σ 0 … 3 pixels",
        kind,
        [(amounts, [_faces(_shaken(c, a))["face_jitter"] for a in amounts]) for c in clips],
    )
    pairs = []
    for clip in clips:
        width = _width(clip.luma)
        pairs += [(a / width, _faces(_shaken(clip, a))["face_jitter"]) for a in (1.0, 2.0, 3.0)]
    yield within("face_jitter", "the same, σ 1 … 3 pixels", kind, pairs, absolute=0.0015, relative=0.2, unit="")
    gains = (0.005, 0.01, 0.02, 0.04, 0.08)
    yield ranked(
        "face_flicker",
        "frames × (1 + 0.5 … 8 % at random)",
        kind,
        [(gains, [_faces(_flickering(c, g))["face_flicker"] for g in gains]) for c in clips],
    )


def _measure(frames: Pixels, name: str) -> float | None:
    meter = ClipMeter()
    for frame in frames:
        meter.add(np.ascontiguousarray(frame))
    return meter.result(None)[name]


def _faces(frames: Pixels) -> dict[str, float | None]:
    meter = ClipMeter()
    for number, (frame, face) in enumerate(
        zip(frames, track_faces(list(frames), open_face_detector(), every=10), strict=True)
    ):
        meter.add_face(frame, face, number / 25)
    return meter.result(None)


def _width(frames: Pixels) -> float:
    widths = [face.box.width for face in track_faces(list(frames[:2]), open_face_detector()) if face is not None]
    return float(np.mean(widths))


def _curve(clips: Sequence[Moving], name: str, doses: Sequence[float], change: Change):
    return [(doses, [_measure(change(clip, dose), name) for dose in doses]) for clip in clips]


def _noisy(clip: Moving, sigma: float) -> Pixels:
    dice = np.random.default_rng(3)
    roomy = clip.luma.astype(np.float32) * 0.7 + 38
    return levels(roomy + sigma * dice.standard_normal(clip.luma.shape, np.float32))


def _places(clip: Moving, count: float) -> np.ndarray:
    return np.linspace(3, len(clip.luma) - 5, int(count)).round().astype(int) if count else np.zeros(0, int)


def _repeated(clip: Moving, count: float) -> Pixels:
    frames = clip.luma.copy()
    for place in _places(clip, count):
        frames[place] = frames[place - 1]
    return frames


def _dropped(clip: Moving, count: float) -> Pixels:
    return np.delete(clip.luma, _places(clip, count), axis=0)


def _exchanged(clip: Moving, count: float) -> Pixels:
    frames = clip.luma.copy()
    for place in _places(clip, count):
        frames[[place, place + 1]] = frames[[place + 1, place]]
    return frames


def _flickering(clip: Moving, sigma: float) -> Pixels:
    dice = np.random.default_rng(4)
    gains = 1 + sigma * dice.standard_normal(len(clip.luma))
    return levels(clip.luma * 0.85 * gains[:, None, None])


def _banded(clip: Moving, amount: float) -> Pixels:
    count, height, _ = clip.luma.shape
    t, y = np.mgrid[0:count, 0:height]
    bands = 1 + amount * np.cos(2 * np.pi * (3 * y / height - 0.28 * t))
    return levels(clip.luma * 0.85 * bands[..., None])


def _shaken(clip: Moving, sigma: float) -> Pixels:
    dice = np.random.default_rng(5)
    frames: list[Pixels] = []
    for frame in clip.luma:
        x, y = sigma * dice.standard_normal(2)
        matrix = np.array([[1, 0, x], [0, 1, y]])
        moved = cv2.warpAffine(frame, matrix, frame.shape[::-1], flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
        frames.append(moved.astype(np.uint8))
    return np.stack(frames)


def _coded(frames: Pixels) -> Pixels:
    height, width = (side // 2 * 2 for side in frames.shape[1:])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clip.mp4"
        write_video(path, (grey_rgb(frame[:height, :width]) for frame in frames), 25, options={"crf": "23"})
        with open_video(path, frames=0, window=60) as video:
            return np.stack([frame.luma for frame in video.frames()])
