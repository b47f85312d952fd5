"""Labels that the scores contradict: confident learning (Northcutt, Jiang & Chuang 2021), with a floor under it.

A detector makes confident errors of its own, so counting confident contradictions finds wrong labels everywhere. The
floor is the mirror image: scatter alone makes detectors contradict some labels as strongly as they support others, while
wrong labels fill one side alone. Mirrored videos also give the false discovery rate of the list of suspects (Barber &
Candès 2015). Where several detectors separate fake from real, only ranks inside a label are compared, so that nothing
depends on the shape of their scores: the question is whether they agree against labels more often than for them. A
single detector has no other to agree with; there the shape itself has to be taken as symmetric.

Ranks need many wrong labels to show any. Log-odds show fewer: however sure several detectors are together, a share of the labels
says otherwise (:func:`touchstone.conclusions.metrics.fit_wrong_labels`).

What this cannot separate from wrong labels: fakes so good that every detector takes them for real, and footage of a kind
that all detectors mistake alike. Whether the contradicted ones keep to one method or source shows whether it is one of these.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl
from scipy.stats import binom, t

from touchstone.conclusions.metrics import (
    Codes,
    Estimate,
    Flags,
    Floats,
    WrongLabels,
    fit_wrong_labels,
    mean_estimate,
    rank_dependence,
)

from .positions import FAR, Positions, positions

FAR_TOGETHER = (1.25, 2.0, 2.75)
"""Several detectors contradict a label together where they lie this many times their common scatter away from it. Few wrong
labels show best far out, many nearer: the distance with the smallest p is taken, and p multiplied by their number."""

NEARER = 0.5
"""Mean position from which on the videos of a source lie nearer to the other label."""

_LEAST_OF_SOURCE = 8
_LEAST_GROUPS = 3
_LISTED = 1000
_MOST_CHANCE = 0.5
_LEAST_HITS = 5
_LEAST_PAIRS = 15
_LEAST_FITTED = 30
_MOST_FITTED = 10_000
_SEED = 7
_LIKELIEST = 3
_LIKELY = 0.5
_RESTRICTED = 1 / 0.603


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspect:
    """A video whose label the scores contradict.

    Attributes:
        video: its key.
        label: the label that it has.
        position: where the detectors together place it: 0 typical of its label, 1 of the other.
        chance: share of the listed videos that lie this far or farther by mere scatter, as the mirrored ones tell.
        by_detector: detector → position.
        source: where it comes from.
        group: its group.
    """

    video: str
    label: Literal["real", "fake"]
    position: float
    chance: float
    by_detector: Mapping[str, float | None]
    source: str | None
    group: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContradictedSource:
    """A source whose videos lie nearer to the other label.

    Attributes:
        source: the source.
        real: its real videos that were scored.
        fake: its fake ones.
        position: mean position of its videos, over the detectors together.
        by: detectors by which alone they lie nearer to the other label, beyond chance.
    """

    source: str
    real: int
    fake: int
    position: Estimate
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelExamination:
    """What the scores say of the labels.

    Attributes:
        detectors: those that separate fake from real clearly enough to be asked.
        n: videos whose label was asked: scored by two of them, or by the only one.
        towards: videos whose label is contradicted: real, fake.
        away: videos whose label is spoken for as strongly: real, fake.
        p_value: one-sided sign test over groups of towards against away.
        p_by_label: the same among the real videos alone, and among the fakes alone. Wrong labels at random are of both kinds;
            a kind of fake that all detectors miss contradicts labels of fakes alone.
        wrong_share: estimated share of wrong labels, with its interval.
        floor: smallest share that could be distinguished from scatter here.
        place: mean position of the contradicted: near 1 they look like the other label, in between they are merely hard.
        shared: correlation of the detectors' scores inside a label, taken where wrong labels hardly reach; ``None`` with a
            single detector. Detectors that share most of their errors are hardly several.
        concentrated: method or source that holds far more of the contradicted fakes (or source, of reals) than its share,
            with its count; ``None`` where they are spread.
        suspects: contradicted videos, the strongest first.
        sources: contradicted sources.
        fitted: what log-odds of several detectors together show; ``None`` with a single one, or with few videos of a label.
        likeliest: the videos whose labels are most probably wrong by that fit, at most three.
    """

    detectors: tuple[str, ...]
    n: int
    towards: tuple[int, int]
    away: tuple[int, int]
    p_value: float
    p_by_label: tuple[float, float]
    wrong_share: Estimate
    floor: float
    place: Estimate
    shared: float | None
    concentrated: tuple[str, int, int] | None
    suspects: tuple[Suspect, ...]
    sources: tuple[ContradictedSource, ...]
    fitted: WrongLabels | None = None
    likeliest: tuple[str, ...] = ()


def examine_labels(scores: pl.DataFrame) -> LabelExamination | None:
    """Compare labels and scores; ``None`` where no detector separates fake from real clearly enough to be asked.

    Args:
        scores: the video rows of all detectors, as :func:`touchstone.conclusions.metrics.video_scores` makes them.
    """
    at = positions(scores)
    if at is None:
        return None
    distances = (FAR,) if len(at.detectors) == 1 else FAR_TOGETHER
    p, far = min((_sign_test(at.against >= far, at.against <= -far, at.group), far) for far in distances)
    towards, away = at.against >= far, at.against <= -far
    of_real, of_fake = (_sign_test(towards & side, away & side, at.group) for side in (~at.fake, at.fake))
    fitted, likeliest = _fitted(at)
    return LabelExamination(
        detectors=at.detectors,
        n=int(np.count_nonzero(np.isfinite(at.against))),
        towards=_by_label(towards, at.fake),
        away=_by_label(away, at.fake),
        p_value=min(1.0, p * len(distances)),
        p_by_label=(of_real, of_fake),
        wrong_share=_share(at, towards, away, far),
        floor=_floor(at, away, far),
        place=mean_estimate(at.joint[towards], at.group[towards]),
        shared=_common(at),
        concentrated=_concentrated(at, towards),
        suspects=_suspects(at, far),
        sources=_sources(at),
        fitted=fitted,
        likeliest=likeliest,
    )


def _fitted(at: Positions) -> tuple[WrongLabels | None, tuple[str, ...]]:
    """Wrong labels fitted to videos that all detectors scored, and the videos that are most probably among them.

    Where most of these are of one method or source, on which all detectors may be wrong, the others are fitted without it.
    """
    asked: Flags = np.isfinite(at.p).all(axis=1) & _drawn(at.group)
    if len(at.detectors) < 2 or not _enough(at.fake[asked]):
        return None, ()
    fitted, wrong = _fit(at, asked)
    kept_to = _concentrated(at, wrong > _LIKELY)
    if kept_to is not None:
        column, _, name = kept_to[0].partition(" ")
        elsewhere = asked & (at.rows[column].cast(pl.String) != name).fill_null(value=True).to_numpy()
        if not _enough(at.fake[elsewhere]):
            return None, ()
        fitted, wrong = _fit(at, elsewhere)
    first = np.argsort(-wrong, kind="stable")[:_LIKELIEST]
    return fitted, tuple(at.rows["video"].gather(first).to_list())


def _drawn(group: Codes) -> Flags:
    """The videos of so many groups, drawn at random, that about :data:`_MOST_FITTED` are left."""
    share = _MOST_FITTED / group.size
    return np.random.default_rng(_SEED).random(int(group.max()) + 1)[group] < share


def _enough(fake: Flags) -> bool:
    return min(int(np.count_nonzero(fake)), int(np.count_nonzero(~fake))) >= _LEAST_FITTED


def _fit(at: Positions, asked: Flags) -> tuple[WrongLabels, Floats]:
    """The fit to these videos, and for every video the probability that its label is wrong, 0 for the others."""
    group = np.unique(at.group[asked], return_inverse=True)[1].astype(np.int64)
    fitted, probably = fit_wrong_labels(at.p[asked], at.fake[asked], group)
    wrong = np.zeros(at.fake.size)
    wrong[asked] = probably
    return fitted, wrong


def _by_label(chosen: Flags, fake: Flags) -> tuple[int, int]:
    return int(np.count_nonzero(chosen & ~fake)), int(np.count_nonzero(chosen & fake))


def _sign_test(towards: Flags, away: Flags, group: Codes) -> float:
    net = np.bincount(group, weights=towards.astype(np.float64) - away)
    more, fewer = int(np.count_nonzero(net > 0)), int(np.count_nonzero(net < 0))
    return float(binom.sf(more - 1, more + fewer, 0.5)) if more + fewer else 1.0


def _caught(at: Positions, far: float) -> float:
    """Share of wrong labels that are contradicted: as many as videos of either label would be under the other."""
    asked = at.swapped[np.isfinite(at.swapped)]
    return max(0.1, float(np.mean(asked >= far))) if asked.size else 0.1


def _share(at: Positions, towards: Flags, away: Flags, far: float) -> Estimate:
    """Net share of contradicted labels, scaled up by the share that is caught."""
    asked = np.isfinite(at.against)
    net = mean_estimate((towards.astype(np.float64) - away)[asked] / _caught(at, far), at.group[asked])
    if net.value is None or net.low is None or net.high is None:
        return net
    return Estimate(
        value=min(1.0, max(0.0, net.value)),
        low=min(1.0, max(0.0, net.low)),
        high=min(1.0, max(0.0, net.high)),
        n=net.n,
        groups=net.groups,
        method=f"contradicted less mirrored, over the share that is caught; {net.method}",
        warning=net.warning,
    )


def _floor(at: Positions, away: Flags, far: float) -> float:
    """What two standard deviations of scatter on both sides look like."""
    spread = np.bincount(at.group, weights=away)
    asked = max(1, np.count_nonzero(np.isfinite(at.against)))
    return float(2 * np.sqrt(2 * max(float(np.square(spread).sum()), 1.0)) / asked / _caught(at, far))


def _common(at: Positions) -> float | None:
    """Mean over ordered pairs of detectors, corrected for the half of the first one's range that is looked at.

    Only videos on the side of the first detector that lies away from the other label are looked at; Thorndike's (1949)
    formula for a restricted range undoes what that takes from a correlation (a half of a normal variable has 0.603 of its
    standard deviation).
    """
    correlations: list[float] = []
    for a in range(len(at.detectors)):
        for b in range(len(at.detectors)):
            both = (at.each[:, a] < 0) & np.isfinite(at.each[:, b])
            if a == b or np.count_nonzero(both) < _LEAST_PAIRS:
                continue
            r = rank_dependence(at.each[both, a], at.each[both, b]).estimate.value
            if r is not None:
                correlations.append(r * _RESTRICTED / np.sqrt(1 + r * r * (_RESTRICTED**2 - 1)))
    return float(np.mean(correlations)) if correlations else None


def _concentrated(at: Positions, towards: Flags) -> tuple[str, int, int] | None:
    """The method of fakes, or source of either, that holds most of the contradicted, if far beyond its share."""
    clearest: tuple[str, int, int] | None = None
    least = 1e-3
    for column, inside in (("method", at.fake), ("source", at.fake), ("source", ~at.fake)):
        codes, names = _coded(at.rows[column])
        named = inside & (codes >= 0)
        totals = np.bincount(codes[named], minlength=len(names))
        hits = np.bincount(codes[named & towards], minlength=len(names))
        present, total = int(np.count_nonzero(totals)), int(hits.sum())
        if present < 2 or total < _LEAST_HITS:
            continue
        k = int(np.argmax(hits))
        share = float(totals[k] / totals.sum())
        p = float(binom.sf(int(hits[k]) - 1, total, share)) * present
        if p < least and hits[k] >= 2 * share * total and 2 * hits[k] >= total:
            clearest, least = (f"{column} {names[k]}", int(hits[k]), total), p
    return clearest


def _coded(names: pl.Series) -> tuple[Codes, list[str]]:
    """Number of each name, −1 for none, and the names."""
    values = names.drop_nulls().unique().sort().to_list()
    codes = names.rank("dense").cast(pl.Int64).fill_null(0).to_numpy().astype(np.int64) - 1
    return codes, [str(name) for name in values]


def _suspects(at: Positions, far: float) -> tuple[Suspect, ...]:
    """Contradicted videos, with the false discovery rate of the list down to each; lists of mere scatter are empty."""
    order = np.argsort(-at.against, kind="stable")
    chosen = order[at.against[order] >= far]
    mirrored = np.sort(-at.against[at.against <= -far])
    beyond = mirrored.size - np.searchsorted(mirrored, at.against[chosen], "left")
    rate = np.minimum(1.0, (1 + beyond) / (1 + np.arange(chosen.size)))
    # The list may be cut anywhere below, so the best rate below counts.
    rate = np.minimum.accumulate(rate[::-1])[::-1]
    kept = int(min(np.count_nonzero(rate <= _MOST_CHANCE), _LISTED))  # the rate only rises
    rows = at.rows[chosen[:kept].tolist()].rows(named=True)
    listed: list[Suspect] = []
    for row, i, chance in zip(rows, chosen[:kept], rate[:kept], strict=True):
        positions = zip(at.detectors, at.each[i], strict=True)
        listed.append(
            Suspect(
                video=row["video"],
                label=row["label"],
                position=float(at.joint[i]),
                chance=float(chance),
                by_detector={name: float(v) if np.isfinite(v) else None for name, v in positions},
                source=row["source"],
                group=row["group"],
            )
        )
    return tuple(listed)


def _sources(at: Positions) -> tuple[ContradictedSource, ...]:
    """Sources that lie nearer to the other label under every label that they hold, beyond chance after correction."""
    codes, names = _coded(at.rows["source"])
    if not names:
        return ()
    named = codes >= 0
    mean = np.bincount(codes[named], weights=at.joint[named], minlength=len(names))
    mean /= np.bincount(codes[named], minlength=len(names))
    contradicted: list[ContradictedSource] = []
    for k in np.flatnonzero(mean > NEARER):
        here = codes == k
        sides = [here & side for side in (~at.fake, at.fake) if np.count_nonzero(here & side)]
        few = any(np.count_nonzero(s) < _LEAST_OF_SOURCE or np.unique(at.group[s]).size < _LEAST_GROUPS for s in sides)
        if few or not _all_nearer(at.joint, sides, at.group, len(names)):
            continue
        by = tuple(
            detector
            for d, detector in enumerate(at.detectors)
            if _all_nearer(at.each[:, d], sides, at.group, len(names))
        )
        real, fake = _by_label(here, at.fake)
        joint = mean_estimate(at.joint[here], at.group[here])
        contradicted.append(ContradictedSource(source=names[k], real=real, fake=fake, position=joint, by=by))
    return tuple(contradicted)


def _all_nearer(position: Floats, sides: list[Flags], group: Codes, tests: int) -> bool:
    """Whether the mean over groups lies beyond ``NEARER`` under each label: Student's, one-sided 2.5 %, Bonferroni."""
    for side in sides:
        inside = side & np.isfinite(position)
        if not inside.any():
            return False
        units = np.unique(group[inside], return_inverse=True)[1]
        mean = np.bincount(units, weights=position[inside]) / np.bincount(units)
        spread = float(mean.std(ddof=1)) / np.sqrt(mean.size) if mean.size > 1 else np.inf
        if not float(mean.mean()) - NEARER > float(t.ppf(1 - 0.025 / tests, mean.size - 1 or 1)) * spread:
            return False
    return True
