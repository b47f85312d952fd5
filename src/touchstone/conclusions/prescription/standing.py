"""What advice about one detector rests on besides findings: the few numbers that the examination judged it by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from touchstone.conclusions.diagnosis import weak_slices
from touchstone.conclusions.examination import Assessment, DetectorExamination
from touchstone.conclusions.metrics import Estimate, Slice


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Decisions of a detector that scored.

    Attributes:
        threshold: P(fake) from which on a video is called fake.
        accuracy: share of videos called what they are.
        real_accuracy: the same among real videos.
        fake_accuracy: the same among fakes.
        bias: real accuracy − fake accuracy; positive means that fakes pass as real.
    """

    threshold: float
    accuracy: Estimate
    real_accuracy: Estimate
    fake_accuracy: Estimate
    bias: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One detector, as far as advice asks.

    Attributes:
        name: its name.
        assessment: what the footage supports about it.
        rates: its decisions; ``None`` where it scored nothing.
        weak: slices on which it is poorer than on the rest, the worst first.
    """

    name: str
    assessment: Assessment
    rates: Rates | None = None
    weak: tuple[Slice, ...] = ()

    @classmethod
    def of(cls, detector: DetectorExamination) -> Self:
        """Take it from the examination."""
        measured = detector.performance
        rates = None
        if measured is not None:
            rates = Rates(
                threshold=measured.threshold,
                accuracy=measured.accuracy,
                real_accuracy=measured.real_accuracy,
                fake_accuracy=measured.fake_accuracy,
                bias=measured.bias,
            )
        return cls(name=detector.name, assessment=detector.assessment, rates=rates, weak=tuple(weak_slices(detector)))

    @property
    def ranks(self) -> bool:
        """Whether it is shown to separate fake from real."""
        return self.assessment.word == "ranks"
