"""Indicators of windows of consecutive frames with their sound."""

from __future__ import annotations

from .indicator import Indicator, catalogue

_INF = float("inf")

# name, unit, lowest and highest value, what it says, source of the method
CLIP_INDICATORS: tuple[Indicator, ...] = catalogue("clip", (
    ("motion", "level", 0, 255, "mean absolute luma difference of consecutive frames", "frame difference"),
    ("temporal_noise", "level", 0, _INF, "standard deviation of what changes at random where the picture stands still",
     "mean absolute difference of 16×16 tiles, lower quartile"),
    ("duplicate_share", "share", 0, 1, "frames that equal the one before", "exact comparison"),
    ("repeat_share", "share", 0, 1, "frames that differ from the one before by less than a quarter of those around them",
     "frame difference"),
    ("gap_share", "share", 0, 1,
     "frames that differ from the one before 1.6 times more than their neighbours do: dropped frames, cuts",
     "frame difference"),
    ("disorder_share", "share", 0, 1, "frames that are nearer to the frame before the last than the last one is",
     "frame difference"),
    ("flicker", "level", 0, _INF, "standard deviation of what is random in the mean luma of the frames",
     "second differences"),
    ("band_flicker", "share", 0, _INF,
     "amplitude of the strongest wave of light that moves through the rows, over their brightness",
     "two-dimensional Fourier transform of row means"),
    ("clip_upscale_factor", "", 1, 4,
     "by which the frames were enlarged before they were encoded; none where no trace is clear, which proves nothing",
     "Gallagher 2005; Gardner 1991; in the phase of interpolation, summed over frames"),
    ("face_share", "share", 0, 1, "frames that show a face; none where faces were not looked for", "face detector"),
    ("face_flicker", "level", 0, _INF, "standard deviation of what is random in the mean luma of the face box",
     "second differences"),
    ("face_jitter", "share", 0, _INF, "standard deviation of what is random in the path of the face box, over its width",
     "second differences"),
    ("sound_level", "dBFS", -120, 0, "root mean square of the sound", "AES17 without its 3 dB offset"),
    ("silence_share", "share", 0, 1, "10 ms pieces of the sound below −60 dBFS", "energy threshold"),
    ("leading_silence", "second", 0, _INF,
     "time from the first frame of the video to the first sound above −60 dBFS, as far as its first two seconds show",
     "energy threshold"),
    ("sound_bandwidth", "hertz", 0, _INF, "highest frequency whose mean power is within 60 dB of the strongest",
     "Welch 1967"),
    ("av_correlation", "", -1, 1,
     "correlation of how much the mouth speaks (lower lip, darkness, motion) with how loud speech is, as recorded",
     "Pearson; loudness after Stevens 1957"),
    ("av_peak", "", -1, 1, "the highest such correlation at any offset within half a second", "cross-correlation"),
    ("av_offset", "millisecond", -500, 500,
     "offset of that peak, positive where the sound is late; none where the peak could be chance",
     "cross-correlation; Theiler et al. 1992"),
))  # fmt: skip
