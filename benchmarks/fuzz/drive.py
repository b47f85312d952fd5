"""Run cases side by side and hold each outcome against the rules."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from .case import Case, alone, inputs_of, seconds_of
from .child import start, touchstone
from .rules import Outcome, judge
from .state import State
from .watcher import Watched

_PAUSE = 0.01  # seconds between two looks
_MOST_ALONE = 300  # inputs that are tried again by themselves in one area


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What is allowed.

    Attributes:
        seconds: time limit of a command with one input.
        memory: resident memory of each process, bytes.
        workers: cases at a time.
        until: moment of the monotonic clock after which no case is begun.
    """

    seconds: float = 60.0
    memory: int = 2 << 30
    workers: int = 1
    until: float = float("inf")


def drive(
    cases: Iterable[Case],
    state: State,
    limits: Limits,
    command: Callable[[list[str]], int] = touchstone,
    *,
    keep: bool = False,
) -> Iterator[Outcome]:
    """Yield the outcome of each case, as they end. Inputs of a group that broke a rule are then tried alone.

    Args:
        cases: the cases, taken as they are begun.
        state: where they work, and where outcomes are kept.
        limits: what is allowed.
        command: what is called; a stand-in in tests.
        keep: keep the files of each case and write no outcome down, as for one that is run again.
    """
    source, again, tried = iter(cases), deque[Case](), 0
    running: list[tuple[Case, Watched]] = []
    try:
        while True:
            while len(running) < limits.workers and time.monotonic() < limits.until:
                case = again.popleft() if again else next(source, None)
                if case is None:
                    break
                running.append((case, _begin(case, state, limits, command)))
            if not running:
                return
            for pair in [pair for pair in running if pair[1].poll()]:
                running.remove(pair)
                outcome = judge(*pair, inputs_of(pair[0]))
                state.add(outcome, keep=keep)
                yield outcome
                singles = alone(pair[0]) if outcome.broken and not keep and tried < _MOST_ALONE else []
                tried += len(singles)
                again.extend(singles)
            time.sleep(_PAUSE)
    finally:
        for _, watched in running:
            watched.end()


def _begin(case: Case, state: State, limits: Limits, command: Callable[[list[str]], int]) -> Watched:
    folder = state.work(case.name)
    seconds = seconds_of(case, limits.seconds)
    return Watched(process=start(case, folder, command), folder=folder, seconds=seconds, memory=limits.memory)
