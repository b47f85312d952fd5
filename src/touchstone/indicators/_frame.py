"""All frame indicators of one frame."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from touchstone.errors import UsageError
from touchstone.media import Box

from . import _blur, _coefficients, _compression, _exposure, _grid, _lighting, _sharpness, _spectrum, _texture
from ._illumination import illumination
from ._noise import Noise
from ._picture import Picture
from ._resampling import resampling
from ._temperature import Temperatures

Measures = dict[str, float | None]


def measure_frame(rgb: NDArray[np.uint8], face: Box | None = None, luma: NDArray[np.uint8] | None = None) -> Measures:
    """Measure a frame, whole and at its native size.

    Args:
        rgb: uint8 ``[H, W, 3]``, at least 1×1.
        face: where the face is. Without one, what is measured on the face or compares it with its background is
            ``None``.
        luma: uint8 ``[H, W]``, full range, as :attr:`touchstone.media.Frame.luma` gives it; made from ``rgb`` where
            ``None``. A stream's own luma is better: where RGB clips, the pattern of the enlarged colour planes gets into
            a luma that is made from it.

    Returns:
        Exactly the frame indicators of :data:`touchstone.domains.FRAME_INDICATORS`, in their order; ``None``
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
    return _light(picture) | _content(picture) | _detail(picture) | _noise(picture) | _coding(picture)


def _light(picture: Picture) -> Measures:
    rise, direction = _lighting.lighting_plane(picture)
    temperature = Temperatures(picture)
    shading = illumination(picture)
    return {
        "brightness": _lighting.brightness(picture),
        "contrast": _lighting.contrast(picture),
        "histogram_peaks": _lighting.histogram_peaks(picture),
        "shadow_ratio": _lighting.shadow_ratio(picture),
        "highlight_ratio": _lighting.highlight_ratio(picture),
        "shadow_clipping": _exposure.shadow_clipping(picture),
        "highlight_clipping": _exposure.highlight_clipping(picture),
        "face_brightness": _exposure.face_brightness(picture),
        "face_exposure_difference": _exposure.face_exposure_difference(picture),
        "lighting_gradient": rise,
        "lighting_direction": direction,
        "face_light_direction": shading.face,
        "face_light_strength": shading.strength,
        "background_light_direction": shading.background,
        "light_direction_difference": shading.difference,
        "color_temperature": temperature.frame,
        "face_color_temperature": temperature.face,
        "background_color_temperature": temperature.background,
        "color_temperature_difference": temperature.difference,
    }


def _content(picture: Picture) -> Measures:
    return {
        "background_complexity": _texture.background_complexity(picture),
        "background_edge_density": _texture.background_edge_density(picture),
        "background_texture": _texture.background_texture(picture),
        "edge_density": _texture.edge_density(picture),
        "gradient": _texture.gradient(picture),
        "texture_variance": _texture.texture_variance(picture),
        "pattern_score": _texture.pattern_score(picture),
    }


def _detail(picture: Picture) -> Measures:
    enlarged = resampling(picture)
    return {
        "laplacian_variance": _sharpness.laplacian_variance(picture),
        "blur_width": _blur.blur_width(picture),
        "sharpness_ratio": _blur.sharpness_ratio(picture),
        "effective_resolution": _spectrum.effective_resolution(picture.spectrum),
        "resampling_trace": enlarged.trace,
        "upscale_factor": enlarged.factor,
        "moire": _spectrum.moire(picture.spectrum),
    }


def _noise(picture: Picture) -> Measures:
    noise = Noise(picture)
    return {
        "noise_level": _sharpness.noise_level(picture),
        "noise_floor": noise.floor,
        "face_noise": noise.face,
        "background_noise": noise.background,
        "noise_ratio": noise.ratio,
        "noise_slope": noise.slope,
    }


def _coding(picture: Picture) -> Measures:
    quantiser = _compression.quantiser(picture)
    quality = None if quantiser is None else quantiser.quality
    grid = _grid.find_grid(picture)
    return {
        "blockiness": _compression.blockiness(picture),
        "blockiness_off_grid": grid.off_grid,
        "grid_offset_x": _number(grid.offset_x),
        "grid_offset_y": _number(grid.offset_y),
        "blockiness_difference": _grid.blockiness_difference(picture),
        "quantization_noise": None if quantiser is None else quantiser.noise,
        "dct_high_frequency_share": _compression.dct_high_frequency_share(picture),
        "dct_shape": _coefficients.dct_shape(picture),
        "benford_deviation": _coefficients.benford_deviation(picture, quality),
        "estimated_quality": quality,
        "quality_difference": _compression.quality_difference(picture, quantiser),
        "double_compression": _coefficients.double_compression(picture, quality),
    }


def _number(value: int | None) -> float | None:
    return None if value is None else float(value)
