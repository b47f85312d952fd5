"""Facts about scores that hold nothing but what a rule is asked about."""

# Numbers may be undefined here; a result that is not there fails the test by itself.
# pyright: reportArgumentType=false, reportOptionalMemberAccess=false, reportOptionalSubscript=false

from tests.conclusions.small import estimate

from touchstone.conclusions.examination import ScoreFacts
from touchstone.conclusions.metrics import Decisions, Recalibration, SmoothCalibration, video_scores
from touchstone.conclusions.metrics.decisions import DecisionCounts
from touchstone.testing import footage, ranks, tables

_EMPTY = tables({"cm": ranks(1)}, footage(4))
NO_ROWS = video_scores(_EMPTY["scores"], _EMPTY["videos"]).clear()
"""Video rows without a video."""


def facts(**measured):
    """Facts of which only ``measured`` are there."""
    nothing = dict.fromkeys(
        (
            "filled_in", "threshold_gain", "turned", "smooth_calibration", "smooth_shifted", "recalibration", "stability",
            "transfer", "lowest", "highest",
        )
    )  # fmt: skip
    return ScoreFacts(**{**nothing, "joined": NO_ROWS, "confirmed_slices": (), **measured})


def decisions(*, bias=0.0, balanced=0.7, half=0.05, threshold=0.5):
    """Decisions of which the bias and the balanced accuracy are defined."""
    nothing = estimate(None)
    return Decisions(
        threshold=threshold,
        counts=DecisionCounts(true_fakes=0, missed_fakes=0, true_reals=0, false_alarms=0),
        accuracy=nothing,
        real_accuracy=nothing,
        fake_accuracy=nothing,
        bias=estimate(bias, half),
        balanced_accuracy=estimate(balanced, half),
        f1=nothing,
        mcc=nothing,
    )


def smooth(error, p, *, by_chance: float | None = 0.0123, method="labels drawn from the scores"):
    """A smooth calibration error; ``p`` is the share of calibrated detectors with as large a one."""
    return SmoothCalibration(
        error=estimate(error, 0.01), null_mean=by_chance, null_high=None, p_value=p, null_method=method
    )


def recalibration(*, slope=1.0, half=0.1, shift=0.0, shift_half=0.1, gain=0.0, gain_half=0.01):
    """Slope, shift and what the slope saves, each with its interval."""
    return Recalibration(
        shift=estimate(None),
        slope=estimate(slope, half),
        prior_shift=estimate(shift, shift_half),
        shift_gain=estimate(None),
        slope_gain=estimate(gain, gain_half),
        temperature=1 / slope if slope is not None and slope > 0 else None,
    )
