"""Which detectors to combine, and how: the simplest rule that nothing beats on what it has not seen."""

from __future__ import annotations

from dataclasses import dataclass

from touchstone.conclusions.examination import (
    BEST_SINGLE,
    DetectorExamination,
    EnsembleExamination,
    ErrorPair,
    Examination,
    HeldOut,
    Part,
)
from touchstone.conclusions.metrics import Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One detector's part in the ensemble.

    Attributes:
        detector: its name.
        included: whether it takes part.
        weight: its share under the recommended rule, in [0, 1]; 0 where it is left out.
        reason: the number or finding that decided.
        gain: AUC of the mean rank of all that rank, less that without it, paired; ``None`` where it stands alone.
        shapley: its share of what all together reach above an AUC of 0.5 (Shapley value).
    """

    detector: str
    included: bool
    weight: float
    reason: str
    gain: Estimate | None = None
    shapley: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleResult:
    """One way to combine, judged on what it was not fitted on.

    Attributes:
        rule: name of the rule, as ensemble.json lists them.
        auc: held-out AUC over all that was held out.
        gain: AUC less that of the best single detector, paired; ``None`` for itself.
        beats_best_single: whether the whole interval of the gain lies above 0.
        held_out: what was held out whole: groups, generators or sources.
        wins: parts held out in which it ranks better than the best single detector.
        parts: parts held out.
    """

    rule: str
    auc: Estimate
    gain: Estimate | None
    beats_best_single: bool
    held_out: str
    wins: int
    parts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EnsembleAdvice:
    """The ensemble that the data support.

    Attributes:
        recommended: the rule; ``None`` where the data support none.
        because: why, with the numbers.
        leader: detector that ranks best; ``None`` where none is shown to rank.
        members: every detector, with its share.
        rules: simplest first, under the hardest way of holding out; empty where none could be judged.
        milder: the same under milder ways of holding out.
        contributions: what each detector that takes part brings.
        shared_errors: how alike each pair of detectors that take part errs.
        silent: what is answered where some members are silent; ``None`` where none is.
    """

    recommended: str | None
    because: str
    leader: str | None
    members: tuple[Member, ...]
    rules: tuple[RuleResult, ...] = ()
    milder: tuple[RuleResult, ...] = ()
    contributions: tuple[Part, ...] = ()
    shared_errors: tuple[ErrorPair, ...] = ()
    silent: str | None = None

    @property
    def weights(self) -> dict[str, float]:
        """Detector → its share under the recommended rule."""
        return {member.detector: member.weight for member in self.members}


def advise_ensemble(examined: Examination) -> EnsembleAdvice:
    """Combine the detectors that are shown to rank and do no harm, by the simplest rule that none beats."""
    ensembles = examined.ensembles
    detectors = {d.name: d for d in examined.detectors}
    ranking = [detectors[name] for name in ensembles.ranking]
    outside = tuple(
        _left_out(d.name, d.assessment.statement) for d in examined.detectors if d.name not in ensembles.ranking
    )
    if not ranking:
        because = (
            f"none of {len(examined.detectors)} detector(s) is shown to rank fake above real on this footage, so no weight "
            "can be justified and no leader named"
        )
        return EnsembleAdvice(recommended=None, because=because, leader=None, members=outside)
    leader = ranking[0]
    if len(ranking) == 1:
        because = f"{leader.name} is the only detector that is shown to rank: {leader.assessment.statement}"
        only = Member(detector=leader.name, included=True, weight=1.0, reason=leader.assessment.statement)
        return _single_advice(leader, because, (only, *outside))
    if ensembles.kept_together is None:
        because = (
            "source or file properties give the label away here, so a combination would be rewarded for learning them: rules "
            f"for combining cannot be judged; {leader.name}, the best single detector, is the safe choice"
        )
        return _single_advice(leader, because, (*_alone(ranking, leader.name), *outside))
    harmful = tuple(
        _left_out(part.detector, f"without it the mean rank of all gains {_flipped(part.gain)} in AUC")
        for part in ensembles.harmful
    )
    kept = [detectors[name] for name in ensembles.kept]
    return _combined(ensembles.kept_together, kept, (*harmful, *outside))


def _combined(
    together: EnsembleExamination, kept: list[DetectorExamination], outside: tuple[Member, ...]
) -> EnsembleAdvice:
    leader = kept[0]
    hardest = together.hardest
    if hardest is None or together.weights is None:
        names = ", ".join(d.name for d in kept)
        because = (
            f"{together.videos} videos were scored by all of {names}, too few groups of each label to hold any out: rules for "
            f"combining cannot be judged; {leader.name}, the best single detector, is the safe choice"
        )
        return _single_advice(leader, because, (*_alone(kept, leader.name), *outside))
    weights = dict(zip(together.members, together.weights[hardest.recommended], strict=True))
    parts = {part.detector: part for part in together.parts}
    members = tuple(
        Member(
            detector=d.name,
            included=weights[d.name] > 0,
            weight=weights[d.name],
            reason=d.assessment.statement,
            gain=parts[d.name].gain,
            shapley=parts[d.name].shapley,
        )
        for d in kept
    )
    return EnsembleAdvice(
        recommended=hardest.recommended,
        because=_because(hardest),
        leader=leader.name,
        members=(*members, *outside),
        rules=_results(hardest),
        milder=tuple(result for held in together.held_out[:-1] for result in _results(held)),
        contributions=tuple(parts[d.name] for d in kept),
        shared_errors=together.pairs,
        silent=_silent(together),
    )


def _single_advice(leader: DetectorExamination, because: str, members: tuple[Member, ...]) -> EnsembleAdvice:
    return EnsembleAdvice(recommended=BEST_SINGLE, because=because, leader=leader.name, members=members)


def _because(hardest: HeldOut) -> str:
    best = hardest.best
    beaten = ""
    if best.beats is not None and best.gain is not None:
        beaten = f"; it beats the best single detector by {best.gain} in AUC, in {best.wins} of {hardest.parts} {hardest.held}"
    return (
        f"{best.rule} has AUC {best.auc} on {hardest.held} that were held out{beaten}, and no rule after it beats it "
        "with an interval above 0; members were chosen on all videos"
    )


def _results(held: HeldOut) -> tuple[RuleResult, ...]:
    return tuple(
        RuleResult(
            rule=r.rule,
            auc=r.auc,
            gain=r.gain,
            beats_best_single=r.beats_best_single,
            held_out=held.held,
            wins=r.wins,
            parts=held.parts,
        )
        for r in held.rules
    )


def _silent(together: EnsembleExamination) -> str | None:
    some = together.abstaining
    if some is None:
        return None
    return (
        f"all members answered {some.common} of {some.videos} videos; the calibrated mean of those that answered ranks all "
        f"of them with held-out AUC {some.auc}, and the {some.common} with {some.common_auc}"
    )


def _left_out(name: str, reason: str) -> Member:
    return Member(detector=name, included=False, weight=0.0, reason=reason)


def _alone(ranked: list[DetectorExamination], leader: str) -> tuple[Member, ...]:
    return tuple(
        Member(
            detector=d.name, included=d.name == leader, weight=float(d.name == leader), reason=d.assessment.statement
        )
        for d in ranked
    )


def _flipped(gain: Estimate | None) -> str:
    if gain is None or gain.limits is None:
        return "nothing that is known"
    value, low, high = gain.limits
    return f"{-value:.3f} [{-high:.3f}, {-low:.3f}]"
