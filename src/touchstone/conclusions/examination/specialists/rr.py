"""The ground of the resolution and re-recording specialist."""

from .grounds import Condition, Ground, Level, Measure, Range

RR = Ground(
    conditions=(
        Condition(
            "enlarged",
            "enlarged footage",
            (
                Level("a clear trace of enlargement over a clip's frames", (Range("clip_upscale_factor", 1.1),)),
                Level("a clear trace of enlargement in single frames", (Range("upscale_factor", 1.1),)),
            ),
        ),
        Condition(
            "sizes",
            "footage of several sizes",
            (
                Level("below 360 rows", (Range("height", None, 360),)),
                Level("360 to 719 rows", (Range("height", 360, 720),)),
                Level("from 720 rows", (Range("height", 720),)),
            ),
            least=2,
        ),
        Condition(
            "soft",
            "footage with less detail than its size could hold",
            (Level("detail up to less than a third of Nyquist", (Range("effective_resolution", None, 1 / 3),)),),
        ),
    ),
    measures=(
        Measure(
            "resolution_artifact_detection",
            "detection",
            "effective_resolution",
            "fakes caught in the third of the footage with the least detail for its size",
            side="lower",
        ),
        Measure(
            "upscaling_detection",
            "detection",
            "resampling_trace",
            "fakes caught in the third of the footage with the clearest trace of resampling (above 12 dB, beyond chance)",
            limit=12,
        ),
    ),
)
