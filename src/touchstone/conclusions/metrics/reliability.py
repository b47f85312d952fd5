"""Where an interval is not to be trusted at its nominal 95 %.

The regions are those in which a simulation with known truth saw intervals cover in less than 92 % of cases
(docs/coverage.md), and fewer than 15 groups, where an interval is rough whatever the simulation saw. This is also the one place
of the room that says how few are too few.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .clusters import Crossed, Grouping, count_groups, effective_groups

if TYPE_CHECKING:
    from .sample import Sample

FEW_GROUPS = 15
"""Below this many groups every interval is called rough; so it is where uneven groups weigh like fewer (Kish)."""

NEAR_THE_EDGE = 0.9
"""An AUC or a rate above this, or below one minus this, has a skewed estimate."""

FEW_AT_THE_EDGE = 30
"""Near the edge, an AUC needs this many videos or groups of each label, a rate this many groups."""

FEW_ON_A_CURVE = 60
"""Near the edge, average precision and what else is read off a curve needs this many of each label."""

FEW_IN_A_SLICE = 20
"""A slice with fewer videos is shown but not tested; an AUC needs half as many of either label."""

FEW_IN_A_DATA_SET = 15
"""Below this many videos of a label, nothing is fitted on a data set and carried to another."""

FEW_TO_CORRELATE = 8
"""Groups (videos, where no groups are known) below which no dependence is tested."""


def few_groups(group: Grouping | None) -> str | None:
    """Warning for an interval that rests on few groups, or on groups of different sizes.

    >>> import numpy as np
    >>> few_groups(np.array([0, 0, 1, 2]))
    'only 3 groups: the interval is rough'
    >>> few_groups(np.repeat(np.arange(20), [100] + [1] * 19))
    '20 groups of different sizes, which weigh as much as 1.4 equal ones: the interval is rough'
    >>> few_groups(Crossed.of(np.arange(20), np.repeat([20, 21], 10)))
    'few donors, who weigh as much as 2.0 groups of equal size: the interval is rough'
    >>> few_groups(None)
    """
    if group is None or not group.size:
        return None
    groups, effective = count_groups(group) or 0, effective_groups(group)
    if groups < FEW_GROUPS:
        return f"only {groups} {'group' if groups == 1 else 'groups'}: the interval is rough"
    if effective < FEW_GROUPS and isinstance(group, Crossed) and effective_groups(group.group) >= FEW_GROUPS:
        return f"few donors, who weigh as much as {effective:.1f} groups of equal size: the interval is rough"
    if effective < FEW_GROUPS:
        return (
            f"{groups} groups of different sizes, which weigh as much as {effective:.1f} equal ones: "
            "the interval is rough"
        )
    return None


def rate_warning(group: Grouping | None, value: float) -> str | None:
    """Warning for the interval of a rate. Without groups Wilson's interval holds at the edge too.

    >>> import numpy as np
    >>> rate_warning(np.repeat(np.arange(20), 5), 0.95)
    'a rate near 1 on only 20 groups: the interval is rough'
    >>> rate_warning(np.repeat(np.arange(20), 5), 0.5)
    """
    warning = few_groups(group)
    if warning is not None or group is None or not group.size:
        return warning
    effective = effective_groups(group)
    if max(value, 1 - value) > NEAR_THE_EDGE and effective < FEW_AT_THE_EDGE:
        edge = 1 if value > NEAR_THE_EDGE else 0
        return f"a rate near {edge} on only {effective:.0f} groups: the interval is rough"
    return None


def auc_warning(
    sample: Sample, counts: tuple[float, float], *values: float, needed: int = FEW_AT_THE_EDGE
) -> str | None:
    """Warning for the interval of an AUC, or of a difference of two.

    Args:
        sample: the videos.
        counts: effective numbers of fakes and reals.
        values: the AUC, or both.
        needed: videos or groups that each label needs near the edge.
    """
    warning = few_groups(sample.group)
    edge = max(max(value, 1 - value) for value in values)
    if warning is None and edge > NEAR_THE_EDGE and min(counts) < needed:
        unit = "videos" if sample.group is None else "groups"
        return (
            f"an AUC near {'1' if max(values) > NEAR_THE_EDGE else '0'} on only {min(counts):.0f} "
            f"{unit} of a label: the interval is rough"
        )
    return warning


def curve_warning(sample: Sample, counts: tuple[float, float], auc: float, fpr: float | None) -> str | None:
    """Warning for the interval of a number read off a curve, at a false positive rate where one is given."""
    if fpr is not None and fpr * sample.real_count < 1:
        shown = "this is the rate at zero false positives"
        return f"{sample.real_count} real videos cannot show a false positive rate of {fpr:.0%}: {shown}"
    warning = auc_warning(sample, counts, auc, needed=FEW_ON_A_CURVE)
    if warning is None and sample.group is not None and min(counts) < FEW_GROUPS:
        return f"only {min(counts):.0f} groups of a label: the interval is rough"
    return warning
