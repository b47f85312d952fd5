"""Indicators of single frames."""

from __future__ import annotations

from .indicator import Indicator

_INF = float("inf")

FRAME_INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        name="brightness", level="frame", unit="level", low=0, high=255, meaning="mean luma",
        source="ITU-R BT.601 luma",
    ),
    Indicator(
        name="contrast", level="frame", unit="level", low=0, high=127.5, meaning="standard deviation of luma",
        source="RMS contrast, Peli 1990",
    ),
    Indicator(
        name="histogram_peaks", level="frame", unit="count", low=0, high=128,
        meaning="peaks of the luma histogram, smoothed over 3 levels, that stand out by 2 % of the highest",
        source="scipy.signal.find_peaks",
    ),
    Indicator(
        name="shadow_ratio", level="frame", unit="share", low=0, high=1,
        meaning="pixels darker than 0.3 of the mean luma", source="first analysis scripts",
    ),
    Indicator(
        name="highlight_ratio", level="frame", unit="share", low=0, high=1,
        meaning="pixels brighter than 1.7 of the mean luma", source="first analysis scripts",
    ),
    Indicator(
        name="shadow_clipping", level="frame", unit="share", low=0, high=1, meaning="pixels at luma 3 or below",
        source="clipped exposure",
    ),
    Indicator(
        name="highlight_clipping", level="frame", unit="share", low=0, high=1, meaning="pixels at luma 252 or above",
        source="clipped exposure",
    ),
    Indicator(
        name="face_brightness", level="frame", unit="level", low=0, high=255, meaning="mean luma of the face box",
        source="ITU-R BT.601 luma",
    ),
    Indicator(
        name="face_exposure_difference", level="frame", unit="stop", low=-20, high=20,
        meaning="mean linear light of the face over that of the background, as a power of two",
        source="IEC 61966-2-1 (sRGB)",
    ),
    Indicator(
        name="lighting_gradient", level="frame", unit="level", low=0, high=_INF,
        meaning="rise of the best-fitting luma plane from its lowest to its highest corner", source="least squares",
    ),
    Indicator(
        name="lighting_direction", level="frame", unit="degree", low=-180, high=180,
        meaning="where that plane rises to: 0 right, 90 up", source="least squares",
    ),
    Indicator(
        name="face_light_direction", level="frame", unit="degree", low=-180, high=180,
        meaning="from where the face is lit: 0 right, 90 above; none where its shading is below 2 %",
        source="Basri & Jacobs 2003; Johnson & Farid 2007",
    ),
    Indicator(
        name="face_light_strength", level="frame", unit="share", low=0, high=_INF,
        meaning="amplitude of the shading of the face over its mean light",
        source="Basri & Jacobs 2003; Johnson & Farid 2007",
    ),
    Indicator(
        name="background_light_direction", level="frame", unit="degree", low=-180, high=180,
        meaning="where the background gets brighter, by its scenery as well as by light", source="least squares",
    ),
    Indicator(
        name="light_direction_difference", level="frame", unit="degree", low=0, high=180,
        meaning="angle between the light of the face and that of the background", source="Johnson & Farid 2007",
    ),
    Indicator(
        name="color_temperature", level="frame", unit="kelvin", low=1000, high=25000,
        meaning="correlated colour temperature of the mean light; none where it is no white (Duv above 0.05)",
        source="McCamy 1992; CIE 15",
    ),
    Indicator(
        name="face_color_temperature", level="frame", unit="kelvin", low=1000, high=25000,
        meaning="correlated colour temperature of the mean light of the face: that of skin under the light",
        source="McCamy 1992; CIE 15",
    ),
    Indicator(
        name="background_color_temperature", level="frame", unit="kelvin", low=1000, high=25000,
        meaning="correlated colour temperature of the mean light of the background", source="McCamy 1992; CIE 15",
    ),
    Indicator(
        name="color_temperature_difference", level="frame", unit="mired", low=-1000, high=1000,
        meaning="reciprocal colour temperature of the face minus that of the background: positive where the face is warmer",
        source="McCamy 1992; CIE 15",
    ),
    Indicator(
        name="background_complexity", level="frame", unit="share", low=0, high=1,
        meaning="edge pixels outside the central ellipse (semi-axes 0.35 of width and height)", source="Canny 1986",
    ),
    Indicator(
        name="background_edge_density", level="frame", unit="share", low=0, high=1,
        meaning="edge pixels outside the face box grown 1.5 times", source="Canny 1986",
    ),
    Indicator(
        name="background_texture", level="frame", unit="level²", low=0, high=_INF,
        meaning="mean luma variance within the 8×8 tiles outside the face box grown 1.5 times", source="local variance",
    ),
    Indicator(
        name="edge_density", level="frame", unit="share", low=0, high=1, meaning="edge pixels of the whole frame",
        source="Canny 1986",
    ),
    Indicator(
        name="gradient", level="frame", unit="level", low=0, high=_INF, meaning="mean Sobel gradient magnitude",
        source="Sobel operator, 3×3, scaled by 1/8",
    ),
    Indicator(
        name="texture_variance", level="frame", unit="level²", low=0, high=_INF,
        meaning="mean luma variance within 8×8 tiles", source="local variance",
    ),
    Indicator(
        name="pattern_score", level="frame", unit="", low=0, high=1,
        meaning="highest autocorrelation of the luma detail at lags of 6 to 32 pixels", source="Wiener–Khinchin",
    ),
    Indicator(
        name="laplacian_variance", level="frame", unit="level²", low=0, high=_INF,
        meaning="sharpness: variance of the Laplacian; low is blurred", source="Pech-Pacheco 2000",
    ),
    Indicator(
        name="blur_width", level="frame", unit="pixel", low=0, high=20,
        meaning="Gaussian width of the blur of the steepest edges", source="Zhuo & Sim 2011",
    ),
    Indicator(
        name="sharpness_ratio", level="frame", unit="", low=0, high=_INF,
        meaning="variance of the Laplacian in the face over that in the background", source="Pech-Pacheco 2000",
    ),
    Indicator(
        name="effective_resolution", level="frame", unit="share", low=0, high=1,
        meaning="share of the Nyquist frequency below which 95 % of the energy of the gradient lies, as far as "
        "the spectrum falls",
        source="Welch 1967; Field 1987",
    ),
    Indicator(
        name="resampling_trace", level="frame", unit="dB", low=0, high=_INF,
        meaning="clearest mirror image in the spectra of rows and columns, as enlargement leaves one, over that "
        "around it; to 11 chance",
        source="Gallagher 2005; Vázquez-Padín & Pérez-González 2011",
    ),
    Indicator(
        name="upscale_factor", level="frame", unit="", low=1, high=3.5,
        meaning="factor by which the frame was enlarged; none without a clear trace, which is no proof of the contrary",
        source="Gallagher 2005; Vázquez-Padín & Pérez-González 2011",
    ),
    Indicator(
        name="moire", level="frame", unit="dB", low=0, high=_INF,
        meaning="strongest slanted wave over the spectrum around it; 5 to 8 is chance", source="Welch 1967",
    ),
    Indicator(
        name="noise_level", level="frame", unit="level", low=0, high=_INF, meaning="standard deviation of fine noise",
        source="Immerkær 1996",
    ),
    Indicator(
        name="noise_floor", level="frame", unit="level", low=0, high=_INF,
        meaning="standard deviation of noise in the smoothest third of the 8×8 blocks",
        source="Ponomarenko et al. 2007",
    ),
    Indicator(
        name="face_noise", level="frame", unit="level", low=0, high=_INF, meaning="the same within the face box",
        source="Ponomarenko et al. 2007",
    ),
    Indicator(
        name="background_noise", level="frame", unit="level", low=0, high=_INF,
        meaning="the same outside the face box grown 1.5 times", source="Ponomarenko et al. 2007",
    ),
    Indicator(
        name="noise_ratio", level="frame", unit="", low=0, high=_INF,
        meaning="noise of the face over that of the background; none where that is clean",
        source="Ponomarenko et al. 2007",
    ),
    Indicator(
        name="noise_slope", level="frame", unit="level", low=-100, high=100,
        meaning="rise of the noise variance with luma: 0 for noise that does not depend on light",
        source="Foi et al. 2008",
    ),
    Indicator(
        name="blockiness", level="frame", unit="", low=0, high=_INF,
        meaning="mean luma step across 8×8 block edges over the mean step within blocks, minus 1; 0 where not larger",
        source="Wang, Sheikh, Bovik 2002, differences",
    ),
    Indicator(
        name="blockiness_off_grid", level="frame", unit="", low=0, high=_INF,
        meaning="the same at the strongest other place of the 8×8 grid", source="Wang, Sheikh, Bovik 2002, differences",
    ),
    Indicator(
        name="grid_offset_x", level="frame", unit="pixel", low=0, high=7,
        meaning="columns to the first whole block of an 8×8 grid; none where no grid is clear",
        source="Li, Yuan, Yu 2009",
    ),
    Indicator(
        name="grid_offset_y", level="frame", unit="pixel", low=0, high=7,
        meaning="rows to the first whole block of an 8×8 grid; none where no grid is clear", source="Li, Yuan, Yu 2009",
    ),
    Indicator(
        name="blockiness_difference", level="frame", unit="", low=-_INF, high=_INF,
        meaning="blockiness of the face minus that of the background", source="Wang, Sheikh, Bovik 2002, differences",
    ),
    Indicator(
        name="quantization_noise", level="frame", unit="level", low=0, high=_INF,
        meaning="root mean square distance of 8×8 DCT coefficients from the estimated quantiser grid; none without one",
        source="Fan & de Queiroz 2003",
    ),
    Indicator(
        name="dct_high_frequency_share", level="frame", unit="share", low=0, high=1,
        meaning="AC energy of 8×8 DCT blocks in the second half of the zigzag order", source="ITU-T T.81",
    ),
    Indicator(
        name="dct_shape", level="frame", unit="", low=0.2, high=4,
        meaning="shape of the generalised Gaussian of the low DCT coefficients: 1 Laplace, 2 Gaussian",
        source="Sharifi & Leon-Garcia 1995",
    ),
    Indicator(
        name="benford_deviation", level="frame", unit="share", low=0, high=1,
        meaning="distance of the first digits of the quantised DCT coefficients from Benford's law",
        source="Fu, Shi, Su 2007",
    ),
    Indicator(
        name="estimated_quality", level="frame", unit="quality", low=1, high=100,
        meaning="JPEG quality whose quantiser, on the frame's 8×8 grid, explains the DCT histogram best; 100 where none does",
        source="Fan & de Queiroz 2003; ITU-T T.81 annex K",
    ),
    Indicator(
        name="quality_difference", level="frame", unit="quality", low=-99, high=99,
        meaning="estimated JPEG quality of the face minus that of the background; none where neither shows a quantiser",
        source="Fan & de Queiroz 2003",
    ),
    Indicator(
        name="double_compression", level="frame", unit="", low=0, high=_INF,
        meaning="comb in the histograms of the DCT coefficients beyond the last quantiser, standard deviations; "
        "up to 4 is chance",
        source="Popescu & Farid 2004",
    ),
)  # fmt: skip
