"""The ground of the resolution and re-recording specialist."""

from .grounds import Condition, Ground, GroundMeasure, level

# fmt: off
RR = Ground(
    conditions=(
        Condition("enlarged", "enlarged footage", (
            level("a clear trace of enlargement over a clip's frames", "clip_upscale_factor", 1.1),
            level("a clear trace of enlargement in single frames", "upscale_factor", 1.1),
        )),
        Condition("sizes", "footage of several sizes", (
            level("below 360 rows", "height", None, 360),
            level("360 to 719 rows", "height", 360, 720),
            level("from 720 rows", "height", 720),
        ), least=2),
        Condition("soft", "footage with less detail than its size could hold", (
            level("detail up to less than a third of Nyquist", "effective_resolution", None, 1 / 3),
        )),
    ),
    measures=(
        GroundMeasure("resolution_artifact_detection", "detection", "effective_resolution", side="lower", definition=(
            "fakes caught in the third of the footage with the least detail for its size")),
        GroundMeasure("upscaling_detection", "detection", "resampling_trace", limit=12, definition=(
            "fakes caught in the third of the footage with the clearest trace of resampling (above 12 dB, beyond chance)")),
    ),
)
