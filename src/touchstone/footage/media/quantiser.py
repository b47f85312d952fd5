"""The quantiser that a decoder read from the bitstream."""

from __future__ import annotations

import struct
from typing import Any, cast

import numpy as np
from av.sidedata.sidedata import Type
from av.video.frame import VideoFrame

# libavutil/video_enc_params.h: AVVideoEncParams (number of blocks, offset of the first, size of one, kind, base), then
# AVVideoBlockParams (x, y, width, height, difference from the base).
_HEAD = struct.Struct("@IQQii")
_DELTA = 4  # place of the difference in a block, in whole numbers of four bytes
_LARGEST = 1 << 22  # blocks: 4 × 4 pixels of the largest frame that is read
_H264, _MPEG2 = 1, 2
_UNIT_STEP = 0.625  # levels: step of H.264's quantiser 0 in an orthonormal transform (Malvar et al. 2003)


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
