"""How often the first root that is shown is the planted fault, at three sizes, next to an oracle that knows what to ask for.

    python benchmarks/planted_designs.py [--runs 2] [--seeds tune|final] [--only FAULT...] [--workers 1]
                                         [--minutes 8] [--state DIR] [--write docs/diagnosis.md]

Faults, effects, backgrounds, sizes and seeds are those of ``benchmarks/designs/designs.toml``.

- **Right**: the first root that is shown on any subject is the planted code, confirmed or suspected; so is one that names the
  planted code as a cause that it cannot be distinguished from, and these are counted apart. Of a double, both codes must be found
  on their subjects, and the first root must be one of them. A planted symptom, or a piece of information, must be found, and no
  root that 200,000 such videos do not show may come before it.
- **Silent**: nothing was confirmed or suspected, neither root nor the planted code. Faults that scores cannot decide are
  in a table of their own.
- **Oracle**: the summed share of such tables in which the oracle finds the fault (``designs/oracle.py``); of a double, the
  product of both.
- **False**: a confirmed root that 200,000 videos with the same faults do not show at the smallest effect worth acting on.
"""

from __future__ import annotations

import os

os.environ.setdefault("POLARS_MAX_THREADS", "1")  # processes share the cores, not threads
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from _machine import machine, write_between
from designs import BACKGROUNDS, DOUBLES, FAULTS, RUNS, SIZES, FaultLine, seed_of
from designs.file import Seeds, Strength
from designs.knobs import Knobs
from designs.oracle import Oracle
from designs.state import Lines, code_hash
from designs.truth import Truth
from designs.work import Task, work
from healthy_designs import rate
from touchstone.testing import Design, plant

OF_ORACLE = 0.9
"""Least share of the oracle's summed power."""

SURE = 0.95
"""Power from which on a case must be right at :data:`BARS`."""

BARS = {400: 0.92, 3000: 0.95}
MOST_FALSE = 0.01
MOST_FALSE_OF_SIZE = 0.02

Result = Literal["right", "by pair", "wrong", "silent"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One planted run.

    Attributes:
        name: fault or double.
        faults: what was planted, one or two.
        sizes: size of each, in the unit of its planter.
        strength: weak or strong.
        background: what it was planted into.
        task: the run.
    """

    name: str
    faults: tuple[FaultLine, ...]
    sizes: tuple[float, ...]
    strength: Strength
    background: Design
    task: Task


def cases(runs: int, seeds: Seeds, only: Sequence[str], knobs: Knobs) -> Iterator[Case]:
    """Every fault weakly and strongly, every double strongly, at every size, on the backgrounds in turn."""
    strengths: tuple[Strength, ...] = ("weak", "strong")
    singles: list[tuple[str, tuple[FaultLine, ...], Strength]] = [
        (name, (fault,), s) for name, fault in FAULTS.items() for s in strengths
    ]
    doubles: list[tuple[str, tuple[FaultLine, ...], Strength]] = [
        (name, tuple(FAULTS[f] for f in pair), strengths[1]) for name, pair in DOUBLES.items()
    ]
    for r in range(runs):
        for place, (name, faults, strength) in enumerate([*singles, *doubles]):
            if only and name not in only:
                continue
            background = BACKGROUNDS[(r + place) % len(BACKGROUNDS)]
            sizes = tuple(knobs.of(f, f.weak if strength == "weak" else f.strong, background) for f in faults)
            planted = tuple((f.by, size) for f, size in zip(faults, sizes, strict=True))
            for n in SIZES:
                task = Task(
                    key=f"{name} {strength} {n} {r}", design=background, n=n, seed=seed_of(seeds, r), knobs=planted
                )
                yield Case(name=name, faults=faults, sizes=sizes, strength=strength, background=background, task=task)


def result_of(case: Case, findings: Sequence[dict[str, Any]], truth: Truth) -> Result:
    """What the findings of a case come to, by the rules above."""
    claimed = [f for f in findings if f["verdict"] != "cannot_tell"]
    roots = [f for f in claimed if f["kind"] == "root" and f["shown"]]
    planted = [(fault.code, plant(fault.by, 0.5).subject) for fault in case.faults]
    if case.faults[0].kind != "root":
        return _of_symptom(case, claimed, truth)
    if not roots:
        return "silent"
    matches = [_match(roots[0], code, subject) for code, subject in planted]
    if not any(matches):
        return "wrong"
    ways = [max((_match(f, code, subject) for f in roots), default=0) for code, subject in planted]
    if not all(ways):
        return "wrong"
    return "right" if max(matches) == 2 and min(ways) == 2 else "by pair"


def _match(finding: dict[str, Any], code: str, subject: str) -> int:
    """2: it is the planted code on its subject; 1: it names it as a pair; 0: neither."""
    if finding["subject"] == subject and finding["code"] == code:
        return 2
    return int(code in finding["pairs"] and subject in (finding["subject"], "footage"))


def _of_symptom(case: Case, claimed: Sequence[dict[str, Any]], truth: Truth) -> Result:
    fault = case.faults[0]
    subject = plant(fault.by, 0.5).subject
    for f in claimed:
        if f["code"] == fault.code and f["subject"] == subject:
            return "right"
        if f["kind"] == "root" and f["shown"] and not _true(case, f, truth):
            return "wrong"
    return "wrong" if any(f["kind"] == "root" for f in claimed) else "silent"


def _true(case: Case, finding: dict[str, Any], truth: Truth) -> bool:
    """Whether it is what was planted, or large tables with the same faults show it."""
    if any(_match(finding, fault.code, plant(fault.by, 0.5).subject) for fault in case.faults):
        return True
    return truth.true(case.background, case.task.n, finding["code"], finding["subject"], case.task.knobs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A case, what came of it, the oracle's power, and the first confirmed false root."""

    case: Case
    result: Result
    power: float
    false: tuple[str, ...]
    first: str


def outcome_of(case: Case, findings: Sequence[dict[str, Any]], truth: Truth, oracle: Oracle) -> Outcome:
    """Judge one case."""
    power = 1.0
    for fault, size in zip(case.faults, case.sizes, strict=True):
        power *= oracle.power(fault, size, case.background, case.task.n)
    sure = [f for f in findings if f["kind"] == "root" and f["verdict"] == "confirmed"]
    roots = [f for f in findings if f["kind"] == "root" and f["verdict"] != "cannot_tell" and f["shown"]]
    return Outcome(
        case=case,
        result=result_of(case, findings, truth),
        power=power,
        false=tuple(sorted({f["code"] for f in sure if not _true(case, f, truth)})),
        first=f"{roots[0]['code']} of {roots[0]['subject']}" if roots else "nothing",
    )


def size_lines(outcomes: Sequence[Outcome]) -> list[str]:
    """Decidable cases by size, against the oracle."""
    lines = [
        "| n | runs | right | of these by a named pair | wrong root first | silent | oracle | right / oracle | right where the "
        "oracle's power is ≥ 0.95 | runs with a confirmed false root |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for n in SIZES:
        chosen = [o for o in outcomes if o.case.task.n == n]
        if not chosen:
            continue
        decidable = [o for o in chosen if not any(f.undecidable for f in o.case.faults)]
        right, power = sum(_right(o) for o in decidable), sum(o.power for o in decidable)
        sure = [o for o in decidable if o.power >= SURE]
        share = right / power if power else 0.0
        sure_right = sum(_right(o) for o in sure)
        bar = f", bar {BARS[n]:.2f} {_met(sure_right >= BARS[n] * len(sure))}" if n in BARS else ""
        false = sum(bool(o.false) for o in chosen)
        lines.append(
            f"| {n} | {len(decidable)} | {right} | {_count(decidable, 'by pair')} | {_count(decidable, 'wrong')} | "
            f"{_count(decidable, 'silent')} | {power:.1f} | {share:.2f}, bar {OF_ORACLE} {_met(share >= OF_ORACLE)} | "
            f"{rate(sure_right, len(sure)) if sure else '–'}{bar} | {rate(false, len(chosen))}, bar {MOST_FALSE_OF_SIZE:.0%} "
            f"{_met(false <= MOST_FALSE_OF_SIZE * len(chosen))} |"
        )
    false = sum(bool(o.false) for o in outcomes)
    total = (
        f"Runs with a confirmed false root: {rate(false, len(outcomes))}; bar {MOST_FALSE:.0%} of at least 1,500 runs, "
    )
    return [*lines, "", total + _met(false <= MOST_FALSE * len(outcomes) and len(outcomes) >= 1500) + "."]


def _right(outcome: Outcome) -> bool:
    return outcome.result in ("right", "by pair")


def _count(outcomes: Sequence[Outcome], result: Result) -> int:
    return sum(o.result == result for o in outcomes)


def _met(yes: bool) -> str:
    return "met" if yes else "MISSED"


def fault_lines(outcomes: Sequence[Outcome], *, undecidable: bool) -> list[str]:
    """One line for each fault: right over oracle at its two strengths and three sizes, and what else was said."""
    sizes = [f"{s} {n}" for s in ("weak", "strong") for n in SIZES]
    lines = [
        f"| {'undecidable' if undecidable else 'fault'} | {' | '.join(sizes)} | silent | wrong root first, with the runs | "
        "confirmed false |",
        "|---" * (len(sizes) + 4) + "|",
    ]
    for name in dict.fromkeys(o.case.name for o in outcomes):
        of = [o for o in outcomes if o.case.name == name]
        if any(f.undecidable for f in of[0].case.faults) != undecidable:
            continue
        cells = []
        for strength in ("weak", "strong"):
            for n in SIZES:
                cell = [o for o in of if o.case.strength == strength and o.case.task.n == n]
                power = "" if undecidable else f" / {sum(o.power for o in cell):.1f}"
                cells.append(f"{sum(_right(o) for o in cell)}{power} of {len(cell)}" if cell else "–")
        wrong = _listed([o.first for o in of if o.result == "wrong"])
        false = _listed([code for o in of for code in o.false])
        lines.append(f"| {name} | {' | '.join(cells)} | {_count(of, 'silent')} | {wrong} | {false} |")
    return lines if len(lines) > 2 else []


def _listed(names: Sequence[str]) -> str:
    counts = sorted(((names.count(n), n) for n in set(names)), reverse=True)
    return ", ".join(f"{n} {k}" for k, n in counts[:4]) or "–"


def main() -> int:
    """Diagnose the runs and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=RUNS["planted"], help="runs of a fault, strength and size")
    parser.add_argument("--seeds", choices=("tune", "final"), default="tune")
    parser.add_argument("--only", nargs="*", default=[], help="faults and doubles")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument(
        "--minutes", type=float, help="begin no run after so many minutes; the table is of those that ended"
    )
    parser.add_argument("--state", type=Path, help="folder in which results are kept")
    parser.add_argument("--write", type=Path, help="page that gets the tables between its markers")
    options = parser.parse_args()
    start = time.monotonic()
    drawn = code_hash("testing", formulas=True)
    knobs = Knobs(Lines(options.state, f"sizes-{drawn}"))
    kept = Lines(options.state, f"planted-{options.seeds}-{code_hash('conclusions', 'testing', formulas=True)}")
    truth, oracle = Truth(Lines(options.state, f"truth-{drawn}")), Oracle(Lines(options.state, f"powers-{drawn}"))
    chosen = list(cases(options.runs, options.seeds, options.only, knobs))
    shuffled = random.Random(0).sample(chosen, len(chosen))
    work([case.task for case in shuffled], kept, options.workers, options.minutes)
    ended = [case for case in chosen if case.task.key in kept.rows]
    outcomes = [outcome_of(case, kept.rows[case.task.key], truth, oracle) for case in ended]
    lines = [
        f"`python benchmarks/planted_designs.py --seeds {options.seeds} --runs {options.runs}`: {len(ended)} of {len(chosen)} "
        f"runs; {machine()}; {time.monotonic() - start:.0f} s.",
        "",
        *size_lines(outcomes),
        "",
        *fault_lines(outcomes, undecidable=False),
        "",
        *fault_lines(outcomes, undecidable=True),
    ]
    print("\n".join(lines))
    if options.write:
        write_between(options.write, f"planted designs {options.seeds}", lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
