"""Time that each form of score file takes to be read.

python -m benchmarks.score_forms                   # 100,000 rows of each form
python -m benchmarks.score_forms --rows 10000
python -m benchmarks.score_forms --write           # the same, written into docs/forms.md
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from benchmarks._machine import machine, write_between
from tests.scores.forms.catalogue import EXAMPLES, read
from tests.scores.forms.example import Example, videos

SECONDS = 2.0
"""Processor time that a form may take at 100,000 rows."""

FRAMES = 4
"""Rows of each video, in the forms that have a row for each frame."""


def measure(form: Example, rows: int) -> tuple[float, float, int]:
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
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--write", action="store_true", help="write the table into docs/forms.md")
    asked = parser.parse_args()
    lines: list[str] = []
    slow = 0
    for form in EXAMPLES:
        taken, used, height = measure(form, asked.rows)
        slow += used > SECONDS
        lines.append(f"| {form.name.replace('|', chr(92) + '|')} | {height:,} | {taken:.2f} | {used:.2f} |")
        print(f"{form.name:<70} {height:>9,} rows {taken:6.2f} s {used:6.2f} s of processor", flush=True)
    print(f"{slow} of {len(EXAMPLES)} forms take longer than {SECONDS:g} s of processor time")
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
