"""Linear light of display levels."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_LEVELS = np.arange(256)

LINEAR: NDArray[np.float64] = np.where(
    _LEVELS <= 0.04045 * 255, _LEVELS / 255 / 12.92, ((_LEVELS / 255 + 0.055) / 1.055) ** 2.4
)
"""Linear light of each level, 0–1 (IEC 61966-2-1, sRGB)."""
