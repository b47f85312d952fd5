"""Compression: JPEG, once and twice, whole and in parts; tampered transform coefficients; lost blocks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from touchstone.vocabulary.errors import MediaError

from ..clip import Clip
from ..codec import by_quality, codec_pass
from ..intervention import Intervention
from ..light import LUMA, to_bytes
from ..region import Patch, change_part, paste, patches

_SECOND = 92  # quality of the second compression
_BLOCK = 8
_LOW, _HIGH = 3, 8  # u + v of the tampered coefficients: the middle of the spectrum


def through_jpeg(frame: NDArray[Any], quality: float) -> NDArray[Any]:
    """A picture as it comes back from a baseline JPEG file, 4:2:0, tables of Annex K scaled as by the IJG."""
    _, data = cv2.imencode(".jpg", frame[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, round(quality)])
    picture = cv2.imdecode(data, cv2.IMREAD_COLOR)
    if picture is None:
        raise MediaError("a JPEG file made in memory cannot be read")
    return cv2.cvtColor(picture, cv2.COLOR_BGR2RGB).astype(np.uint8, copy=False)


def all_through_jpeg(frames: NDArray[Any], quality: float, shift: tuple[int, int] = (0, 0)) -> NDArray[Any]:
    """Every frame through JPEG; the grid of blocks begins ``shift`` rows and columns before the picture."""
    down, right = shift
    padded = np.pad(frames, ((0, 0), (down, 0), (right, 0), (0, 0)), "edge") if down or right else frames
    return np.stack([through_jpeg(frame, quality)[down:, right:] for frame in padded])


def frames_through_jpeg(clip: Clip, dose: float, _rng: np.random.Generator) -> Clip:
    """Every frame through JPEG at quality ``dose``."""
    return replace(clip, frames=all_through_jpeg(clip.frames, dose))


def region_jpeg(clip: Clip, dose: float, _rng: np.random.Generator) -> Clip:
    """The face through JPEG at quality ``dose``, on the grid of the frame."""
    return paste(clip, "face", all_through_jpeg(clip.frames, dose))


def double_jpeg(clip: Clip, dose: float, rng: np.random.Generator) -> Clip:
    """JPEG at quality ``dose`` on a shifted grid, then at 92 on the grid of the frame."""
    shift = (int(rng.integers(2, 7)), int(rng.integers(2, 7)))
    return replace(clip, frames=all_through_jpeg(all_through_jpeg(clip.frames, dose, shift), _SECOND))


def region_h264(clip: Clip, dose: float, _rng: np.random.Generator) -> Clip:
    """The face from the same clip after H.264 at constant rate factor ``dose``."""
    return paste(clip, "face", codec_pass(clip.frames, clip.fps, by_quality("libx264", dose)))


def _basis() -> NDArray[Any]:
    """Rows are the eight cosines of the orthonormal DCT-II."""
    order, place = np.mgrid[0:_BLOCK, 0:_BLOCK]
    basis = np.cos((2 * place + 1) * order * np.pi / (2 * _BLOCK)) / 2
    basis[0] /= np.sqrt(2)
    return basis.astype(np.float32)


def dct_tamper(clip: Clip, dose: float, _rng: np.random.Generator) -> Clip:
    """Middle luma coefficients of the face's 8×8 blocks are ``dose`` percent larger."""
    basis = _basis()
    order = np.add.outer(np.arange(_BLOCK), np.arange(_BLOCK))
    gain = np.where((order >= _LOW) & (order < _HIGH), dose / 100, 0).astype(np.float32)

    def change(frame: NDArray[Any], patch: Patch) -> NDArray[Any]:
        top, left = patch.rows.start // _BLOCK * _BLOCK, patch.columns.start // _BLOCK * _BLOCK
        part = frame[top : patch.rows.stop, left : patch.columns.stop]
        below, beside = -part.shape[0] % _BLOCK, -part.shape[1] % _BLOCK
        luma = np.pad(part @ LUMA, ((0, below), (0, beside)), "edge")
        blocks = luma.reshape(luma.shape[0] // _BLOCK, _BLOCK, -1, _BLOCK).transpose(0, 2, 1, 3)
        added = basis.T @ ((basis @ blocks @ basis.T) * gain) @ basis
        plane = added.transpose(0, 2, 1, 3).reshape(luma.shape)
        plane = plane[patch.rows.start - top :, patch.columns.start - left :]
        cut = patch.cut(frame)
        return cut + plane[: cut.shape[0], : cut.shape[1], None]

    return change_part(clip, "face", change)


def block_patches(clip: Clip, dose: float, rng: np.random.Generator) -> Clip:
    """``dose`` percent of the face's 8×8 blocks hold nothing but their mean, other ones in each frame."""
    frames = clip.frames.copy()
    for patch in patches(clip, "face"):
        rows = range(-(-patch.rows.start // _BLOCK) * _BLOCK, patch.rows.stop - _BLOCK + 1, _BLOCK)
        columns = range(-(-patch.columns.start // _BLOCK) * _BLOCK, patch.columns.stop - _BLOCK + 1, _BLOCK)
        whole = [
            (row, column)
            for row in rows
            for column in columns
            if patch.weight[
                row - patch.rows.start : row - patch.rows.start + _BLOCK,
                column - patch.columns.start : column - patch.columns.start + _BLOCK,
            ].all()
        ]
        for number in rng.permutation(len(whole))[: round(len(whole) * dose / 100)]:
            row, column = whole[number]
            block = frames[patch.index, row : row + _BLOCK, column : column + _BLOCK]
            block[:] = to_bytes(block.mean(axis=(0, 1)))
    return replace(clip, frames=frames)


_T81 = "ITU-T T.81 (JPEG), tables of Annex K with the scale of the Independent JPEG Group"

INTERVENTIONS = (
    Intervention(name="jpeg", domain="cm", unit="quality", doses=(75, 45, 15), limits=(1, 100), region="frame",
        change=frames_through_jpeg, meaning="every frame through JPEG", source=_T81),
    Intervention(name="region_jpeg", domain="cm", unit="quality", doses=(85, 70, 15), limits=(1, 100), region="face",
        change=region_jpeg, meaning="the face alone went through JPEG, on the grid of the frame", source=_T81),
    Intervention(name="double_jpeg", domain="cm", unit="quality", doses=(75, 50, 25), limits=(1, 92), region="frame",
        change=double_jpeg, meaning="JPEG at this quality on a shifted grid, then at 92 on the grid of the frame",
        source="shifted double compression (Bianchi & Piva 2012)"),
    Intervention(name="region_h264", domain="cm", unit="CRF", doses=(28, 36, 44), limits=(0, 51), region="face",
        change=region_h264,
        meaning="the face comes from a copy of the clip that was encoded with H.264 at this quality",
        source="splicing; ITU-T H.264 by x264"),
    Intervention(name="dct_tamper", domain="cm", unit="%", doses=(50, 100, 200), limits=(-100, 400), region="face",
        change=dct_tamper, meaning="middle-frequency luma coefficients of the face's 8×8 blocks are this much larger",
        source="orthonormal DCT-II (Ahmed et al. 1974)"),
    Intervention(name="block_patches", domain="cm", unit="%", doses=(5, 15, 40), limits=(0, 100), region="face",
        change=block_patches, meaning="this share of the face's 8×8 blocks lost all but their mean",
        source="concealment of lost blocks"),
)  # fmt: skip
