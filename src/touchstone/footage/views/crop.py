"""A region of a frame at a fixed size."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from touchstone.footage.media import Box


def crop(picture: NDArray[np.uint8], box: Box, height: int, width: int | None = None) -> NDArray[np.uint8]:
    """The box of a picture ``[H, W]`` or ``[H, W, 3]``, averaged or interpolated to ``height`` × ``width`` (square unless said).

    What the box has beyond the frame repeats the frame's edge.
    """
    width = height if width is None else width
    rows, columns = picture.shape[:2]
    top, left = int(np.floor(box.y)), int(np.floor(box.x))
    bottom, right = max(top + 2, int(np.ceil(box.y + box.height))), max(left + 2, int(np.ceil(box.x + box.width)))
    before, after = (max(0, -top), max(0, -left)), (max(0, bottom - rows), max(0, right - columns))
    inside = picture[max(0, min(top, rows - 1)) : max(1, bottom), max(0, min(left, columns - 1)) : max(1, right)]
    if any((*before, *after)):
        inside = cv2.copyMakeBorder(
            inside, top=before[0], bottom=after[0], left=before[1], right=after[1], borderType=cv2.BORDER_REPLICATE
        )
    shrinks = inside.shape[0] >= height and inside.shape[1] >= width
    return cv2.resize(inside, (width, height), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR).astype(
        np.uint8, copy=False
    )
