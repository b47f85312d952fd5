"""The table at the end: what was tried, how it ended, and how each broken rule is repeated."""

from __future__ import annotations

import shlex
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from .case import is_whole
from .rules import Outcome
from .state import State
from .watcher import MIB

_SHOWN = 3  # cases of one kind


def rows(area: str, seed: int, outcomes: Sequence[Outcome]) -> str:
    """The row of an area: seed, inputs, and how they ended."""
    whole = [outcome for outcome in outcomes if is_whole(outcome.name)]
    tried = sum(outcome.inputs for outcome in whole)
    measured, refused = (sum(getattr(o, name) for o in whole) for name in ("measured", "refused"))
    broken = sum(1 for outcome in outcomes if outcome.broken)
    slowest = max(outcomes, key=lambda o: o.seconds, default=None)
    largest = max(outcomes, key=lambda o: o.peak, default=None)
    slow = f"{slowest.seconds:.1f} s ({slowest.name})" if slowest else "–"
    large = f"{largest.peak // MIB} MiB ({largest.name})" if largest else "–"
    return f"| {area} | {seed} | {tried:,} | {measured:,} | {refused:,} | {broken:,} | {slow} | {large} |"


HEAD = (
    "| area | seed | inputs | results | one line | broken | slowest command | largest process |\n"
    "|---|---|---|---|---|---|---|---|"
)


def kinds(state: State, repeat: str, outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Each broken rule once, the most frequent first, with cases, their files, and the command that repeats them."""
    counted = Counter[str]()
    names: dict[str, list[str]] = defaultdict(list)
    for outcome in outcomes:
        for rule in outcome.broken:
            counted[rule] += 1
            names[rule].append(outcome.name)
    for rule, count in counted.most_common():
        yield f"{count}x {rule}"
        for name in names[rule][:_SHOWN]:
            yield f"    {repeat} --only {shlex.quote(name)}    ({state.kept_files(name)})"
