"""``touchstone analyze`` against the loops that people write: seconds, processor seconds and memory a clip.

    python benchmarks/speed.py --work /tmp/speed            # 24 clips: 5 warm rounds, 2 cold ones, about 60 minutes
    python benchmarks/speed.py --work /tmp/speed --clips 12 --rounds 3 --cold 0 --only straightforward everything
    python benchmarks/speed.py --work /tmp/speed --growth   # 24, 96 and 384 clips, touchstone alone
    python benchmarks/speed.py --work /tmp/speed --report [--write docs/speed.md]

It makes clips (640×480 and 1280×720, 8 s, 30 fps, H.264 with B-frames, one key frame, AAC) and six checkpoints (2.6 GB,
random weights from a fixed rule, no two backbones alike) in the folder --work. A round runs every way once, one after the
other, each a whole process from its first import to its last file; ratios are of one round, and the table has their medians.
What was measured is kept in the folder, so that the same command continues where it was stopped, unless the package has changed.

- *straightforward* (``benchmarks/straightforward.py``): every specialist opens and seeks every clip itself, and measures
  seven plain indicators.
- *dataloader* and *dataloader once* (``benchmarks/dataloader.py``): the loop of public benchmarks; clips are read for each
  detector, or once for all.
- *scores alone* (``touchstone analyze --only-scores``) and *everything* (``touchstone analyze``: indicators, faces, tensors,
  findings, report).

*Warm*: the checkpoints were seen before, and files lie in the memory of the system. *Cold*: the system was asked to drop its
copies of clips, checkpoints and what touchstone has kept. *First*: touchstone has kept nothing either. *Equal*: warm, and the
six backbones hold the same weights, as they do where only the rest was trained; it is measured with ``--equal ROUNDS``.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import product
from pathlib import Path

import numpy as np
import polars as pl
import psutil
import torch

from _machine import machine, write_between
from designs.state import Lines, code_hash
from touchstone.footage.media import write_video

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.golden import golden_file  # noqa: E402  the tests' own rule for filling the networks

SECONDS, FPS, RATE = 8, 30, 44_100
KEYS = ("bg", "cm", "av", "rr", "ll", "tm")
WAYS = ("straightforward", "dataloader", "dataloader once", "scores alone", "everything")
OURS = WAYS[3:]
GROWTH = (24, 96, 384)
CLOSE = 5e-4
"""Largest difference of a probability that is allowed."""

BARS = {
    (24, "warm", "straightforward", "scores alone"): 4.5, (24, "warm", "straightforward", "everything"): 3.5,
    (24, "cold", "straightforward", "everything"): 3.0, (24, "first", "straightforward", "everything"): 1.0,
    (12, "warm", "straightforward", "everything"): 3.0, (24, "warm", "dataloader", "scores alone"): 2.0,
    (24, "warm", "dataloader once", "scores alone"): 1.5,
}  # fmt: skip


@dataclass(frozen=True)
class Cost:
    """Time and memory of a process and all its children.

    Attributes:
        wall: seconds.
        cpu: seconds of processor time.
        memory: GiB, the largest sum of what is theirs and their shares of what several use.
        gap: largest difference of a probability from that of the straightforward way; 0 for that way, or without one.
    """

    wall: float
    cpu: float
    memory: float
    gap: float = 0.0


class Bench:
    """Clips, checkpoints, and what was measured."""

    def __init__(self, work: Path) -> None:
        self.work = work
        self.equal = make_checkpoints(work / "equal")
        self.checkpoints = with_other_backbones(self.equal, work / "checkpoints")
        code = code_hash(".")
        self.kept = Lines(work, f"speed-{code}")
        self.seen = work / f"seen-{code}"

    def clips(self, count: int) -> Path:
        """A folder with so many clips: above 24, those again with a few bytes more behind their end."""
        most = min(count, GROWTH[0])
        original = make_clips(self.work / f"clips-{most}", most, SECONDS * FPS)
        return original if count == most else repeated(original, self.work / f"clips-{count}", count)

    def run(self, way: str, state: str, count: int, number: int) -> None:
        """Measure, unless it was."""
        key = f"{count} {state} {number} {way}"
        if key in self.kept.rows:
            return
        clips, cache = self.clips(count), self.work / "cache"
        if state == "first":
            shutil.rmtree(cache, ignore_errors=True)
            self.seen.unlink(missing_ok=True)
        elif way in OURS and not self.seen.exists():  # the checkpoints are made known, unmeasured
            for checkpoints in (self.checkpoints, self.equal):
                shutil.rmtree(self.work / "run", ignore_errors=True)
                measured(self._command("everything", self.clips(4), checkpoints), cache)
            self.seen.touch()
        if state in ("cold", "first"):
            forget([p for folder in (clips, self.checkpoints, cache) for p in folder.rglob("*") if p.is_file()])
        shutil.rmtree(self.work / "run", ignore_errors=True)
        checkpoints = self.equal if state == "equal" else self.checkpoints
        cost = measured(self._command(way, clips, checkpoints), cache)
        loop = self._loop(checkpoints, count)
        if way != WAYS[0] and loop.exists():
            cost = Cost(cost.wall, cost.cpu, cost.memory, self._gap(way, loop))
        self.kept.add(key, asdict(cost))
        print(f"{key}: {cost.wall:.1f} s, {cost.cpu:.1f} s of processor, {cost.memory:.2f} GiB, gap {cost.gap:.1e}", flush=True)

    def _command(self, way: str, clips: Path, checkpoints: Path) -> list[str]:
        count = sum(1 for _ in clips.rglob("*.mp4"))
        files = [str(checkpoints), str(clips)]
        if way == "straightforward":
            return [sys.executable, str(ROOT / "benchmarks/straightforward.py"), *files, str(self._loop(checkpoints, count))]
        if way not in OURS:
            once = ["--once"] * way.endswith("once")
            return [sys.executable, str(ROOT / "benchmarks/dataloader.py"), *files, str(self.work / "other.json"), *once]
        program = str(Path(sys.executable).parent / "touchstone")
        command = [program, "analyze", str(clips), "--detectors", str(checkpoints), "--out", str(self.work / "run")]
        return [*command, *["--only-scores"] * (way == "scores alone")]

    def _loop(self, checkpoints: Path, count: int) -> Path:
        """Where the straightforward way writes its probabilities."""
        return self.work / f"loop-{checkpoints.name}-{count}.json"

    def _gap(self, way: str, path: Path) -> float:
        loop = probabilities(path)
        if way not in OURS:
            other = probabilities(self.work / "other.json")
        else:
            scores = pl.read_parquet(self.work / "run/tables/scores.parquet")
            other = {(row["detector"], row["video"], row["index"]): row["p_fake"] for row in scores.iter_rows(named=True)}
        if other.keys() != loop.keys():
            raise SystemExit(f"{way} scored other frames: {sorted(other.keys() ^ loop.keys())[:3]}")
        return max(abs(other[key] - loop[key]) for key in loop)

    def costs(self, count: int, state: str) -> dict[int, dict[str, Cost]]:
        """What was measured, by round and way."""
        rounds: dict[int, dict[str, Cost]] = {}
        for key, value in self.kept.rows.items():
            clips, of_state, number, way = key.split(" ", 3)
            if (int(clips), of_state) == (count, state):
                rounds.setdefault(int(number), {})[way] = Cost(**value)
        return rounds


def probabilities(path: Path) -> dict[tuple[str, str, int], float]:
    """P(fake) by detector, clip and frame."""
    by_key = json.loads(path.read_text())
    return {(k, v, int(i)): p for k, videos in by_key.items() for v, frames in videos.items() for i, p in frames.items()}


def main() -> None:
    """Measure, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True, help="folder for clips, checkpoints, runs and what was measured")
    parser.add_argument("--clips", type=int, default=24, choices=(4, 12, 24))
    parser.add_argument("--rounds", type=int, default=5, help="warm ones")
    parser.add_argument("--cold", type=int, default=2, help="cold rounds; with any, a first one too")
    parser.add_argument("--equal", type=int, default=0, help="warm rounds with equal backbones")
    parser.add_argument("--only", nargs="*", default=WAYS, choices=WAYS)
    parser.add_argument("--growth", action="store_true", help="24, 96 and 384 clips, everything")
    parser.add_argument("--report", action="store_true", help="measure nothing")
    parser.add_argument("--write", type=Path, help="page that gets the tables between its markers")
    options = parser.parse_args()
    bench = Bench(options.work)
    if options.growth and not options.report:
        for count in GROWTH:
            bench.run("everything", "growth", count, 1)
    elif not options.report:
        states = {
            "warm": options.rounds, "cold": options.cold, "first": min(1, options.cold), "equal": options.equal,
        }  # fmt: skip
        for state, rounds in states.items():
            for number in range(1, rounds + 1):
                for way in options.only:
                    if state == "warm" or way in ("straightforward", "everything"):
                        bench.run(way, state, options.clips, number)
    lines = report(bench)
    print("\n".join(lines))
    if options.write:
        write_between(options.write, "speed", lines)


def report(bench: Bench) -> list[str]:
    """What was measured so far, as Markdown."""
    lines = [
        f"`python benchmarks/speed.py`, {machine()}; medians of so many rounds; seconds a clip, start included.", "",
        "| clips | files | way | rounds | wall s | processor s | peak GiB | "
        "straightforward ÷ | dataloader ÷ | dataloader once ÷ |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]  # fmt: skip
    for count, state in product((24, 12, 4), ("warm", "cold", "first", "equal")):
        rounds = bench.costs(count, state)
        for way in WAYS:
            costs = [of[way] for of in rounds.values() if way in of]
            if not costs:
                continue
            wall, cpu, memory = (statistics.median(getattr(c, name) for c in costs) for name in ("wall", "cpu", "memory"))
            ratios = [_ratio(count, state, rounds, other, way) for other in WAYS[:3]]
            lines.append(
                f"| {count} | {state} | {way} | {len(costs)} | {wall / count:.2f} | {cpu / count:.2f} | {memory:.2f} | "
                + " | ".join(ratios) + " |"
            )  # fmt: skip
    grown = {count: bench.costs(count, "growth").get(1, {}).get("everything") for count in GROWTH}
    if grown[96] and grown[384]:
        seconds, memory = grown[384].wall / 384 / (grown[96].wall / 96) - 1, grown[384].memory / grown[96].memory - 1
        each = "; ".join(f"{n} clips {c.wall / n:.2f} s a clip, {c.memory:.2f} GiB" for n, c in grown.items() if c)
        lines += ["", f"Growth, everything, warm: {each}."]
        lines += [f"From 96 to 384 clips: seconds a clip {seconds:+.0%}, memory {memory:+.0%}; bar +10 % each."]
    gaps = [value["gap"] for value in bench.kept.rows.values()]
    lines += ["", f"Largest difference of a probability: {max(gaps, default=0):.1e}; bar {CLOSE:.0e}."]
    return lines


def _ratio(count: int, state: str, rounds: dict[int, dict[str, Cost]], other: str, way: str) -> str:
    ratios = [of[other].wall / of[way].wall for of in rounds.values() if other in of and way in of]
    if not ratios or WAYS.index(other) >= WAYS.index(way):
        return ""
    ratio, bar = statistics.median(ratios), BARS.get((count, state, other, way))
    return f"{ratio:.2f}" + ("" if bar is None else f", bar {bar:g} {'met' if ratio >= bar else 'MISSED'}")


def measured(command: list[str], cache: Path) -> Cost:
    """Run a command; processor time of all its processes, and the largest sum of their proportional memory."""
    before = os.times()
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env={**os.environ, "TOUCHSTONE_CACHE": str(cache)})
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


def make_checkpoints(folder: Path) -> Path:
    for key in KEYS:
        golden_file(key, folder)
    return folder


def with_other_backbones(equal: Path, folder: Path) -> Path:
    """The same checkpoints, each with a backbone of its own: a little is added to its first shift."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, key in enumerate(KEYS, 1):
        path = folder / f"{key}.pt"
        if not path.exists():
            state = torch.load(equal / f"{key}.pt", weights_only=True, mmap=True)
            name = next(name for name in state["model_state_dict"] if name.endswith("features.0.1.bias"))
            state["model_state_dict"][name] = state["model_state_dict"][name] + 0.001 * number
            torch.save(state, path.with_suffix(".part"))
            path.with_suffix(".part").rename(path)
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


def repeated(original: Path, folder: Path, count: int) -> Path:
    """The clips of another folder again and again, each with an empty box of its own behind its end: other bytes."""
    if folder.exists():
        return folder
    aside = folder.with_suffix(".tmp")
    shutil.rmtree(aside, ignore_errors=True)
    clips = sorted(original.rglob("*.mp4"))
    for number in range(count):
        clip = clips[number % len(clips)]
        path = aside / clip.relative_to(original).parent / f"{number:03d}.mp4"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(clip.read_bytes() + struct.pack(">I4sI", 12, b"free", number))
    aside.rename(folder)
    return folder


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
