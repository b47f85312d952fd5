"""Healthy runs to plant faults into: footage that gives nothing away, detectors that are calibrated and rank.

Splits. Seeds below :data:`HELD_OUT` are for tuning, the others for the final figures. They differ in more than random numbers:
score shapes ``student`` and ``peaks`` (see :mod:`_shapes`) occur in the held-out split alone.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import ndtr

from touchstone.vocabulary.domains import InputContract, OutputContract
from touchstone.vocabulary.tables import CLIPS, DETECTORS, FRAMES, PREVIEWS, SCORES, TENSORS, TRUTH, VIDEOS, from_rows

from ._shapes import Shape, shape

HELD_OUT = 1_000_000
"""Seeds from here on belong to the held-out split."""

TUNE_SEED, TEST_SEED = 1, HELD_OUT + 1
SIZES = (100, 200, 400, 1000)
TUNING_SHAPES = ("normal", "beta")
TEST_SHAPES = ("normal", "beta", "student", "peaks")

Floats = NDArray[np.float64]


def shapes(seed: int) -> tuple[str, ...]:
    """Names of the continuous score shapes of the split that a seed belongs to."""
    return TEST_SHAPES if seed >= HELD_OUT else TUNING_SHAPES


@dataclass(eq=False)
class Draft:
    """A run before it becomes tables; faults are planted by changing it.

    Attributes:
        rng: where all its random numbers come from.
        fake: whether a video is fake, shape (n,).
        group: number of its group, shape (n,).
        grouped: whether the tables name the groups.
        rho: intra-class correlation of the scores of a group.
        videos: rows of the ``videos`` table, in the same order; change them at will.
        logits: detector → log-odds per video and unit, shape (n, units).
        decimals: detector → digits that its scores are rounded to.
        exact: detector → scores that are put in place of its own, shape (n, units); NaN leaves its own.
        detectors: detector → columns of the ``detectors`` table that differ from a sound one.
        tensors: rows of the ``tensors`` table.
        frames: rows of the ``frames`` table (their ``index`` is 0): one per video with its indicators.
        aucs: detector → AUC that it was made with.
        shape_of: detector → shape that it was made with; hard classifiers have none.
    """

    rng: np.random.Generator
    fake: NDArray[np.bool_]
    group: NDArray[np.int64]
    grouped: bool
    rho: float
    videos: list[dict[str, Any]]
    logits: dict[str, Floats] = field(default_factory=dict[str, Floats])
    decimals: dict[str, int] = field(default_factory=dict[str, int])
    exact: dict[str, Floats] = field(default_factory=dict[str, Floats])
    detectors: dict[str, dict[str, object]] = field(default_factory=dict[str, dict[str, object]])
    tensors: list[dict[str, object]] = field(default_factory=list[dict[str, object]])
    frames: list[dict[str, object]] = field(default_factory=list[dict[str, object]])
    aucs: dict[str, float] = field(default_factory=dict[str, float])
    shape_of: dict[str, Shape] = field(default_factory=dict[str, Shape])

    @property
    def n(self) -> int:
        """Videos."""
        return int(self.fake.size)

    @property
    def design(self) -> float:
        """By how much groups inflate variances: groups of one label do, groups of both do not."""
        size = self.n / (int(self.group.max()) + 1)
        single = all(len(set(self.fake[self.group == g].tolist())) == 1 for g in range(int(self.group.max()) + 1))
        return 1 + (size - 1) * self.rho if single else 1.0

    def add(self, name: str, kind: str, auc: float, *, units: int = 4, noise: float = 0.25) -> None:
        """Add a healthy detector.

        Args:
            name: its name.
            kind: a score shape, or ``hard`` for one that answers 0 or 1 alone.
            auc: its AUC (for ``hard`` its accuracy on either label), in [0.6, 0.99].
            units: frames per video; 1 gives rows of whole videos. A hard classifier has one.
            noise: standard deviation of the frames' log-odds around their video's.
        """
        effect = self.rng.standard_normal(int(self.group.max()) + 1)[self.group]
        level = ndtr(np.sqrt(self.rho) * effect + np.sqrt(1 - self.rho) * self.rng.standard_normal(self.n))
        if kind == "hard":
            right = level < auc
            self.logits[name] = np.where(right == self.fake, 40.0, -40.0)[:, None]
            self.decimals[name] = 0
        else:
            scale = shape(kind, round(auc, 2))
            video = scale.at(self.fake, level)
            self.shape_of[name] = scale
            around = self.rng.normal(0, noise, (self.n, units)) if units > 1 else 0.0
            self.logits[name] = video[:, None] + around
        self.aucs[name] = auc

    def tables(self) -> dict[str, pl.DataFrame]:
        """Everything that a diagnosis reads."""
        videos = self.videos if self.grouped else [v | {"group": None} for v in self.videos]
        names = list(dict.fromkeys([*self.logits, *self.detectors]))
        return {
            "videos": from_rows(videos, VIDEOS),
            "scores": pl.concat([SCORES.empty(), *(self._scores(name) for name in self.logits)]),
            "detectors": from_rows([self._detector(name) for name in names], DETECTORS),
            "frames": from_rows(self.frames, FRAMES),
            "clips": CLIPS.empty(),
            "previews": PREVIEWS.empty(),
            "truth": TRUTH.empty(),
            "tensors": from_rows(self.tensors, TENSORS),
        }

    def _scores(self, name: str) -> pl.DataFrame:
        logit = self.logits[name]
        units = logit.shape[1]
        p = 1 / (1 + np.exp(-np.clip(logit, -700, 700)))
        if name in self.decimals:
            p = np.round(p, self.decimals[name])
        if name in self.exact:
            p = np.where(np.isnan(self.exact[name]), p, self.exact[name])
        table = pl.DataFrame(
            {
                "detector": name,
                "video": np.repeat([v["video"] for v in self.videos], units),
                "unit": "frame" if units > 1 else "video",
                "index": np.tile(np.arange(units), self.n),
                "p_fake": p.ravel(),
                "status": "ok",
            }
        )
        wanted = SCORES.schema
        return table.select(
            pl.col(c).cast(t) if c in table.columns else pl.lit(None, dtype=t).alias(c) for c, t in wanted.items()
        )

    def _detector(self, name: str) -> dict[str, object]:
        sound: dict[str, object] = {
            "detector": name, "kind": "scores", "status": "ok", "input": json.dumps(json.loads(InputContract().to_json())),
            "output": OutputContract().to_json(), "expects": [], "missing_keys": [], "unexpected_keys": [],
        }  # fmt: skip
        return {**sound, **self.detectors.get(name, {})}


def footage(
    seed: int, n: int, *, clustered: bool, datasets: int = 1, share: float = 0.5, indicators: bool = False
) -> Draft:
    """Footage that gives nothing away: properties of the files, sources and data sets fall independently of the label.

    Args:
        seed: of everything.
        n: videos.
        clustered: groups of four videos whose scores depend (intra-class correlation 0.3); half of the seeds have originals
            and fakes of one person in a group, the other half groups of one label. Otherwise no groups are named.
        datasets: data sets, each with both labels.
        share: share of fakes.
        indicators: whether frames carry brightness, blur and noise that have nothing to do with the scores.
    """
    rng = np.random.default_rng([seed, n, clustered, datasets])
    size = 4 if clustered else 1
    group = np.arange(n) // size
    fakes = round(n * share)
    if clustered and seed % 2:
        by_group = np.zeros(int(group.max()) + 1, np.bool_)
        by_group[rng.permutation(by_group.size)[: round(by_group.size * share)]] = True
        fake = by_group[group]
    else:
        fake = np.zeros(n, np.bool_)
        fake[rng.permutation(n)[:fakes]] = True
    groups = int(group.max()) + 1
    # Dealt out within label, so that every source holds both.
    places = np.empty(groups, np.int64)
    for label in (False, True):
        members = rng.permutation(np.flatnonzero(fake[np.arange(groups) * size] == label))
        places[members] = (np.arange(members.size) + int(rng.integers(2 * datasets))) % (2 * datasets)
    makings = [_making(rng, int(place)) for place in places]
    videos = [_video(rng, i, bool(fake[i]), int(group[i]), makings[int(group[i])]) for i in range(n)]
    draft = Draft(rng, fake, group, clustered, 0.3 if clustered else 0.0, videos)
    if indicators:
        draft.frames = [
            {
                "video": v["video"], "index": 0, "time": 0.0, "brightness": rng.uniform(20, 220),
                "noise_level": rng.gamma(2, 2), "contrast": rng.uniform(10, 80),
            }
            for v in videos
        ]  # fmt: skip
    return draft


def _making(rng: np.random.Generator, place: int) -> dict[str, Any]:
    """How the files of one group were made; every data set has two sites."""
    number = place // 2
    wide = bool(rng.random() < 0.5)
    return {
        "dataset": f"corpus {number}",
        "source": f"corpus {number} site {place % 2}",
        "codec": str(rng.choice(["h264", "hevc"], p=[0.8, 0.2])),
        "container": "mp4",
        "pixel_format": "yuv420p",
        "width": 1280 if wide else 640,
        "height": 720 if wide else 480,
        "fps": float(rng.choice([25.0, 30.0])),
        "has_audio": bool(rng.random() < 0.7),
    }


def _video(rng: np.random.Generator, number: int, fake: bool, group: int, making: dict[str, Any]) -> dict[str, Any]:
    duration, rate = float(rng.uniform(5, 20)), float(rng.lognormal(14, 0.4))
    pixels = making["width"] * making["height"] * making["fps"]
    return {
        "video": f"{making['dataset']}/{number:05d}.mp4", "label": "fake" if fake else "real",
        "method": f"method {int(rng.integers(3))}" if fake else None, "group": f"person {group:05d}", "status": "ok",
        "sha256": f"{rng.integers(1 << 62):016x}{number:048x}", "duration": duration, "bitrate": rate,
        "file_size": int(duration * rate / 8), "frame_count": int(duration * making["fps"]),
        "bits_per_pixel": rate / pixels, "compression_ratio": 24 * pixels / rate, **making,
    }  # fmt: skip


def healthy_draft(seed: int, number: int, n: int, *, clustered: bool, detectors: int = 3, **of_footage: Any) -> Draft:
    """A healthy run: its detectors take turns through shapes, AUC, rows of frames and of whole videos, and rounding."""
    draft = footage(seed * 1009 + number, n, clustered=clustered, **of_footage)
    rng = np.random.default_rng([seed, number, n])
    kinds: Sequence[str] = (*shapes(seed), "hard")
    for k in range(detectors):
        kind = kinds[(number + k) % len(kinds)]
        auc = float(rng.choice([0.65, 0.72, 0.8, 0.88, 0.94, 0.98]))
        name = f"d{k}"
        draft.add(name, kind, min(auc, 0.93) if kind == "hard" else auc, units=int(rng.choice([1, 4])))
        if kind != "hard" and rng.random() < 0.25:
            draft.decimals[name] = int(rng.choice([2, 4]))
    return draft
