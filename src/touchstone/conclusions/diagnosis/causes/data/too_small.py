"""Too few videos, or groups of them, to know an AUC to ±0.05: an exact fact."""

from __future__ import annotations

from collections.abc import Sequence

from touchstone.conclusions.examination import (
    WANTED_HALF_WIDTH,
    DetectorExamination,
    Examination,
    NextVideos,
    known_well_enough,
)
from touchstone.conclusions.metrics import videos_needed

from ...cause import Cause
from ...finding import Evidence, Finding

_ANOTHER_AUC = (
    "evaluation.metric",
    "scores.constant",
    "scores.misaligned",
    "weights.corrupted",
    "weights.non_finite",
    "weights.partial_load",
    "weights.untrained",
    "weights.wrong_architecture",
    "weights.zeroed",
)
"""With these a detector has another AUC once it is repaired: how well the present one is known does not matter."""


def too_small(examined: Examination, others: Sequence[Finding] = ()) -> Finding | None:
    """What must be added to know every AUC to ±0.05: from its interval, or from the numbers of videos where there is none.

    Where each interval is as narrow as that, nothing is asked for, however few the videos are.

    Args:
        examined: the run.
        others: what the other causes found. Nothing is asked for a detector that has another AUC once it is repaired.
    """
    worth_knowing = _worth_knowing(examined, others)
    if examined.scored and not worth_knowing:
        return None
    plan = plan_of(examined, others)
    if plan is not None:
        return _of_interval(examined, plan)
    halves = [_known_to(detector) for detector in worth_knowing]
    if halves and all(half is not None and known_well_enough(half) for half in halves):
        return None
    return _of_numbers(examined)


def plan_of(examined: Examination, others: Sequence[Finding] = ()) -> NextVideos | None:
    """What to collect next: what the AUC asks for that is known least, of those worth knowing.

    ``None`` where all are known well enough, or one of them has no interval.
    """
    worth_knowing = _worth_knowing(examined, others)
    if any(_known_to(detector) is None for detector in worth_knowing):
        return None
    plans = [d.next_videos for d in worth_knowing if d.next_videos is not None]
    return max(plans, key=lambda plan: plan.more.half_width, default=None)


def _worth_knowing(examined: Examination, others: Sequence[Finding]) -> list[DetectorExamination]:
    """The detectors that scored, without those that have another AUC once they, or labels that are turned, are repaired."""
    repaired = {f.subject for f in others if f.verdict == "confirmed" and f.kind != "info" and f.code in _ANOTHER_AUC}
    repaired |= {name for turned in examined.turned for name in turned.by}
    return [d for d in examined.scored if d.name not in repaired]


def _known_to(detector: DetectorExamination) -> float | None:
    """Half width of the interval of the AUC that its verdict rests on."""
    auc = detector.assessment.auc
    limits = auc.limits if auc is not None else None
    return None if limits is None else (limits[2] - limits[1]) / 2


def _of_interval(examined: Examination, plan: NextVideos) -> Finding:
    more, footage = plan.more, examined.footage
    units = "groups" if plan.grouped else "videos, assumed independent"
    real, fake, both = more.now
    there = f"{real} real, {fake} fake and {both} mixed" if both else f"{real} real and {fake} fake"
    statement = f"{there} {units}; the AUC of {plan.detector} is {plan.auc}, known to ±{more.half_width:.2f}"
    least = min(real, fake) + both
    return CAUSE.finding(
        "footage",
        "confirmed",
        [Evidence.fact(statement, "videos", least, footage.real + footage.fake)],
        in_words(plan),
        exact=True,
    )


def in_words(plan: NextVideos) -> str:
    """What to add, the width to expect, and which videos help most."""
    more = plan.more
    units = "groups" if plan.grouped else "videos of other persons or clips"
    total = sum(more.add)
    kinds = list(zip(("real", "fake", "mixed"), more.add, more.alone, strict=True))
    added = _joined([f"{number} {kind}" for kind, number, _ in kinds if number])
    alone = [(kind, half) for kind, number, half in kinds if half is not None and number < total]
    # As wide as what is wanted, in two digits: then the third tells them apart.
    digits = 3 if any(round(half, 2) <= more.wanted for _, half in alone) else 2
    instead = ", ".join(f"{kind} ones alone ±{half:.{digits}f}" for kind, half in alone)
    instead = f" (as many {instead})" if instead else ""
    best = plan.best
    rich = ""
    if best is not None:
        rich = (
            f"; of the {best.label} ones, a video with {best.column} {best.name} narrows it {best.times:.1f} times as much "
            f"as another ({best.videos} now)"
        )
    then = f"then the AUC of {plan.detector} is known to ±{more.wanted}"
    return f"add about {added} {units} like these: {then}{instead}{rich}"


def _joined(parts: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


def _of_numbers(examined: Examination) -> Finding | None:
    footage = examined.footage
    needed = videos_needed(WANTED_HALF_WIDTH).per_class
    have = footage.groups or (footage.real, footage.fake)
    if not footage.videos or min(have) >= needed:
        return None
    with_groups = footage.groups is not None
    have_now, wanted = (
        ("groups", "groups") if with_groups else ("videos, assumed independent", "videos of other persons or clips")
    )
    statement = (
        f"{have[0]} real and {have[1]} fake {have_now}; "
        f"an AUC known to ±{WANTED_HALF_WIDTH} takes about {needed} per class"
    )
    return CAUSE.finding(
        "footage",
        "confirmed",
        [Evidence.fact(statement, "videos", min(have), footage.real + footage.fake)],
        f"add about {max(0, needed - have[0])} real and {max(0, needed - have[1])} fake {wanted}",
        exact=True,
    )


CAUSE = Cause(
    code="data.too_small",
    kind="info",
    severity="minor",
    meaning="too few videos to know an AUC to ±0.05",
    needs=("videos", "scores"),
    topic="specific_needs",
    phase=3,
    done="each class has the number of videos, or groups, that the remedy asks for",
    of_run=too_small,
)
