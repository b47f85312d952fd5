"""Tables with planted properties: how detectors score, and what is wrong with the footage."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import polars as pl

from touchstone.vocabulary.domains import InputContract, OutputContract
from touchstone.vocabulary.odds import sigmoid
from touchstone.vocabulary.tables import CLIPS, DETECTORS, FRAMES, PREVIEWS, SCORES, TENSORS, VIDEOS, from_rows

Manner = Callable[[np.random.Generator, bool, int], float]
"""(random numbers, whether the video is fake, its number) → its log-odds of fake."""


def ranks(separation: float, shift: float = 0.0) -> Manner:
    """Normal scores with means ``separation`` standard deviations apart; AUC = Φ(separation / √2).

    They are scaled by the separation, which makes them log-likelihood ratios: without a shift, and with as many fake as real
    videos, P(fake) is calibrated.
    """
    scale = abs(separation) or 1.0
    return lambda rng, fake, _: scale * rng.normal((separation if fake else -separation) / 2 + shift)


def constant(value: float) -> Manner:
    """The same log-odds for every video."""
    return lambda _rng, _fake, _number: value


def footage(
    count: int = 200, *, source: Callable[[int], str | None] = lambda i: f"site {i % 4}", **columns: object
) -> list[dict[str, object]]:
    """Rows of videos: odd ones are fake, and two neighbours share a group. ``columns`` are values or functions of the number."""
    return [
        {
            "video": f"{i:04d}.mp4", "label": "fake" if i % 2 else "real", "group": f"person {i // 2}", "source": source(i),
            "status": "ok", "sha256": f"{i:064x}", "codec": "h264", "container": "mp4", "width": 640, "height": 480,
            "fps": 25.0, "duration": 10.0 + (i * 7919 % 100) / 100, "file_size": 10_000 + i * 104729 % 5000,
        }
        | {name: value(i) if callable(value) else value for name, value in columns.items()}
        for i in range(count)
    ]  # fmt: skip


def tables(
    manners: Mapping[str, Manner],
    videos: Sequence[Mapping[str, object]] | None = None,
    *,
    detectors: Mapping[str, Mapping[str, object]] | None = None,
    frames: Callable[[int], Mapping[str, float]] = lambda _: {},
    tensors: Sequence[Mapping[str, object]] = (),
    units: int = 4,
    seed: int = 0,
) -> dict[str, pl.DataFrame]:
    """All tables of a run by name; each detector scores as its manner says.

    Args:
        manners: detector → manner; detectors named by a domain's key belong to it.
        videos: rows of the ``videos`` table.
        detectors: columns of the ``detectors`` table that differ from those of a healthy detector.
        frames: number of the video → indicators of its frames.
        tensors: rows of the ``tensors`` table.
        units: frames per video.
        seed: random seed of the scores.

    >>> made_up = tables({"cm": ranks(2.0)}, footage(10), units=1)
    >>> made_up["scores"].height, made_up["videos"]["label"].to_list()[:2]
    (10, ['real', 'fake'])
    """
    rng = np.random.default_rng(seed)
    videos = footage() if videos is None else videos
    scores: list[dict[str, object]] = []
    for name, manner in manners.items():
        for number, video in enumerate(videos):
            logit = manner(rng, video["label"] == "fake", number)
            for unit in range(units):
                p = float(sigmoid(logit))
                base = {"detector": name, "video": video["video"], "unit": "frame", "index": unit}
                scores.append({**base, "p_fake": p, "logit": logit, "status": "ok"})
    changed = detectors or {}
    names = dict.fromkeys([*manners, *changed])
    rows = {
        VIDEOS: videos, SCORES: scores, DETECTORS: [_detector(name, changed.get(name, {})) for name in names],
        FRAMES: [{"video": video["video"], "index": 0, **frames(i)} for i, video in enumerate(videos)],
        CLIPS: [], PREVIEWS: [], TENSORS: tensors,
    }  # fmt: skip
    return {table.name: from_rows(lines, table) for table, lines in rows.items()}


def _detector(name: str, changed: Mapping[str, object]) -> dict[str, object]:
    contract = json.loads(InputContract(kind="clip", frames=16).to_json())
    sound: dict[str, object] = {
        "detector": name, "kind": "specialist", "domain": name, "status": "ok", "input": json.dumps(contract),
        "output": OutputContract().to_json(), "expects": ["time", "audio"], "missing_keys": [], "unexpected_keys": [],
    }  # fmt: skip
    return {**sound, **changed}
