"""Whether the stated interval of the gain of the recommended rule holds the gain on new videos.

    python benchmarks/ensemble_gain.py [--tables 100] [--videos 480] [--fresh 20000] [--write docs/statistics.md]

Tables are made by ten designs of ``benchmarks/designs/designs.toml`` in turn, each with its own seed. In each the detectors
are examined together, as ``touchstone scores`` does. The rule that is recommended and the best single detector are then fitted on
the table as they are stated, and compared on fresh videos of the same maker: the difference of their AUC there is the true gain.
Where the best single detector is recommended, nothing is stated of a gain, and the table is counted apart.
"""

from __future__ import annotations

import os

os.environ.setdefault("POLARS_MAX_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from _machine import machine, write_between
from designs import BACKGROUNDS, DESIGNS
from designs.effects import auc
from healthy_designs import rate
from touchstone.conclusions.examination import EnsembleExamination, examine
from touchstone.conclusions.examination.ensemble.rules import BEST_SINGLE, RULES, combine
from touchstone.conclusions.metrics import side_by_side, video_scores
from touchstone.testing import make_run

HELD = 90
"""Of 100 tables, in at least so many the interval must hold the true gain."""

MEAN_ERROR = 0.005
MAKERS = (
    *BACKGROUNDS,
    *(DESIGNS[name] for name in ("twelve-methods", "strong-and-weak", "unequal-widths", "twelve-detectors")),
)

_SEED = 70_000_001
_FRESH = 71_000_001


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What a table states, and what is true.

    Attributes:
        background: its maker.
        rule: the rule that is recommended.
        stated: its gain over the best single detector.
        low: lower end of the interval.
        high: upper end.
        true: its gain on the fresh videos.
    """

    background: str
    rule: str
    stated: float
    low: float
    high: float
    true: float

    @property
    def holds(self) -> bool:
        """Whether the interval holds the true gain."""
        return self.low <= self.true <= self.high


def table_of(number: int, videos: int, fresh: int) -> Table | None:
    """One table; ``None`` where the best single detector is recommended, or weights that follow indicators."""
    design = MAKERS[number % len(MAKERS)]
    tables = make_run(design, videos, _SEED + number).tables()
    together = examine(tables).ensembles.kept_together
    if together is None:
        return None
    hardest = together.hardest
    if hardest is None or hardest.recommended not in RULES or hardest.best.gain is None:
        return None
    gain = hardest.best.gain
    limits = gain.limits
    assert limits is not None, "a gain has an interval"
    stated, low, high = limits
    new = make_run(design, fresh, _FRESH + number).tables()
    true = _difference(together, hardest.recommended, tables, new)
    return Table(
        background=design.name, rule=hardest.recommended, stated=stated, low=low, high=high, true=true
    )


def _difference(
    together: EnsembleExamination, rule: str, seen: dict[str, pl.DataFrame], new: dict[str, pl.DataFrame]
) -> float:
    (p, fake), (q, truth) = (_wide(tables, together.members) for tables in (seen, new))
    return auc(truth, combine(rule, p, fake, q)) - auc(truth, combine(BEST_SINGLE, p, fake, q))


def _wide(tables: dict[str, pl.DataFrame], members: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    scored = video_scores(tables["scores"], tables["videos"]).filter(pl.col("status") == "ok")
    wide, columns = side_by_side(scored, members, ("video", "label"))
    wide = wide.drop_nulls([columns[name] for name in members])
    return wide.select(columns[name] for name in members).to_numpy(), (wide["label"] == "fake").to_numpy()


def lines_of(combined: Sequence[Table], count: int, command: str) -> list[str]:
    """The table, as Markdown."""
    held = sum(t.holds for t in combined)
    error = float(np.mean([t.stated - t.true for t in combined])) if combined else 0.0
    verdict = "met" if 100 * held >= HELD * len(combined) else "MISSED"
    lines = [
        f"`{command}`; {machine()}.",
        "",
        f"Of {count} tables, {len(combined)} are told to combine. The interval of the gain holds the true one in "
        f"{rate(held, len(combined))}, bar {HELD / 100:.2f} {verdict}; mean of stated "
        f"less true gain {error:+.4f}, bar ±{MEAN_ERROR} {'met' if abs(error) <= MEAN_ERROR else 'MISSED'}.",
        "",
        "| maker | tables | interval holds the true gain | mean stated gain | mean true gain | rules |",
        "|---|---|---|---|---|---|",
    ]
    for name in dict.fromkeys(t.background for t in combined):
        of = [t for t in combined if t.background == name]
        rules = ", ".join(f"{r} {sum(t.rule == r for t in of)}" for r in dict.fromkeys(t.rule for t in of))
        lines.append(
            f"| {name} | {len(of)} | {sum(t.holds for t in of)} | {np.mean([t.stated for t in of]):+.4f} | "
            f"{np.mean([t.true for t in of]):+.4f} | {rules} |"
        )
    return lines


def main() -> int:
    """Make the tables, and print how often the interval holds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tables", type=int, default=100)
    parser.add_argument("--videos", type=int, default=480)
    parser.add_argument("--fresh", type=int, default=20_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--write", type=Path, help="page that gets the table between its markers")
    options = parser.parse_args()
    start = time.perf_counter()
    with ProcessPoolExecutor(options.workers, mp_context=get_context("forkserver")) as pool:
        jobs = [pool.submit(table_of, k, options.videos, options.fresh) for k in range(options.tables)]
        combined = [table for job in jobs if (table := job.result()) is not None]
    print(f"{time.perf_counter() - start:.0f} s", file=sys.stderr)
    lines = lines_of(combined, options.tables, f"python benchmarks/ensemble_gain.py --tables {options.tables}")
    print("\n".join(lines))
    if options.write:
        write_between(options.write, "ensemble gain", lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
