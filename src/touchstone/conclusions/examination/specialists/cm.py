"""The ground of the compression specialist."""

from .grounds import Condition, Ground, Level, Measure, Range

CM = Ground(
    conditions=(
        Condition(
            "jpeg_qualities",
            "several JPEG qualities",
            (
                Level("below 50", (Range("estimated_quality", None, 50),)),
                Level("50 to 80", (Range("estimated_quality", 50, 80),)),
                Level("80 to 99", (Range("estimated_quality", 80, 99.5),)),
                Level("no trace of a JPEG quantiser", (Range("estimated_quality", 99.5),)),
            ),
            least=2,
        ),
        Condition(
            "quantisers",
            "several quantisers of the video stream",
            (
                Level("fine, below 23", (Range("quantiser", None, 23),)),
                Level("middle, 23 to 32", (Range("quantiser", 23, 32),)),
                Level("coarse, from 32", (Range("quantiser", 32),)),
            ),
            least=2,
        ),
        Condition(
            "blocks",
            "visible 8×8 blocks",
            (Level("steps at block edges at least 10 % above those within", (Range("blockiness", 0.1),)),),
        ),
    ),
    measures=(
        Measure(
            "block_artifact_detection_rate",
            "detection",
            "blockiness",
            "fakes caught in the third of the footage with the strongest 8×8 block edges",
        ),
        Measure(
            "compression_quality_estimation",
            "sensitivity",
            "bits_per_pixel",
            "rank correlation of P(fake) with the bits per pixel of the stream, inside label: how far the score follows quality "
            "rather than forgery, 0 where it does not (a detector states no quality of its own)",
        ),
        Measure(
            "dct_anomaly_detection",
            "detection",
            "double_compression",
            "fakes caught in the third of the footage whose DCT histograms show the clearest second quantiser (above 4, "
            "beyond chance)",
            limit=4,
        ),
        Measure(
            "quantization_noise_sensitivity",
            "sensitivity",
            "quantization_noise",
            "rank correlation of P(fake) with the quantisation noise, inside label",
        ),
    ),
)
