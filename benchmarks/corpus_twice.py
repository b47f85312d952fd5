"""How similar is a corpus from another machine? ``python benchmarks/corpus_twice.py [TAKES]``.

Another machine adds in another order, so the last digits of its float32 pictures differ. This benchmark imitates that with a
relative error on every pixel of linear light, of two and of sixteen units in the last place, and with OpenCV on two
threads instead of one. It prints the PSNR of the decoded clips, after the encoder of each recipe, for every take and for
the worst one.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from touchstone.footage.interventions import read_clip, write_clip
from touchstone.footage.synthesis import Plan, Recipe, Take, scene

_ERRORS = {2: 1.2e-7, 16: 9.6e-7}  # units in the last place, and their relative error


def decoded(recipe: Recipe) -> np.ndarray:
    """The real clip of a recipe as a viewer gets it."""
    assert isinstance(recipe.origin, Take)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"clip{recipe.encoding.suffix}"
        write_clip(replace(scene.shoot(recipe.origin).clip, encoding=recipe.encoding), path)
        return read_clip(path).frames


def psnr(a: np.ndarray, b: np.ndarray) -> float:
    error = float(np.mean((a.astype(np.float64) - b) ** 2))
    return float("inf") if error == 0 else 10 * float(np.log10(255**2 / error))


def shaken(compose: Callable[..., Any], error: float) -> Callable[..., Any]:
    """The same pictures, with the rounding of another machine."""
    rng = np.random.default_rng(0)

    def other(*given: Any) -> Any:
        picture = compose(*given)
        return picture * (1 + error * rng.standard_normal(picture.shape, np.float32))

    return other


def main() -> None:
    takes = int(sys.argv[1]) if len(sys.argv) > 1 else 12
    compose = scene._compose
    worst = dict.fromkeys(_ERRORS, float("inf"))
    for recipe in Plan(clips=2 * takes, seconds=(1.0, 1.5)).recipes()[::2]:
        cv2.setNumThreads(1)
        here, again = decoded(recipe), decoded(recipe)
        cv2.setNumThreads(2)
        threads = decoded(recipe)
        cv2.setNumThreads(1)
        notes: list[str] = []
        for units, error in _ERRORS.items():
            scene._compose = shaken(compose, error)
            alike = psnr(here, decoded(recipe))
            scene._compose = compose
            worst[units] = min(worst[units], alike)
            notes.append(f"{units} units {alike:.1f}")
        way = "rate" if recipe.encoding.bits else "quality"
        print(f"{recipe.video:22} {recipe.codec:6} by {way:8} dB: again {psnr(here, again):.1f}, two threads "
              f"{psnr(here, threads):.1f}, {', '.join(notes)}")  # fmt: skip
    print("worst: " + ", ".join(f"{units} units {value:.1f} dB" for units, value in worst.items()))


if __name__ == "__main__":
    main()
