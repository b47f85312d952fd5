"""Frames compressed in known ways."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from touchstone.footage.indicators import measure_frame
from touchstone.footage.indicators.coefficients import dct_shape
from touchstone.footage.indicators.compression import blockiness
from touchstone.footage.indicators.picture import Picture
from touchstone.footage.indicators.transform import cosine_matrix
from touchstone.footage.media import Frame, open_video, write_video

from ._case import Row, ranked, separated, within
from ._light import curve, measure
from ._material import Pixels, Still, grey_rgb, jpeg

_QUALITIES = (10, 25, 40, 60, 80, 92)


def coding_rows(stills: Sequence[Still]) -> Iterator[Row]:
    """JPEG: grid, quality, region, twice."""
    kind = stills[0].kind

    def plain(still: Still, quality: float) -> Pixels:
        return jpeg(still.rgb, int(quality))

    def cropped(still: Still, quality: float) -> Pixels:
        return jpeg(still.rgb, int(quality))[3:, 5:]

    yield ranked(
        "blockiness", "JPEG quality 10 … 92", kind, curve(stills, "blockiness", _QUALITIES, plain), falling=True
    )
    yield ranked(
        "blockiness_off_grid",
        "the same, then cropped by 5 × 3 pixels",
        kind,
        curve(stills, "blockiness_off_grid", _QUALITIES, cropped),
        falling=True,
    )
    yield ranked(
        "dct_high_frequency_share",
        "JPEG quality 10 … 92",
        kind,
        curve(stills, "dct_high_frequency_share", _QUALITIES, plain),
    )
    yield ranked(
        "benford_deviation",
        "JPEG quality 10 … 92",
        kind,
        curve(stills, "benford_deviation", _QUALITIES, plain),
        falling=True,
    )
    for axis in ("x", "y"):
        pairs = []
        for number, still in enumerate(stills):
            for quality in (30, 50, 70):
                dx, dy = (3 * number + quality) % 8, (5 * number + quality // 10) % 8
                offset = measure(still, jpeg(still.rgb, quality)[dy:, dx:], f"grid_offset_{axis}")
                pairs.append((float(-(dx if axis == "x" else dy) % 8), offset))
        yield within(
            f"grid_offset_{axis}",
            "JPEG quality 30, 50, 70, cropped by 0 … 7 pixels",
            kind,
            pairs,
            absolute=0.4,
            unit="pixel",
        )
    qualities = (20, 35, 50, 65, 75, 85, 92, 95)
    pairs = [(float(q), measure(s, jpeg(s.rgb, q), "estimated_quality")) for s in stills for q in qualities]
    yield within("estimated_quality", "JPEG quality 20 … 95", kind, pairs, absolute=2, unit="quality")
    pairs = []
    for still in stills:
        for face, rest in ((40, 80), (60, 90), (85, 50)):
            rgb = jpeg(still.rgb, rest).copy()
            rows, columns = (_aligned(part) for part in still.face.clipped(*rgb.shape[:2]))
            rgb[rows, columns] = jpeg(still.rgb, face)[rows, columns]
            pairs.append((float(face - rest), measure(still, rgb, "quality_difference")))
    yield within("quality_difference", "face and rest of other JPEG qualities", kind, pairs, absolute=4, unit="quality")
    yield ranked(
        "blockiness_difference",
        "face alone at JPEG quality 10 … 92",
        kind,
        curve(stills, "blockiness_difference", _QUALITIES, _blocky_face),
        falling=True,
    )
    once, twice = [], []
    for still in stills:
        for last in (75, 90):
            once.append(measure(still, jpeg(still.rgb, last), "double_compression"))
            twice += [
                measure(still, jpeg(jpeg(still.rgb, first), last), "double_compression")
                for first in (last - 25, last - 12)
            ]
    yield separated("double_compression", "JPEG 75 or 90 once, or after one lower by 12 or 25", kind, once, twice)
    finer = []
    for still in stills:
        finer += [
            measure(still, jpeg(jpeg(still.rgb, last + 8), last), "double_compression")
            for last in (75, 90)
            if last + 8 < 99
        ]
    yield separated("double_compression", "the same, after one higher by 8", kind, once, finer)
    for number, (last, what) in enumerate(((75, "steps of 5 before 8"), (90, "steps of 1 before 2 and 3"))):
        words = f"the same, of it {last} after {last + 8} alone ({what})"
        yield separated("double_compression", words, kind, once[number::2], finer[number::2])


def stream_rows(stills: Sequence[Still]) -> Iterator[Row]:
    """The quantiser in the bitstream, and what pixels tell of it."""
    kind = stills[0].kind
    pairs, blocky, high, plain = [], [], [], []
    parameters = (14, 20, 26, 32, 38, 44)
    for still in stills:
        frames = [_quantised(still, parameter, "") for parameter in parameters]
        pairs += [(float(parameter), frame.quantiser) for parameter, frame in zip(parameters, frames, strict=True)]
        measured = [measure_frame(frame.rgb, luma=frame.luma) for frame in frames]
        blocky.append((parameters, [each["blockiness"] for each in measured]))
        high.append((parameters, [each["dct_high_frequency_share"] for each in measured]))
        unfiltered = [_quantised(still, parameter, ":no-deblock=1") for parameter in parameters]
        plain.append((parameters, [blockiness(Picture(f.rgb, luma=f.luma)) for f in unfiltered]))
    yield within("quantiser", "H.264 at a fixed quantiser of 14 … 44, read from the stream", kind, pairs, absolute=0.5)
    yield ranked("blockiness", "the same (deblocked by the codec)", kind, blocky)
    yield ranked("blockiness", "the same, the codec's deblocking switched off", kind, plain)
    yield ranked("dct_high_frequency_share", "the same", kind, high, falling=True)


def _quantised(still: Still, parameter: int, more: str) -> Frame:
    options = {"x264-params": f"qp={parameter}:ipratio=1:pbratio=1{more}"}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clip.mp4"
        write_video(path, [_even(still.rgb)] * 4, 25, options=options)
        with open_video(path, frames=1, window=0) as video:
            return next(iter(video.frames()))


def shape_rows() -> Iterator[Row]:
    """Coefficients drawn from generalised Gaussians of known shape."""
    dice = np.random.default_rng(5)
    pairs = []
    for shape in (0.5, 0.7, 1.0, 1.5, 2.0):
        draws = dice.gamma(1 / shape, size=(3000, 64)) ** (1 / shape) * dice.choice([-1, 1], (3000, 64))
        draws *= np.repeat(12 / np.std(draws), 64)
        draws[:, 0] = 0
        matrix = cosine_matrix()
        blocks = matrix.T @ draws.reshape(-1, 8, 8) @ matrix
        plane = blocks.reshape(50, 60, 8, 8).transpose(0, 2, 1, 3).reshape(400, 480) + 128
        pairs.append((shape, dct_shape(Picture(grey_rgb(plane)))))
    yield within("dct_shape", "coefficients drawn with shape 0.5 … 2", "made", pairs, relative=0.1)


def _aligned(part: slice) -> slice:
    return slice(part.start // 8 * 8, part.stop // 8 * 8)


def _blocky_face(still: Still, quality: float) -> Pixels:
    rgb = still.rgb.copy()
    rows, columns = (_aligned(part) for part in still.face.clipped(*rgb.shape[:2]))
    rgb[rows, columns] = jpeg(still.rgb, int(quality))[rows, columns]
    return rgb


def _even(rgb: Pixels) -> Pixels:
    return rgb[: rgb.shape[0] // 2 * 2, : rgb.shape[1] // 2 * 2]
