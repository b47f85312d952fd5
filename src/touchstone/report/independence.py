"""What is said of intervals where no groups are known, in one sentence."""

from __future__ import annotations

from touchstone.conclusions.metrics import AssumedIndependent, Independence

from .numbers import percent, score


def independence_sentences(assumed: Independence | None) -> tuple[str, ...]:
    """What is assumed of the videos, and what the main interval is if it does not hold; nothing where groups are known."""
    if assumed is None:
        return ()
    if assumed.groups is None:
        return ("Intervals: assumed independent, as no groups are named and the names of the videos show none",)
    main = assumed.main
    what, wider = _wider(main)
    icc = _listed([f"{it.icc:g}" for it in main.widened])
    return (
        f"Intervals: assumed independent, as no groups are named. The names show {assumed.groups:,} groups, in which a video has "
        f"{main.videos_per_group - 1:.1f} others on average; with an intra-class correlation of {icc}, the interval of the "
        f"{what} of {main.detector} becomes {_listed(wider)}",
    )


def _wider(main: AssumedIndependent) -> tuple[str, list[str]]:
    """AUC and its wider intervals, or accuracy where there is no AUC."""
    if main.auc.limits is None:
        return "accuracy", [_interval(percent(it.accuracy)) for it in main.widened]
    return "AUC", [_interval(score(it.auc)) for it in main.widened]


def _interval(number: str) -> str:
    """The interval of a number as it is written.

    >>> _interval("70 % [57, 81]")
    '[57, 81]'
    """
    return number[number.index("[") :]


def _listed(parts: list[str]) -> str:
    return f"{', '.join(parts[:-1])} or {parts[-1]}"
