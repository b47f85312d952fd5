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


def least(code: str, name: str) -> float:
    """Smallest effect that counts for a witness of a code; 0 where it has none."""
    return WITNESSES[code][name].minimum or 0.0


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
        "one_sided": Likelihood(23, 23, 1, 1455),
        "gain": Likelihood(22, 22, 2, 1445),
        "shift": Likelihood(23, 23, 1, 1371),
    },
    "scores.overconfident": {
        "temperature": Likelihood(17, 24, 47, 1191),
        "smooth": Likelihood(14, 24, 23, 1191),
        "held_out": Likelihood(11, 24, 14, 1191),
    },
    "scores.underconfident": {
        "temperature": Likelihood(13, 21, 29, 1278),
        "smooth": Likelihood(12, 21, 1, 1278),
        "held_out": Likelihood(10, 21, 0, 1278),
    },
    "scores.unstable": {
        "agreement": Likelihood(16, 16, 6, 1302),
        "split": Likelihood(16, 16, 0, 1302),
    },
    "training.domain_gap": {
        "auc_gap": Likelihood(7, 14, 3, 172),
        "decisions": Likelihood(5, 14, 2, 172),
        "transfer": Likelihood(6, 14, 2, 172),
        "drift": Likelihood(5, 14, 0, 172),
    },
    "training.weak_slice": {
        "whole": Likelihood(10, 36, 12, 2569),
        "again": Likelihood(5, 5, 3, 3),
    },
}
"""Code → witness → times that it spoke with the fault, of so many asked, and without it, of so many asked."""

VERDICTS: dict[str, tuple[int, int]] = {
    "data.duplicates confirmed": (28, 28),
    "data.duplicates suspected": (8, 8),
    "data.label_errors confirmed": (21, 22),
    "data.label_errors suspected": (1, 4),
    "data.leakage confirmed": (24, 24),
    "data.missing_not_at_random confirmed": (13, 13),
    "data.missing_not_at_random suspected": (8, 8),
    "data.shortcut confirmed": (37, 37),
    "data.shortcut suspected": (9, 12),
    "data.unreadable confirmed": (16, 16),
    "ensemble.broken_member confirmed": (43, 45),
    "ensemble.broken_member suspected": (8, 33),
    "ensemble.redundant confirmed": (23, 23),
    "ensemble.redundant suspected": (13, 13),
    "ensemble.worse_than_member confirmed": (20, 23),
    "ensemble.worse_than_member suspected": (10, 20),
    "scores.constant confirmed": (16, 16),
    "scores.fallback confirmed": (14, 14),
    "scores.fallback suspected": (4, 4),
    "scores.invalid confirmed": (16, 16),
    "scores.inverted confirmed": (16, 16),
    "scores.no_signal confirmed": (21, 22),
    "scores.overconfident confirmed": (87, 108),
    "scores.overconfident suspected": (19, 43),
    "scores.threshold_shift confirmed": (29, 30),
    "scores.threshold_shift suspected": (0, 2),
    "scores.underconfident confirmed": (19, 20),
    "scores.underconfident suspected": (8, 36),
    "scores.unstable confirmed": (16, 16),
    "scores.unstable suspected": (58, 58),
    "training.domain_gap confirmed": (7, 7),
    "training.domain_gap suspected": (6, 11),
    "training.shortcut confirmed": (9, 9),
    "training.shortcut suspected": (9, 10),
    "training.weak_slice confirmed": (28, 30),
    "training.weak_slice suspected": (15, 26),
    "weights.corrupted confirmed": (22, 22),
    "weights.non_finite confirmed": (20, 20),
    "weights.partial_load confirmed": (9, 9),
    "weights.partial_load suspected": (2, 2),
    "weights.unreadable confirmed": (4, 4),
    "weights.untrained confirmed": (13, 13),
    "weights.untrained suspected": (1, 1),
    "weights.wrong_architecture confirmed": (4, 4),
    "weights.zeroed confirmed": (20, 20),
}
"""Code and verdict → findings of it that were true, and all of them."""
# learned: end
