"""``footage_analysis.json``: what footage, labels and splits are worth before any detector is judged."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field

from touchstone.conclusions.examination import (
    Association,
    Cue,
    DetectorExamination,
    LabelExamination,
    Leak,
    MetadataClassifier,
    Missing,
    Suspect,
)

from .base import Artefact, Contrast, Measured, Part, Provenance
from .material import Material

LISTED = 200
"""Suspects in the file; the farthest first."""


class PropertyAssociation(Part):
    """One property of the files against the label."""

    property: str
    level: Literal["group", "source"] = Field(description="whose labels are permuted")
    auc: float = Field(description="how well the property alone tells the label; 0.5 tells nothing")
    chance: float = Field(description="mean of the same over permuted labels")
    p_value: float = Field(description="share of permutations that tell at least as much")
    n: int = Field(description="videos that have a value")
    units: int = Field(description="groups or sources")

    @classmethod
    def of(cls, a: Association) -> Self:
        """The association, as the file holds it."""
        return cls(property=a.name, level=a.level, auc=a.auc, chance=a.chance, p_value=a.p, n=a.n, units=a.units)


class MetadataOnly(Part):
    """A classifier that is given the properties of the files and no picture."""

    level: Literal["group", "source"] = Field(description="what was held out, and whose labels were permuted")
    auc: Measured = Field(description="held-out AUC")
    chance: float = Field(description="mean over permuted labels")
    null_95: float = Field(description="95 % quantile over permuted labels")
    p_value: float
    smallest_p: float = Field(description="smallest p that so few units allow")
    units: int
    folds: int
    properties: tuple[str, ...]

    @classmethod
    def of(cls, made: MetadataClassifier) -> Self:
        """The classifier, as the file holds it."""
        return cls(
            level=made.level,
            auc=Measured.of(made.auc),
            chance=made.chance,
            null_95=made.null_high,
            p_value=made.p,
            smallest_p=made.smallest_p,
            units=made.units,
            folds=made.folds,
            properties=made.properties,
        )


class SplitLeak(Part):
    """One way in which splits are not apart."""

    by: Literal["sha256", "group", "donor"]
    shared: int = Field(description="hashes or identities that stand in more than one split")
    videos: int
    splits: tuple[str, ...]
    examples: tuple[str, ...]

    @classmethod
    def of(cls, leak: Leak) -> Self:
        """The leak, as the file holds it."""
        return cls(by=leak.by, shared=leak.shared, videos=leak.videos, splits=leak.splits, examples=leak.examples)


class SuspectLabel(Part):
    """A video whose label the scores contradict."""

    video: str
    label: Literal["real", "fake"]
    position: float = Field(description="0: typical of its label; 1: typical of the other, by all detectors together")
    chance: float = Field(description="share of the list down to here that mere scatter explains")
    by_detector: dict[str, float | None] = Field(description="position by each detector")
    source: str | None
    group: str | None

    @classmethod
    def of(cls, it: Suspect) -> Self:
        """The suspect, as the file holds it."""
        return cls.model_validate(
            {
                "video": it.video, "label": it.label, "position": it.position, "chance": it.chance,
                "by_detector": dict(it.scores), "source": it.source, "group": it.group,
            }
        )  # fmt: skip


class ContradictedOrigin(Part):
    """A source that lies nearer to the other label."""

    source: str
    real: int
    fake: int
    position: Measured = Field(description="mean position of its videos")
    by: tuple[str, ...] = Field(description="detectors that say so, each by itself")


class Labels(Part):
    """What the scores say of the labels."""

    detectors: tuple[str, ...] = Field(description="detectors that rank clearly enough to be asked")
    n: int
    towards: tuple[int, int] = Field(description="real and fake videos whose label is contradicted")
    away: tuple[int, int] = Field(description="real and fake videos whose label is spoken for as strongly: scatter")
    p_value: float = Field(description="one-sided sign test over groups of towards against away")
    wrong_share: Measured = Field(description="estimated share of wrong labels")
    floor: float = Field(description="smallest share that could be told from scatter here")
    place: Measured = Field(description="mean position of the contradicted: 0 typical of their label, 1 of the other")
    shared: float | None = Field(description="correlation of the detectors inside a label; null for a single one")
    concentrated: str | None = Field(
        description="method or source that holds most of the contradicted; null where spread"
    )
    sources: tuple[ContradictedOrigin, ...]
    suspects: tuple[SuspectLabel, ...]
    suspects_in_all: int

    @classmethod
    def of(cls, found: LabelExamination) -> Self:
        """The examination, as the file holds it."""
        return cls(
            detectors=found.detectors,
            n=found.n,
            towards=found.towards,
            away=found.away,
            p_value=found.p,
            wrong_share=Measured.of(found.share),
            floor=found.floor,
            place=Measured.of(found.place),
            shared=found.shared,
            concentrated=found.concentrated[0] if found.concentrated else None,
            sources=tuple(
                ContradictedOrigin(source=s.name, real=s.real, fake=s.fake, position=Measured.of(s.positions), by=s.by)
                for s in found.sources
            ),
            suspects=tuple(SuspectLabel.of(s) for s in found.suspects[:LISTED]),
            suspects_in_all=len(found.suspects),
        )


class MissingScores(Part):
    """What is missing of the scores of a detector, or of the footage."""

    subject: str
    real: int
    reals: int
    fake: int
    fakes: int
    p_fisher: float
    p_groups: float = Field(description="labels permuted over groups")
    inside_sources: float | None = Field(description="fake less real, inside sources that hold both labels")
    p_inside: float | None
    by_source: dict[str, tuple[int, int]] = Field(description="source → missing, all; the largest shares")
    p_source: float | None = Field(description="missing by source against chance")

    @classmethod
    def of(cls, it: Missing) -> Self:
        """The tests, as the file holds them."""
        return cls(
            subject=it.subject,
            real=it.real,
            reals=it.reals,
            fake=it.fake,
            fakes=it.fakes,
            p_fisher=it.p,
            p_groups=it.p_groups,
            inside_sources=it.inside,
            p_inside=it.p_inside,
            by_source={name: (gone, count) for name, gone, count in it.by_source[:20]},
            p_source=it.p_source,
        )


class FollowedProperty(Part):
    """A property of the files beside the score of one detector, inside each class."""

    property: str
    value: str | None = Field(description="value that is compared with all others; null for a quantity")
    real: Contrast = Field(description="how the score moves with it among real videos alone, −1 to 1")
    fake: Contrast = Field(description="the same among fakes alone")
    label: Contrast = Field(description="how the property itself moves with the label")
    follows: bool
    auc_inside: Measured | None = Field(description="AUC inside its values or ranges; null where it is not followed")
    auc_for_less_against: Contrast | None = Field(
        description="AUC where it speaks for the label less the AUC where it speaks against it; null likewise"
    )

    @classmethod
    def of(cls, cue: Cue) -> Self:
        """The property, as the file holds it."""
        return cls(
            property=cue.name,
            value=cue.value,
            real=Contrast.of(cue.real),
            fake=Contrast.of(cue.fake),
            label=Contrast.of(cue.label),
            follows=cue.follows,
            auc_inside=Measured.of(cue.within.auc) if cue.within else None,
            auc_for_less_against=Contrast.of(cue.contrast) if cue.contrast else None,
        )


class Repetitions(Part):
    """What stands there twice."""

    equal_content: tuple[tuple[str, ...], ...] = Field(description="sets of videos with one hash")
    two_labels: tuple[tuple[str, ...], ...] = Field(description="those among them with two labels")
    base_names: int = Field(description="base names of more than one video")
    base_names_of_two_labels: int
    score_rows: int = Field(description="rows of scores that repeat another's key")


class FootageAnalysis(Artefact):
    """What the footage can tell at all."""

    associations: tuple[PropertyAssociation, ...] = Field(description="one property at a time, at both levels")
    source_alone: PropertyAssociation | None = Field(
        description="the source itself against the label; null without any"
    )
    metadata_only: tuple[MetadataOnly, ...] = Field(
        description="all properties together, at both levels where possible"
    )
    leakage: tuple[SplitLeak, ...]
    repetitions: Repetitions
    labels: Labels | None = Field(description="null where no detector ranks clearly enough to be asked")
    missing: tuple[MissingScores, ...]
    followed: dict[str, tuple[FollowedProperty, ...]] = Field(description="detector → properties, the clearest first")


def footage_analysis(material: Material) -> FootageAnalysis:
    """Everything about footage and labels."""
    footage, detectors = material.examined.footage, material.examined.detectors
    repeats = footage.repeats
    missing = (footage.unreadable, *(d.missing for d in detectors))
    return FootageAnalysis(
        run=Provenance.of(material.run, material.examined.question),
        associations=tuple(PropertyAssociation.of(a) for a in footage.associations),
        source_alone=PropertyAssociation.of(footage.by_source) if footage.by_source else None,
        metadata_only=tuple(MetadataOnly.of(made) for made in footage.classifiers),
        leakage=tuple(SplitLeak.of(leak) for leak in footage.leaks),
        repetitions=Repetitions(
            equal_content=repeats.sets[:LISTED],
            two_labels=repeats.two_labels[:LISTED],
            base_names=repeats.names,
            base_names_of_two_labels=repeats.names_of_two_labels,
            score_rows=repeats.score_rows,
        ),
        labels=Labels.of(material.examined.labels) if material.examined.labels else None,
        missing=tuple(MissingScores.of(it) for it in missing if it is not None),
        followed={d.name: _followed(d) for d in detectors if d.cues},
    )


def _followed(detector: DetectorExamination) -> tuple[FollowedProperty, ...]:
    return tuple(FollowedProperty.of(cue) for cue in detector.cues)
