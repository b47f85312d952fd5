"""All frame indicators of one frame."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from touchstone.footage.media import Box
from touchstone.vocabulary.errors import UsageError

from . import blur, coefficients, compression, exposure, lighting, sharpness, spectrum, texture
from .grid import blockiness_difference, find_grid
from .illumination import illumination
from .noise import Noise
from .picture import Picture
from .resampling import resampling
from .temperature import Temperatures

Measures = dict[str, float | None]


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
    return _light(picture) | _content(picture) | _detail(picture) | _noise(picture) | _coding(picture)


def _light(picture: Picture) -> Measures:
    rise, direction = lighting.lighting_plane(picture)
    temperature = Temperatures(picture)
    shading = illumination(picture)
    return {
        "brightness": lighting.brightness(picture),
        "contrast": lighting.contrast(picture),
        "histogram_peaks": lighting.histogram_peaks(picture),
        "shadow_ratio": lighting.shadow_ratio(picture),
        "highlight_ratio": lighting.highlight_ratio(picture),
        "shadow_clipping": exposure.shadow_clipping(picture),
        "highlight_clipping": exposure.highlight_clipping(picture),
        "face_brightness": exposure.face_brightness(picture),
        "face_exposure_difference": exposure.face_exposure_difference(picture),
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
        "background_complexity": texture.background_complexity(picture),
        "background_edge_density": texture.background_edge_density(picture),
        "background_texture": texture.background_texture(picture),
        "edge_density": texture.edge_density(picture),
        "gradient": texture.gradient(picture),
        "texture_variance": texture.texture_variance(picture),
        "pattern_score": texture.pattern_score(picture),
    }


def _detail(picture: Picture) -> Measures:
    enlarged = resampling(picture)
    return {
        "laplacian_variance": sharpness.laplacian_variance(picture),
        "blur_width": blur.blur_width(picture),
        "sharpness_ratio": blur.sharpness_ratio(picture),
        "effective_resolution": spectrum.effective_resolution(picture.spectrum),
        "resampling_trace": enlarged.trace,
        "upscale_factor": enlarged.factor,
        "moire": spectrum.moire(picture.spectrum),
    }


def _noise(picture: Picture) -> Measures:
    noise = Noise(picture)
    return {
        "noise_level": sharpness.noise_level(picture),
        "noise_floor": noise.floor,
        "face_noise": noise.face,
        "background_noise": noise.background,
        "noise_ratio": noise.ratio,
        "noise_slope": noise.slope,
    }


def _coding(picture: Picture) -> Measures:
    quantiser = compression.quantiser(picture)
    quality = None if quantiser is None else quantiser.quality
    grid = find_grid(picture)
    return {
        "blockiness": compression.blockiness(picture),
        "blockiness_off_grid": grid.off_grid,
        "grid_offset_x": _number(grid.offset_x),
        "grid_offset_y": _number(grid.offset_y),
        "blockiness_difference": blockiness_difference(picture),
        "quantization_noise": None if quantiser is None else quantiser.noise,
        "dct_high_frequency_share": compression.dct_high_frequency_share(picture),
        "dct_shape": coefficients.dct_shape(picture),
        "benford_deviation": coefficients.benford_deviation(picture, quality),
        "estimated_quality": quality,
        "quality_difference": compression.quality_difference(picture, quantiser),
        "double_compression": coefficients.double_compression(picture, quality),
    }


def _number(value: int | None) -> float | None:
    return None if value is None else float(value)
