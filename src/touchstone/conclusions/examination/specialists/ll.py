"""The ground of the low-light specialist."""

from .grounds import Condition, Ground, GroundMeasure, level

DARK = 50.0
"""Mean luma below which a clip is dark."""

# fmt: off
LL = Ground(
    conditions=(
        Condition("dark", "dark clips", (level("mean luma below 50", "brightness", None, DARK),)),
        Condition("dark_faces", "dark faces", (level("mean luma of the face below 50", "face_brightness", None, DARK),)),
        Condition("noise", "noisy clips", (
            level("noise of 2 levels or more where the picture is smooth", "noise_floor", 2),
        )),
    ),
    measures=(
        GroundMeasure("low_light_enhancement_detection", "detection", "brightness", side="lower", limit=DARK, definition=(
            "fakes caught in the darkest third of the footage (mean luma below 50)")),
        GroundMeasure("noise_pattern_detection", "detection", "noise_floor", limit=1, definition=(
            "fakes caught in the third of the footage with the most noise where the picture is smooth (1 level or more)")),
    ),
)
