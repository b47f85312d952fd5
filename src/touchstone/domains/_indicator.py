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
    Indicator("shadow_clipping", "frame", "share", 0, 1, "pixels at luma 3 or below", "clipped exposure"),
    Indicator("highlight_clipping", "frame", "share", 0, 1, "pixels at luma 252 or above", "clipped exposure"),
    Indicator("face_brightness", "frame", "level", 0, 255, "mean luma of the face box", "ITU-R BT.601 luma"),
    Indicator(
        "face_exposure_difference",
        "frame",
        "stop",
        -20,
        20,
        "mean linear light of the face over that of the background, as a power of two",
        "IEC 61966-2-1 (sRGB)",
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
        "face_light_direction",
        "frame",
        "degree",
        -180,
        180,
        "from where the face is lit: 0 right, 90 above; none where its shading is below 2 %",
        "Basri & Jacobs 2003; Johnson & Farid 2007",
    ),
    Indicator(
        "face_light_strength",
        "frame",
        "share",
        0,
        _INF,
        "amplitude of the shading of the face over its mean light",
        "Basri & Jacobs 2003; Johnson & Farid 2007",
    ),
    Indicator(
        "background_light_direction",
        "frame",
        "degree",
        -180,
        180,
        "where the background gets brighter, by its scenery as well as by light",
        "least squares",
    ),
    Indicator(
        "light_direction_difference",
        "frame",
        "degree",
        0,
        180,
        "angle between the light of the face and that of the background",
        "Johnson & Farid 2007",
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
        "face_color_temperature",
        "frame",
        "kelvin",
        1000,
        25000,
        "correlated colour temperature of the mean light of the face: that of skin under the light",
        "McCamy 1992; CIE 15",
    ),
    Indicator(
        "background_color_temperature",
        "frame",
        "kelvin",
        1000,
        25000,
        "correlated colour temperature of the mean light of the background",
        "McCamy 1992; CIE 15",
    ),
    Indicator(
        "color_temperature_difference",
        "frame",
        "mired",
        -1000,
        1000,
        "reciprocal colour temperature of the face minus that of the background: positive where the face is warmer",
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
    Indicator(
        "background_edge_density",
        "frame",
        "share",
        0,
        1,
        "edge pixels outside the face box grown 1.5 times",
        "Canny 1986",
    ),
    Indicator(
        "background_texture",
        "frame",
        "level²",
        0,
        _INF,
        "mean luma variance within the 8×8 tiles outside the face box grown 1.5 times",
        "local variance",
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
    Indicator(
        "blur_width", "frame", "pixel", 0, 20, "Gaussian width of the blur of the steepest edges", "Zhuo & Sim 2011"
    ),
    Indicator(
        "sharpness_ratio",
        "frame",
        "",
        0,
        _INF,
        "variance of the Laplacian in the face over that in the background",
        "Pech-Pacheco 2000",
    ),
    Indicator(
        "effective_resolution",
        "frame",
        "share",
        0,
        1,
        "share of the Nyquist frequency below which 95 % of the energy of the gradient lies",
        "Welch 1967; Field 1987",
    ),
    Indicator(
        "resampling_trace",
        "frame",
        "dB",
        0,
        _INF,
        "strongest line in the spectrum of the mean second (or first) differences over the floor; up to 12 is chance",
        "Gallagher 2005; Mahdian & Saic 2008",
    ),
    Indicator(
        "upscale_factor",
        "frame",
        "",
        1,
        3.5,
        "factor by which the frame was enlarged; none without a clear trace, which is no proof of the contrary",
        "Gallagher 2005; Mahdian & Saic 2008",
    ),
    Indicator(
        "moire",
        "frame",
        "dB",
        0,
        _INF,
        "strongest slanted wave over the spectrum around it; 5 to 8 is chance",
        "Welch 1967",
    ),
    Indicator("noise_level", "frame", "level", 0, _INF, "standard deviation of fine noise", "Immerkær 1996"),
    Indicator(
        "noise_floor",
        "frame",
        "level",
        0,
        _INF,
        "standard deviation of noise in the smoothest third of the 8×8 blocks",
        "Ponomarenko et al. 2007",
    ),
    Indicator("face_noise", "frame", "level", 0, _INF, "the same within the face box", "Ponomarenko et al. 2007"),
    Indicator(
        "background_noise",
        "frame",
        "level",
        0,
        _INF,
        "the same outside the face box grown 1.5 times",
        "Ponomarenko et al. 2007",
    ),
    Indicator(
        "noise_ratio",
        "frame",
        "",
        0,
        _INF,
        "noise of the face over that of the background; none where that is clean",
        "Ponomarenko et al. 2007",
    ),
    Indicator(
        "noise_slope",
        "frame",
        "level",
        -100,
        100,
        "rise of the noise variance with luma: 0 for noise that does not depend on light",
        "Foi et al. 2008",
    ),
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
        "blockiness_off_grid",
        "frame",
        "",
        0,
        _INF,
        "the same at the strongest other place of the 8×8 grid",
        "Wang, Sheikh, Bovik 2002, differences",
    ),
    Indicator(
        "grid_offset_x",
        "frame",
        "pixel",
        0,
        7,
        "columns to the first whole block of an 8×8 grid; none where no grid is clear",
        "Li, Yuan, Yu 2009",
    ),
    Indicator(
        "grid_offset_y",
        "frame",
        "pixel",
        0,
        7,
        "rows to the first whole block of an 8×8 grid; none where no grid is clear",
        "Li, Yuan, Yu 2009",
    ),
    Indicator(
        "blockiness_difference",
        "frame",
        "",
        -_INF,
        _INF,
        "blockiness of the face minus that of the background",
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
        "dct_shape",
        "frame",
        "",
        0.2,
        4,
        "shape of the generalised Gaussian of the low DCT coefficients: 1 Laplace, 2 Gaussian",
        "Sharifi & Leon-Garcia 1995",
    ),
    Indicator(
        "benford_deviation",
        "frame",
        "share",
        0,
        1,
        "distance of the first digits of the DCT coefficients from Benford's law",
        "Fu, Shi, Su 2007",
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
    Indicator(
        "quality_difference",
        "frame",
        "quality",
        -99,
        99,
        "estimated JPEG quality of the face minus that of the background; none where neither shows a quantiser",
        "Fan & de Queiroz 2003",
    ),
    Indicator(
        "double_compression",
        "frame",
        "",
        0,
        _INF,
        "comb in the histograms of the DCT coefficients beyond the last quantiser, standard deviations; up to 4 is chance",
        "Popescu & Farid 2004",
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
