"""All frame indicators of one frame."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from touchstone.errors import UsageError

from . import _compression, _lighting, _sharpness, _texture
from ._picture import Picture


def measure_frame(rgb: NDArray[np.uint8]) -> dict[str, float | None]:
    """Measure a frame, whole and at its native size.

    Args:
        rgb: uint8 ``[H, W, 3]``, at least 1×1.

    Returns:
        Exactly the frame indicators of :data:`touchstone.domains.FRAME_INDICATORS`, in their order; ``None``
        where the frame does not define one.

    Raises:
        UsageError: not a picture of this kind.

    >>> measure_frame(np.full((32, 32, 3), 128, np.uint8))["brightness"]
    128.0
    """
    if rgb.dtype != np.uint8 or rgb.ndim != 3 or rgb.shape[2] != 3 or rgb.size == 0:
        raise UsageError(f"a frame is uint8 [H, W, 3], not {rgb.dtype} {list(rgb.shape)}")
    picture = Picture(rgb)
    rise, direction = _lighting.lighting_plane(picture)
    quantiser = _compression.quantiser(picture)
    return {
        "brightness": _lighting.brightness(picture),
        "contrast": _lighting.contrast(picture),
        "histogram_peaks": _lighting.histogram_peaks(picture),
        "shadow_ratio": _lighting.shadow_ratio(picture),
        "highlight_ratio": _lighting.highlight_ratio(picture),
        "lighting_gradient": rise,
        "lighting_direction": direction,
        "color_temperature": _lighting.color_temperature(picture),
        "background_complexity": _texture.background_complexity(picture),
        "edge_density": _texture.edge_density(picture),
        "gradient": _texture.gradient(picture),
        "texture_variance": _texture.texture_variance(picture),
        "pattern_score": _texture.pattern_score(picture),
        "laplacian_variance": _sharpness.laplacian_variance(picture),
        "noise_level": _sharpness.noise_level(picture),
        "blockiness": _compression.blockiness(picture),
        "quantization_noise": None if quantiser is None else quantiser.noise,
        "dct_high_frequency_share": _compression.dct_high_frequency_share(picture),
        "estimated_quality": None if quantiser is None else quantiser.quality,
    }
