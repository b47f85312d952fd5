"""Time and memory of examining score files, step by step.

python -m benchmarks.scores                        # a million videos, five detectors
python -m benchmarks.scores --videos 100000
python -m benchmarks.scores --write                # the same, written into docs/scores.md
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import polars as pl
from benchmarks._machine import machine, write_between

from touchstone.conclusions.diagnosis import diagnose
from touchstone.conclusions.examination import examine
from touchstone.conclusions.prescription import prescribe
from touchstone.report import Run, write_report
from touchstone.scores import read_score_files
from touchstone.vocabulary.tables import TABLES, read_table, write_table

DETECTORS = ("cm", "bg", "av", "rr", "ll")
SEPARATIONS = (2.0, 1.2, 0.8, 0.4, 0.0)


def make(path: Path, videos: int, seed: int = 0) -> None:
    """Write a table of scores with groups, sources and metadata; detectors share part of their errors."""
    rng = np.random.default_rng(seed)
    fake = rng.random(videos) < 0.5
    person = rng.integers(0, max(videos // 10, 20), videos)
    shared = rng.normal(size=videos)
    scores = {
        f"p_{name}": np.round(1 / (1 + np.exp(-(far * (fake - 0.5) + 0.5 * shared + 0.9 * rng.normal(size=videos)))), 6)
        for name, far in zip(DETECTORS, SEPARATIONS, strict=True)
    }
    method = np.where(fake, rng.choice(["FaceSwap", "Wav2Lip", "AniTalker"], videos), "")
    pl.DataFrame(
        {
            "video": [f"site{s}/{i:07d}.mp4" for i, s in enumerate(person % 20)],
            "label": np.where(fake, "FAKE", "REAL"),
            "group": [f"person {p}" for p in person],
            "source": [f"site {p % 20}" for p in person],
            "method": [m or None for m in method],
            "codec": rng.choice(["h264", "hevc"], videos),
            "width": rng.choice([640, 1280, 1920], videos),
            "height": rng.choice([480, 720, 1080], videos),
            "fps": rng.choice([24.0, 25.0, 30.0], videos),
            "duration": np.round(rng.gamma(4, 3, videos), 2),
            "bitrate": np.round(rng.lognormal(14, 0.6, videos)),
            "has_audio": rng.random(videos) < 0.8,
            **scores,
        }
    ).write_csv(path)


class Steps:
    """Wall and processor time of each step, and the largest memory of the process up to its end."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, float, float, float]] = []

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Measure the code inside the with block."""
        began, busy = time.perf_counter(), time.process_time()
        yield
        taken, busy = time.perf_counter() - began, time.process_time() - busy
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        self.rows.append((name, taken, busy, peak))
        print(f"{name:<28} {taken:8.1f} s   {busy:8.1f} s of processor   {peak:5.2f} GiB", flush=True)


def run(videos: int) -> Steps:
    """Everything that ``touchstone scores`` does, step by step."""
    steps = Steps()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        table = folder / "scores.csv"
        make(table, videos)
        print(
            f"{table.stat().st_size / 2**20:.0f} MiB of CSV, {videos:,} videos × {len(DETECTORS)} detectors", flush=True
        )
        with steps.step("read and recognise"):
            given = read_score_files([table])
        with steps.step("write the tables"):
            for name, schema in TABLES.items():
                write_table(given.tables[name], schema, folder / "tables")
        del given
        with steps.step("read the tables"):
            tables = {name: read_table(schema, folder / "tables") for name, schema in TABLES.items()}
        with steps.step("examine"):
            examined = examine(tables)
        with steps.step("diagnose"):
            findings = diagnose(examined, tables, "touchstone scores scores.csv --out NEW")
        with steps.step("prescribe"):
            prescription = prescribe(examined, findings, "touchstone scores scores.csv --out NEW")
        with steps.step("report"):
            facts = Run(
                command="touchstone scores scores.csv --out NEW",
                started="2026-01-01T00:00:00+00:00",
                scored="2026-01-01T00:00:00+00:00",
                touchstone="0.1.0",
                settings={},
            )
            written = write_report(folder, facts, tables, examined, findings, prescription)
        sizes = {path.name: path.stat().st_size / 2**20 for path in written.files}
        print(
            "largest files, MiB:", ", ".join(f"{n} {s:.1f}" for n, s in sorted(sizes.items(), key=lambda i: -i[1])[:4])
        )
    return steps


def main() -> None:
    """Measure and print; write if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--videos", type=int, default=1_000_000)
    parser.add_argument("--write", action="store_true", help="write the table into docs/scores.md")
    asked = parser.parse_args()
    steps = run(asked.videos)
    total, busy = sum(row[1] for row in steps.rows), sum(row[2] for row in steps.rows)
    peak = max(row[3] for row in steps.rows)
    print(f"{'all':<28} {total:8.1f} s   {busy:8.1f} s of processor   {peak:5.2f} GiB")
    if asked.write:
        lines = [
            f"`python -m benchmarks.scores --videos {asked.videos}`, {machine()}; {len(DETECTORS)} detectors, "
            "groups, sources and metadata.",
            "",
            "| step | s | s of processor | largest memory so far, GiB |",
            "|---|---|---|---|",
            *(f"| {name} | {taken:.1f} | {used:.1f} | {peak:.2f} |" for name, taken, used, peak in steps.rows),
            f"| **all** | **{total:.1f}** | **{busy:.1f}** | **{peak:.2f}** |",
        ]
        write_between(Path(__file__).parents[1] / "docs" / "scores.md", "speed", lines)


if __name__ == "__main__":
    main()
