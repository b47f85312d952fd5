"""How often the diagnosis blames what is healthy, in designs that people have.

    python benchmarks/healthy_designs.py [--runs 20] [--seeds tune|final] [--only DESIGN...] [--workers 1]
                                         [--minutes 8] [--state DIR] [--write docs/diagnosis.md]

The designs are those of ``benchmarks/designs/designs.toml``. A finding is false if 200,000 videos of the same design do not show
it at the smallest effect worth acting on; ``designs/effects.py`` lists the formula of each code. Counted are roots on any
subject: the footage, the ensemble, and every detector. With ``--state`` a run that was stopped continues; results of other code
are not mixed in.
"""

from __future__ import annotations

import os

os.environ.setdefault("POLARS_MAX_THREADS", "1")  # processes share the cores, not threads
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from _machine import machine, write_between
from designs import DESIGNS, RUNS, seed_of
from designs.file import Seeds
from designs.state import Lines, code_hash
from designs.truth import Truth
from designs.work import Task, work
from touchstone.conclusions.metrics.proportion import wilson

MOST_FALSE = 0.02
"""Share of runs with a confirmed false root that is allowed over all designs."""

MOST_OF_DESIGN = 0.05
"""No design may have a lower 95 % limit above this."""

MOST_SUSPECTED = 0.10


@dataclass(slots=True)
class OfDesign:
    """What the runs of one design came to.

    Attributes:
        runs: runs.
        confirmed: runs with a confirmed false root.
        suspected: runs with a suspected false root.
        codes: code and verdict → runs in which it was false.
        true: code → runs in which a root of it is true of the design.
    """

    runs: int = 0
    confirmed: int = 0
    suspected: int = 0
    codes: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    true: Counter[str] = field(default_factory=Counter[str])


def tasks_of(runs: int, seeds: Seeds, only: Sequence[str]) -> list[Task]:
    """The first run of every design, then the second one of every design."""
    chosen = [design for name, design in DESIGNS.items() if not only or name in only]
    return [
        Task(key=f"{d.name} {r}", design=d, n=d.n[r % len(d.n)], seed=seed_of(seeds, r))
        for r in range(runs)
        for d in chosen
    ]


def counted(tasks: Sequence[Task], results: Mapping[str, list[dict[str, Any]]], truth: Truth) -> dict[str, OfDesign]:
    """Counts by design, of the runs that there are results of."""
    by_design: dict[str, OfDesign] = {}
    for task in sorted(tasks, key=lambda t: t.design.name):
        if task.key not in results:
            continue
        line = by_design.setdefault(task.design.name, OfDesign())
        line.runs += 1
        roots = [f for f in results[task.key] if f["kind"] == "root" and f["verdict"] != "cannot_tell"]
        false = {
            (f["code"], f["verdict"]) for f in roots if not truth.true(task.design, task.n, f["code"], f["subject"])
        }
        line.codes.update(false)
        line.true.update({f["code"] for f in roots} - {code for code, _ in false})
        verdicts = {verdict for _, verdict in false}
        line.confirmed += "confirmed" in verdicts
        line.suspected += "suspected" in verdicts
    return by_design


def rate(hits: int, count: int) -> str:
    """A share with its Wilson interval."""
    low, high = wilson(hits / count, count)
    return f"{hits}/{count} = {hits / count:.2f} [{low:.2f}, {high:.2f}]"


def lines_of(by_design: Mapping[str, OfDesign]) -> list[str]:
    """The sums, and one line a design, the worst first."""
    runs = sum(d.runs for d in by_design.values())
    confirmed, suspected = sum(d.confirmed for d in by_design.values()), sum(d.suspected for d in by_design.values())
    above = [n for n, d in by_design.items() if wilson(d.confirmed / d.runs, d.runs)[0] > MOST_OF_DESIGN]
    lines = [
        f"Runs with a confirmed false root: {rate(confirmed, runs)}; bar at most {MOST_FALSE:.0%}, "
        f"{_met(confirmed / runs <= MOST_FALSE)}. Designs whose lower limit is above {MOST_OF_DESIGN:.0%}: {len(above)}; "
        f"bar none, {_met(not above)}. Runs with a suspected false root: {rate(suspected, runs)}; bar at most "
        f"{MOST_SUSPECTED:.0%}, {_met(suspected / runs <= MOST_SUSPECTED)}.",
        "",
        "| design | confirmed false [95 %] | suspected false [95 %] | which, with the runs | roots that are true |",
        "|---|---|---|---|---|",
    ]
    for name, d in sorted(by_design.items(), key=lambda item: (-item[1].confirmed / item[1].runs, -item[1].suspected)):
        said = ", ".join(
            f"`{code}`{' suspected' * (verdict == 'suspected')} {k}" for (code, verdict), k in sorted(d.codes.items())
        )
        true = ", ".join(f"`{code}` {k}" for code, k in sorted(d.true.items()))
        lines.append(
            f"| {name} | {rate(d.confirmed, d.runs)} | {rate(d.suspected, d.runs)} | {said or '–'} | {true or '–'} |"
        )
    return lines


def _met(yes: bool) -> str:
    return "met" if yes else "MISSED"


def main() -> int:
    """Diagnose the runs and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=RUNS["healthy"], help="runs of a design")
    parser.add_argument("--seeds", choices=("tune", "final"), default="tune")
    parser.add_argument("--only", nargs="*", default=[], help="designs")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument(
        "--minutes", type=float, help="begin no run after so many minutes; the table is of those that ended"
    )
    parser.add_argument("--state", type=Path, help="folder in which results are kept")
    parser.add_argument("--write", type=Path, help="page that gets the table between its markers")
    options = parser.parse_args()
    start = time.monotonic()
    kept = Lines(options.state, f"healthy-{options.seeds}-{code_hash('conclusions', 'testing')}")
    truth = Truth(Lines(options.state, f"truth-{code_hash('testing', formulas=True)}"))
    tasks = tasks_of(options.runs, options.seeds, options.only)
    work(tasks, kept, options.workers, options.minutes)
    by_design = counted(tasks, kept.rows, truth)
    lines = [
        f"`python benchmarks/healthy_designs.py --seeds {options.seeds} --runs {options.runs}`: {len(by_design)} designs, "
        f"{sum(d.runs for d in by_design.values())} of {len(tasks)} runs; {machine()}; {time.monotonic() - start:.0f} s.",
        "",
        *lines_of(by_design),
    ]
    print("\n".join(lines))
    if options.write:
        write_between(options.write, f"healthy designs {options.seeds}", lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
