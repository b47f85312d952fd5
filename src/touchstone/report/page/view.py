"""The whole page as data: what the templates are given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from touchstone.conclusions.diagnosis import CAUSES, Finding
from touchstone.conclusions.metrics import Comparison, Difference

from ..artefacts import Material
from ..times import time_sentences
from .causes import ShownCause, causes
from .detector import LISTED, DetectorPage, anchor_of, detector_page
from .makings import Making, makings
from .pictures import PagePicture, pictures
from .story import story


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One field of the comparison matrix: row minus column."""

    difference: Difference
    flip: bool
    n: int
    distinct: bool


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Page:
    """What the templates are given.

    Attributes:
        material: tables and conclusions.
        story: what the run says, in a few sentences.
        detectors: one section each.
        causes: findings, symptoms under their roots.
        footage: findings about the footage.
        limiting: codes of those that limit what can be said of every detector.
        anchors: subject of a finding → id of its section.
        matrix: AUC and accuracy, row minus column, by the names of both.
        failed: unreadable videos, at most ``LISTED``.
        pictures: film strips by video.
        left_out: number of film strips that the page has no room for.
        pictured: whether any video has a film strip; score files have none.
        framed: whether any detector scored frames or clips, not whole videos.
        makings: format of the files of each source.
        times: what is said of where the time went; empty where that was not asked for.
    """

    material: Material
    story: tuple[str, ...]
    detectors: tuple[DetectorPage, ...]
    causes: tuple[ShownCause, ...]
    footage: tuple[Finding, ...]
    limiting: frozenset[str]
    anchors: dict[str, str]
    matrix: dict[tuple[str, str], tuple[Cell, Cell]]
    failed: tuple[dict[str, Any], ...]
    pictures: dict[str, PagePicture]
    left_out: int
    pictured: bool
    framed: bool
    makings: tuple[Making, ...]
    times: tuple[str, ...]


def view(material: Material) -> Page:
    """Collect what the page shows."""
    taken: set[str] = set()
    detectors = tuple(detector_page(d, anchor_of(d.name, taken), material) for d in material.examined.detectors)
    # The worst error of each detector first, then the second of each, so that all detectors share the budget.
    depth = max((len(d.errors) for d in detectors), default=0)
    wanted = [d.errors[i]["video"] for i in range(depth) for d in detectors if i < len(d.errors)]
    wanted += [video for d in detectors if d.ground is not None for video in d.ground.examples()]
    previews = material.tables.get("previews")
    strips, left_out = pictures(previews, wanted) if previews is not None else ({}, 0)
    failed = material.tables["videos"].filter(pl.col("status") == "failed").sort("video")
    return Page(
        material=material,
        story=story(material),
        detectors=detectors,
        causes=causes(material.findings),
        footage=material.findings_of("footage"),
        limiting=frozenset(code for code, cause in CAUSES.items() if cause.limits_all),
        anchors={"footage": "footage", "ensemble": "ensemble"}
        | {d.subject: "counts" for file in material.examined.counted for d in file.detectors}
        | {d.it.name: d.anchor for d in detectors},
        matrix=_matrix(material.examined.comparisons),
        failed=tuple(failed.head(LISTED).iter_rows(named=True)),
        pictures=strips,
        left_out=left_out,
        pictured=previews is not None and previews.height > 0,
        framed=bool((material.tables["scores"]["unit"] != "video").any()),
        makings=makings(material.tables),
        times=() if material.run.times is None else time_sentences(material.run.times),
    )


def _matrix(comparisons: tuple[Comparison, ...]) -> dict[tuple[str, str], tuple[Cell, Cell]]:
    cells: dict[tuple[str, str], tuple[Cell, Cell]] = {}
    for pair in comparisons:
        for names, flip in (((pair.first, pair.second), False), ((pair.second, pair.first), True)):
            auc, accuracy = (
                Cell(difference=d, flip=flip, n=pair.n, distinct=d.significant) for d in (pair.auc, pair.accuracy)
            )
            cells[names] = (auc, accuracy)
    return cells
