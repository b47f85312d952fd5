"""Indicators on known changes: ``python benchmarks/indicator_truth.py [--footage DIR] [--write docs/indicators.md]``.

Prints a table: what was changed by how much, what was measured, what is asked for, and whether it was met. Made footage is
part of this benchmark; with a folder of real clips the same changes are made to those as well.
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
from benchmarks.truth._coding import coding_rows, shape_rows, stream_rows
from benchmarks.truth._detail import coded_size_rows, detail_rows, edge_rows, noise_rows, size_rows
from benchmarks.truth._heard import real_sync_rows, sound_rows, sync_rows
from benchmarks.truth._light import content_rows, light_rows
from benchmarks.truth._material import made_clip, made_still, real_clips, real_stills
from benchmarks.truth._time import face_rows, time_rows


def rows(footage: Path | None) -> Iterator[Row]:
    """All rows, made footage first."""
    made = [made_still(seed) for seed in range(6)]
    large = [made_still(seed, 720, 1280) for seed in range(3)]
    stills = real_stills(footage, 12, 400) if footage else []
    for group in (made, stills):
        if group:
            yield from light_rows(group)
            yield from content_rows(group)
            yield from coding_rows(group)
            yield from stream_rows(group[:6])
            yield from detail_rows(group)
            yield from noise_rows(group)
    yield from shape_rows()
    yield from edge_rows()
    for group in (large, real_stills(footage, 6, 700) if footage else []):
        if group:
            yield from size_rows(group)
            for crf in (12, 18, 23):
                yield from coded_size_rows(group, crf)
    yield from time_rows([made_clip(seed) for seed in range(4)])
    if footage:
        clips = real_clips(footage, 6, 2.0, sound=False)
        yield from time_rows(clips)
        yield from face_rows(clips[::2])
    yield from sound_rows()
    for seconds in (2.0, 8.0):
        yield from sync_rows(seconds)
        if footage:
            yield from real_sync_rows(real_clips(footage, 16, seconds, sound=True), seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--footage", type=Path, help="folder of real clips")
    parser.add_argument("--write", type=Path, help="page whose table is replaced")
    parser.add_argument("--only", help="print rows of indicators whose name holds this word")
    chosen = parser.parse_args()
    found: list[Row] = []
    for row in rows(chosen.footage):
        if chosen.only is None or chosen.only in row.indicator:
            print(
                f"{'   met' if row.met else 'MISSED'}  {row.indicator:28} {row.footage:5} {row.construction}: {row.found}",
                flush=True,
            )
            found.append(row)
    met = sum(row.met for row in found)
    print(f"{met} of {len(found)} met")
    if chosen.write:
        lines = ["| indicator | known change | footage | n | measured | asked for | |", "|---|---|---|---|---|---|---|"]
        for r in sorted(found, key=lambda r: (r.indicator, r.construction, r.footage)):
            verdict = "met" if r.met else "**missed**"
            lines.append(
                f"| `{r.indicator}` | {r.construction} | {r.footage} | {r.n} | {r.found} | {r.bar} | {verdict} |"
            )
        write_between(chosen.write, "truth", [f"{met} of {len(found)} rows met.", "", *lines])


if __name__ == "__main__":
    main()
