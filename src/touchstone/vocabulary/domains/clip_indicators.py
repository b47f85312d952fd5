"""Indicators of windows of consecutive frames with their sound."""

from __future__ import annotations

from .indicator import Indicator

_INF = float("inf")

CLIP_INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        name="motion", level="clip", unit="level", low=0, high=255,
        meaning="mean absolute luma difference of consecutive frames", source="frame difference",
    ),
    Indicator(
        name="temporal_noise", level="clip", unit="level", low=0, high=_INF,
        meaning="standard deviation of what changes at random where the picture stands still",
        source="mean absolute difference of 16×16 tiles, lower quartile",
    ),
    Indicator(
        name="duplicate_share", level="clip", unit="share", low=0, high=1, meaning="frames that equal the one before",
        source="exact comparison",
    ),
    Indicator(
        name="repeat_share", level="clip", unit="share", low=0, high=1,
        meaning="frames that differ from the one before by less than a quarter of those around them",
        source="frame difference",
    ),
    Indicator(
        name="gap_share", level="clip", unit="share", low=0, high=1,
        meaning="frames that differ from the one before 1.6 times more than their neighbours do: dropped frames, cuts",
        source="frame difference",
    ),
    Indicator(
        name="disorder_share", level="clip", unit="share", low=0, high=1,
        meaning="frames that are nearer to the frame before the last than the last one is", source="frame difference",
    ),
    Indicator(
        name="flicker", level="clip", unit="level", low=0, high=_INF,
        meaning="standard deviation of what is random in the mean luma of the frames", source="second differences",
    ),
    Indicator(
        name="band_flicker", level="clip", unit="share", low=0, high=_INF,
        meaning="amplitude of the strongest wave of light that moves through the rows, over their brightness",
        source="two-dimensional Fourier transform of row means",
    ),
    Indicator(
        name="clip_upscale_factor", level="clip", unit="", low=1, high=4,
        meaning="by which the frames were enlarged before they were encoded; none where no trace is clear, which is no proof",
        source="Gallagher 2005; Gardner 1991; in the phase of interpolation, summed over frames",
    ),
    Indicator(
        name="face_share", level="clip", unit="share", low=0, high=1,
        meaning="frames that show a face; none where faces were not looked for", source="face detector",
    ),
    Indicator(
        name="face_flicker", level="clip", unit="level", low=0, high=_INF,
        meaning="standard deviation of what is random in the mean luma of the face box", source="second differences",
    ),
    Indicator(
        name="face_jitter", level="clip", unit="share", low=0, high=_INF,
        meaning="standard deviation of what is random in the path of the face box, over its width",
        source="second differences",
    ),
    Indicator(
        name="sound_level", level="clip", unit="dBFS", low=-120, high=0, meaning="root mean square of the sound",
        source="AES17 without its 3 dB offset",
    ),
    Indicator(
        name="silence_share", level="clip", unit="share", low=0, high=1,
        meaning="10 ms pieces of the sound below −60 dBFS", source="energy threshold",
    ),
    Indicator(
        name="leading_silence", level="clip", unit="second", low=0, high=_INF,
        meaning="time from the first frame of the video to the first sound above −60 dBFS, as far as its first "
        "two seconds show",
        source="energy threshold",
    ),
    Indicator(
        name="sound_bandwidth", level="clip", unit="hertz", low=0, high=_INF,
        meaning="highest frequency whose mean power is within 60 dB of the strongest", source="Welch 1967",
    ),
    Indicator(
        name="av_correlation", level="clip", unit="", low=-1, high=1,
        meaning="correlation of how much the mouth speaks (lower lip, darkness, motion) with how loud speech is, as recorded",
        source="Pearson; loudness after Stevens 1957",
    ),
    Indicator(
        name="av_peak", level="clip", unit="", low=-1, high=1,
        meaning="the highest such correlation at any offset within half a second", source="cross-correlation",
    ),
    Indicator(
        name="av_offset", level="clip", unit="millisecond", low=-500, high=500,
        meaning="offset of that peak, positive where the sound is late; none where the peak could be chance",
        source="cross-correlation; Theiler et al. 1992",
    ),
)  # fmt: skip
