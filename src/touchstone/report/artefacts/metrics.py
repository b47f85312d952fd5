"""All numbers of one detector."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from touchstone.conclusions.examination import Coverage, DetectorExamination, NextVideos, OperatingPoints, OwnDomain
from touchstone.conclusions.metrics import (
    AssumedIndependent,
    Calibration,
    FittedThreshold,
    Independence,
    Performance,
    WithinStrata,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Metrics:
    """Every number of one detector, on the videos that it is judged on.

    Attributes:
        performance: rates and scores, each with its interval, over the videos that count.
        coverage: for how many videos it has a real score, by label, and what the others count as.
        calibration: calibration error, and the error that chance alone would give.
        within_sources: ranking inside sources that hold both labels; ``None`` where the footage names no sources.
        fitted_threshold: threshold fitted on other groups; ``None`` where no threshold could be held out.
        operating_points: thresholds for these videos, both classes alike, and the stated share of fakes and cost, each held out
            and beside the threshold of the run; ``None`` where it is not shown to separate fake from real.
        next_videos: what to collect so that the AUC is known well enough, with the width to expect; ``None`` where it is.
        judged_on: the part of the footage that it is judged on; ``None`` where it is judged on all of it.
        independence: what its intervals assume, and what they are if it does not hold; ``None`` where groups are known.
    """

    performance: Performance
    coverage: Coverage | None
    calibration: Calibration
    within_sources: WithinStrata | None
    fitted_threshold: FittedThreshold | None
    operating_points: OperatingPoints | None
    next_videos: NextVideos | None
    judged_on: OwnDomain | None
    independence: AssumedIndependent | None

    @classmethod
    def of(cls, detector: DetectorExamination, assumed: Independence | None) -> Self | None:
        """The numbers of a detector that scored, and what they assume; ``None`` of one that did not."""
        if detector.performance is None:
            return None
        return cls(
            performance=detector.performance,
            coverage=detector.coverage,
            calibration=detector.performance.calibration,
            within_sources=detector.within_sources,
            fitted_threshold=detector.fitted_threshold,
            operating_points=detector.operating,
            next_videos=detector.next_videos,
            judged_on=detector.judged_on,
            independence=None if assumed is None else assumed.of(detector.name),
        )
