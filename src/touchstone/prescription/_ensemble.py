"""Which detectors to combine, and how: the simplest rule that nothing beats on groups that it has not seen."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field
from scipy.optimize import minimize
from scipy.special import expit, logit

from touchstone.examination import Examination
from touchstone.metrics import Estimate, Sample, auc, auc_difference, auc_estimate, grouped_folds

FOLDS = 5
_EDGE = 1e-6

Scores = NDArray[np.float64]
Labels = NDArray[np.bool_]
Rule = Callable[[Scores, Labels, Scores], Scores]


class Member(BaseModel):
    """One detector's part in the ensemble."""

    model_config = ConfigDict(frozen=True)

    detector: str
    included: bool = Field(description="whether it takes part")
    weight: float = Field(ge=0, le=1, description="its share under the recommended rule; 0 where it is left out")
    reason: str = Field(description="the number or finding that decided")


class RuleResult(BaseModel):
    """One way to combine, judged on groups that it was not fitted on."""

    model_config = ConfigDict(frozen=True)

    rule: str = Field(description="best single, mean probability, mean rank or learned weights")
    auc: Estimate = Field(description="held-out AUC over all folds")
    gain: Estimate | None = Field(description="AUC less that of the best single detector, paired; null for itself")
    beats_best_single: bool = Field(description="whether the whole interval of the gain lies above 0")


class EnsembleAdvice(BaseModel):
    """The ensemble that the data support."""

    model_config = ConfigDict(frozen=True)

    recommended: str | None = Field(description="the rule; null where the data support none")
    because: str = Field(description="why, with the numbers")
    leader: str | None = Field(description="detector that ranks best; null where none is shown to rank")
    members: tuple[Member, ...]
    rules: tuple[RuleResult, ...] = Field(description="simplest first; empty where none could be judged")


def advise_ensemble(examined: Examination) -> EnsembleAdvice:
    """Combine the detectors that are shown to rank, compare the rules on held-out groups, recommend the simplest unbeaten."""
    ranked = sorted(
        (d for d in examined.detectors if d.assessment.word == "ranks"),
        key=lambda d: -(d.assessment.auc.value or 0) if d.assessment.auc else 0,
    )
    if not ranked:
        because = (
            f"none of {len(examined.detectors)} detector(s) is shown to rank fake above real on this footage, so no weight "
            "can be justified and no leader named"
        )
        members = tuple(_left_out(d.name, d.assessment.statement) for d in examined.detectors)
        return EnsembleAdvice(recommended=None, because=because, leader=None, members=members, rules=())
    names = tuple(d.name for d in ranked)
    outside = tuple(_left_out(d.name, d.assessment.statement) for d in examined.detectors if d.name not in names)
    leader = ranked[0]
    if len(names) == 1:
        only = Member(detector=leader.name, included=True, weight=1, reason=leader.assessment.statement)
        because = f"{leader.name} is the only detector that is shown to rank: {leader.assessment.statement}"
        return EnsembleAdvice(
            recommended="best single", because=because, leader=leader.name, members=(only, *outside), rules=()
        )
    table = _common(examined.part, names)
    given_away = examined.footage.confounded or examined.footage.shortcut is not None
    judged = None if given_away else _judge(table, names)
    if judged is None:
        why = (
            "source or file properties give the label away here, so a combination would be rewarded for learning them"
            if given_away
            else f"{table.height} videos were scored by all of {', '.join(names)}, too few groups of each label for {FOLDS} folds"
        )
        because = (
            f"{why}: rules for combining cannot be judged; {leader.name}, the best single detector, is the safe choice"
        )
        members = tuple(_single(d.name, d.name == leader.name, d.assessment.statement) for d in ranked)
        return EnsembleAdvice(
            recommended="best single", because=because, leader=leader.name, members=(*members, *outside), rules=()
        )
    results, recommended, because = judged
    weights = _weights(recommended, table, names, leader.name)
    members = tuple(
        Member(detector=d.name, included=w > 0, weight=w, reason=d.assessment.statement)
        for d, w in zip(ranked, weights, strict=True)
    )
    return EnsembleAdvice(
        recommended=recommended, because=because, leader=leader.name, members=(*members, *outside), rules=results
    )


def _left_out(name: str, reason: str) -> Member:
    return Member(detector=name, included=False, weight=0, reason=reason)


def _single(name: str, chosen: bool, reason: str) -> Member:
    return Member(detector=name, included=chosen, weight=float(chosen), reason=reason)


def _common(scores: pl.DataFrame, names: tuple[str, ...]) -> pl.DataFrame:
    """Videos that all members scored, one column of P(fake) per member."""
    return (
        scores.filter(pl.col("detector").is_in(names), pl.col("status") == "ok")
        .pivot("detector", index=["video", "label", "group"], values="p_fake")
        .drop_nulls(names)
        .sort("video")
    )


def _judge(table: pl.DataFrame, names: tuple[str, ...]) -> tuple[tuple[RuleResult, ...], str, str] | None:
    p = table.select(names).to_numpy()
    sample = Sample.from_rows(table.with_columns(p_fake=pl.col(names[0])))
    fold = grouped_folds(sample, FOLDS)
    if fold is None or fold.max() + 1 < FOLDS:
        return None
    held_out: dict[str, Sample] = {}
    for name, rule in RULES.items():
        combined = np.empty(len(sample))
        for number in range(FOLDS):
            test = fold == number
            combined[test] = rule(p[~test], sample.fake[~test], p[test])
        held_out[name] = Sample(combined, sample.fake, sample.group)
    first = next(iter(RULES))
    current, why = first, ""
    results: list[RuleResult] = []
    for name, combined in held_out.items():
        gain = None if name == first else auc_difference(combined, held_out[first]).estimate
        results.append(
            RuleResult(
                rule=name,
                auc=auc_estimate(combined),
                gain=gain,
                beats_best_single=gain is not None and gain.above(0),
            )
        )
        over = auc_difference(combined, held_out[current]).estimate
        if name != current and over.above(0):
            why = f"; it beats {current} by {over} in AUC"
            current = name
    best = next(r for r in results if r.rule == current)
    because = (
        f"{current} has held-out AUC {best.auc}{why}, and no rule after it beats it with an interval above 0; members were "
        "chosen on all videos"
    )
    return tuple(results), current, because


def _best_single(p: Scores, fake: Labels, new: Scores) -> Scores:
    best = max(range(p.shape[1]), key=lambda column: auc(Sample(p[:, column], fake)) or 0.0)
    return new[:, best]


def _mean_probability(p: Scores, fake: Labels, new: Scores) -> Scores:
    del p, fake  # nothing is fitted
    return new.mean(axis=1)


def _mean_rank(p: Scores, fake: Labels, new: Scores) -> Scores:
    """Mean over members of the share of known scores below; ties count half."""
    del fake
    shares = np.empty_like(new)
    for column in range(p.shape[1]):
        known = np.sort(p[:, column])
        below = np.searchsorted(known, new[:, column], "left") + np.searchsorted(known, new[:, column], "right")
        shares[:, column] = below / (2 * len(known))
    return shares.mean(axis=1)


def _learned(p: Scores, fake: Labels, new: Scores) -> Scores:
    weights, offset = _fit(p, fake)
    return expit(_logits(new) @ weights + offset)


def _fit(p: Scores, fake: Labels) -> tuple[Scores, float]:
    """Non-negative logistic weights on the members' logits, with a light ridge against separable data."""
    x, sign = _logits(p), np.where(fake, 1.0, -1.0)

    def loss(parameters: Scores) -> tuple[float, Scores]:
        weights, offset = parameters[:-1], parameters[-1]
        margin = sign * (x @ weights + offset)
        pull: Scores = -sign * np.asarray(expit(-margin), np.float64) / len(sign)
        ridge = 1e-3
        value = float(np.logaddexp(0, -margin).mean() + ridge * weights @ weights)
        return value, np.append(x.T @ pull + 2 * ridge * weights, pull.sum())

    members = x.shape[1]
    start = np.append(np.full(members, 1 / members), 0.0)
    bounds = [(0.0, None)] * members + [(None, None)]
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds)
    return found.x[:-1], float(found.x[-1])


def _logits(p: Scores) -> Scores:
    return logit(np.clip(p, _EDGE, 1 - _EDGE))


RULES: dict[str, Rule] = {
    "best single": _best_single,
    "mean probability": _mean_probability,
    "mean rank": _mean_rank,
    "learned weights": _learned,
}
"""Ways to combine, simplest first: (known scores, known labels, new scores) → combined new scores."""


def _weights(rule: str, table: pl.DataFrame, names: tuple[str, ...], leader: str) -> list[float]:
    if rule == "best single":
        return [float(name == leader) for name in names]
    if rule == "learned weights":
        fitted, _ = _fit(table.select(names).to_numpy(), (table["label"] == "fake").to_numpy())
        total = float(fitted.sum())
        return [float(w) / total for w in fitted] if total > 0 else [1 / len(names)] * len(names)
    return [1 / len(names)] * len(names)
