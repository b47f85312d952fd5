"""Does a specialist find the defects that were planted for it? Only footage whose defects are known can tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

from touchstone.conclusions.metrics import Difference, Estimate, Flags, Sample, auc_estimate, rank_dependence

from .region import ScoredVideos


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseResult:
    """Fakes that carry one planted defect of the domain, at one dose or at all of them.

    Attributes:
        intervention: name of the defect.
        dose: how much of it; ``None`` for all doses together.
        unit: unit of the dose.
        fake: fakes that carry it.
        caught: those that were called fake.
        auc: how well their scores separate them from the real videos.
        dose_trend: rank correlation of P(fake) with the dose; ``None`` at a single dose.
    """

    intervention: str
    dose: float | None
    unit: str
    fake: int
    caught: Estimate
    auc: Estimate
    dose_trend: Difference | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """The specialist on planted defects of its own domain, and on those of others.

    Attributes:
        verdict: ``specialised`` (its own defects score above those of other domains, beyond chance), ``not specialised`` (below),
            or ``cannot tell``.
        statement: the same with its numbers.
        own_count: fakes with a defect of its domain.
        other_count: fakes with defects of other domains only.
        real: real videos.
        own_caught: fakes of the first kind that were called fake.
        other_caught: fakes of the second kind that were called fake.
        false_alarms: reals that were called fake.
        own_auc: own defects against real videos.
        other_auc: other defects against real videos.
        own_against_other: own defects against other defects: 0.5 where it is as good at both.
        defects: each defect of its domain, then each of its doses.
    """

    verdict: Literal["specialised", "not specialised", "cannot tell"]
    statement: str
    own_count: int
    other_count: int
    real: int
    own_caught: Estimate
    other_caught: Estimate
    false_alarms: Estimate
    own_auc: Estimate
    other_auc: Estimate
    own_against_other: Estimate
    defects: tuple[DoseResult, ...]


def examine_planted(scored: ScoredVideos, truth: pl.DataFrame, domain: str) -> Planted | None:
    """Compare what was planted with what was said; ``None`` where no defect is known.

    Args:
        scored: videos of the specialist.
        truth: the ``truth`` table; shams (dose null) and common changes are not defects.
        domain: key of its domain.
    """
    defects = truth.filter(pl.col("dose").is_not_null() & (pl.col("domain") != "common"))
    if not defects.height:
        return None
    of_domain = _holding(scored, defects.filter(pl.col("domain") == domain))
    other = _holding(scored, defects.filter(pl.col("domain") != domain)) & ~of_domain
    real = ~scored.sample.fake
    both = scored.sample.part(of_domain | other)
    against = auc_estimate(Sample(both.p, of_domain[of_domain | other], both.group))
    verdict, statement = _verdict(against, int(of_domain.sum()), int(other.sum()))
    return Planted(
        verdict=verdict,
        statement=statement,
        own_count=int(of_domain.sum()),
        other_count=int(other.sum()),
        real=int(real.sum()),
        own_caught=scored.share(scored.right, of_domain),
        other_caught=scored.share(scored.right, other),
        false_alarms=scored.share(~scored.right, real),
        own_auc=scored.ranked(of_domain | real),
        other_auc=scored.ranked(other | real),
        own_against_other=against,
        defects=_doses(scored, defects.filter(pl.col("domain") == domain)),
    )


def _holding(scored: ScoredVideos, defects: pl.DataFrame) -> Flags:
    """Scored fakes with any of the defects."""
    holds = scored.rows["video"].is_in(defects["video"].unique().to_list()).to_numpy().astype(np.bool_)
    return holds & scored.sample.fake


def _verdict(
    auc: Estimate, of_domain: int, other: int
) -> tuple[Literal["specialised", "not specialised", "cannot tell"], str]:
    counts = f"{of_domain} fakes with a defect of its domain, {other} with defects of others only"
    if auc.value is None:
        return "cannot tell", f"{counts}: nothing to compare"
    measured = f"own defects against those of other domains: AUC {auc}; {counts}"
    if auc.above(0.5):
        return "specialised", measured
    return ("not specialised" if auc.below(0.5) else "cannot tell"), measured


def _doses(scored: ScoredVideos, defects: pl.DataFrame) -> tuple[DoseResult, ...]:
    real = ~scored.sample.fake
    group = scored.sample.group
    place = {video: i for i, video in enumerate(scored.rows["video"].to_list())}
    results: list[DoseResult] = []
    for (name,), part in defects.sort("intervention", "video", "start").group_by("intervention", maintain_order=True):
        once = part.unique("video", keep="first", maintain_order=True).filter(pl.col("video").is_in(list(place)))
        at = np.array([place[video] for video in once["video"]], dtype=np.int64)
        dose = once["dose"].to_numpy().astype(np.float64)
        forged = scored.sample.fake[at]
        at, dose = at[forged], dose[forged]
        unit = str(part["unit"][0] or "")
        if not at.size:
            continue
        trend = None
        if np.unique(dose).size > 1:
            trend = rank_dependence(dose, scored.sample.p[at], None if group is None else group[at])
        for value in (None, *np.unique(dose).tolist()):
            chosen = np.zeros(len(scored.sample), np.bool_)
            chosen[at if value is None else at[dose == value]] = True
            if value is not None and np.unique(dose).size == 1:
                continue
            results.append(
                DoseResult(
                    intervention=str(name),
                    dose=value if np.unique(dose).size > 1 else float(dose[0]),
                    unit=unit,
                    fake=int(chosen.sum()),
                    caught=scored.share(scored.right, chosen),
                    auc=scored.ranked(chosen | real),
                    dose_trend=trend if value is None else None,
                )
            )
    return tuple(results)
