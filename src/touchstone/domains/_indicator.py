"""What can be measured on footage without a model, as data: names, units, ranges, words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["frame", "clip"]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One number that is measured on footage.

    Attributes:
        name: column of the ``frames`` or ``clips`` table.
        level: ``frame`` (needs one picture) or ``clip`` (needs time or sound).
        unit: unit of the value; ``""`` for a pure number.
        low: smallest possible value.
        high: largest possible value; ``inf`` where there is none.
        meaning: what it says, in one line.
        source: paper or standard of the method.
    """

    name: str
    level: Level
    unit: str
    low: float
    high: float
    meaning: str
    source: str


_INF = float("inf")

FRAME_INDICATORS: tuple[Indicator, ...] = (
    Indicator("brightness", "frame", "level", 0, 255, "mean luma", "ITU-R BT.601 luma"),
    Indicator("contrast", "frame", "level", 0, 127.5, "standard deviation of luma", "RMS contrast, Peli 1990"),
    Indicator(
        "histogram_peaks",
        "frame",
        "count",
        0,
        128,
        "peaks of the luma histogram, smoothed over 3 levels, that stand out by 2 % of the highest",
        "scipy.signal.find_peaks",
    ),
    Indicator(
        "shadow_ratio", "frame", "share", 0, 1, "pixels darker than 0.3 of the mean luma", "first analysis scripts"
    ),
    Indicator(
        "highlight_ratio", "frame", "share", 0, 1, "pixels brighter than 1.7 of the mean luma", "first analysis scripts"
    ),
    Indicator(
        "lighting_gradient",
        "frame",
        "level",
        0,
        _INF,
        "rise of the best-fitting luma plane from its lowest to its highest corner",
        "least squares",
    ),
    Indicator(
        "lighting_direction", "frame", "degree", -180, 180, "where that plane rises to: 0 right, 90 up", "least squares"
    ),
    Indicator(
        "color_temperature",
        "frame",
        "kelvin",
        1000,
        25000,
        "correlated colour temperature of the mean light; none where it is no white (Duv above 0.05)",
        "McCamy 1992; CIE 15",
    ),
    Indicator(
        "background_complexity",
        "frame",
        "share",
        0,
        1,
        "edge pixels outside the central ellipse (semi-axes 0.35 of width and height)",
        "Canny 1986",
    ),
    Indicator("edge_density", "frame", "share", 0, 1, "edge pixels of the whole frame", "Canny 1986"),
    Indicator(
        "gradient", "frame", "level", 0, _INF, "mean Sobel gradient magnitude", "Sobel operator, 3×3, scaled by 1/8"
    ),
    Indicator("texture_variance", "frame", "level²", 0, _INF, "mean luma variance within 8×8 tiles", "local variance"),
    Indicator(
        "pattern_score",
        "frame",
        "",
        0,
        1,
        "highest autocorrelation of the luma detail at lags of 6 to 32 pixels",
        "Wiener–Khinchin",
    ),
    Indicator(
        "laplacian_variance",
        "frame",
        "level²",
        0,
        _INF,
        "sharpness: variance of the Laplacian; low is blurred",
        "Pech-Pacheco 2000",
    ),
    Indicator("noise_level", "frame", "level", 0, _INF, "standard deviation of fine noise", "Immerkær 1996"),
    Indicator(
        "blockiness",
        "frame",
        "",
        0,
        _INF,
        "mean luma step across 8×8 block edges over the mean step within blocks, minus 1; 0 where not larger",
        "Wang, Sheikh, Bovik 2002, differences",
    ),
    Indicator(
        "quantization_noise",
        "frame",
        "level",
        0,
        _INF,
        "root mean square distance of 8×8 DCT coefficients from the estimated quantiser grid; none without one",
        "Fan & de Queiroz 2003",
    ),
    Indicator(
        "dct_high_frequency_share",
        "frame",
        "share",
        0,
        1,
        "AC energy of 8×8 DCT blocks in the second half of the zigzag order",
        "ITU-T T.81",
    ),
    Indicator(
        "estimated_quality",
        "frame",
        "quality",
        1,
        100,
        "JPEG quality whose quantiser, on the frame's 8×8 grid, explains the DCT histogram best; 100 where none does",
        "Fan & de Queiroz 2003; ITU-T T.81 annex K",
    ),
)

CLIP_INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        "motion", "clip", "level", 0, 255, "mean absolute luma difference of consecutive frames", "frame difference"
    ),
    Indicator("duplicate_share", "clip", "share", 0, 1, "frames that equal the one before", "exact comparison"),
    Indicator("sound_level", "clip", "dBFS", -120, 0, "root mean square of the sound", "AES17 without its 3 dB offset"),
    Indicator("silence_share", "clip", "share", 0, 1, "10 ms pieces of the sound below −60 dBFS", "energy threshold"),
)
