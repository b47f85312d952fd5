"""Which change of the training footage makes more of what a weak slice holds."""

from __future__ import annotations

from touchstone.conclusions.metrics import Slice

# Indicator → what to vary. Only indicators that a known change of footage moves.
_CHANGES: dict[str, str] = {
    "brightness": "gain and gamma",
    "contrast": "contrast",
    "shadow_ratio": "cast shadows",
    "highlight_ratio": "exposure",
    "lighting_gradient": "the direction and strength of a light",
    "color_temperature": "white balance",
    "noise_level": "sensor-like noise",
    "blockiness": "JPEG and H.264 quality",
    "quantization_noise": "JPEG and H.264 quality",
    "dct_high_frequency_share": "JPEG quality and down-scaling",
    "estimated_quality": "JPEG quality",
    "bitrate": "H.264 bitrate",
    "bits_per_pixel": "H.264 bitrate",
    "compression_ratio": "H.264 bitrate",
    "laplacian_variance": "blur and down-scaling",
    "gradient": "blur and down-scaling",
    "edge_density": "blur and down-scaling",
    "width": "the resolution before resizing",
    "height": "the resolution before resizing",
    "fps": "the frame rate",
    "motion": "playback speed",
    "sound_level": "the sound's level",
    "silence_share": "leading and trailing silence",
}


def augmentation(part: Slice) -> str | None:
    """The augmentation that covers a weak slice of an indicator, with its range; ``None`` where no change would.

    A slice by method, data set or source needs footage, not augmentation.
    """
    change = _CHANGES.get(part.column)
    if change is None or part.low is None or part.high is None:
        return None
    return (
        f"vary {change} so that training covers {part.column} from {part.low:.4g} to {part.high:.4g}, where accuracy is "
        f"{part.accuracy}"
    )
