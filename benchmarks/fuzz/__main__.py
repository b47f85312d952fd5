"""Give hostile videos, checkpoints, tables and run folders to the command, and hold what it does against the rules.

An input gives a result, or one line that names it. The exit code is one that the command states. Nothing prints a traceback.
No process goes over its memory, no command over its time. No code of a file runs, and nobody is contacted.

    python -m benchmarks.fuzz --seed 7
    python -m benchmarks.fuzz media --seed 7 --count 3000 --workers 2
    python -m benchmarks.fuzz --whole --seed 7 --workers 2          the whole run: an hour on two cores
    python -m benchmarks.fuzz media --seed 7 --only media-12        one case again, with what it prints

The same command continues a run that was stopped.
"""

from __future__ import annotations

import argparse
import os
import shlex
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"  # before anything is imported: a process with threads cannot be copied safely

from .areas import AREAS, DEFAULT_SHARE, cases_of  # noqa: E402
from .case import Case, alone, is_whole  # noqa: E402
from .drive import Limits, drive  # noqa: E402
from .rules import Outcome  # noqa: E402
from .state import State  # noqa: E402
from .table import HEAD, kinds, rows  # noqa: E402
from .watcher import MIB  # noqa: E402

_SAID = 20.0  # seconds between two lines of progress


def arguments(words: list[str] | None = None) -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("areas", nargs="*", type=_area_name, help=f"{', '.join(AREAS)}; default all")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--count", type=int, help="inputs of each area; default a sixth of a whole run")
    parser.add_argument("--whole", action="store_true", help=f"a whole run: {AREAS}")
    parser.add_argument("--state", type=Path, default=Path("build/fuzz"), help="folder of what is kept")
    parser.add_argument("--workers", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--minutes", type=float, default=float("inf"), help="begin no case after so many minutes")
    parser.add_argument("--seconds", type=float, default=60, help="time limit of a command with one input")
    parser.add_argument("--memory", type=int, default=2048, help="limit of each process in MiB; 10 %% more is allowed")
    parser.add_argument("--only", help="name of one case, which is run again and whose files are kept")
    return parser.parse_args(words)


def _area_name(word: str) -> str:
    if word not in AREAS:
        raise argparse.ArgumentTypeError(f"there is no area {word!r}; there are {', '.join(AREAS)}")
    return word


def main() -> int:
    """Run, print the table; exit code 1 where a rule was broken."""
    given = arguments()
    preload()
    until = time.monotonic() + 60 * given.minutes
    limits = Limits(seconds=given.seconds, memory=given.memory * MIB, workers=given.workers, until=until)
    lines, details = [HEAD], list[str]()
    for area in given.areas or AREAS:
        state = State(given.state.resolve(), area, given.seed)
        outcomes = _area(area, state, limits, given)
        lines.append(rows(area, given.seed, outcomes))
        details += kinds(
            state, f"python -m benchmarks.fuzz {area} --seed {given.seed} --count {_count(area, given)}", outcomes
        )
    print("\n".join(lines), "\n".join(details) or "No rule was broken.", sep="\n\n")
    return int(bool(details))


def preload() -> None:
    """Import whatever the commands import, so that each case begins with it; one thread for torch."""
    import torch

    from touchstone.cli import analyze, corpus, inspect, scores  # noqa: F401
    from touchstone.detectors.specialists import best_layout
    from touchstone.footage import synthesis  # noqa: F401
    from touchstone.runs import analysis, check, inspection  # noqa: F401
    from touchstone.runs import scores as examined  # noqa: F401

    torch.set_num_threads(1)
    best_layout({"weight": torch.zeros(1)})  # reads the layouts of all networks once


def _count(area: str, given: argparse.Namespace) -> int:
    return given.count or (AREAS[area] if given.whole else max(AREAS[area] // DEFAULT_SHARE, 10))


def _area(area: str, state: State, limits: Limits, given: argparse.Namespace) -> list[Outcome]:
    count = _count(area, given)
    cases = cases_of(area, given.seed, count, given.state.resolve())
    if given.only is not None:
        return _repeated([case for case in cases if given.only in _names(case)], given.only, state, limits)
    before = state.outcomes()
    names = {outcome.name for outcome in before}
    new = drive((case for case in cases if case.name not in names), state, limits)
    return before + list(_said(new, area, count, sum(o.inputs for o in before if is_whole(o.name))))


def _names(case: Case) -> set[str]:
    return {case.name, *(single.name for single in alone(case))}


def _repeated(cases: Iterable[Case], name: str, state: State, limits: Limits) -> list[Outcome]:
    """Run one case again, and print what it prints."""
    again = [single for case in cases for single in (case, *alone(case)) if single.name == name]
    if not again:
        raise SystemExit(f"there is no case {name!r} among those of this area, seed and count")
    outcomes = list(drive(again[:1], state, limits, keep=True))
    for outcome in outcomes:
        print(f"$ cd {state.kept_files(name)}/files; touchstone {shlex.join(outcome.command)}")
        for stream in ("stdout", "stderr"):
            print((state.kept_files(name) / stream).read_text(errors="replace"))
    return outcomes


def _said(outcomes: Iterable[Outcome], area: str, count: int, done: int) -> Iterator[Outcome]:
    """The same outcomes; meanwhile a line of progress now and then, and one for each broken rule."""
    began = said = time.monotonic()
    already = done
    for outcome in outcomes:
        done += outcome.inputs if is_whole(outcome.name) else 0
        for rule in outcome.broken:
            print(f"{area} {outcome.name}: {rule}", flush=True)
        now = time.monotonic()
        if now - said >= _SAID and done > already:
            said = now
            left = (count - done) * (now - began) / (done - already)
            print(
                f"{area}: {done:,} of {count:,}, about {max(left, 0) / 60:.1f} minutes left",
                file=sys.stderr,
                flush=True,
            )
        yield outcome


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("Stopped. The same command continues.")
