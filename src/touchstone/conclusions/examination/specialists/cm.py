"""The ground of the compression specialist."""

from .grounds import Condition, Ground, GroundMeasure, level

# fmt: off
CM = Ground(
    conditions=(
        Condition("jpeg_qualities", "several JPEG qualities", (
            level("below 50", "estimated_quality", None, 50),
            level("50 to 80", "estimated_quality", 50, 80),
            level("80 to 99", "estimated_quality", 80, 99.5),
            level("no trace of a JPEG quantiser", "estimated_quality", 99.5),
        ), least=2),
        Condition("quantisers", "several quantisers of the video stream", (
            level("fine, below 23", "quantiser", None, 23),
            level("middle, 23 to 32", "quantiser", 23, 32),
            level("coarse, from 32", "quantiser", 32),
        ), least=2),
        Condition("blocks", "visible 8×8 blocks", (
            level("steps at block edges at least 10 % above those within", "blockiness", 0.1),
        )),
    ),
    measures=(
        GroundMeasure("block_artifact_detection_rate", "detection", "blockiness", definition=(
            "fakes caught in the third of the footage with the strongest 8×8 block edges")),
        GroundMeasure("compression_quality_estimation", "sensitivity", "bits_per_pixel", definition=(
            "rank correlation of P(fake) with the bits per pixel of the stream, inside label: how far the score follows quality "
            "rather than forgery, 0 where it does not (a detector states no quality of its own)")),
        GroundMeasure("dct_anomaly_detection", "detection", "double_compression", limit=4, definition=(
            "fakes caught in the third of the footage whose DCT histograms show the clearest second quantiser (above 4, "
            "beyond chance)")),
        GroundMeasure("quantization_noise_sensitivity", "sensitivity", "quantization_noise", definition=(
            "rank correlation of P(fake) with the quantisation noise, inside label")),
    ),
)
