"""Time that each form of score file takes to be read.

python -m benchmarks.score_forms                   # 100,000 rows of each form
python -m benchmarks.score_forms --rows 10000
python -m benchmarks.score_forms pipeline folders  # forms in whose names one of these words is
python -m benchmarks.score_forms --write           # the same, written into docs/forms.md
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from benchmarks._machine import machine, write_between
from tests.scores.forms.catalogue import EXAMPLES, read
from tests.scores.forms.example import Example, Files, Videos, table, videos

SECONDS = 2.0
"""Processor time that a form may take at 100,000 rows."""

FRAMES = 4
"""Rows of each video, in the forms that have a row for each frame."""


PARTS = 100
FACTS = 60
DETECTORS = 50


@dataclass(frozen=True, kw_only=True)
class Wide:
    """A table of a listed form with many files or many columns.

    Attributes:
        name: what there is much of.
        write: its files.
        detectors: names of the detectors.
    """

    name: str
    write: Callable[[Videos], Files]
    detectors: Sequence[str] = ("scores",)


def _in_parts(v: Videos) -> Files:
    """A table in many files."""
    whole = {"video": np.array(v.names), "label": np.array(v.labels), "p_fake": v.p}
    parts = np.array_split(np.arange(len(v)), PARTS)
    return {f"part_{i:03d}.csv": table({n: cells[at] for n, cells in whole.items()}) for i, at in enumerate(parts)}


def _with_facts(v: Videos) -> Files:
    """A table with many columns beside the scores, every second one of words."""
    rng = np.random.default_rng(1)
    numbers = {f"size_{i}": np.round(rng.normal(size=len(v)), 3) for i in range(0, FACTS, 2)}
    words = {f"kind_{i}": rng.choice(["a", "b", "c"], len(v)) for i in range(1, FACTS, 2)}
    return {"scores.csv": table({"video": v.names, "label": v.labels, "p_fake": v.p, **numbers, **words})}


def _of_many(v: Videos) -> Files:
    """A column for each of many detectors."""
    rng = np.random.default_rng(1)
    scores = {f"p_d{i}": np.clip(v.p + rng.normal(0, 0.1, len(v)), 0.001, 0.999).round(4) for i in range(DETECTORS)}
    return {"scores.csv": table({"video": v.names, "label": v.labels, **scores})}


WIDE = (
    Wide(name=f"{PARTS} files that are parts of one table", write=_in_parts),
    Wide(name=f"{FACTS} columns beside the scores", write=_with_facts),
    Wide(name=f"a column for each of {DETECTORS} detectors", write=_of_many, detectors=[f"d{i}" for i in range(DETECTORS)]),
)
"""Tables that are slow for what they have many of; they are measured beside the forms and not counted among them."""


def measure(form: Example | Wide, rows: int) -> tuple[float, float, int]:
    """Seconds, seconds of processor, and rows of one form."""
    by_frame = "frame" in form.name or "clip" in form.name or "picture" in form.name.split(" in ")[0]
    count = rows // FRAMES if by_frame else rows // len(form.detectors)
    with tempfile.TemporaryDirectory() as place:
        files = form.write(videos(count))
        began, busy = time.perf_counter(), time.process_time()
        result = read(Path(place), files)
        taken, used = time.perf_counter() - began, time.process_time() - busy
    return taken, used, result.tables["scores"].height


def main() -> None:
    """Measure and print; write if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="*", help="words of names of forms; all forms where there is none")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--write", action="store_true", help="write the table into docs/forms.md")
    asked = parser.parse_args()
    forms = [form for form in EXAMPLES if not asked.words or any(word in form.name for word in asked.words)]
    if asked.write and asked.words:
        parser.error("--write needs all forms; leave the words out")
    lines: list[str] = []
    slow = 0
    for form in forms:
        taken, used, height = measure(form, asked.rows)
        slow += used > SECONDS
        lines.append(f"| {form.name.replace('|', chr(92) + '|')} | {height:,} | {taken:.2f} | {used:.2f} |")
        print(f"{form.name:<70} {height:>9,} rows {taken:6.2f} s {used:6.2f} s of processor", flush=True)
    print(f"{slow} of {len(forms)} forms take longer than {SECONDS:g} s of processor time")
    for wide in (wide for wide in WIDE if not asked.words or any(word in wide.name for word in asked.words)):
        taken, used, height = measure(wide, asked.rows)
        print(f"{wide.name:<70} {height:>9,} rows {taken:6.2f} s {used:6.2f} s of processor", flush=True)
    if asked.write:
        head = [
            f"`python -m benchmarks.score_forms --rows {asked.rows}`, {machine()}; {slow} of {len(EXAMPLES)} forms take longer "
            f"than {SECONDS:g} s of processor time.",
            "",
            "| form | scores | s | s of processor |",
            "|---|---|---|---|",
        ]
        write_between(Path(__file__).parents[1] / "docs" / "forms.md", "speed", [*head, *lines])


if __name__ == "__main__":
    main()
