"""What findings from counts alone share: the statement of the counts, and the advice to keep scores."""

from __future__ import annotations

from touchstone.conclusions.examination import CountedDetector

from ...finding import Evidence

ONE_SIDED = 0.20
"""|bias| from which on decisions count as one-sided."""

_SOURCE = "counts"


def counted_statement(counted: CountedDetector) -> Evidence:
    """The sentence that says what the counts support; its number is the accuracy."""
    return Evidence.fact(counted.statement, _SOURCE, counted.accuracy.value, counted.total)


def keep_scores(counted: CountedDetector) -> str:
    """The advice to keep scores, which tell more than counts."""
    return f"save the score of every video of {counted.name}, and analyse these scores"


def one_sided(counted: CountedDetector) -> list[Evidence]:
    """The bias where decisions are clearly one-sided; an empty list elsewhere."""
    bias = counted.bias
    if abs(bias.value or 0) < ONE_SIDED or not (bias.above(0) or bias.below(0)):
        return []
    return [Evidence.of("bias (real accuracy − fake accuracy)", bias, _SOURCE)]
