"""All frame indicators of one frame."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from touchstone.footage.media import Box
from touchstone.vocabulary.domains import FRAME_INDICATORS
from touchstone.vocabulary.errors import UsageError

from . import coefficients, compression, lighting, sharpness, spectrum, texture
from .grid import blockiness_difference, grid_offsets
from .illumination import illumination
from .noise import noise
from .picture import Measures, Picture
from .resampling import resampling
from .temperature import temperatures


def _spectral(picture: Picture) -> Measures:
    power = picture.spectrum
    return {"effective_resolution": spectrum.effective_resolution(power), "moire": spectrum.moire(power)}


def _quantised(picture: Picture) -> Measures:
    quantiser = compression.quantiser(picture)
    quality = None if quantiser is None else quantiser.quality
    return {
        "quantization_noise": None if quantiser is None else quantiser.noise,
        "benford_deviation": coefficients.benford_deviation(picture, quality),
        "estimated_quality": quality,
        "quality_difference": compression.quality_difference(picture, quantiser),
        "double_compression": coefficients.double_compression(picture, quality),
    }


SINGLE: tuple[Callable[[Picture], float | None], ...] = (
    lighting.brightness, lighting.contrast, lighting.histogram_peaks, lighting.shadow_ratio, lighting.highlight_ratio,
    lighting.shadow_clipping, lighting.highlight_clipping, lighting.face_brightness, lighting.face_exposure_difference,
    texture.background_complexity, texture.background_edge_density, texture.background_texture, texture.edge_density,
    texture.gradient, texture.texture_variance, texture.pattern_score,
    sharpness.laplacian_variance, sharpness.blur_width, sharpness.sharpness_ratio, sharpness.noise_level,
    compression.blockiness, blockiness_difference, compression.dct_high_frequency_share, coefficients.dct_shape,
)  # fmt: skip
"""What measures one indicator, each called as its indicator."""

TOGETHER: tuple[Callable[[Picture], Measures], ...] = (
    lighting.lighting_plane, illumination, temperatures, resampling, noise, grid_offsets, _spectral, _quantised,
)  # fmt: skip
"""What measures several that have work in common."""


def measure_frame(rgb: NDArray[np.uint8], face: Box | None = None, luma: NDArray[np.uint8] | None = None) -> Measures:
    """Measure a frame, whole and at its native size.

    Args:
        rgb: uint8 ``[H, W, 3]``, at least 1×1.
        face: where the face is. Without one, what is measured on the face or compares it with its background is
            ``None``.
        luma: uint8 ``[H, W]``, full range, as :attr:`touchstone.footage.media.Frame.luma` gives it; made from ``rgb`` where
            ``None``. A stream's own luma is better: where RGB clips, the pattern of the enlarged colour planes gets into
            a luma that is made from it.

    Returns:
        Exactly the frame indicators of :data:`touchstone.vocabulary.domains.FRAME_INDICATORS`, in their order; ``None``
        where the frame does not define one.

    Raises:
        UsageError: not a picture of this kind, or a luma of another size.

    >>> measure_frame(np.full((32, 32, 3), 128, np.uint8))["brightness"]
    128.0
    """
    if rgb.dtype != np.uint8 or rgb.ndim != 3 or rgb.shape[2] != 3 or rgb.size == 0:
        raise UsageError(f"a frame is uint8 [H, W, 3], not {rgb.dtype} {list(rgb.shape)}")
    if luma is not None and (luma.dtype != np.uint8 or luma.shape != rgb.shape[:2]):
        raise UsageError(f"the luma of this frame is uint8 {list(rgb.shape[:2])}, not {luma.dtype} {list(luma.shape)}")
    picture = Picture(rgb, face, luma)
    measures = {measure.__name__: measure(picture) for measure in SINGLE}
    for family in TOGETHER:
        measures |= family(picture)
    return {indicator.name: measures[indicator.name] for indicator in FRAME_INDICATORS}
