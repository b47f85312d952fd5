"""A specialist on its own ground: along its indicators, where the footage allows a word, on planted defects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from touchstone.conclusions.metrics import Estimate, rank_within, source_name
from touchstone.vocabulary.domains import Domain

from ..assessment import Assessment, assess
from ..detector import DetectorExamination, inside_shortcut
from ..footage import FootageExamination
from ..own_domain import OwnDomain
from .along import Along, along_all
from .av import AV
from .bg import BG
from .cm import CM
from .conditions import ConditionResult, check_condition
from .grounds import Ground
from .ll import LL
from .measures import Measurement, measure_on_ground
from .planted import Planted, examine_planted
from .region import ScoredVideos
from .rr import RR
from .tm import TM

GROUNDS: dict[str, Ground] = {"bg": BG, "cm": CM, "av": AV, "rr": RR, "ll": LL, "tm": TM}
"""Key of a domain → what is asked of its specialist."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialistExamination:
    """A specialist on its own ground.

    Attributes:
        domain: key of its domain.
        scored: videos that it rests on.
        along: along each indicator of the domain that was measured, the clearest dependence first.
        conditions: which grounds the footage can decide about.
        measures: the guide's specialisation metrics.
        planted: detection of planted defects; ``None`` where no defects are known.
    """

    domain: str
    scored: int
    along: tuple[Along, ...]
    conditions: tuple[ConditionResult, ...]
    measures: tuple[Measurement, ...]
    planted: Planted | None


def examine_specialist(
    detector: DetectorExamination,
    *,
    indicators: pl.DataFrame,
    footage: FootageExamination,
    tables: Mapping[str, pl.DataFrame],
    threshold: float,
    sample: pl.DataFrame | None = None,
) -> SpecialistExamination | None:
    """Examine one specialist on its ground; ``None`` for a detector of no domain, or one that scored nothing.

    Args:
        detector: its examination.
        indicators: one row per readable video with the numeric indicators.
        footage: what the footage can tell at all.
        tables: ``videos``, ``frames`` and, where defects are known, ``truth``.
        threshold: P(fake) from which on a video counts as fake.
        sample: keys of the videos that it rests on where videos are very many; all where ``None``.
    """
    if detector.domain is None or detector.performance is None:
        return None
    rows = detector.rows if sample is None else detector.rows.join(sample, on="video", how="semi")
    return on_ground(
        detector.domain,
        rows,
        indicators=indicators,
        footage=footage,
        tables=tables,
        threshold=threshold,
        judged_on=detector.judged_on,
    )


def on_ground(
    domain: Domain,
    rows: pl.DataFrame,
    *,
    indicators: pl.DataFrame,
    footage: FootageExamination,
    tables: Mapping[str, pl.DataFrame],
    threshold: float,
    judged_on: OwnDomain | None = None,
) -> SpecialistExamination:
    """A specialist's video rows on the ground of its domain.

    Args:
        domain: what it is for.
        rows: its video rows, as :func:`touchstone.conclusions.metrics.video_scores` makes them.
        indicators: one row per readable video with the numeric indicators.
        footage: what the footage can tell at all.
        tables: ``videos``, ``frames`` and, where defects are known, ``truth``.
        threshold: P(fake) from which on a video counts as fake.
        judged_on: the part of the rows that it is judged on; all where ``None``. Only planted defects are compared on all.
    """
    everything = ScoredVideos.of(rows, indicators, threshold)
    scored = everything if judged_on is None else ScoredVideos.of(judged_on.of(rows), indicators, threshold)

    def judge(part: pl.DataFrame, auc: Estimate) -> Assessment:
        if not footage.confounded:
            return assess(auc, footage, *inside_shortcut(part, tables["videos"], footage))
        sourced = part.with_columns(source=source_name())
        return assess(auc, footage, rank_within(sourced, "source"))

    ground = GROUNDS[domain.key]
    truth = tables.get("truth")
    along = along_all(scored, domain.indicators, tables["frames"])
    return SpecialistExamination(
        domain=domain.key,
        scored=len(scored.sample),
        along=tuple(sorted(along, key=lambda indicator: indicator.p)),
        conditions=tuple(check_condition(condition, scored, judge) for condition in ground.conditions),
        measures=tuple(measure_on_ground(measure, scored, threshold) for measure in ground.measures),
        planted=examine_planted(everything, truth, domain.key) if truth is not None else None,
    )
