"""The ground of the low-light specialist."""

from .grounds import Condition, Ground, Level, Measure, Range

DARK = 50.0
"""Mean luma below which a clip is dark."""

LL = Ground(
    conditions=(
        Condition("dark", "dark clips", (Level("mean luma below 50", (Range("brightness", None, DARK),)),)),
        Condition(
            "dark_faces",
            "dark faces",
            (Level("mean luma of the face below 50", (Range("face_brightness", None, DARK),)),),
        ),
        Condition(
            "noise",
            "noisy clips",
            (Level("noise of 2 levels or more where the picture is smooth", (Range("noise_floor", 2),)),),
        ),
    ),
    measures=(
        Measure(
            "low_light_enhancement_detection",
            "detection",
            "brightness",
            "fakes caught in the darkest third of the footage (mean luma below 50)",
            side="lower",
            limit=DARK,
        ),
        Measure(
            "noise_pattern_detection",
            "detection",
            "noise_floor",
            "fakes caught in the third of the footage with the most noise where the picture is smooth (1 level or more)",
            limit=1,
        ),
    ),
)
