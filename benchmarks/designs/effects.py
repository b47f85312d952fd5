"""How large an effect is, measured on a made run by one formula for each code.

The formulas share nothing with the diagnosis: they know what every video is, which scores the detector would have written
without a fault, and take 200,000 videos, so that no interval is needed. Units are those of ``[least]`` in ``designs.toml``.

==================================  ============================================================================================
code                                effect
==================================  ============================================================================================
scores.invalid                      share of units that are NaN or outside [0, 1]
scores.fallback                     share of units that hold one value which the detector did not compute
scores.constant                     share of the most frequent score, less 2 |AUC − 0.5|; training.collapsed too
scores.inverted                     0.5 − AUC
scores.threshold_shift              accuracy that the best threshold gains over 0.5, at the share of fakes between the table's and
                                    0.5 at which it gains least; training.class_bias too
scores.overconfident                1 − slope of a logistic regression on the log-odds, which has its own shift. Log-odds are cut
                                    at ±6: beyond, P(fake) is right to 0.003. 0 where only 0 and 1 are written: decisions
scores.underconfident               slope − 1, the same
scores.no_signal                    0.5 − |AUC − 0.5|
scores.unstable                     share of the variance of P(fake) that lies within videos
scores.weak                         1 − AUC
scores.misaligned                   AUC of the scores in their right order minus that of the written ones
outputs.activation                  1 where what is written is a sigmoid of P(fake), or log-odds
outputs.aggregation                 AUC of the mean of the log-odds minus that of the rule
evaluation.metric                   1 where two different scores are written
training.domain_gap                 AUC between best and worst data set; or balanced accuracy lost with the threshold of another,
                                    times 0.08 / 0.05
training.weak_slice                 accuracy of the rest minus that of the worst method, source or data set, at equal label
training.shortcut                   AUC where a property supports the label minus that where it contradicts the label, the largest
data.label_errors                   share of labels that are wrong
data.leakage                        groups and files in more than one split
data.duplicates                     files that are there twice
data.shortcut                       AUC − 0.5 of all properties and the source together, as independent evidence; or 0.15 where
                                    half of the videos are in sources of one label
data.missing_not_at_random          difference of the missing shares of both labels; or half of that between a source and all
ensemble.worse_than_member          AUC of the best member minus that of the mean
ensemble.redundant                  largest rank correlation of two members inside the labels
ensemble.broken_member              AUC of the mean rank that leaving the member out gains
==================================  ============================================================================================

A code that is not in the table is about checkpoints or footage that no made run has: its effect is 0.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import logit
from scipy.stats import rankdata

from touchstone.testing import MadeRun
from touchstone.testing.tables.finish import finished
from touchstone.vocabulary.odds import sigmoid

from .file import LEAST

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_CUT = 6.0
_PROPERTIES = ("codec", "width", "fps", "has_audio", "duration", "bitrate", "file_size", "source", "dataset")
_BINS = 10


def effect_of(code: str, run: MadeRun, subject: str, rule: str = "mean") -> float:
    """How much of ``code`` a run has; 0 for codes that no made run can have.

    Args:
        code: a cause.
        run: many videos, for what is true; as many as a user has, for what an oracle sees.
        subject: detector that it is said of; for the footage and the ensemble it means nothing.
        rule: how frames are summed up.
    """
    measure = _EFFECTS.get(code)
    return 0.0 if measure is None else float(measure(run, subject, rule))


def holds(code: str, effect: float) -> bool:
    """Whether an effect is worth acting on."""
    least = LEAST.get(code, 0.0)
    return effect > 0 if least == 0 else effect >= least


def auc(fake: Flags, p: Floats) -> float:
    """Share of pairs in which the fake is above the real video; 0.5 where a label is missing."""
    fakes = int(fake.sum())
    if not 0 < fakes < fake.size:
        return 0.5
    return float((rankdata(p)[fake].sum() - fakes * (fakes + 1) / 2) / (fakes * (fake.size - fakes)))


def _summed(p: Floats, rule: str) -> Floats:
    with np.errstate(invalid="ignore"):
        inside = np.where((p >= 0) & (p <= 1), p, np.nan)
    if p.shape[1] == 1:
        return inside[:, 0]
    if rule == "max":
        return np.max(inside, axis=1)
    return np.mean(inside, axis=1)


def _kept(run: MadeRun, name: str, rule: str = "mean") -> tuple[Flags, Floats, Flags]:
    """What the videos are, P(fake), and which of all videos these are: those of the judged split that have a score."""
    p = _summed(run.p[name], rule)
    there = run.deal.test & run.answered[name] & np.isfinite(p)
    return run.deal.fake[there], p[there], there


def _unspoilt(run: MadeRun, name: str) -> Floats:
    return finished(sigmoid(run.logits[name]), run.design.finish)


def _invalid(run: MadeRun, name: str, _rule: str) -> float:
    p = run.p[name]
    return float(np.mean(~((p >= 0) & (p <= 1))))


def _filled_in(run: MadeRun, name: str, _rule: str) -> float:
    changed = run.p[name][run.p[name] != _unspoilt(run, name)]
    changed = changed[np.isfinite(changed)]
    if not changed.size:
        return 0.0
    return float(np.unique(changed, return_counts=True)[1].max() / run.p[name].size)


def _constant(run: MadeRun, name: str, rule: str) -> float:
    fake, p, _ = _kept(run, name, rule)
    return float(np.unique(p, return_counts=True)[1].max() / p.size) - 2 * abs(auc(fake, p) - 0.5)


def _auc_of(run: MadeRun, name: str, rule: str) -> float:
    return auc(*_kept(run, name, rule)[:2])


def threshold_gain(fake: Flags, p: Floats, threshold: float = 0.5) -> float:
    """Accuracy that the best threshold gains, at the share of fakes between the table's and 0.5 at which it gains least."""
    if fake.all() or not fake.any():
        return 0.0
    order = np.argsort(-p, kind="stable")
    hits, alarms = np.cumsum(fake[order]) / fake.sum(), np.cumsum(~fake[order]) / (~fake).sum()
    last = np.append(np.diff(p[order]) != 0, True)
    hits, alarms = np.append(0.0, hits[last]), np.append(0.0, alarms[last])
    here, false = float((p[fake] >= threshold).mean()), float((p[~fake] >= threshold).mean())
    shares = np.linspace(fake.mean(), 0.5, 9)
    return min(float(np.max(s * hits + (1 - s) * (1 - alarms)) - (s * here + (1 - s) * (1 - false))) for s in shares)


def _shifted(run: MadeRun, name: str, rule: str) -> float:
    return threshold_gain(*_kept(run, name, rule)[:2])


def slope(fake: Flags, p: Floats) -> float:
    """Slope of a logistic regression of what videos are on their log-odds, by Newton's steps; 1 where there is none."""
    z = np.clip(logit(np.clip(p, 1e-12, 1 - 1e-12)), -_CUT, _CUT)
    if z.std() < 1e-6 or fake.all() or not fake.any() or np.isin(p, (0.0, 1.0)).all():
        return 1.0
    x = np.column_stack([np.ones_like(z), z])
    w = np.array([0.0, 0.5])
    for _ in range(30):
        q = sigmoid(x @ w)
        step = np.linalg.solve(x.T @ (x * (q * (1 - q))[:, None]) + 1e-6 * np.eye(2), x.T @ (fake - q))
        w = w + np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-8:
            break
    return float(w[1])


def _over(run: MadeRun, name: str, rule: str) -> float:
    return 1 - slope(*_kept(run, name, rule)[:2])


def _within(run: MadeRun, name: str, _rule: str) -> float:
    p = run.p[name][run.deal.test & run.answered[name]]
    units = p.shape[1]
    if units < 2:
        return 0.0
    inside = float(np.nanmean(np.nanvar(p, axis=1, ddof=1)))
    between = max(0.0, float(np.nanvar(np.nanmean(p, axis=1))) - inside / units)
    return inside / max(inside + between, 1e-12)


def _misaligned(run: MadeRun, name: str, rule: str) -> float:
    fake, p, there = _kept(run, name, rule)
    return auc(fake, _summed(_unspoilt(run, name), rule)[there]) - auc(fake, p)


def _activation(run: MadeRun, name: str, _rule: str) -> float:
    p, right = run.p[name], _unspoilt(run, name)
    return float(np.allclose(p, sigmoid(right), equal_nan=True) or np.allclose(p, run.logits[name], equal_nan=True))


def _aggregation(run: MadeRun, name: str, rule: str) -> float:
    if run.p[name].shape[1] < 2:
        return 0.0
    fake, p, there = _kept(run, name, rule)
    return auc(fake, run.logits[name].mean(axis=1)[there]) - auc(fake, p)


def _hard(run: MadeRun, name: str, _rule: str) -> float:
    return float(np.unique(run.p[name][np.isfinite(run.p[name])]).size == 2)


def _gap(run: MadeRun, name: str, rule: str) -> float:
    fake, p, there = _kept(run, name, rule)
    of = run.deal.dataset[there]
    parts = [(fake[of == k], p[of == k]) for k in np.unique(of)]
    parts = [(f, q) for f, q in parts if 0 < f.sum() < f.size]
    if len(parts) < 2:
        return 0.0
    aucs = [auc(f, q) for f, q in parts]
    best = [_best_balanced(f, q) for f, q in parts]
    lost = max(
        reached - _balanced(f, q, cut)
        for i, ((f, q), (_, reached)) in enumerate(zip(parts, best, strict=True))
        for j, (cut, _) in enumerate(best)
        if i != j
    )
    return max(max(aucs) - min(aucs), lost * 0.08 / 0.05)


def _balanced(fake: Flags, p: Floats, cut: float) -> float:
    return float((p[fake] >= cut).mean() + (p[~fake] < cut).mean()) / 2


def _best_balanced(fake: Flags, p: Floats) -> tuple[float, float]:
    cuts = np.quantile(p, np.linspace(0, 1, 201))
    reached = [_balanced(fake, p, c) for c in cuts]
    return float(cuts[int(np.argmax(reached))]), max(reached)


def _slice(run: MadeRun, name: str, rule: str) -> float:
    fake, p, there = _kept(run, name, rule)
    right = (p >= 0.5) == fake
    worst = 0.0
    for codes in (run.deal.method[there], run.deal.source[there], run.deal.dataset[there]):
        for k in np.unique(codes[codes >= 0]):
            inside = codes == k
            losses = [
                right[side & ~inside].mean() - right[side & inside].mean()
                for side in (fake, ~fake)
                if (side & inside).any() and (side & ~inside).any()
            ]
            worst = max(worst, float(np.mean(losses)) if losses else 0.0)
    return worst


def _cue(run: MadeRun, name: str, rule: str) -> float:
    fake, p, there = _kept(run, name, rule)
    worst = 0.0
    for column in ("codec", "width", "fps", "has_audio", "duration", "bitrate"):
        values = run.videos[column].rank("dense").to_numpy()[there]
        high = values > np.median(values) if np.unique(values).size > 2 else values == values.max()
        if not 0 < high.mean() < 1:
            continue
        up, down = (np.where(fake, high == k, high != k) for k in (True, False))
        worst = max(worst, abs(auc(fake[up], p[up]) - auc(fake[down], p[down])))
    return worst


def _leaks(run: MadeRun, _name: str, _rule: str) -> float:
    videos = run.videos.filter(pl.col("split").is_not_null())
    counts = [
        videos.filter(pl.col(c).is_not_null()).group_by(c).agg(pl.col("split").n_unique()) for c in ("group", "sha256")
    ]
    return float(sum(int((table["split"] > 1).sum()) for table in counts))


def _metadata(run: MadeRun, _name: str, _rule: str) -> float:
    videos = run.videos.filter(pl.Series(run.deal.test))
    fake = (videos["label"] == "fake").to_numpy()
    if not 0 < fake.mean() < 1:
        return 0.0
    evidence = sum(_log_ratio(videos[column], fake) for column in _PROPERTIES)
    one_sided = 0.0
    if videos["source"].null_count() < videos.height:
        shares = videos.group_by("source").agg(f=(pl.col("label") == "fake").mean(), n=pl.len())
        one_sided = float(shares.filter(pl.col("f").is_in([0.0, 1.0]))["n"].sum() / videos.height)
    return max(auc(fake, np.asarray(evidence)) - 0.5, 0.15 * one_sided / 0.5)


def _log_ratio(column: pl.Series, fake: Flags) -> Floats:
    """Logarithm of how much more often fakes have a video's value; quantities in ten bins."""
    if column.null_count() == column.len():
        return np.zeros(fake.size)
    codes = column.rank("dense").fill_null(0).to_numpy().astype(np.int64)
    if np.unique(codes).size > 60:
        codes = (rankdata(codes) * _BINS / (codes.size + 1)).astype(np.int64)
    counts = [np.bincount(codes[side], minlength=int(codes.max()) + 1) for side in (fake, ~fake)]
    fakes, reals = ((c + 1) / (c.sum() + c.size) for c in counts)
    return np.log(fakes / reals)[codes]


def _missing(run: MadeRun, name: str, _rule: str) -> float:
    if name not in run.answered:
        return 0.0
    gone, label = (~run.answered[name])[run.deal.test], run.deal.label[run.deal.test]
    source = run.deal.source[run.deal.test]
    by_label = abs(float(gone[label].mean() - gone[~label].mean())) if 0 < label.mean() < 1 else 0.0
    by_source = max(float(gone[source == k].mean() - gone.mean()) for k in np.unique(source))
    return max(by_label, by_source / 2)


def _joint(run: MadeRun, rule: str) -> tuple[Flags, dict[str, Floats]]:
    each = {name: _summed(p, rule) for name, p in run.p.items()}
    there = run.deal.test & np.all([run.answered[n] & np.isfinite(p) for n, p in each.items()], axis=0)
    return run.deal.fake[there], {name: p[there] for name, p in each.items()}


def _beaten(run: MadeRun, _name: str, rule: str) -> float:
    fake, each = _joint(run, rule)
    return max(auc(fake, p) for p in each.values()) - auc(fake, np.mean(list(each.values()), axis=0))


def _alike(run: MadeRun, _name: str, rule: str) -> float:
    fake, each = _joint(run, rule)
    names = list(each)
    ranks = {n: [rankdata(each[n][side]) for side in (fake, ~fake)] for n in names}
    pairs = [(a, b) for i, a in enumerate(names) for b in names[i + 1 :]]
    means = [np.mean([np.corrcoef(x, y)[0, 1] for x, y in zip(ranks[a], ranks[b], strict=True)]) for a, b in pairs]
    return float(max(means, default=0.0))


def _harm(run: MadeRun, name: str, rule: str) -> float:
    fake, each = _joint(run, rule)
    if name not in each or len(each) < 2:
        return 0.0
    ranks = {n: rankdata(p) for n, p in each.items()}
    others = [r for n, r in ranks.items() if n != name]
    return auc(fake, np.mean(others, axis=0)) - auc(fake, np.mean(list(ranks.values()), axis=0))


_EFFECTS: dict[str, Callable[[MadeRun, str, str], float]] = {
    "scores.invalid": _invalid,
    "scores.fallback": _filled_in,
    "scores.constant": _constant,
    "training.collapsed": _constant,
    "scores.inverted": lambda run, name, rule: 0.5 - _auc_of(run, name, rule),
    "scores.threshold_shift": _shifted,
    "training.class_bias": _shifted,
    "scores.overconfident": _over,
    "scores.underconfident": lambda run, name, rule: -_over(run, name, rule),
    "scores.no_signal": lambda run, name, rule: 0.5 - abs(_auc_of(run, name, rule) - 0.5),
    "scores.unstable": _within,
    "scores.weak": lambda run, name, rule: 1 - _auc_of(run, name, rule),
    "scores.misaligned": _misaligned,
    "outputs.activation": _activation,
    "outputs.aggregation": _aggregation,
    "evaluation.metric": _hard,
    "training.domain_gap": _gap,
    "training.weak_slice": _slice,
    "training.shortcut": _cue,
    "data.label_errors": lambda run, _name, _rule: float(np.mean((run.deal.label != run.deal.fake)[run.deal.test])),
    "data.leakage": _leaks,
    "data.duplicates": lambda run, _name, _rule: float(run.n - run.videos["sha256"].n_unique()),
    "data.shortcut": _metadata,
    "data.missing_not_at_random": _missing,
    "ensemble.worse_than_member": _beaten,
    "ensemble.redundant": _alike,
    "ensemble.broken_member": _harm,
}
