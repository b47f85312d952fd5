"""``touchstone analyze`` against the straightforward loop: seconds, CPU seconds and memory per clip.

    python benchmarks/speed.py --work /tmp/speed
    python benchmarks/speed.py --work /tmp/speed --clips 4 --key-frames one

The first command takes about 40 minutes on two cores: 24 clips, both ways of placing key frames, cold and warm. It makes
clips (640×480 and 1280×720, 8 s, 30 fps, H.264 with B-frames, AAC) and six checkpoints (2.6 GB, random weights from a fixed
rule) in the folder --work, and checks that both programs give the same probabilities. Nothing is kept between runs.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import polars as pl
import psutil
import torch
from rich.console import Console
from rich.table import Table

from touchstone.footage.media import write_video

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.golden import golden_file  # noqa: E402  the tests' own rule for filling the networks

SECONDS, FPS, RATE = 8, 30, 44_100
KEYS = ("bg", "cm", "av", "rr", "ll", "tm")


@dataclass(frozen=True)
class Cost:
    """Time and memory of a process and all its children."""

    wall: float
    cpu: float
    memory: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True, help="folder for clips, checkpoints and runs")
    parser.add_argument("--clips", type=int, default=24, help="clips per set, half of each size")
    parser.add_argument("--key-frames", choices=("one", "each second", "both"), default="both")
    arguments = parser.parse_args()
    work: Path = arguments.work
    checkpoints = make_checkpoints(work / "checkpoints")
    table = Table(title=f"per clip, {arguments.clips} clips × 6 specialists × 8 frames")
    for column in ("key frames", "cache", "way", "wall s", "CPU s", "peak GiB", "straightforward ÷ touchstone"):
        table.add_column(column, justify="left" if column in ("key frames", "cache", "way") else "right")
    worst = 0.0
    for name, gop in (("one", SECONDS * FPS), ("each second", FPS)):
        if arguments.key_frames not in (name, "both"):
            continue
        clips = make_clips(work / f"clips-{gop}-{arguments.clips}", arguments.clips, gop)
        for cache in ("cold", "warm"):
            costs = {}
            for way, command in ways(checkpoints, clips, work).items():
                if cache == "cold":
                    forget([*clips.rglob("*.mp4"), *checkpoints.glob("*.pt")])
                costs[way] = measured(command)
            ratio = costs["straightforward"].wall / costs["touchstone"].wall
            for way, cost in costs.items():
                count = arguments.clips
                table.add_row(
                    name, cache, way, f"{cost.wall / count:.2f}", f"{cost.cpu / count:.2f}", f"{cost.memory:.2f}",
                    f"{ratio:.2f}" if way == "touchstone" else "",
                )  # fmt: skip
            worst = max(worst, difference(work))
    Console(width=120).print(table)
    print(f"{datetime.now(UTC):%Y-%m-%d}, {platform.machine()}, {os.cpu_count()} cores, torch {torch.__version__}")
    print(f"largest difference of a probability: {worst:.1e}")


def ways(checkpoints: Path, clips: Path, work: Path) -> dict[str, list[str]]:
    """The two commands; each writes its results inside ``work``."""
    shutil.rmtree(work / "run", ignore_errors=True)
    loop = [
        sys.executable,
        str(ROOT / "benchmarks/straightforward.py"),
        str(checkpoints),
        str(clips),
        str(work / "loop.json"),
    ]
    ours = [str(Path(sys.executable).parent / "touchstone"), "analyze", str(clips), "--detectors", str(checkpoints)]
    return {"straightforward": loop, "touchstone": [*ours, "--out", str(work / "run")]}


def measured(command: list[str]) -> Cost:
    """Run a command; CPU of all its processes, and the largest sum of their proportional memory."""
    before = os.times()
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env={**os.environ, "TOUCHSTONE_CACHE": "off"})
    tree, peak = psutil.Process(process.pid), 0
    while process.poll() is None:
        peak = max(peak, memory(tree))
        time.sleep(0.2)
    if process.returncode:
        raise SystemExit(f"{command[0]} ended with {process.returncode}")
    wall = time.perf_counter() - start
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Cost(wall, cpu, peak / 2**30)


def memory(tree: psutil.Process) -> int:
    total = 0
    for process in (tree, *children(tree)):
        try:
            total += process.memory_full_info().pss
        except (psutil.Error, AttributeError):
            continue
    return total


def children(tree: psutil.Process) -> Iterator[psutil.Process]:
    try:
        yield from tree.children(recursive=True)
    except psutil.Error:
        return


def difference(work: Path) -> float:
    """Largest difference of P(fake) between the two ways over all detectors, clips and frames."""
    scores = pl.read_parquet(work / "run/tables/scores.parquet")
    ours = {(row["detector"], row["video"], row["index"]): row["p_fake"] for row in scores.iter_rows(named=True)}
    loop = {
        (detector, video, int(index)): p
        for detector, videos in json.loads((work / "loop.json").read_text()).items()
        for video, frames in videos.items()
        for index, p in frames.items()
    }
    if ours.keys() != loop.keys():
        raise SystemExit(f"the two ways scored different frames: {sorted(ours.keys() ^ loop.keys())[:3]}")
    return max(abs(ours[key] - loop[key]) for key in ours)


def make_checkpoints(folder: Path) -> Path:
    for key in KEYS:
        golden_file(key, folder)
    return folder


def make_clips(folder: Path, count: int, gop: int) -> Path:
    """Moving textured scenes with a tone, half of each size, real and fake in turn."""
    if folder.exists():
        return folder
    aside = folder.with_suffix(".tmp")
    shutil.rmtree(aside, ignore_errors=True)
    for number in range(count):
        width, height = ((640, 480), (1280, 720))[number % 2]
        path = aside / ("real", "fake")[number // 2 % 2] / f"{number:02d}.mp4"
        path.parent.mkdir(parents=True, exist_ok=True)
        time_axis = np.arange(SECONDS * RATE) / RATE
        sound = (0.2 * np.sin(2 * np.pi * (200 + 20 * number) * time_axis)).astype(np.float32)
        options = {"g": str(gop), "keyint_min": str(gop), "sc_threshold": "0", "bf": "3", "crf": "23"}
        write_video(
            path, scene(number, width, height), FPS, codec="libx264", options=options, sound=sound, rate=RATE, threads=2
        )
    aside.rename(folder)
    return folder


def scene(seed: int, width: int, height: int) -> Iterator[np.ndarray]:
    rng = np.random.default_rng(seed)
    texture = rng.integers(0, 256, (height // 8 + 40, width // 8 + 40, 3), dtype=np.uint8)
    backdrop = np.kron(texture, np.ones((8, 8, 1), np.uint8))
    noise = (
        rng.normal(0, 3, (8, height, width, 3)).round().astype(np.int16)
    )  # drawn once: drawing is slower than encoding
    y, x = np.mgrid[:height, :width].astype(np.float32)
    for frame in range(SECONDS * FPS):
        dx, dy = int(80 + 70 * np.sin(frame / 40)), int(80 + 70 * np.cos(frame / 55))
        picture = backdrop[dy : dy + height, dx : dx + width] // 2
        head = (x - width / 2 - 40 * np.sin(frame / 25)) ** 2 / 2 + (y - height / 2) ** 2 < (height / 4) ** 2
        picture = np.where(head[..., None], np.array([190, 150, 130], np.uint8), picture)
        yield np.clip(picture + noise[frame % 8], 0, 255).astype(np.uint8)


def forget(files: list[Path]) -> None:
    """Ask the system to drop these files from its cache."""
    for file in files:
        handle = os.open(file, os.O_RDONLY)
        try:
            os.fsync(handle)
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(handle)


if __name__ == "__main__":
    main()
