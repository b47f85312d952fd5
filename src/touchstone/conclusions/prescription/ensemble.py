"""Which detectors to combine, and how: by the simplest rule that no other rule beats on held-out videos."""

from __future__ import annotations

from dataclasses import dataclass

from touchstone.conclusions.examination import (
    BEST_SINGLE,
    Abstaining,
    DetectorExamination,
    EnsembleExamination,
    ErrorPair,
    Examination,
    HeldOut,
    Part,
    UsableEnsemble,
)
from touchstone.conclusions.metrics import Estimate

from .use import silent_of, use_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One detector's part in the ensemble.

    Attributes:
        detector: its name.
        included: whether it is used.
        weight: its share under the recommended rule, in [0, 1]; 0 if it is left out.
        reason: the number or finding that decided.
        gain: AUC of the mean rank with it minus the AUC without it, paired; ``None`` if there is no other member.
        shapley: its share of the AUC above 0.5 that all members reach together (Shapley value).
    """

    detector: str
    included: bool
    weight: float
    reason: str
    gain: Estimate | None = None
    shapley: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleResult:
    """One way to combine detectors, judged on videos that it was not fitted on.

    Attributes:
        rule: name of the rule, as in ensemble.json.
        auc: AUC over all held-out videos.
        gain: AUC minus that of the best single detector, paired; ``None`` for the best single detector.
        beats_best_single: whether the whole interval of the gain lies above 0.
        held_out: what was held out as a whole: groups, generators or sources.
        wins: held-out parts in which its AUC is higher than that of the best single detector.
        parts: number of held-out parts.
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
        recommended: the rule; ``None`` if the data support none.
        because: why, with the numbers.
        leader: the detector with the highest AUC; ``None`` if none is shown to separate fake from real.
        members: every detector, with its share.
        rules: results of the rules, simplest first, under the hardest way of holding out; empty if none could be judged.
        milder: the same under the milder ways of holding out.
        contributions: what each detector that is combined contributes.
        shared_errors: how similar the errors of each pair of combined detectors are.
        silent: AUC of the recommended rule on videos that only some members scored; ``None`` if there are none.
        abstaining: what rule, threshold and probability reach on these videos; ``None`` if there are none.
        usable: the recommended rule with the numbers to use it; ``None`` if no rule could be judged.
        use: the same in one sentence, with what it reaches; ``None`` where there is no usable.
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
    abstaining: Abstaining | None = None
    usable: UsableEnsemble | None = None
    use: str | None = None

    @property
    def weights(self) -> dict[str, float]:
        """Detector → its share under the recommended rule."""
        return {member.detector: member.weight for member in self.members}


def advise_ensemble(examined: Examination) -> EnsembleAdvice:
    """Combine the detectors that separate fake from real and do no harm, by the simplest rule that no other rule beats."""
    ensembles = examined.ensembles
    detectors = {d.name: d for d in examined.detectors}
    ranking = [detectors[name] for name in ensembles.ranking]
    outside = tuple(
        _left_out(d.name, d.assessment.statement) for d in examined.detectors if d.name not in ensembles.ranking
    )
    if not ranking:
        because = (
            f"none of {len(examined.detectors)} detector(s) is shown to separate fake from real on this footage, so no weight "
            "can be justified and no leader can be named"
        )
        return EnsembleAdvice(recommended=None, because=because, leader=None, members=outside)
    leader = ranking[0]
    if len(ranking) == 1:
        because = f"{leader.name} is the only detector that is shown to separate fake from real: {leader.assessment.statement}"
        only = Member(detector=leader.name, included=True, weight=1.0, reason=leader.assessment.statement)
        return _single_advice(leader, because, (only, *outside))
    if ensembles.kept_together is None:
        because = (
            "the source or a file property reveals the label here and a combination would be rewarded for learning it, so rules "
            f"for combining cannot be judged; {leader.name}, the best single detector, is the safe choice"
        )
        return _single_advice(leader, because, (*_alone(ranking, leader.name), *outside))
    harmful = tuple(
        _left_out(part.detector, f"leaving it out raises the AUC of the mean rank by {_flipped(part.gain)}")
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
        because = _not_judged(together, [d.name for d in kept])
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
    some = together.abstaining
    return EnsembleAdvice(
        recommended=hardest.recommended,
        because=_because(hardest, together.held_out[0], some),
        leader=leader.name,
        members=(*members, *outside),
        rules=_results(hardest),
        milder=tuple(result for held in together.held_out[:-1] for result in _results(held)),
        contributions=tuple(parts[d.name] for d in kept),
        shared_errors=together.pairs,
        silent=None if some is None else silent_of(hardest.recommended, some),
        abstaining=some,
        usable=together.usable,
        use=None if together.usable is None else use_of(together.usable, some),
    )


def _not_judged(together: EnsembleExamination, kept: list[str]) -> str:
    """Why no rule for combining the members could be judged; the first of them leads."""
    if len(kept) == 1:
        return (
            f"{kept[0]} is the only detector left once the harmful members are left out, so there is nothing to combine"
        )
    return (
        f"{together.videos} videos were scored by all of {', '.join(kept)}; they have too few groups of each label to hold any "
        f"out, so rules for combining cannot be judged; {kept[0]}, the best single detector, is the safe choice"
    )


def _single_advice(leader: DetectorExamination, because: str, members: tuple[Member, ...]) -> EnsembleAdvice:
    return EnsembleAdvice(recommended=BEST_SINGLE, because=because, leader=leader.name, members=members)


def _because(hardest: HeldOut, mildest: HeldOut, some: Abstaining | None) -> str:
    best = hardest.best
    pieces = "folds of groups" if hardest.held == "groups" else hardest.held
    beaten = ""
    there = "" if some is None else f"; on the {some.others} other videos, which only some members scored, its AUC is {some.auc}"
    if best.beats is not None and best.gain is not None:
        milder = next(r for r in mildest.rules if r.rule == best.rule)
        on_groups = "" if hardest is mildest else f"{milder.gain} on held-out groups and "
        gained = f"{best.gain} on held-out {hardest.held}" if on_groups else f"{best.gain}"
        beaten = (
            f"; its AUC minus that of the best single detector is {on_groups}{gained}, and it is higher in {best.wins} of "
            f"{hardest.parts} {pieces}"
        )
    return (
        f"{best.rule} has AUC {best.auc} on held-out {hardest.held}{beaten}; no more complex rule beats it with an interval "
        f"above 0 and in most {pieces}; {_chosen(hardest)}{there}"
    )


def _chosen(held: HeldOut) -> str:
    """How the members were chosen."""
    if held.same_members is None:
        return "the members were chosen on all videos"
    pieces = "folds" if held.held == "groups" else held.held
    return (
        f"the members were chosen again without each held-out part, and are the same for {held.same_members} of {held.parts} "
        f"{pieces}"
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
        return "an unknown amount"
    value, low, high = gain.limits
    return f"{-value:.3f} [{-high:.3f}, {-low:.3f}]"
