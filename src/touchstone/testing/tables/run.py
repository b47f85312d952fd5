"""A run drawn from a design: what is true of it, and the tables that a diagnosis reads."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import ndtr

from touchstone.vocabulary.domains import InputContract, OutputContract
from touchstone.vocabulary.odds import sigmoid
from touchstone.vocabulary.tables import CLIPS, DETECTORS, FRAMES, PREVIEWS, SCORES, TENSORS, TRUTH, from_rows

from .dealt import Dealt, dealt
from .design import Design
from .files import file_rows
from .finish import finished
from .shapes import ScoreShape, score_shape

if TYPE_CHECKING:
    from .faults import PlantedFault

_Floats = NDArray[np.float64]
_Flags = NDArray[np.bool_]

_LOW_QUALITY = 0.62
"""AUC of every detector on videos of low quality, if it is not below that anyway."""


@dataclass(eq=False)
class MadeRun:
    """A drawn run; planted faults change it. Its arrays are in the order of ``videos``.

    Attributes:
        design: what it was drawn from.
        rng: where its random numbers come from.
        deal: labels, groups and origins.
        videos: the ``videos`` table.
        common: what all detectors see alike, standard normal, high looks like a fake; shape (n,).
        poor: videos of low quality, shape (n,).
        logits: detector → log-odds of its units, shape (n, units).
        p: detector → P(fake) as written, shape (n, units); NaN where the score is not a number.
        answered: detector → whether it gave a score, shape (n,).
    """

    design: Design
    rng: np.random.Generator
    deal: Dealt
    videos: pl.DataFrame
    common: _Floats
    poor: _Flags
    logits: dict[str, _Floats] = field(default_factory=dict[str, _Floats])
    p: dict[str, _Floats] = field(default_factory=dict[str, _Floats])
    answered: dict[str, _Flags] = field(default_factory=dict[str, _Flags])

    @property
    def n(self) -> int:
        """Videos."""
        return int(self.deal.fake.size)

    def tables(self) -> dict[str, pl.DataFrame]:
        """Everything that a diagnosis reads, by name of the table."""
        return {
            "videos": self.videos,
            "scores": pl.concat([SCORES.empty(), *(self._scores(name) for name in self.p)]),
            "detectors": from_rows([_detector_row(name) for name in self.p], DETECTORS),
            "frames": FRAMES.empty(),
            "clips": CLIPS.empty(),
            "previews": PREVIEWS.empty(),
            "truth": TRUTH.empty(),
            "tensors": from_rows([], TENSORS),
        }

    def _scores(self, name: str) -> pl.DataFrame:
        p, answered = self.p[name], self.answered[name]
        units = p.shape[1]
        written = "logits" in self.design.finish
        columns = {
            "detector": pl.repeat(name, self.n * units, eager=True),
            "video": self.videos["video"].gather(np.repeat(np.arange(self.n), units)),
            "unit": pl.repeat("frame" if units > 1 else "video", self.n * units, eager=True),
            "index": pl.Series(np.tile(np.arange(units), self.n)),
            "p_fake": pl.Series(p.ravel()),
            "logit": pl.Series(self.logits[name].ravel() if written else np.full(p.size, np.nan), nan_to_null=True),
            "status": pl.Series(np.where(np.repeat(answered, units), "ok", "abstained")),
        }
        rows = pl.DataFrame(columns).with_columns(
            pl.when(pl.col("status") == "ok").then(pl.col(c)).alias(c) for c in ("p_fake", "logit")
        )
        schema = SCORES.schema
        return rows.select(
            pl.col(c).cast(t) if c in rows.columns else pl.lit(None, dtype=t).alias(c) for c, t in schema.items()
        )


def make_run(design: Design, n: int, seed: int, faults: Sequence[PlantedFault] = ()) -> MadeRun:
    """Draw a run; some hundred thousand videos take about a second.

    Args:
        design: what it looks like.
        n: videos.
        seed: with the name of the design, of everything that is drawn.
        faults: planted in this order: first into labels, files and log-odds, then into the scores that are written.

    >>> run = make_run(Design(auc=(0.9,)), 40, seed=3)
    >>> run.tables()["scores"].height, int(run.deal.fake.sum())
    (40, 20)
    """
    for fault in faults:
        design = fault.asks(design)
    rng = np.random.default_rng([seed, n, zlib.crc32(design.name.encode())])
    deal = dealt(design, n, rng)
    run = MadeRun(
        design=design,
        rng=rng,
        deal=deal,
        videos=file_rows(design, deal, rng),
        common=_alike(design, deal, rng),
        poor=_poor(design, n, rng),
    )
    for place, name in enumerate(design.detectors):
        run.logits[name] = detector_logits(run, place)
        run.answered[name] = _answered(run, place)
    for fault in faults:
        fault.bend(run)
    run.p = {name: finished(sigmoid(z), design.finish) for name, z in run.logits.items()}
    for fault in faults:
        fault.spoil(run)
    return run


def detector_logits(run: MadeRun, place: int, instead: float | None = None) -> _Floats:
    """Log-odds of a healthy detector, shape (n, units), drawn from the random numbers of the run.

    Args:
        run: whose videos are scored.
        place: number of the detector in the design.
        instead: AUC that it shall have instead of the design's.
    """
    design, deal, rng = run.design, run.deal, run.rng
    auc = design.auc[place] if instead is None else instead
    normal = np.sqrt(design.shared) * run.common + np.sqrt(1 - design.shared) * _alike(design, deal, rng)
    video = _by_part(run, place, auc, ndtr(normal))
    prior = design.share(run.n) if design.prior == "table" else design.prior
    hard = design.shape[place % len(design.shape)] == "hard"
    video = video if hard else design.slope * (video + np.log(prior / (1 - prior))) + design.shift
    return video[:, None] + (rng.normal(0, design.noise, (run.n, design.units)) if design.units > 1 else 0.0)


def _by_part(run: MadeRun, place: int, auc: float, level: _Floats) -> _Floats:
    """Log-odds of videos by their quantiles: methods, the training split and videos of low quality have an AUC of their own."""
    design, deal = run.design, run.deal
    kind = design.shape[place % len(design.shape)]
    video = score_shape(kind, auc).at(deal.fake, level)
    for number, of_method in enumerate(design.method_aucs):
        shape = score_shape(kind, of_method, design.method_aucs)
        video = np.where((deal.method == number) | ~deal.fake, shape.at(deal.fake, level), video)
    parts: list[tuple[_Flags, ScoreShape]] = [(run.poor, score_shape(kind, min(auc, _LOW_QUALITY)))]
    if design.test:
        parts.append((~deal.test, score_shape(kind, design.train_auc)))
    for there, shape in parts:
        video = np.where(there, shape.at(deal.fake, level), video)
    return video


def _alike(design: Design, deal: Dealt, rng: np.random.Generator) -> _Floats:
    """Standard normal numbers, correlated inside groups."""
    single = rng.standard_normal(deal.fake.size)
    if design.group == 1:
        return single
    effect = rng.standard_normal(int(deal.group[-1]) + 1)[deal.group]
    return np.sqrt(design.alike) * effect + np.sqrt(1 - design.alike) * single


def _poor(design: Design, n: int, rng: np.random.Generator) -> _Flags:
    return rng.random(n) < design.abstain_share if design.abstain == "quality" else np.zeros(n, np.bool_)


def _answered(run: MadeRun, place: int) -> _Flags:
    design = run.design
    if design.abstain is None or place >= design.abstainers:
        return np.ones(run.n, np.bool_)
    if design.abstain == "quality":
        return ~run.poor
    if design.abstain == "score":
        ease = np.abs(run.logits[design.detectors[place]].mean(axis=1))
    else:
        ease = np.where(run.deal.fake, run.common, -run.common)
    return ease >= np.quantile(ease, design.abstain_share)


def _detector_row(name: str) -> dict[str, object]:
    contract = json.loads(InputContract().to_json())
    return {
        "detector": name, "kind": "scores", "status": "ok", "input": json.dumps(contract),
        "output": OutputContract().to_json(), "expects": [], "missing_keys": [], "unexpected_keys": [],
    }  # fmt: skip
