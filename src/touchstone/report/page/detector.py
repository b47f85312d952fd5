"""One detector as the page shows it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, cast

import polars as pl

from touchstone.conclusions.diagnosis import Finding
from touchstone.conclusions.examination import DetectorExamination
from touchstone.conclusions.metrics import GroupGap, Slice
from touchstone.conclusions.prescription import DetectorPrescription
from touchstone.vocabulary.excerpts import LONGEST_QUOTE, shortened

from ..artefacts import IndicatorSummary, Material, model_name, summarise, wrongness
from ..gaps import difference, group_of, measured
from .causes import ShownCause, causes
from .charts import (
    BoxPlot,
    Heatmap,
    Reliability,
    Roc,
    Strips,
    boxes,
    heatmap,
    reliability,
    roc,
    strips_by_label,
    strips_by_source,
)
from .ground import GroundView, ground_view

ERRORS = 8
"""Wrongly called videos that are shown with their film strips."""

LISTED = 100
"""Rows that longer tables show at most; the files in ``analysis/`` hold the rest."""

_OTHER_LETTERS = re.compile(r"[^a-z0-9]+")
_CAPTIONS = ("method", "dataset", "source")


@dataclass(frozen=True, slots=True, kw_only=True)
class GapRow:
    """The worst group of a property, and its numbers in words."""

    gap: GroupGap
    group: str
    value: str
    difference: str


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class DetectorPage:
    """The content of a detector's section, and of its row in the comparison."""

    it: DetectorExamination
    anchor: str
    name: str
    advice: DetectorPrescription
    causes: tuple[ShownCause, ...]
    findings: tuple[Finding, ...]
    scored: int
    corpus: int
    contract: tuple[tuple[str, str], ...]
    distribution: Strips | None
    by_source: Strips | None
    roc: Roc | None
    reliability: Reliability | None
    transfer: Heatmap | None
    by_name: tuple[Slice, ...]
    by_indicator: tuple[Slice, ...]
    gaps: tuple[GapRow, ...]
    indicators: tuple[tuple[IndicatorSummary, BoxPlot], ...]
    ground: GroundView | None
    errors: tuple[dict[str, Any], ...]
    wrong: int
    most_wrong: tuple[dict[str, Any], ...]
    named: tuple[dict[str, Any], ...]
    row_ids: dict[str, str]
    failed: tuple[dict[str, Any], ...]
    failures: int
    missing_keys: tuple[str, ...]
    unexpected_keys: tuple[str, ...]


def detector_page(detector: DetectorExamination, anchor: str, material: Material) -> DetectorPage:
    """Everything of one detector that the page shows."""
    rows = material.rows_of(detector.name)
    ordered = wrongness(rows)
    counting = ordered if detector.judged_on is None else detector.judged_on.of(ordered)
    wrong = counting.filter(~pl.col("correct"))
    failed = rows.filter(pl.col("status") != "ok")
    threshold = material.examined.question.threshold
    performance = detector.performance
    others = [d.performance for d in material.examined.scored if d is not detector and d.performance is not None]
    names = detector.domain.indicators if detector.domain else ()
    summaries = summarise(names, material.examined.indicators, material.tables["videos"], material.tables["frames"])
    drawn = [(summary, boxes(summary)) for summary in summaries]
    findings = material.findings_of(detector.name)
    row = cast(dict[str, Any], detector.row)
    examined = material.examined.grounds.get(detector.name)
    ground = ground_view(examined) if examined is not None else None
    listed = ordered.head(LISTED)
    wanted = [] if ground is None else list(ground.named())
    named = ordered.slice(LISTED).filter(pl.col("video").is_in(wanted))
    # No anchor holds two hyphens followed by a v, so no other id can be the same.
    row_ids = {video: f"{anchor}--v{i}" for i, video in enumerate([*listed["video"], *named["video"]])}
    return DetectorPage(
        it=detector,
        anchor=anchor,
        name=model_name(detector),
        advice=material.advice_for(detector.name),
        causes=causes(findings),
        findings=findings,
        scored=ordered.height,
        corpus=rows.height,
        contract=_contract(row),
        distribution=strips_by_label(counting, threshold) if counting.height else None,
        by_source=strips_by_source(counting, threshold) if counting.height else None,
        roc=roc(performance, others) if performance else None,
        reliability=reliability(performance) if performance else None,
        transfer=heatmap(detector.facts.transfer) if detector.facts and detector.facts.transfer else None,
        by_name=tuple(s for s in detector.slices if s.column in _CAPTIONS),
        by_indicator=tuple(s for s in detector.slices if s.column not in _CAPTIONS),
        gaps=tuple(
            GapRow(gap=g, group=group_of(g), value=measured(g), difference=difference(g))
            for g in detector.gaps[:LISTED]
        ),
        indicators=() if ground is not None else tuple((summary, box) for summary, box in drawn if box is not None),
        ground=ground,
        errors=tuple(wrong.head(ERRORS).iter_rows(named=True)),
        wrong=wrong.height,
        most_wrong=tuple(listed.iter_rows(named=True)),
        named=tuple(named.iter_rows(named=True)),
        row_ids=row_ids,
        failed=() if row["status"] != "ok" else tuple(failed.sort("video").head(LISTED).iter_rows(named=True)),
        failures=failed.height,
        missing_keys=tuple(shortened(name, LONGEST_QUOTE) for name in row["missing_keys"] or ()),
        unexpected_keys=tuple(shortened(name, LONGEST_QUOTE) for name in row["unexpected_keys"] or ()),
    )


def anchor_of(name: str, taken: set[str]) -> str:
    """A unique name for links that is safe in an address; it is added to ``taken``."""
    base = "detector-" + (_OTHER_LETTERS.sub("-", name.lower()).strip("-")[:40] or "unnamed")
    anchor, number = base, 2
    while anchor in taken:
        anchor, number = f"{base}-{number}", number + 1
    taken.add(anchor)
    return anchor


def _contract(row: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """Facts of the detector, and its contracts in words, as far as they are known."""
    facts: list[tuple[str, str]] = [
        (term, str(row[column]))
        for term, column in (
            ("kind", "kind"), ("layout", "layout"), ("network", "architecture"),
            ("file of scores" if row["kind"] == "scores" else "weights", "path"),
            ("SHA-256", "sha256"),
        )
        if row[column] is not None
    ]  # fmt: skip
    if row["parameters"] is not None:
        facts.insert(3, ("parameters", f"{row['parameters']:,}"))
    facts += [(term, _in_words(row[term])) for term in ("input", "output") if row[term] is not None]
    if row["expects"]:
        facts.append(("claims to use", ", ".join(row["expects"])))
    return tuple(facts)


def _in_words(contract: str) -> str:
    try:
        terms: object = json.loads(contract)
    except ValueError:
        return contract
    if not isinstance(terms, dict):
        return contract
    return "; ".join(f"{key} {_listed(item)}" for key, item in cast(dict[str, Any], terms).items())


def _listed(item: Any) -> str:
    return ", ".join(f"{number}" for number in cast(list[Any], item)) if isinstance(item, list) else str(item)
