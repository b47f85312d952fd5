"""Diagnose runs in several processes, keep each result, and say how long it will take."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any

from touchstone.conclusions.diagnosis import diagnose, headlines
from touchstone.conclusions.examination import Question, examine
from touchstone.testing import Design, make_run

from .state import Lines
from .truth import Knobs, planted_by, rule_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One run to diagnose.

    Attributes:
        key: its name in the state.
        design: what is drawn.
        n: videos.
        seed: of the run.
        knobs: how faults are planted.
    """

    key: str
    design: Design
    n: int
    seed: int
    knobs: Knobs = ()


def diagnosed(task: Task) -> list[dict[str, Any]]:
    """All findings of a run in the order in which they are shown; symptoms that a root explains are marked."""
    faults = planted_by(task.knobs)
    tables = make_run(task.design, task.n, task.seed, faults=faults).tables()
    rule = rule_of(faults)
    examined = examine(tables, Question(aggregation="max") if rule == "max" else Question())
    findings = diagnose(examined, tables, "touchstone scores TABLE --out NEW")
    shown = {id(f) for f in headlines(findings)}
    return [
        {
            "code": f.code, "kind": f.kind, "subject": f.subject, "verdict": f.verdict, "confidence": f.confidence,
            "pairs": [a.code for a in f.alternatives], "shown": id(f) in shown,
        }
        for f in findings
    ]  # fmt: skip


def work(tasks: Sequence[Task], kept: Lines, workers: int, minutes: float | None = None) -> None:
    """Diagnose the tasks that are not kept yet.

    Args:
        tasks: in the order in which they begin.
        kept: where results are, and are put.
        workers: processes.
        minutes: after so many no further task begins.
    """
    missing = [task for task in tasks if task.key not in kept.rows]
    start = time.monotonic()
    with ProcessPoolExecutor(workers, mp_context=get_context("forkserver")) as pool:
        jobs = {pool.submit(diagnosed, task): task for task in missing}
        for count, job in enumerate(as_completed(jobs), 1):
            kept.add(jobs[job].key, job.result())
            if sys.stderr.isatty() or count % 25 == 0 or count == len(missing):
                left = (time.monotonic() - start) / count * (len(missing) - count)
                end = "\r" if sys.stderr.isatty() else "\n"
                print(f"{count} of {len(missing)} runs, {left / 60:.0f} min left", end=end, file=sys.stderr, flush=True)
            if minutes is not None and time.monotonic() - start > 60 * minutes:
                for waiting in jobs:
                    waiting.cancel()
                break
