"""``footage_analysis.json``: what footage, labels and splits are worth before any detector is judged."""

from __future__ import annotations

from dataclasses import dataclass, replace

from touchstone.conclusions.examination import (
    Association,
    Cue,
    Duplicates,
    LabelExamination,
    Leak,
    MetadataClassifier,
    Missing,
)

from .base import Artefact
from .material import Material

LISTED = 200
"""Suspects, and sets of equal videos, in the file; the farthest first."""

SOURCES = 20
"""Sources in the file of which something is missing; the largest shares first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelFacts:
    """What the scores say of the labels.

    Attributes:
        examination: the examination, with as many suspects as are listed.
        concentrated: method or source that holds most of the contradicted; ``None`` where spread.
        suspects_in_all: suspects, listed or not.
    """

    examination: LabelExamination
    concentrated: str | None
    suspects_in_all: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FootageAnalysis(Artefact):
    """What the footage can tell at all.

    Attributes:
        associations: one property at a time, at both levels.
        source_alone: the source itself against the label; ``None`` without any.
        metadata_only: all properties together, at both levels where possible.
        leakage: ways in which splits are not apart.
        repetitions: what stands there twice.
        labels: what the scores say of the labels; ``None`` where no detector ranks clearly enough to be asked.
        missing: what is missing of the footage, or of the scores of a detector.
        followed: detector → properties of the files beside its scores, the clearest first.
    """

    associations: tuple[Association, ...]
    source_alone: Association | None
    metadata_only: tuple[MetadataClassifier, ...]
    leakage: tuple[Leak, ...]
    repetitions: Duplicates
    labels: LabelFacts | None
    missing: tuple[Missing, ...]
    followed: dict[str, tuple[Cue, ...]]


def footage_analysis(material: Material) -> FootageAnalysis:
    """Everything about footage and labels."""
    footage, detectors = material.examined.footage, material.examined.detectors
    repeats = footage.repeats
    missing = (footage.unreadable, *(d.missing for d in detectors))
    return FootageAnalysis(
        run=material.provenance,
        associations=footage.associations,
        source_alone=footage.by_source,
        metadata_only=footage.classifiers,
        leakage=footage.leaks,
        repetitions=replace(
            repeats, equal_content=repeats.equal_content[:LISTED], two_labels=repeats.two_labels[:LISTED]
        ),
        labels=_labels(material.examined.labels),
        missing=tuple(
            replace(lost, by_source=dict(list(lost.by_source.items())[:SOURCES])) for lost in missing if lost
        ),
        followed={d.name: d.cues for d in detectors if d.cues},
    )


def _labels(labels: LabelExamination | None) -> LabelFacts | None:
    if labels is None:
        return None
    return LabelFacts(
        examination=replace(labels, suspects=labels.suspects[:LISTED]),
        concentrated=labels.concentrated[0] if labels.concentrated else None,
        suspects_in_all=len(labels.suspects),
    )
