"""``footage_analysis.json``: what footage, labels and splits can show, before any detector is judged."""

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

_LISTED = 200
"""Suspects, and sets of equal videos, that the file lists at most; the farthest suspects first."""

SOURCES = 20
"""Sources with missing videos that the file lists at most; the largest shares first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelFacts:
    """What the scores say about the labels.

    Attributes:
        examination: the examination, with as many suspects as are listed.
        concentrated: method or source that holds far more of the suspects than its share; ``None`` where they are spread.
        suspects_in_all: number of all suspects, listed or not.
    """

    examination: LabelExamination
    concentrated: str | None
    suspects_in_all: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FootageAnalysis(Artefact):
    """What the footage can show.

    Attributes:
        associations: each property of the files against the label, at both levels (groups and sources).
        source_alone: the source against the label; ``None`` where no source is named.
        metadata_only: all properties together, at both levels where possible.
        leakage: ways in which splits overlap.
        repetitions: videos that occur more than once.
        labels: what the scores say about the labels; ``None`` where no detector separates fake from real clearly enough.
        missing: videos missing from the footage, or from the scores of a detector.
        followed: detector → how its scores move with properties of the files, the clearest first.
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
            repeats, equal_content=repeats.equal_content[:_LISTED], two_labels=repeats.two_labels[:_LISTED]
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
        examination=replace(labels, suspects=labels.suspects[:_LISTED]),
        concentrated=labels.concentrated[0] if labels.concentrated else None,
        suspects_in_all=len(labels.suspects),
    )
