"""Moving clips enlarged in known ways, then encoded as one H.264 clip each."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from touchstone.footage.indicators import ClipMeter
from touchstone.footage.media import open_video, write_video

from ._case import Row, right_of_answers, within
from ._material import Moving, Pixels, grey_rgb
from ._oracle import mirror_is_there

_FACTORS = (1.2, 1.5, 1.75, 2.0, 2.5)
_BLOCKS = 2.0  # there blocks have a line too
_LATER = 10  # frames
DEVELOPED_ON = frozenset(
    [
        "edtalk-01",
        "edtalk-04",
        "edtalk-05",
        "sadtalker-06",
        "sadtalker-07",
        "liveportrait-driving-01",
        "liveportrait-driving-02",
        "liveportrait-driving-05",
        "liveportrait-driving-07",
        "liveportrait-driving-08",
        "liveportrait-driving-10",
        "liveportrait-driving-11",
        "videoretalking-input-02",
        "videoretalking-input-03",
    ]
)
"""Clips on which the thresholds of the clip's factor were decided: these rows are never made of them."""


def clip_size_rows(clips: Sequence[Moving], crf: int) -> Iterator[Row]:
    """Real clips are halved first: detail reaches to single pixels, and little is left of earlier compression."""
    kind = clips[0].kind
    whole: list[tuple[float, float | None]] = []
    later: list[tuple[float, float | None]] = []
    none: list[tuple[float, float]] = []
    seen, alarms = [], []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clip.mp4"
        for clip in clips:
            small = [_resized(plane, 0.5, cv2.INTER_AREA) if kind == "real" else plane for plane in clip.luma]
            coded = _coded(small, crf, path)
            none += [(1.0, 1.0 if _factor(frames) is None else 9.0) for frames in (coded, coded[_LATER:])]
            alarms += [mirror_is_there(coded[0], factor) for factor in _FACTORS if factor != _BLOCKS]
            for factor in _FACTORS:
                coded = _coded([_resized(plane, factor, cv2.INTER_LINEAR) for plane in small], crf, path)
                true = coded.shape[2] / small[0].shape[1]
                whole.append((true, _factor(coded)))
                later.append((true, _factor(coded[_LATER:])))
                if factor != _BLOCKS:
                    seen.append(mirror_is_there(coded[0], true))
    label = f"clip enlarged 1.2 … 2.5 times, bilinear, then H.264 crf {crf}"
    name = "clip_upscale_factor"
    yield within(name, label, kind, whole, relative=0.05)
    row = right_of_answers(name, f"the same: {label}", kind, whole, relative=0.05)
    note = f"a search that knows the factor sees {sum(seen)} of {len(seen)} key frames (without 2.0)"
    yield replace(row, result=f"{row.result}; {note}")
    yield right_of_answers(name, f"the same without the key frame: {label}", kind, later, relative=0.05)
    row = within(name, f"clip not enlarged, H.264 crf {crf}: a factor is an error", kind, none, absolute=0.01)
    note = f"the search is wrong at {sum(alarms)} of {len(alarms)} factors"
    yield replace(row, result=f"{row.result}; {note}")


def _resized(plane: Pixels, factor: float, how: int) -> Pixels:
    """Even sizes, as H.264 wants them."""
    height, width = (2 * round(side * factor / 2) for side in plane.shape)
    return np.asarray(cv2.resize(plane, (width, height), interpolation=how), np.uint8)


def _coded(planes: Sequence[Pixels], crf: int, path: Path) -> Pixels:
    write_video(path, (grey_rgb(plane) for plane in planes), 25, options={"crf": str(crf)})
    with open_video(path, frames=0, window=len(planes)) as video:
        return np.stack([frame.luma for frame in video.frames()])


def _factor(frames: Pixels) -> float | None:
    meter = ClipMeter()
    for luma in frames:
        meter.add(luma)
    return meter.result(None)["clip_upscale_factor"]
