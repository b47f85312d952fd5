"""``counted_detectors.json``: detectors of which only counts of right decisions are known."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field

from touchstone.conclusions.examination import CountedDetector, CountedPair

from .base import Artefact, Contrast, Measured, Part, Provenance, finite
from .material import Material


class Counted(Part):
    """One detector."""

    detector: str
    file: str = Field(description="score file that its counts stand in")
    real_correct: int
    real_total: int
    fake_correct: int
    fake_total: int
    threshold: float | None = Field(description="score from which on it called a video fake, where that is known")
    accuracy: Measured
    real_accuracy: Measured
    fake_accuracy: Measured
    balanced_accuracy: Measured
    bias: Measured = Field(description="real accuracy − fake accuracy")
    chance_p: float = Field(description="exact binomial p against a coin, Holm over the detectors of the file")
    label_p: float = Field(description="Fisher's exact p that decisions do not depend on the label, Holm alike")
    supports: Literal["above chance", "below chance", "one answer", "cannot tell"]
    statement: str = Field(description="the same as a sentence, with what so many videos can and cannot support")

    @classmethod
    def of(cls, d: CountedDetector) -> Self:
        """The detector, as the artefact holds it."""
        rates = ("accuracy", "real_accuracy", "fake_accuracy", "balanced_accuracy", "bias")
        return cls(
            detector=d.name,
            file=d.file,
            real_correct=d.real[0],
            real_total=d.real[1],
            fake_correct=d.fake[0],
            fake_total=d.fake[1],
            threshold=finite(d.threshold),
            chance_p=d.chance_p,
            label_p=d.label_p,
            supports=d.word,
            statement=d.statement,
            **{name: Measured.of(getattr(d, name)) for name in rates},
        )


class CountedComparison(Part):
    """Two detectors of one file; differences are first − second."""

    first: str
    second: str
    accuracy: Contrast = Field(description="as if they had judged different videos")
    paired_p_from: float | None = Field(description="smallest p (Holm) of a paired test if they judged the same videos")
    paired_p_to: float | None = Field(description="largest p (Holm) of such a test, whichever videos were called right")
    conclusion: Literal["told apart", "not told apart", "depends on the overlap"]

    @classmethod
    def of(cls, pair: CountedPair) -> Self:
        """The comparison, as the artefact holds it."""
        low, high = pair.paired or (None, None)
        return cls(
            first=pair.first,
            second=pair.second,
            accuracy=Contrast.of(pair.accuracy),
            paired_p_from=low,
            paired_p_to=high,
            conclusion=pair.word,
        )


class CountedDetectors(Artefact):
    """Detectors by counts: no ranking, no calibration, no other threshold."""

    detectors: tuple[Counted, ...]
    comparisons: tuple[CountedComparison, ...] = Field(description="every pair inside a file")


def counted_detectors(material: Material) -> CountedDetectors | None:
    """The counts of the run; ``None`` where it has none."""
    files = material.examined.counted
    if not files:
        return None
    return CountedDetectors(
        run=Provenance.of(material.run, material.examined.question),
        detectors=tuple(Counted.of(d) for file in files for d in file.detectors),
        comparisons=tuple(CountedComparison.of(p) for file in files for p in file.pairs),
    )
