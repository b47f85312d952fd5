"""What findings from counts alone have in common: the statement of the counts, and what would tell more."""

from __future__ import annotations

from touchstone.conclusions.examination import CountedDetector

from ...finding import Evidence

ONE_SIDED = 0.20
"""|bias| from which on decisions count as one-sided."""

_SOURCE = "counts"


def counted_statement(counted: CountedDetector) -> Evidence:
    """What the counts support, with the accuracy."""
    return Evidence.fact(counted.statement, _SOURCE, counted.accuracy.value, counted.total)


def keep_scores(counted: CountedDetector) -> str:
    """What would tell more than counts can."""
    return f"keep the score of every video of {counted.name}, and examine those"


def one_sided(counted: CountedDetector) -> list[Evidence]:
    """The bias, where decisions are clearly one-sided; else nothing."""
    bias = counted.bias
    if abs(bias.value or 0) < ONE_SIDED or not (bias.above(0) or bias.below(0)):
        return []
    return [Evidence.of("bias (real accuracy − fake accuracy)", bias, _SOURCE)]
