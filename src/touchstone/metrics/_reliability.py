"""Where an interval is not to be trusted at its nominal 95 %. The regions were seen in simulation:
docs/coverage.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._sample import Sample

FEW_GROUPS = 15
"""Below this many groups every interval is called rough (rule 6.2 of the design)."""


def few_groups(groups: int | None) -> str | None:
    """Warning for an interval that stands on few groups.

    >>> few_groups(9)
    'only 9 groups: the interval is rough'
    >>> few_groups(None)
    """
    if groups is None or groups >= FEW_GROUPS:
        return None
    return f"only {groups} {'group' if groups == 1 else 'groups'}: the interval is rough"


def auc_warning(sample: Sample, value: float) -> str | None:
    """Warning for the interval of an AUC."""
    return few_groups(sample.groups)


def difference_warning(sample: Sample, lower: float, higher: float) -> str | None:
    """Warning for the interval of a difference of two AUCs, of which these are the lower and the higher."""
    return few_groups(sample.groups)


def curve_warning(sample: Sample, fpr: float | None = None) -> str | None:
    """Warning for the interval of a number read off a curve, at a false positive rate where one is given."""
    if fpr is not None and fpr * sample.real_count < 1:
        return f"{sample.real_count} real videos cannot show a false positive rate of {fpr:.0%}: this is the rate at none"
    return few_groups(sample.groups)
