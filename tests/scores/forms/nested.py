"""JSON documents that nest scores: by the number of a frame, by detector, by data set, by the way to forge."""

from __future__ import annotations

from .example import Example, Unsure, Videos, document


def _numbered(v: Videos, values, member: str = "scores"):
    """An object for each video with its label and an object of numbers."""
    return {
        n: {"label": y, member: dict(numbers)}
        for n, y, numbers in zip(v.names, v.labels, values, strict=True)
    }  # fmt: skip


def _by_frame(v: Videos):
    """The score of each video three times, under the numbers of three frames."""
    return [[(str(frame), p) for frame in (0, 10, 20)] for p in v.p.tolist()]


def _by_class(v: Videos):
    return [(("0", round(1 - p, 4)), ("1", p)) for p in v.p.tolist()]


NESTED = (
    Example(
        name="JSON, the scores of each video by the number of the frame",
        looks='{"v000000.mp4": {"label": "',
        by="an object of numbers under `scores`, `predictions` …, whose keys are numbers of frames",
        read="frames of the video; keys 0, 1 … whose numbers sum to 1 are classes",
        write=lambda v: {"scores.json": document(_numbered(v, _by_frame(v)))},
        says="'scores' holds a list of numbers in each record; they are read as the scores of its frames",
        unsure=Unsure(write=lambda v: {"scores.json": document(_numbered(v, _by_class(v)))}, says="sum to 1 in each row"),
    ),
)
