"""One selected frame, converted only when somebody asks for its pixels."""

from __future__ import annotations

import struct
from typing import Any, cast

import numpy as np
from av.sidedata.sidedata import Type
from av.video.frame import VideoFrame

from touchstone.vocabulary.errors import MediaError, one_line

from .backend import FFmpegError, cv2
from .picture import Pixels

_FULL_RANGE = 2  # AVCOL_RANGE_JPEG
# OpenCV converts with this algorithm; it decides how chroma is brought to full size where no exact shortcut
# exists.
_INTERPOLATION = "BICUBIC"

# ITU-R BT.601 and BT.709, 8 bits: luma of limited range runs from 16 to 235.
_EXPAND: Pixels = np.clip(np.round((np.arange(256) - 16) * (255 / 219)), 0, 255).astype(np.uint8)

# libavutil/video_enc_params.h: AVVideoEncParams (number of blocks, offset of the first, size of one, kind, base), then
# AVVideoBlockParams (x, y, width, height, difference from the base).
_HEAD = struct.Struct("@IQQii")
_DELTA = 4  # place of the difference in a block, in whole numbers of four bytes
_LARGEST = 1 << 22  # blocks: 4 × 4 pixels of the largest frame that is read
_H264, _MPEG2 = 1, 2
_UNIT_STEP = 0.625  # levels: step of H.264's quantiser 0 in an orthonormal transform (Malvar et al. 2003)


class Frame:
    """A selected frame of a video.

    Attributes:
        index: position in the video, from 0, in order of presentation.
        time: seconds from the first frame.
        sampled: whether it is one of the evenly spread frames.
        in_window: whether it lies in the window of consecutive frames.
    """

    __slots__ = ("_luma", "_picture", "_quarter_turns", "_rgb", "in_window", "index", "sampled", "time")

    def __init__(
        self, picture: VideoFrame, *, index: int, time: float, sampled: bool, in_window: bool, rotation: int
    ) -> None:
        self.index = index
        self.time = time
        self.sampled = sampled
        self.in_window = in_window
        self._picture = picture
        self._quarter_turns = -(rotation // 90)  # numpy turns counter-clockwise
        self._rgb: Pixels | None = None
        self._luma: Pixels | None = None

    @property
    def rgb(self) -> Pixels:
        """Pixels as they are displayed, uint8 ``[H, W, 3]``: rotated; the sample aspect ratio is not applied.

        The stream's matrix and range are honoured where it names them, else BT.601 of limited range (full
        range for the ``yuvj`` formats), as OpenCV does. Deeper samples are rounded to 8 bits, alpha is
        dropped, high dynamic range is not tone-mapped. Converted on first use and kept.

        Raises:
            MediaError: the pixel format or matrix cannot be converted.
        """
        if self._rgb is None:
            self._rgb = self._turned(self._converted("rgb24"))
        return self._rgb

    @property
    def luma(self) -> Pixels:
        """Luma as displayed, uint8 ``[H, W]``, full range 0–255, taken from the stream's own luma where it has one.

        Raises:
            MediaError: the pixel format cannot be converted.
        """
        if self._luma is None:
            self._luma = self._turned(self._own_luma())
        return self._luma

    @property
    def quantiser(self) -> float | None:
        """Mean quantisation parameter of the frame's blocks, as the bitstream states it, on the scale of H.264 (0–51; 6 more
        double the step).

        That of MPEG-1 and MPEG-2 is converted by the size of the step. ``None`` for other codecs, of which FFmpeg's decoders do
        not tell it.
        """
        return mean_quantiser(self._picture)

    def _own_luma(self) -> Pixels:
        form = self._picture.format
        if form.is_rgb or form.has_palette or form.is_bayer:
            return cv2.cvtColor(self._converted("rgb24"), cv2.COLOR_RGB2GRAY).astype(np.uint8, copy=False)
        first = form.components[0]
        if len(form.components) == 1:  # grey pictures have no range of their own: as their RGB has it
            return self._converted("rgb24")[..., 0].copy()
        if first.bits != 8 or first.plane != 0 or not form.is_planar:
            return self._converted("gray")
        plane = self._picture.planes[0]
        samples = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
        samples = samples[: self._picture.height, : self._picture.width]
        if form.name.startswith("yuvj") or self._picture.color_range == _FULL_RANGE:
            return samples.copy()
        return cv2.LUT(samples, _EXPAND).astype(np.uint8, copy=False)

    def _converted(self, form: str) -> Pixels:
        try:
            picture = self._picture.reformat(
                format=form, interpolation=_INTERPOLATION, dst_color_range="JPEG", threads=1
            )
            return picture.to_ndarray().astype(np.uint8, copy=False)
        except MemoryError:
            raise
        except (FFmpegError, ValueError) as error:
            name = self._picture.format.name
            raise MediaError(f"pixels of format {name} cannot be converted: {one_line(error)}") from None

    def _turned(self, pixels: Pixels) -> Pixels:
        return np.ascontiguousarray(np.rot90(pixels, self._quarter_turns)) if self._quarter_turns else pixels

    def __repr__(self) -> str:
        kinds = [word for word, true in (("sampled", self.sampled), ("in window", self.in_window)) if true]
        return f"<Frame {self.index} at {self.time:.3f} s, {', '.join(kinds)}>"


def mean_quantiser(picture: VideoFrame) -> float | None:
    """Mean over the blocks of a decoded frame on the scale of H.264; ``None`` where the decoder does not tell."""
    # PyAV's stubs take the container of side data for a mapping of words.
    data: Any = picture.side_data.get(cast(Any, Type.VIDEO_ENC_PARAMS))
    if data is None:
        return None
    raw = memoryview(data)
    if len(raw) < _HEAD.size:
        return None
    count, offset, size, kind, base = _HEAD.unpack_from(raw)
    if kind not in (_H264, _MPEG2) or count > _LARGEST or size % 4 or size < 4 * (_DELTA + 1) or offset % 4:
        return None
    if offset + count * size > len(raw):
        return None
    values = np.array([base], np.float64)
    if count:
        blocks = np.frombuffer(raw, np.int32, count * size // 4, offset).reshape(count, size // 4)
        values = base + blocks[:, _DELTA].astype(np.float64)
    if kind == _MPEG2:
        # FFmpeg tells twice the quantiser scale, which is the step of coefficients of weight 16 (ISO/IEC 11172-2, 2.4.4).
        values = values[values > 0]
        values = 6 * np.log2(values / _UNIT_STEP)
    return float(np.clip(values.mean(), 0, 63)) if len(values) else None
