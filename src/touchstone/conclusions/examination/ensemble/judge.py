"""Judge every rule on what it did not see.

Each part that is held out is scored by what was fitted, and by the single member that was best, on the others. Scores of two
parts therefore have no common scale (the best member of one part may be another than that of the next), and only videos of one
part are compared.

The best single member is chosen outside each fold where groups are held out. Where whole generators or sources are held out, it
is the member that is best on all of them: chosen without one of a few generators it would be the member that is good at the
others, and a combination would be praised for that choice.

Which members are combined is chosen outside each part too, where more detectors than the members are given.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from touchstone.conclusions.metrics import Estimate, Flags, Sample, auc, auc_inside, auc_inside_difference

from .by_indicators import BY_INDICATORS, fit_by_indicators
from .folds import Division, Held
from .rules import BEST_SINGLE, RULES, Scores, combine


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One rule on held-out videos.

    Attributes:
        rule: its name.
        auc: over the held-out videos, each compared with those of its own part.
        gain: AUC less that of the best single member, paired; ``None`` for itself.
        wins: parts held out in which it has a higher AUC than the best single member.
        beats: name of the simpler rule that it beats with its whole interval and in most parts; ``None`` where it beats none.
    """

    rule: str
    auc: Estimate
    gain: Estimate | None
    wins: int
    beats: str | None

    @property
    def beats_best_single(self) -> bool:
        """Whether the whole interval of the gain lies above 0."""
        return self.gain is not None and self.gain.above(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldOut:
    """All rules under one way of holding out.

    Attributes:
        held: what was held out whole: groups, generators or sources.
        parts: how many of them.
        rules: the rules, simplest first.
        recommended: the simplest rule that none after it beats.
        same_members: parts for which the members that were chosen outside are those that are chosen from all videos; ``None``
            where they were not chosen again.
    """

    held: Held
    parts: int
    rules: tuple[Judged, ...]
    recommended: str
    same_members: int | None = None

    @property
    def best(self) -> Judged:
        """The recommended rule's result."""
        return next(r for r in self.rules if r.rule == self.recommended)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Setting:
    """What rules are judged on, under one way of holding out.

    Attributes:
        p: scores of the detectors, [videos, detectors].
        sample: labels and groups of the same videos.
        division: what is held out.
        members: numbers of the detectors that are combined for each part; chosen outside it, or always the same.
        traits: indicators of the videos from −1 to 1, [videos, indicators]; ``None`` where there are none.
    """

    p: Scores
    sample: Sample
    division: Division
    members: tuple[tuple[int, ...], ...]
    traits: Scores | None = None

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that can be judged, simplest first."""
        return tuple(RULES) if self.traits is None else (*RULES, BY_INDICATORS)

    def answer(self, rule: str, part: int, videos: Flags) -> Scores:
        """What a rule that is fitted outside a part answers for these videos."""
        _, _, training = self.division.parts[part]
        chosen = list(self.members[part])
        seen, new = self.p[training][:, chosen], self.p[videos][:, chosen]
        if rule != BY_INDICATORS or self.traits is None:
            return combine(rule, seen, self.sample.fake[training], new)
        return fit_by_indicators(seen, self.sample.fake[training], self.traits[training]).answer(
            new, self.traits[videos]
        )


def judge(setting: Setting, *, final: tuple[int, ...] | None = None) -> HeldOut:
    """Fit every rule outside each part, judge it inside.

    Args:
        setting: scores, labels and what is held out.
        final: the members that are chosen from all videos, if they are chosen again for each part.
    """
    division = setting.division
    judged = division.judged
    held_out = {name: _held_out(name, setting) for name in setting.rules}
    pieces = [test[judged] for _, test, _ in division.parts]
    part = division.part_of[judged]
    current = BEST_SINGLE
    results: list[Judged] = []
    for name, combined in held_out.items():
        gain = None if name == BEST_SINGLE else auc_inside_difference(combined, held_out[BEST_SINGLE], part).estimate
        over = auc_inside_difference(combined, held_out[current], part).estimate
        beats = None
        if name != current and over.above(0) and 2 * _wins(combined, held_out[current], pieces) > len(pieces):
            beats, current = current, name
        wins = _wins(combined, held_out[BEST_SINGLE], pieces)
        results.append(Judged(rule=name, auc=auc_inside(combined, part), gain=gain, wins=wins, beats=beats))
    return HeldOut(
        held=division.held,
        parts=len(pieces),
        rules=tuple(results),
        recommended=current,
        same_members=None if final is None else sum(set(chosen) == set(final) for chosen in setting.members),
    )


def answers(rule: str, setting: Setting) -> Scores:
    """What a rule answers for each video without having seen its part; NaN where it is silent, or the video is not judged."""
    division, p = setting.division, setting.p
    combined = np.full(len(setting.sample), np.nan)
    if rule == BEST_SINGLE and division.held != "groups":
        judged = division.judged
        combined[judged] = p[judged, _best_inside(p, setting.sample, division)]
        return combined
    for number, (_, test, _) in enumerate(division.parts):
        combined[test] = setting.answer(rule, number, test)
    return combined


def _best_inside(p: Scores, sample: Sample, division: Division) -> int:
    """The member of the highest AUC over all parts, each by itself; a member without a score for a video has none there."""
    judged, part = division.judged, division.part_of

    def quality(member: int) -> float:
        there = judged & ~np.isnan(p[:, member])
        alone = Sample(p[there, member], sample.fake[there], None if sample.group is None else sample.group[there])
        return auc_inside(alone, part[there]).value or 0.0

    return max(range(p.shape[1]), key=quality)


def _held_out(rule: str, setting: Setting) -> Sample:
    judged, sample = setting.division.judged, setting.sample
    group = None if sample.group is None else sample.group[judged]
    return Sample(answers(rule, setting)[judged], sample.fake[judged], group)


def _wins(sample: Sample, other: Sample, pieces: list[np.ndarray]) -> int:
    won = 0
    for piece in pieces:
        a, b = auc(sample.part(piece)), auc(other.part(piece))
        won += a is not None and b is not None and a > b
    return won
