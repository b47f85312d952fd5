"""Too few videos, or groups of them, to know an AUC to ±0.05: an exact fact."""

from __future__ import annotations

from touchstone.conclusions.examination import WANTED_HALF_WIDTH, Examination, NextVideos
from touchstone.conclusions.metrics import videos_needed

from ...cause import Cause
from ...finding import Evidence, Finding


def too_small(examined: Examination) -> Finding | None:
    """What must be added to know every AUC to ±0.05: from its interval, or from the numbers of videos where there is none.

    Where each interval is as narrow as that, nothing is asked for, however few the videos are.
    """
    decisive = [d.assessment.auc for d in examined.scored]
    if decisive and all(auc is not None and auc.limits is not None for auc in decisive):
        plans = [d.next_videos for d in examined.scored if d.next_videos is not None]
        if plans:
            return _of_interval(examined, max(plans, key=lambda plan: plan.more.half_width))
        widest = max(limits[2] - limits[1] for auc in decisive if auc is not None and (limits := auc.limits))
        if widest / 2 <= WANTED_HALF_WIDTH:
            return None
    return _of_numbers(examined)


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
    real, fake, both = more.add
    added = f"{both} mixed" if both and not real and not fake else f"{real} real and {fake} fake"
    mixed = f" and {both} mixed" if both and (real or fake) else ""
    kinds = zip(("real", "fake", "mixed"), more.alone, strict=True)
    alone = [f"{kind} ones alone ±{half:.2f}" for kind, half in kinds if half is not None]
    instead = f" (as many {', '.join(alone)})" if len(alone) > 1 else ""
    best = plan.best
    rich = ""
    if best is not None:
        rich = (
            f"; of the {best.label} ones, a video with {best.column} {best.name} narrows it {best.times:.1f} times as much "
            f"as another ({best.videos} now)"
        )
    then = f"then the AUC of {plan.detector} is known to ±{more.wanted}"
    return f"add about {added}{mixed} {units} like these: {then}{instead}{rich}"


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
    of_footage=too_small,
)
