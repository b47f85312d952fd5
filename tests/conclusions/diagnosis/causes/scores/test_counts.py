"""What findings from counts share: the bias from 0.20 on where it is beyond chance, and the advice to keep scores."""

# Numbers may be undefined here; a result that is not there fails the test by itself.
# pyright: reportArgumentType=false, reportOptionalMemberAccess=false, reportOptionalSubscript=false

import pytest
from tests.conclusions.diagnosis.causes.scores.counted import counted
from tests.conclusions.small import estimate

from touchstone.conclusions.diagnosis.causes.scores.counts import counted_statement, keep_scores, one_sided
from touchstone.conclusions.diagnosis.finding import Evidence


def test_what_the_counts_support_with_the_accuracy():
    assert counted_statement(counted("cannot tell")) == Evidence(
        statement="55% [45%, 65%], 55 of 101 right", source="counts", value=0.55, n=101
    )


def test_the_advice_to_keep_scores():
    assert keep_scores(counted("cannot tell")) == "save the score of every video of tm, and analyse these scores"


def test_the_bias():
    assert one_sided(counted("cannot tell", bias=0.2)) == [
        Evidence(
            statement="bias (real accuracy − fake accuracy): 0.200 [0.100, 0.300], n = 101",
            source="counts (Newcombe)",
            value=0.2,
            interval=(0.1, 0.30000000000000004),
            n=101,
        )
    ]


@pytest.mark.parametrize(
    ("bias", "half", "found"),
    [
        (0.2, 0.1, 1),
        (-0.2, 0.1, 1),
        (0.1999, 0.1, 0),
        (-0.1999, 0.1, 0),
        (0.25, 0.25, 0),
        (-0.25, 0.25, 0),
        (None, 1, 0),
    ],
)
def test_from_where_on_decisions_count_as_one_sided(bias, half, found):
    assert len(one_sided(counted("above chance", bias=bias, half=half))) == found


def test_a_bias_without_an_interval_is_not_shown():
    assert one_sided(counted("above chance", bias=0.9, half=None)) == []
    assert estimate(0.9, None).low is None
