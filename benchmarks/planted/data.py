"""Faults of footage and labels, planted into healthy runs, and healthy runs that look faulty at first sight.

Decidable. Facts (hashes, keys, counts, sources of one label) always are. A statistical fault is decidable where a test that
knows what was planted would see it in nine of ten runs at a two-sided level of 1 % (z of 2.58 + 1.28), on the effective
number of videos (n over the design effect of its groups), and the planted effect exceeds the least that the catalogue calls
one by 1.28 standard errors. Each plant states its effect and standard error; :func:`_powerful` holds the rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from math import sqrt
from typing import Any

import numpy as np
import polars as pl
from scipy.special import ndtr, ndtri

from ._base import SIZES, Draft, footage, shapes
from ._case import Case

_SEEN = 2.58 + 1.28
_ABOVE = 1.28
_DESIGN = 1 + 3 * 0.3
"""Design effect of groups of four whose scores correlate by 0.3."""

_SCORES_OF = frozenset({"training.weak_slice"})
"""True beside any fault that changes scores or labels of a part of the videos."""


def cases(seed: int) -> Iterator[Case]:
    """Every cause that footage and labels reveal, several strengths each, from 100 to 1,000 videos."""
    plants: list[tuple[Plant, tuple[float, ...]]] = [
        (_spread_labels, (0.08, 0.15, 0.25)),
        (_source_labels, (1, 2)),
        (_two_labels, (1, 4)),
        (_leaking_groups, (0.05, 0.5)),
        (_leaking_files, (1, 6)),
        (_leaking_donors, (0.1, 0.4)),
        (_equal_files, (1, 8)),
        (_equal_rows, (3,)),
        (_equal_names, (2, 20)),
        (_category, (0.75, 0.9, 1.0)),
        (_quantity, (1.0, 1.5, 2.5)),
        (_interaction, (0.85, 0.95)),
        (_origin, (0.6, 1.0)),
        (_imbalance, (0.08, 0.15)),
        (_small, (24, 60)),
        (_unreadable, (0.02, 0.15)),
        (_unreadable_by_label, (0.1, 0.25)),
        (_unscored_by_label, (0.12, 0.3)),
        (_unscored_by_source, (0.3, 0.6)),
        (_followed_quantity, (0.4, 0.6, 0.8)),
        (_followed_category, (0.4, 0.7)),
    ]
    number = 0
    for plant, strengths in plants:
        for strength, n in product(strengths, SIZES):
            number += 1
            yield plant(seed * 7919 + number, n, bool((number + n // 100) % 2), strength)


def healthy(seed: int) -> Iterator[Case]:
    """Healthy runs that invite false alarms, each at every size."""
    for number, (tempt, n, clustered) in enumerate(product(_TEMPTATIONS, SIZES, (False, True)), 1):
        draft = _draft(seed * 6007 + number, n, clustered)
        tables = tempt(draft)
        name = f"{(tempt.__doc__ or '').split('.')[0].lower()}: n {n}{', clustered' if clustered else ''}"
        yield Case(
            f"healthy {number}: {name}", None, None, n, clustered, True, tables, _UNCALIBRATED.get(tempt, frozenset())
        )


Tables = dict[str, pl.DataFrame]
Plant = Callable[[int, int, bool, float], Case]


def _draft(seed: int, n: int, clustered: bool, *, share: float = 0.5, aucs: tuple[float, ...] | None = None) -> Draft:
    """Footage and two or three detectors that rank clearly."""
    draft = footage(seed, n, clustered=clustered, share=share)
    kinds = shapes(seed)
    chosen = aucs or tuple(float(a) for a in draft.rng.choice([0.8, 0.88, 0.94, 0.98], 3))
    for k, auc in enumerate(chosen):
        draft.add(f"d{k}", kinds[(seed + k) % len(kinds)], auc)
    return draft


def _powerful(effect: float, error: float, least: float = 0.0) -> bool:
    return effect >= _SEEN * error and effect >= least + _ABOVE * error


def _effective(n: int, clustered: bool) -> float:
    return n / (_DESIGN if clustered else 1.0)


def _case(
    draft: Draft, code: str, what: str, decidable: bool, tables: Tables | None = None, *, subject: str = "footage",
    also: frozenset[str] = frozenset(),
) -> Case:  # fmt: skip
    name = f"{code}: {what}, n {draft.n}{', clustered' if draft.grouped else ''}"
    return Case(name, code, subject, draft.n, draft.grouped, decidable, tables or draft.tables(), also)


# --- labels -----------------------------------------------------------------------------------------------------------


def _swap(draft: Draft, chosen: np.ndarray[Any, Any]) -> None:
    """Give videos the other label; their scores stay what they are."""
    for i in np.flatnonzero(chosen):
        video = draft.videos[i]
        fake = video["label"] == "real"
        video |= {
            "label": "fake" if fake else "real",
            "method": f"method {int(draft.rng.integers(3))}" if fake else None,
        }


def _spread_labels(seed: int, n: int, clustered: bool, share: float) -> Case:
    """A share of all labels is wrong. Known: the separation of the detectors together."""
    rng = np.random.default_rng([seed, 1])
    aucs = tuple(float(a) for a in rng.choice([0.88, 0.94, 0.98], 3))
    draft = _draft(seed, n, clustered, aucs=aucs)
    wrong = np.zeros(n, np.bool_)
    wrong[draft.rng.permutation(n)[: round(n * share)]] = True
    _swap(draft, wrong)
    separation = sqrt(2 * sum(float(ndtri(a)) ** 2 for a in aucs))
    scatter = 2 * float(ndtr(-0.75 * separation))
    error = sqrt((share + scatter / 0.6**2) / _effective(n, clustered))
    # Beyond a quarter, the medians that everything is measured by move themselves.
    what = f"{share:.0%} of the labels, AUC {', '.join(f'{a:.2f}' for a in aucs)}"
    return _case(draft, "data.label_errors", what, _powerful(share, error, 0.02), also=_SCORES_OF)


def _source_labels(seed: int, n: int, clustered: bool, how: float) -> Case:
    """All labels of one source are swapped: of a source that holds both, or of one that holds a single label."""
    draft = _draft(seed, n, clustered, aucs=(0.88, 0.94, 0.94))
    groups = int(draft.group.max()) + 1
    chosen = (draft.rng.permutation(groups) < max(3, round(groups * 0.12)))[draft.group]
    if how == 2:
        chosen &= draft.fake
    for i in np.flatnonzero(chosen):
        draft.videos[i]["source"] = "the swapped one"
    _swap(draft, chosen)
    count = _effective(int(np.count_nonzero(chosen)), clustered)
    least = int(np.count_nonzero(chosen)) >= 16 and np.unique(draft.group[chosen]).size >= 6
    # Positions of single videos scatter by about 1 / separation; that of AUC 0.94 is 2.2.
    decidable = bool(least and _powerful(0.5, 1 / 2.2 / sqrt(count / (2 if how == 1 else 1))))
    what = f"a source of {'both labels' if how == 1 else 'one label'}, {np.count_nonzero(chosen)} videos"
    return _case(draft, "data.label_errors", what, decidable, also=_SCORES_OF | {"data.shortcut"})


def _two_labels(seed: int, n: int, clustered: bool, count: float) -> Case:
    """The same file under two labels."""
    draft = _draft(seed, n, clustered)
    reals, fakes = draft.rng.permutation(np.flatnonzero(~draft.fake)), draft.rng.permutation(np.flatnonzero(draft.fake))
    for real, fake in zip(reals[: int(count)], fakes[: int(count)], strict=True):
        draft.videos[fake]["sha256"] = draft.videos[real]["sha256"]
    what = f"{count:g} files under two labels"
    return _case(draft, "data.label_errors", what, True, also=frozenset({"data.duplicates"}))


# --- splits and repetitions -------------------------------------------------------------------------------------------


def _split(draft: Draft) -> None:
    """Splits that are apart: whole groups."""
    side = draft.rng.choice(["train", "val", "test"], int(draft.group.max()) + 1, p=[0.7, 0.15, 0.15])
    for i, video in enumerate(draft.videos):
        video["split"] = str(side[draft.group[i]])


def _leaking_groups(seed: int, n: int, clustered: bool, share: float) -> Case:
    """Some videos of a group stand in another split than the rest."""
    draft = _draft(seed, n, True)
    _split(draft)
    groups = draft.rng.permutation(int(draft.group.max()) + 1)
    for g in groups[: max(1, round(share * groups.size))]:
        i = int(np.flatnonzero(draft.group == g)[0])
        draft.videos[i]["split"] = "test" if draft.videos[i]["split"] != "test" else "train"
    del clustered
    return _case(draft, "data.leakage", f"{share:.0%} of the groups", True)


def _leaking_files(seed: int, n: int, clustered: bool, count: float) -> Case:
    """The same file in train and test."""
    draft = _draft(seed, n, clustered)
    _split(draft)
    same = [np.flatnonzero(draft.fake == side) for side in (False, True)]
    for k in range(int(count)):
        one, other = draft.rng.choice(same[k % 2], 2, replace=False)
        draft.videos[one]["split"], draft.videos[other]["split"] = "train", "test"
        draft.videos[other]["sha256"] = draft.videos[one]["sha256"]
    return _case(draft, "data.leakage", f"{count:g} files", True, also=frozenset({"data.duplicates"}))


def _leaking_donors(seed: int, n: int, clustered: bool, share: float) -> Case:
    """Fakes of one split wear faces of persons of another."""
    draft = _draft(seed, n, True)
    _split(draft)
    del clustered
    for i in np.flatnonzero(draft.fake):
        if draft.rng.random() < share:
            others = [v for v in draft.videos if v["split"] != draft.videos[i]["split"]]
            draft.videos[i]["donor"] = str(draft.rng.choice([v["group"] for v in others]))
    return _case(draft, "data.leakage", f"{share:.0%} of the donors", True)


def _equal_files(seed: int, n: int, clustered: bool, count: float) -> Case:
    """Equal content under two names, one label."""
    draft = _draft(seed, n, clustered)
    for k in range(int(count)):
        one, other = draft.rng.choice(np.flatnonzero(draft.fake == bool(k % 2)), 2, replace=False)
        draft.videos[other]["sha256"] = draft.videos[one]["sha256"]
    return _case(draft, "data.duplicates", f"{count:g} files", True)


def _equal_rows(seed: int, n: int, clustered: bool, count: float) -> Case:
    """Rows of scores that stand there twice."""
    draft = _draft(seed, n, clustered)
    tables = draft.tables()
    tables["scores"] = pl.concat([tables["scores"], tables["scores"].head(int(count))])
    return _case(draft, "data.duplicates", f"{count:g} rows of scores", True, tables)


def _equal_names(seed: int, n: int, clustered: bool, count: float) -> Case:
    """A real and a fake video of one base name each, in different folders."""
    draft = _draft(seed, n, clustered)
    reals, fakes = np.flatnonzero(~draft.fake), np.flatnonzero(draft.fake)
    for k in range(int(count)):
        for folder, i in (("original", reals[k]), ("swapped", fakes[k])):
            draft.videos[i]["video"] = f"{folder}/{k:03d}.mp4"
    return _case(draft, "data.duplicates", f"{count:g} names", True)


# --- what gives the label away ----------------------------------------------------------------------------------------


def _auc_error(auc: float, units: float) -> float:
    """Hanley & McNeil (1982), half of the units in either class."""
    m = units / 2
    q1, q2 = auc / (2 - auc), 2 * auc * auc / (1 + auc)
    return sqrt(max(1e-4, auc * (1 - auc) + (m - 1) * (q1 + q2 - 2 * auc * auc)) / (m * m))


def _category(seed: int, n: int, clustered: bool, share: float) -> Case:
    """Fakes have one codec, reals another, in this share of the videos."""
    draft = _draft(seed, n, clustered)
    for video, fake in zip(draft.videos, draft.fake, strict=True):
        video["codec"] = "vp9" if fake == (draft.rng.random() < share) else "h264"
    told = _powerful(share - 0.5, _auc_error(share, n), 0.20)
    return _case(draft, "data.shortcut", f"codec tells {share:.0%}", told, also=_SHORT)


_SHORT = frozenset({"training.shortcut", "training.weak_slice"})


def _quantity(seed: int, n: int, clustered: bool, separation: float) -> Case:
    """Fakes are encoded at a higher rate; rate, size and bits per pixel all tell."""
    draft = _draft(seed, n, clustered)
    for video, fake in zip(draft.videos, draft.fake, strict=True):
        rate = float(draft.rng.lognormal(14 + 0.4 * separation * fake, 0.4))
        video |= {"bitrate": rate, "file_size": int(rate * video["duration"] / 8)}
        video["bits_per_pixel"] = rate / (video["width"] * video["height"] * video["fps"])
    auc = float(ndtr(separation / sqrt(2)))
    told = _powerful(auc - 0.5, _auc_error(auc, n), 0.20)
    return _case(draft, "data.shortcut", f"bitrate {separation:g} sd apart", told, also=_SHORT)


def _interaction(seed: int, n: int, clustered: bool, share: float) -> Case:
    """Two properties tell nothing each, and the label together."""
    draft = _draft(seed, n, clustered)
    for video, fake in zip(draft.videos, draft.fake, strict=True):
        sound = bool(draft.rng.random() < 0.5)
        same = fake == (draft.rng.random() < share)
        video |= {"has_audio": sound, "codec": "hevc" if sound == same else "h264"}
    told = n >= 200 and _powerful(share - 0.5, _auc_error(share, n), 0.20)
    return _case(draft, "data.shortcut", f"codec and sound together tell {share:.0%}", told, also=_SHORT)


def _origin(seed: int, n: int, clustered: bool, share: float) -> Case:
    """Some or all videos come from sources of one label."""
    draft = _draft(seed, n, clustered)
    groups = int(draft.group.max()) + 1
    moved = (draft.rng.permutation(groups) < share * groups)[draft.group]
    for i in np.flatnonzero(moved):
        draft.videos[i]["source"] = "generator output" if draft.fake[i] else "news archive"
    return _case(draft, "data.shortcut", f"{share:.0%} from one-sided sources", True, also=_SHORT)


# --- too little, too few ----------------------------------------------------------------------------------------------


def _imbalance(seed: int, n: int, clustered: bool, share: float) -> Case:
    """Few fakes."""
    draft = _draft(seed, n, clustered, share=share)
    return _case(draft, "data.imbalance", f"{share:.0%} fakes", True)


def _small(seed: int, n: int, clustered: bool, count: float) -> Case:
    """A fraction of the videos of the case's size; the conclusions are the same at every size."""
    draft = _draft(seed + n, int(count), clustered)
    return _case(draft, "data.too_small", f"{count:g} of {n} videos", True)


def _lose(draft: Draft, chosen: np.ndarray[Any, Any]) -> Tables:
    """Videos that could not be read have no facts and no scores."""
    kept = ("video", "label", "method", "dataset", "source", "group", "sha256")
    for i in np.flatnonzero(chosen):
        draft.videos[i] = {k: draft.videos[i].get(k) for k in kept} | {
            "status": "failed",
            "reason": "moov atom not found",
        }
    tables = draft.tables()
    gone = [draft.videos[i]["video"] for i in np.flatnonzero(chosen)]
    tables["scores"] = tables["scores"].filter(~pl.col("video").is_in(gone))
    return tables


def _unreadable(seed: int, n: int, clustered: bool, share: float) -> Case:
    """Some files are broken, whatever their label."""
    draft = _draft(seed, n, clustered)
    lost = np.zeros(n, np.bool_)
    lost[draft.rng.permutation(n)[: max(1, round(share * n))]] = True
    return _case(draft, "data.unreadable", f"{share:.0%} of the files", True, _lose(draft, lost))


def _by_label(draft: Draft, share: float) -> tuple[np.ndarray[Any, Any], bool]:
    """This share of the fakes, a fiftieth of the reals."""
    lost = draft.rng.random(draft.n) < np.where(draft.fake, share, 0.02)
    error = sqrt((share * (1 - share) + 0.02 * 0.98) / (draft.n / 2))
    return lost, bool(lost.any()) and _powerful(share - 0.02, error, 0.05)


def _unreadable_by_label(seed: int, n: int, clustered: bool, share: float) -> Case:
    """More fakes than reals could not be read."""
    draft = _draft(seed, n, clustered)
    lost, decidable = _by_label(draft, share)
    what = f"{share:.0%} of the fakes unreadable"
    also = frozenset({"data.unreadable"})
    return _case(draft, "data.missing_not_at_random", what, decidable, _lose(draft, lost), also=also)


def _fail(tables: Tables, draft: Draft, detector: str, chosen: np.ndarray[Any, Any]) -> Tables:
    gone = [draft.videos[i]["video"] for i in np.flatnonzero(chosen)]
    hit = (pl.col("detector") == detector) & pl.col("video").is_in(gone)
    tables["scores"] = tables["scores"].with_columns(
        p_fake=pl.when(~hit).then("p_fake"),
        logit=pl.when(~hit).then("logit"),
        status=pl.when(hit).then(pl.lit("failed")).otherwise("status"),
        reason=pl.when(hit).then(pl.lit("no face was found")).otherwise("reason"),
    )
    return tables


def _unscored_by_label(seed: int, n: int, clustered: bool, share: float) -> Case:
    """One detector finds no face in more fakes than reals."""
    draft = _draft(seed, n, clustered)
    lost, decidable = _by_label(draft, share)
    tables = _fail(draft.tables(), draft, "d1", lost)
    what = f"{share:.0%} of the fakes unscored by one"
    return _case(draft, "data.missing_not_at_random", what, decidable, tables, subject="d1")


def _unscored_by_source(seed: int, n: int, clustered: bool, share: float) -> Case:
    """One detector fails on the videos of one site."""
    draft = _draft(seed, n, clustered)
    there = np.array([v["source"].endswith("site 1") for v in draft.videos])
    lost = draft.rng.random(n) < np.where(there, share, 0.02)
    error = sqrt((share * (1 - share) + 0.02 * 0.98) / (_effective(n, clustered) / 2))
    decidable = _powerful((share - 0.02) / 2, error / 2, 0.10)
    tables = _fail(draft.tables(), draft, "d1", lost)
    what = f"{share:.0%} of one site unscored by one"
    return _case(draft, "data.missing_not_at_random", what, decidable, tables, subject="d1")


# --- what a score follows ---------------------------------------------------------------------------------------------


def _follow(draft: Draft, cue: np.ndarray[Any, Any], rho: float) -> None:
    """Let the first detector follow a standardised cue: correlation ``rho`` inside each class."""
    logit = draft.logits["d0"]
    for side in (~draft.fake, draft.fake):
        spread = float(logit[side].mean(axis=1).std())
        logit[side] += (rho / sqrt(1 - rho * rho) * spread * cue[side])[:, None]


def _followed_quantity(seed: int, n: int, clustered: bool, rho: float) -> Case:
    """The score follows the bitrate, which fakes have a little more of (0.8 standard deviations)."""
    draft = _draft(seed, n, clustered)
    cue = draft.rng.standard_normal(n) + 0.8 * draft.fake
    for video, z in zip(draft.videos, cue, strict=True):
        rate = float(np.exp(14 + 0.4 * z))
        video |= {"bitrate": rate, "file_size": int(rate * video["duration"] / 8)}
        video["bits_per_pixel"] = rate / (video["width"] * video["height"] * video["fps"])
    _follow(draft, cue, rho)
    error = (1 - rho * rho) / sqrt(_effective(n, clustered) / 2)
    # The weaker of both classes decides, so each must be seen in nineteen of twenty runs.
    ok = rho >= (2.58 + 1.645 + 0.5) * error and rho >= 0.2 + 1.645 * error
    also = frozenset({"data.shortcut", "training.weak_slice"})
    return _case(draft, "training.shortcut", f"bitrate, correlation {rho:g}", ok, subject="d0", also=also)


def _followed_category(seed: int, n: int, clustered: bool, rho: float) -> Case:
    """The score follows whether there is sound, which has nothing to do with the label."""
    draft = _draft(seed, n, clustered)
    sound = draft.rng.random(n) < 0.5
    for video, has in zip(draft.videos, sound, strict=True):
        video["has_audio"] = bool(has)
    _follow(draft, 2.0 * sound - 1.0, rho)
    # Cliff's delta of two normal classes whose means lie 2 rho / sqrt(1 − rho²) apart.
    delta = 2 * float(ndtr(2 * rho / sqrt(1 - rho * rho) / sqrt(2))) - 1
    error = 2 * _auc_error((1 + delta) / 2, _effective(n, clustered) / 2)
    ok = delta >= (2.58 + 1.645 + 0.5) * error and delta >= 0.2 + 1.645 * error
    also = frozenset({"training.weak_slice"})
    return _case(draft, "training.shortcut", f"sound, correlation {rho:g}", ok, subject="d0", also=also)


# --- healthy, at second sight -----------------------------------------------------------------------------------------


def _one_making_per_group(draft: Draft) -> Tables:
    """Every group has a camera of its own, so that size and rate cluster."""
    groups = int(draft.group.max()) + 1
    rate, size = draft.rng.lognormal(14, 0.8, groups), draft.rng.integers(20, 120, groups)
    for i, video in enumerate(draft.videos):
        g = draft.group[i]
        video |= {"bitrate": float(rate[g]), "width": int(16 * size[g]), "height": int(9 * size[g])}
        video["file_size"] = int(video["bitrate"] * video["duration"] / 8)
        video["bits_per_pixel"] = video["bitrate"] / (video["width"] * video["height"] * video["fps"])
    return draft.tables()


def _one_codec_per_source(draft: Draft) -> Tables:
    """Every source has a codec and a frame size of its own, and both labels."""
    for video in draft.videos:
        first = video["source"].endswith("0")
        video |= {"codec": "vp9" if first else "h264", "width": 640 if first else 1920, "has_audio": first}
    return draft.tables()


def _few_sources(draft: Draft) -> Tables:
    """A single source, or none named for half."""
    for i, video in enumerate(draft.videos):
        video["source"] = "the studio" if draft.n % 200 else None if i % 2 else "the studio"
        video["dataset"] = None
    return draft.tables()


def _many_sources(draft: Draft) -> Tables:
    """Every group comes from a site of its own, so that sources hold one label by nature."""
    for i, video in enumerate(draft.videos):
        video["source"] = f"channel {draft.group[i]}"
    return draft.tables()


def _common_difficulty(draft: Draft) -> Tables:
    """Detectors err on the same videos, because some are hard for all."""
    common = draft.rng.standard_normal(draft.n)
    for logit in draft.logits.values():
        for side in (~draft.fake, draft.fake):
            logit[side] += (0.8 * float(logit[side].mean(axis=1).std()) * common[side])[:, None]
    return draft.tables()


def _shifted_source(draft: Draft) -> Tables:
    """All detectors score one site a little higher under both labels."""
    there = np.array([v["source"].endswith("0") for v in draft.videos])
    for logit in draft.logits.values():
        logit[there] += 0.4 * float(logit.std())
    return draft.tables()


def _worse_at_low_rates(draft: Draft) -> Tables:
    """Detectors rank worse at low bitrates, without leaning to a side."""
    rate = np.array([v["bitrate"] for v in draft.videos])
    for logit in draft.logits.values():
        logit *= np.where(rate < np.median(rate), 0.7, 1.0)[:, None]
    return draft.tables()


def _clean_splits(draft: Draft) -> Tables:
    """Splits keep groups apart; base names repeat under one label."""
    _split(draft)
    for k, i in enumerate(np.flatnonzero(draft.fake)):
        draft.videos[i]["video"] = f"method {k % 2}/{k // 2:04d}.mp4"
    return draft.tables()


def _random_failures(draft: Draft) -> Tables:
    """A detector finds no face in some groups, whatever the label."""
    lost = (draft.rng.random(int(draft.group.max()) + 1) < 0.12)[draft.group]
    return _fail(draft.tables(), draft, "d1", lost)


def _some_imbalance(draft: Draft) -> Tables:
    """Three reals to two fakes, one detector that barely ranks."""
    kept = ~draft.fake | (draft.rng.random(draft.n) < 0.67)
    draft.logits["d2"] *= 0.3
    names = [draft.videos[i]["video"] for i in np.flatnonzero(kept)]
    tables = draft.tables()
    for table in ("videos", "scores"):
        tables[table] = tables[table].filter(pl.col("video").is_in(names))
    return tables


_TEMPTATIONS: tuple[Callable[[Draft], Tables], ...] = (
    _one_making_per_group,
    _one_codec_per_source,
    _few_sources,
    _many_sources,
    _common_difficulty,
    _shifted_source,
    _worse_at_low_rates,
    _clean_splits,
    _random_failures,
    _some_imbalance,
)

_UNCALIBRATED: dict[Callable[[Draft], Tables], frozenset[str]] = {
    _common_difficulty: frozenset({"scores.overconfident"}),
    _shifted_source: frozenset({"scores.overconfident"}),
    _worse_at_low_rates: frozenset({"scores.underconfident"}),
    _some_imbalance: frozenset({"scores.underconfident"}),
}
"""What these temptations do to calibration by their construction: noise is added to log-odds, or they are scaled down."""
