"""The numbers of one detector that advice needs besides its findings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from touchstone.conclusions.diagnosis import right_for_uneven_classes, weak_slices
from touchstone.conclusions.examination import Assessment, DetectorExamination, OperatingPoint
from touchstone.conclusions.metrics import Estimate, Slice


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Decision rates of a detector that scored.

    Attributes:
        threshold: smallest P(fake) at which a video is called fake.
        accuracy: share of videos that are called correctly.
        real_accuracy: the same share among real videos.
        fake_accuracy: the same share among fake videos.
        bias: real accuracy − fake accuracy; positive means that too many fakes pass as real.
    """

    threshold: float
    accuracy: Estimate
    real_accuracy: Estimate
    fake_accuracy: Estimate
    bias: Estimate

    @classmethod
    def of(cls, detector: DetectorExamination) -> Self | None:
        """The rates of a detector; ``None`` if it scored nothing."""
        measured = detector.performance
        if measured is None:
            return None
        return cls(
            threshold=measured.threshold,
            accuracy=measured.accuracy,
            real_accuracy=measured.real_accuracy,
            fake_accuracy=measured.fake_accuracy,
            bias=measured.bias,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One detector, with what advice needs to know about it.

    Attributes:
        name: its name.
        assessment: whether the footage shows that it separates fake from real.
        rates: its decision rates; ``None`` if it scored nothing.
        weak: slices on which its accuracy is lower than on the rest, the worst first.
        answered: the rates of its real scores alone, where the others count videos without one; ``None`` where they do not.
        stated: its threshold for the share of fakes and the cost that are stated; ``None`` where none are.
        on_purpose: whether its decisions are one-sided because one label is rare: its threshold is right for a share of fakes
            between that of these videos and one half.
    """

    name: str
    assessment: Assessment
    rates: Rates | None = None
    weak: tuple[Slice, ...] = ()
    answered: Rates | None = None
    stated: OperatingPoint | None = None
    on_purpose: bool = False

    @classmethod
    def of(cls, detector: DetectorExamination, answered: DetectorExamination | None = None) -> Self:
        """Take the numbers from the examination.

        Args:
            detector: its examination.
            answered: its examination by real scores alone, where the other counts videos without one.
        """
        return cls(
            name=detector.name,
            assessment=detector.assessment,
            rates=Rates.of(detector),
            weak=tuple(weak_slices(answered or detector)),
            answered=None if answered is None else Rates.of(answered),
            stated=None if detector.operating is None else detector.operating.stated,
            on_purpose=right_for_uneven_classes(answered or detector),
        )

    @property
    def of_answers(self) -> Rates | None:
        """The rates of its real scores: a bias is advised on only where they have it."""
        return self.answered or self.rates

    @property
    def ranks(self) -> bool:
        """Whether it is shown to separate fake from real."""
        return self.assessment.word == "ranks"
