"""The golden fill: weights that follow from a rule, for which the logits of every network are known.

Tensor number i in state-dict order comes from ``RandomState(1000 + i)``; its name and its shape decide how.
"""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from touchstone.detectors.specialists import layout


def golden_state(key: str, *, threads: int = 2) -> dict[str, torch.Tensor]:
    """The golden state dict of a layout. numpy draws without holding the interpreter, so threads help."""
    wanted = list(enumerate(layout(key).items()))
    # Largest first, so that no thread is left alone with the largest tensor at the end.
    wanted.sort(key=lambda item: -math.prod(item[1][1]))
    with ThreadPoolExecutor(threads) as pool:
        filled = dict(
            zip(
                (number for number, _ in wanted),
                pool.map(lambda item: _fill(item[0], item[1][0], item[1][1]), wanted),
                strict=True,
            )
        )
    return {name: filled[number] for number, name in enumerate(layout(key))}


def golden_input(key: str) -> torch.Tensor:
    """Two frames [2, 3, 224, 224]; for ``tm_legacy`` one clip of these two [1, 2, 3, 224, 224]."""
    frames = torch.from_numpy(np.random.RandomState(7).standard_normal((2, 3, 224, 224)).astype(np.float32))
    return frames.unsqueeze(0) if key == "tm_legacy" else frames


def golden_file(key: str, folder: Path) -> Path:
    """The golden checkpoint ``folder/KEY.pt``, written upon the first call."""
    path = folder / f"{key}.pt"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        torch.save({"model_state_dict": golden_state(key), "epoch": 1}, part)
        part.rename(path)
    return path


def _fill(number: int, name: str, shape: tuple[int, ...]) -> torch.Tensor:
    if name.endswith("num_batches_tracked"):
        return torch.tensor(100)
    r = np.random.RandomState(1000 + number)
    values: NDArray[np.float64]
    if name.endswith("running_var"):
        values = 0.5 + r.random_sample(shape)
    else:
        values = r.standard_normal(shape)
        if name.endswith("running_mean"):
            values *= 0.1
        elif len(shape) >= 2:
            values /= math.sqrt(math.prod(shape[1:]))
        elif name.endswith("weight"):
            values = 1 + 0.1 * values
        else:
            values *= 0.05
    return torch.from_numpy(values.astype(np.float32))
