"""Indicators on known changes: ``python benchmarks/indicator_truth.py [--footage DIR] [--write docs/indicators.md]``.

Prints for each part the known change and its size, the measured value, the required value, and whether it was met. The
benchmark makes its own footage; with a folder of real clips it makes the same changes to those as well.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks._machine import write_between
from benchmarks.truth._case import Row
from benchmarks.truth._clip_size import DEVELOPED_ON, clip_size_rows
from benchmarks.truth._coding import coding_rows, shape_rows, stream_rows
from benchmarks.truth._detail import coded_size_rows, detail_rows, edge_rows, noise_rows, size_rows
from benchmarks.truth._heard import real_sync_rows, sound_rows, sync_rows
from benchmarks.truth._light import content_rows, light_rows
from benchmarks.truth._material import Still, made_clip, made_still, real_clips, real_stills
from benchmarks.truth._time import face_rows, time_rows


def _light(footage: Path | None) -> Iterator[Row]:
    for group in _stills(footage):
        yield from light_rows(group)
        yield from content_rows(group)


def _coding(footage: Path | None) -> Iterator[Row]:
    for group in _stills(footage):
        yield from coding_rows(group)
        yield from stream_rows(group[:6])
    yield from shape_rows()


def _detail(footage: Path | None) -> Iterator[Row]:
    yield from edge_rows()
    for group in _stills(footage):
        yield from detail_rows(group)


def _noise(footage: Path | None) -> Iterator[Row]:
    for group in _stills(footage):
        yield from noise_rows(group)


def _size(footage: Path | None) -> Iterator[Row]:
    large = [made_still(seed, 720, 1280) for seed in range(3)]
    for group in (large, real_stills(footage, 6, 700) if footage else []):
        if group:
            yield from size_rows(group)
            for crf in (12, 18, 23):
                yield from coded_size_rows(group, crf)
    moving = [made_clip(seed) for seed in range(3)]
    real = real_clips(footage, 10, 2.0, sound=False, smallest=480, without=DEVELOPED_ON) if footage else []
    for clips in (moving, real):
        if clips:
            for crf in (12, 18, 23):
                yield from clip_size_rows(clips, crf)


def _time(footage: Path | None) -> Iterator[Row]:
    yield from time_rows([made_clip(seed) for seed in range(4)])
    if footage:
        clips = real_clips(footage, 6, 2.0, sound=False)
        yield from time_rows(clips)
        yield from face_rows(clips[::2])


def _sound(footage: Path | None) -> Iterator[Row]:
    yield from sound_rows()
    for seconds in (2.0, 8.0):
        yield from sync_rows(seconds)
        if footage:
            yield from real_sync_rows(real_clips(footage, 12, seconds, sound=True), seconds)


PARTS = {
    "size": _size,
    "detail": _detail,
    "sound": _sound,
    "time": _time,
    "noise": _noise,
    "coding": _coding,
    "light": _light,
}


def _stills(footage: Path | None) -> list[list[Still]]:
    """Groups of frames: made ones, and real ones if there are any."""
    stills = [made_still(seed) for seed in range(6)]
    real = real_stills(footage, 8, 400) if footage else []
    return [stills, real] if real else [stills]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--footage", type=Path, help="folder of real clips")
    parser.add_argument("--write", type=Path, help="page whose tables are replaced")
    parser.add_argument("--part", choices=tuple(PARTS), action="append", help="only this part; may be repeated")
    chosen = parser.parse_args()
    for part in chosen.part or PARTS:
        rows: list[Row] = []
        for row in PARTS[part](chosen.footage):
            word = "   met" if row.met else "MISSED"
            print(f"{word}  {row.indicator:28} {row.footage:5} {row.construction}: {row.result}", flush=True)
            rows.append(row)
        met = sum(row.met for row in rows)
        print(f"{part}: {met} of {len(rows)} met", flush=True)
        if chosen.write:
            write_between(chosen.write, part, [f"{met} of {len(rows)} met.", "", *_table(rows)])


def _table(rows: list[Row]) -> list[str]:
    lines = ["| indicator | known change | footage | n | measured | asked for | |", "|---|---|---|---|---|---|---|"]
    for r in sorted(rows, key=lambda r: r.indicator):
        verdict = "met" if r.met else "**missed**"
        words = (f"`{r.indicator}`", r.construction, r.footage, str(r.n), r.result, r.bar, verdict)
        lines.append(f"| {' | '.join(words)} |")
    return lines


if __name__ == "__main__":
    main()
