"""What a made run looks like, in numbers: footage, detectors, and how scores are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal

import numpy as np


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """A run that can be drawn at any size. With nothing but its defaults it is healthy: whatever is found in it is false.

    Attributes:
        name: its name; part of the seed.
        n: sizes that its runs take in turn, videos.
        fakes: share of fakes, 0–1.
        fake_videos: their number, whatever the size; it replaces ``fakes``.
        group: videos of a group; videos of a group depend on each other.
        labels: ``both``: a group holds both labels; ``one``: a single one; ``pair``: one real video and fakes of it.
        named: whether the tables name the groups.
        alike: correlation of scores inside a group, at equal label, 0–1.
        sources: cameras or sites, dealt to groups whatever their label; 0: none is named.
        datasets: data sets; sources belong to one each.
        dataset_fakes: share of fakes in each data set; empty: as ``fakes``.
        methods: ways of making fakes.
        method_auc: lowest and highest AUC that methods have, in even steps; empty: the same for all.
        test: share of the test split, the rest is train; 0: the tables name no split.
        train_auc: AUC on the training split.
        wrong: share of labels that are wrong, at random; detectors score what the videos are.
        auc: AUC of the detectors d0, d1 …, in [0.5, 1).
        shape: their shapes of scores, taken in turn (:func:`score_shape`).
        shared: correlation of detectors inside a label, 0–1: what is hard for one is hard for all.
        units: frames of a video; 1: rows of whole videos.
        noise: standard deviation of the log-odds of frames around their video's.
        prior: share of fakes that P(fake) is calibrated for; ``table``: that of the table.
        slope: what calibrated log-odds are multiplied by.
        shift: what is added to them.
        finish: what happens to P(fake) before it is written, in order (:func:`finished`).
        abstain: which videos some detectors leave out: ``score``: those nearest to 0.5; ``quality``: those of low quality, which
            all detectors see less well; ``hard``: those that look like the other label to all detectors.
        abstain_share: share of the videos that they leave out.
        abstainers: how many detectors do, the first ones.
    """

    name: str = "usual"
    n: tuple[int, ...] = (100, 400, 3000)
    fakes: float = 0.5
    fake_videos: int | None = None
    group: int = 1
    labels: Literal["both", "one", "pair"] = "both"
    named: bool = True
    alike: float = 0.3
    sources: int = 4
    datasets: int = 1
    dataset_fakes: tuple[float, ...] = ()
    methods: int = 3
    method_auc: tuple[float, ...] = ()
    test: float = 0.0
    train_auc: float = 0.99
    wrong: float = 0.0
    auc: tuple[float, ...] = (0.9, 0.75)
    shape: tuple[str, ...] = ("normal", "beta")
    shared: float = 0.2
    units: int = 1
    noise: float = 0.25
    prior: float | Literal["table"] = "table"
    slope: float = 1.0
    shift: float = 0.0
    finish: tuple[str, ...] = ()
    abstain: Literal["score", "quality", "hard"] | None = None
    abstain_share: float = 0.0
    abstainers: int = 1

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Design:
        """A design from the values of a file: lists become tuples.

        Raises:
            ValueError: a key is not an attribute.
        """
        unknown = sorted(set(values) - {f.name for f in fields(cls)})
        if unknown:
            raise ValueError(f"a design has no {', '.join(unknown)}")
        given: dict[str, Any] = {key: tuple(v) if isinstance(v, list) else v for key, v in values.items()}
        return cls(**given)

    @property
    def detectors(self) -> tuple[str, ...]:
        """Names of the detectors."""
        return tuple(f"d{i}" for i in range(len(self.auc)))

    @property
    def method_aucs(self) -> tuple[float, ...]:
        """AUC of each method; empty where all are alike."""
        if not self.method_auc:
            return ()
        low, high = self.method_auc
        return tuple(np.linspace(low, high, self.methods).round(3).tolist())

    def share(self, n: int) -> float:
        """Share of fakes among ``n`` videos."""
        if self.fake_videos is not None:
            return self.fake_videos / n
        return float(np.mean(self.dataset_fakes)) if self.dataset_fakes else self.fakes
