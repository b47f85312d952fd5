"""The ground of the background and lighting specialist."""

from .grounds import Condition, Ground, GroundMeasure, level

# fmt: off
BG = Ground(
    conditions=(
        Condition("side_light", "faces under hard light from one side", (
            level("shading of the face at least 30 % of its light", "face_light_strength", 0.3),
        )),
        Condition("uneven_light", "scenes that are lit unevenly", (
            level("luma rises by 50 levels across the frame", "lighting_gradient", 50),
        )),
        Condition("color_temperatures", "light of several colour temperatures", (
            level("warm, below 4,500 K", "color_temperature", None, 4500),
            level("neutral, 4,500 to 6,500 K", "color_temperature", 4500, 6500),
            level("cool, from 6,500 K", "color_temperature", 6500),
        ), least=2),
        Condition("backgrounds", "plain and busy backgrounds", (
            level("plain, below 1 % edges", "background_complexity", None, 0.01),
            level("between, 1 to 5 % edges", "background_complexity", 0.01, 0.05),
            level("busy, from 5 % edges", "background_complexity", 0.05),
        ), least=2),
    ),
    measures=(
        GroundMeasure("lighting_consistency_score", "detection", "light_direction_difference", limit=20, definition=(
            "fakes caught in the third of the footage in which the light of the face and that of the background come from "
            "the most different directions (20 degrees or more)")),
        GroundMeasure("shadow_detection_accuracy", "accuracy", "shadow_ratio", definition=(
            "right decisions in the third of the footage with the most shadow (pixels darker than 0.3 of the mean luma)")),
        GroundMeasure("background_complexity_handling", "handling", "background_complexity", definition=(
            "accuracy in the third of the footage with the busiest backgrounds, less that of the rest at equal label")),
        GroundMeasure("texture_pattern_recognition", "detection", "pattern_score", definition=(
            "fakes caught in the third of the footage with the most repeating texture")),
    ),
)
