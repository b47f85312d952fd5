"""The ground of the temporal specialist."""

from .grounds import Condition, Ground, GroundMeasure, level

# fmt: off
TM = Ground(
    conditions=(
        Condition("motion", "clips with motion", (level("frames differ by 1 level or more on average", "motion", 1),)),
        Condition("repeats", "clips with repeated frames", (
            level("one frame in 50 or more repeats the one before", "repeat_share", 0.02),
        )),
        Condition("gaps", "clips with dropped frames or cuts", (
            level("one step in 50 or more is a gap", "gap_share", 0.02),
        )),
    ),
    measures=(
        GroundMeasure("temporal_consistency_detection", "detection", "disorder_share", definition=(
            "fakes caught in the third of the footage with the most frames out of order")),
        GroundMeasure("frame_to_frame_artifact_detection", "detection", "flicker", definition=(
            "fakes caught in the third of the footage whose brightness changes most from frame to frame at random")),
    ),
)
