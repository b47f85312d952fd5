"""What every witness measures, from which effect on it counts, and how often it speaks with and without the fault.

The first table is written by hand. The second is learned on the tuning split of the planted faults and written by
``python benchmarks/diagnosis_scores.py --learn``; docs/diagnosis.md tells how it does on the split that it did not see.
"""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Known:
    """A witness.

    Attributes:
        measurement: what is measured: two witnesses are different only if this differs.
        minimum: smallest effect that counts, in the unit of the measurement; ``None`` where an exact fact needs none.
        says: what holds when it speaks for the cause.
    """

    measurement: str
    minimum: float | None
    says: str


@dataclass(frozen=True, slots=True)
class Likelihood:
    """How often a witness speaks for the cause, counted on planted runs.

    Attributes:
        fault: times that it did where the fault was planted.
        of_fault: times that it was asked there.
        other: times that it did where it was not planted.
        of_other: times that it was asked there.
    """

    fault: int
    of_fault: int
    other: int
    of_other: int

    def ratio(self, *, holds: bool) -> float:
        """Logarithm of the likelihood ratio; half a run is added to every count, so that it stays finite."""
        fault = (self.fault + 0.5) / (self.of_fault + 1)
        other = (self.other + 0.5) / (self.of_other + 1)
        return math.log(fault / other) if holds else math.log((1 - fault) / (1 - other))


WITNESSES: dict[str, dict[str, Known]] = {
    "scores.inverted": {
        "auc": Known("ranking", 0.10, "AUC at most 0.5 less this, its interval wholly below 0.5"),
        "inside": Known("ranking inside sources", 0.05, "the same inside several sources that hold both labels"),
        "turned": Known(
            "decisions on other groups", 0.05, "1 − P(fake), cut where other groups say, has balanced accuracy above 0.5"
        ),
    },
    "scores.threshold_shift": {
        "one_sided": Known("bias of the decisions", 0.20, "|real accuracy − fake accuracy|, its interval beyond 0"),
        "gain": Known(
            "decisions on other groups", 0.05, "balanced accuracy gained at thresholds fitted on other groups, paired"
        ),
        "shift": Known("shift of the log-odds", 0.40, "what must be added to the log-odds, its interval beyond 0"),
    },
    "scores.overconfident": {
        "temperature": Known("fitted temperature", 0.20, "slope of the log-odds at most 1 less this, its interval below 1"),
        "held_out": Known("fitted temperature", 0.0, "the slope saves log-loss on other groups"),
        "smooth": Known(
            "smooth calibration error", 0.03, "error once the shift is out, above what a calibrated detector shows by chance"
        ),
    },
    "scores.underconfident": {
        "temperature": Known("fitted temperature", 0.25, "slope of the log-odds at least 1 and this, its interval above 1"),
        "held_out": Known("fitted temperature", 0.0, "the slope saves log-loss on other groups"),
        "smooth": Known(
            "smooth calibration error", 0.03, "error once the shift is out, above what a calibrated detector shows by chance"
        ),
    },
    "scores.unstable": {
        "agreement": Known("variance within and between videos", 0.50, "intra-class correlation wholly below this"),
        "split": Known("decisions inside videos", 0.25, "share of videos whose frames are called both, wholly above this"),
    },
    "training.domain_gap": {
        "auc_gap": Known("ranking by data set", 0.08, "AUC below that of the best data set, p after Holm"),
        "decisions": Known(
            "ranking by data set", 0.08, "held-out balanced accuracy below that of the best data set, its interval below 0"
        ),
        "transfer": Known(
            "thresholds on other data sets", 0.05, "balanced accuracy lost with another data set's threshold, p after Holm"
        ),
        "drift": Known("scores at equal label by data set", 0.15, "|AUC between two data sets' scores − 0.5|, three errors"),
    },
    "training.weak_slice": {
        "whole": Known("accuracy of the slice on all videos", 0.10, "below the rest at equal label, p after Benjamini–Hochberg"),
        "again": Known(
            "accuracy of the slice on the other half", 0.05, "found on one half of the groups, confirmed on the other likewise"
        ),
    },
}  # fmt: skip

CONSTANT_SHARE = 0.98
"""Share of videos with one score from which on the score is constant, if its AUC is not clear of 0.5."""

CONSTANT_SPREAD = 1e-3
"""Standard deviation of the log-odds over videos below which the score is constant, if its AUC is not clear of 0.5."""

CONSTANT_FEWEST = 15
"""Videos, of both classes, below which a score is not called constant."""

SLICE_LEVEL = 0.01
"""Largest corrected p of a slice that no other half confirms: it was sought and tested on the same videos."""

# learned: begin
LEARNED: dict[str, dict[str, Likelihood]] = {
    "scores.inverted": {
        "auc": Likelihood(16, 16, 0, 0),
        "inside": Likelihood(16, 16, 0, 0),
        "turned": Likelihood(16, 16, 0, 0),
    },
    "scores.threshold_shift": {
        "one_sided": Likelihood(23, 23, 0, 492),
        "gain": Likelihood(22, 22, 0, 490),
        "shift": Likelihood(23, 23, 0, 415),
    },
    "scores.overconfident": {
        "temperature": Likelihood(17, 20, 6, 399),
        "smooth": Likelihood(14, 20, 0, 399),
        "held_out": Likelihood(11, 20, 0, 399),
    },
    "scores.underconfident": {
        "temperature": Likelihood(13, 17, 7, 415),
        "smooth": Likelihood(12, 17, 0, 415),
        "held_out": Likelihood(10, 17, 0, 415),
    },
    "scores.unstable": {
        "agreement": Likelihood(16, 16, 6, 354),
        "split": Likelihood(16, 16, 9, 354),
    },
    "training.domain_gap": {
        "auc_gap": Likelihood(7, 14, 3, 172),
        "decisions": Likelihood(5, 14, 2, 172),
        "transfer": Likelihood(6, 14, 2, 172),
        "drift": Likelihood(5, 14, 0, 172),
    },
    "training.weak_slice": {
        "whole": Likelihood(10, 36, 1, 1172),
        "again": Likelihood(5, 5, 1, 1),
    },
}
"""Code → witness → times that it spoke with the fault, of so many asked, and without it, of so many asked."""

VERDICTS: dict[str, tuple[int, int]] = {
    "scores.constant confirmed": (16, 16),
    "scores.fallback confirmed": (14, 17),
    "scores.fallback suspected": (4, 4),
    "scores.invalid confirmed": (16, 16),
    "scores.inverted confirmed": (16, 16),
    "scores.no_signal confirmed": (7, 7),
    "scores.overconfident confirmed": (25, 25),
    "scores.overconfident suspected": (7, 14),
    "scores.threshold_shift confirmed": (29, 29),
    "scores.underconfident confirmed": (12, 12),
    "scores.underconfident suspected": (5, 12),
    "scores.unstable confirmed": (16, 16),
    "scores.unstable suspected": (0, 9),
    "training.domain_gap confirmed": (11, 13),
    "training.domain_gap suspected": (2, 5),
    "training.weak_slice confirmed": (18, 18),
    "training.weak_slice suspected": (9, 11),
}
"""Code and verdict → findings of it that were true, and all of them."""
# learned: end
