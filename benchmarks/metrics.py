"""Time and memory of the statistics.

    python benchmarks/metrics.py [--quick] [--write docs/statistics.md]

Two bars: 2,000 bootstrap resamples of 15,000 videos in less than a second; a score table of a million rows
through all steps in less than a minute and 4 GiB. Every case runs in a separate process, so that its peak
memory can be measured. The second bar's cases hold one detector's million rows; aggregation, measuring, slices,
ranking within sources, a fitted threshold, and the paired comparison with a second detector on the same
videos are timed together and one by one.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
import polars as pl

from _machine import machine, write_between
from touchstone.conclusions.metrics import Sample, compare, fit_threshold, measure, rank_within, slices, video_scores
from touchstone.conclusions.metrics.resampling import resample_curves

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Case:
    """One case: its name, what it needs, its bar in seconds."""

    name: str
    videos: int
    frames: int
    groups: int | None
    bar: float


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds of each step, processor seconds of all, and the peak memory of the process in GiB."""

    steps: dict[str, float]
    processor: float
    memory: float

    @property
    def total(self) -> float:
        """Seconds of all steps."""
        return sum(self.steps.values())


def cases(quick: bool) -> list[Case]:
    """All cases; ``--quick`` takes a tenth of the large ones."""
    part = 10 if quick else 1
    return [
        Case("2,000 resamples, no groups", 15_000, 0, None, 1.0),
        Case("2,000 resamples, 200 groups", 15_000, 0, 200, 1.0),
        Case("2,000 resamples, 5,000 groups", 15_000, 0, 5_000, 1.0),
        Case("videos × 8 frames, no groups", 125_000 // part, 8, None, 60.0),
        Case("videos × 8 frames, 1,000 groups", 125_000 // part, 8, 1_000, 60.0),
        Case("videos × 1, no groups", 1_000_000 // part, 1, None, 60.0),
        Case("videos × 1, 1,000 groups", 1_000_000 // part, 1, 1_000, 60.0),
        Case("videos × 1, 200,000 groups", 1_000_000 // part, 1, 200_000 // part, 60.0),
    ]


def resampling(case: Case) -> tuple[dict[str, float], float]:
    """Bootstrap of all curve statistics."""
    rng = np.random.default_rng(0)
    fake = np.arange(case.videos) % 2 == 1
    p = 1 / (1 + np.exp(-rng.standard_normal(case.videos) - fake))
    group = None if case.groups is None else rng.integers(0, case.groups, case.videos)
    sample = Sample(p, fake, group)
    steps: dict[str, float] = {}
    started = time.process_time()
    timed(steps, "resampling", lambda: resample_curves(sample))
    return steps, time.process_time() - started


def everything(case: Case) -> tuple[dict[str, float], float]:
    """From a score table to every result."""
    videos, first, second = tables(case)
    steps: dict[str, float] = {}
    other = video_scores(second, videos)
    sharpness = pl.Series("sharpness", np.random.default_rng(1).random(case.videos))
    started = time.process_time()
    rows = timed(steps, "aggregate", lambda: video_scores(first, videos)).with_columns(sharpness)
    timed(steps, "measure", lambda: measure(rows))
    timed(steps, "slices", lambda: slices(rows, indicators=["sharpness"]))
    timed(steps, "within sources", lambda: rank_within(rows))
    timed(steps, "threshold", lambda: fit_threshold(rows))
    timed(steps, "compare", lambda: compare(rows, other))
    return steps, time.process_time() - started


def tables(case: Case) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """The ``videos`` table and the ``scores`` tables of two detectors."""
    rng = np.random.default_rng(0)
    n = case.videos
    fake = np.arange(n) % 2 == 1
    names = pl.Series("video", [f"folder/{i:07}.mp4" for i in range(n)])
    group = None if case.groups is None else [f"person{k}" for k in rng.integers(0, case.groups, n)]
    videos = pl.DataFrame(
        {
            "video": names,
            "label": np.where(fake, "fake", "real"),
            "group": pl.Series(group, dtype=pl.String) if group else pl.Series([None] * n, dtype=pl.String),
            "source": [f"source{k}" for k in rng.integers(0, 20, n)],
            "dataset": [f"set{k}" for k in rng.integers(0, 3, n)],
            "method": [f"method{i % 5}" if i % 2 else None for i in range(n)],
        }
    )
    return videos, _scores(rng, names, fake, case.frames, "one"), _scores(rng, names, fake, case.frames, "two")


def _scores(rng: np.random.Generator, names: pl.Series, fake: np.ndarray, frames: int, detector: str) -> pl.DataFrame:
    n = fake.size
    logit = np.repeat(fake * 1.5 - 0.75 + rng.standard_normal(n), frames) + 0.3 * rng.standard_normal(n * frames)
    return pl.DataFrame(
        {
            "video": names.gather(np.repeat(np.arange(n), frames)),
            "p_fake": 1 / (1 + np.exp(-logit)),
            "logit": logit,
            "index": np.tile(np.arange(frames), n),
        }
    ).with_columns(detector=pl.lit(detector), unit=pl.lit("frame"), status=pl.lit("ok"))


def timed(steps: dict[str, float], name: str, work: Callable[[], T]) -> T:
    """Result of ``work``; its seconds go into ``steps``."""
    started = time.perf_counter()
    result = work()
    steps[name] = time.perf_counter() - started
    return result


def run(case: Case) -> Timing:
    """Time one case in this process."""
    steps, processor = resampling(case) if case.frames == 0 else everything(case)
    # Kilobytes on Linux, bytes on macOS.
    unit = 2**30 if sys.platform == "darwin" else 2**20
    return Timing(steps, processor, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit)


def main() -> None:
    parser = argparse.ArgumentParser(description="Seconds and memory of the statistics.")
    parser.add_argument("--quick", action="store_true", help="a tenth of the large tables")
    parser.add_argument("--write", type=Path, help="Markdown file whose part between the two markers is replaced")
    options = parser.parse_args()
    command = "python benchmarks/metrics.py" + (" --quick" if options.quick else "")
    lines = [
        f"{machine()}: `{command}`",
        "",
        "| rows | case | seconds | bar | processor s | peak memory, GiB | steps, s |",
        "|---|---|---|---|---|---|---|",
    ]
    for case in cases(options.quick):
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            timing = pool.apply(run, (case,))
        steps = ", ".join(f"{name} {seconds:.2f}" for name, seconds in timing.steps.items())
        verdict = "met" if timing.total < case.bar and timing.memory < 4 else "**not met**"
        lines.append(
            f"| {case.videos * max(case.frames, 1):,} | {case.name} | {timing.total:.2f} "
            f"| {case.bar:.0f} s, {verdict} | {timing.processor:.2f} | {timing.memory:.2f} | {steps} |"
        )
        print(lines[-1], flush=True)
    if options.write is not None:
        write_between(options.write, "speed", lines)


if __name__ == "__main__":
    main()
