"""What is said of batch normalisations that do not belong to the weights beside them."""

# A finding that is not there fails the test by itself.
# pyright: reportOptionalMemberAccess=false

import pytest
from tests.conclusions.small_checkpoint import described, facts, of_weights, tensor

from touchstone.conclusions.diagnosis import learned
from touchstone.conclusions.diagnosis.causes.weights import stale_batchnorm as module
from touchstone.conclusions.examination import StaleNorms

SOURCE = "tensors: running_mean, running_var, num_batches_tracked"


def reason(kind, *layers, moved=1, total=9, usual: int | None = 500):
    return StaleNorms(kind=kind, layers=layers, moved=moved, total=total, usual=usual)


def ask(*reasons):
    return module.stale_batchnorm(of_weights(tensor("a.weight"), stale=reasons))


def test_the_cause():
    assert described(module.CAUSE) == {
        "code": "weights.stale_batchnorm",
        "kind": "root",
        "severity": "moderate",
        "meaning": "the running statistics of batch normalization do not fit the data",
        "needs": ("tensors",),
        "topic": "training_focus",
        "phase": 1,
        "done": "each batch normalisation beside trained weights has statistics that moved, and counters that agree",
        "explains": ("scores.constant", "scores.no_signal", "ensemble.broken_member", "scores.unstable"),
        "look_alikes": module.CAUSE.look_alikes,
        "limits_all": False,
        "decided": "",
        "of_weights": "stale_batchnorm",
    }
    assert [(x.code, x.separated_by) for x in module.CAUSE.look_alikes] == [
        ("inputs.normalization", "scores of the same videos, with the input prepared in each possible way")
    ]


def test_a_sound_file_has_no_finding():
    assert ask() is None


def test_blank_statistics_are_a_fact():
    found = ask(reason("blank", "a.bn", "b.bn"))
    assert (found.code, found.subject, found.verdict, found.confidence) == (
        "weights.stale_batchnorm",
        "net",
        "confirmed",
        1,
    )
    assert facts(found) == [
        (
            "2 of 9 batch normalisations hold the statistics they were made with (mean 0, variance 1) beside weights that were "
            "trained: a.bn, b.bn",
            SOURCE,
            2,
            9,
        )
    ]
    assert found.remedy == (
        "save all of the state dict, buffers too, in evaluation mode; or pass training pictures through the network once in "
        "training mode, without changing its weights, and save it again: a.bn, b.bn"
    )


def test_where_no_scale_moved_it_may_have_been_merged():
    found = ask(reason("blank", "a.bn", moved=0))
    assert (found.verdict, found.confidence) == (
        "suspected",
        learned.of_verdict("weights.stale_batchnorm", "suspected"),
    )


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("uncounted", "have statistics that moved and a counter of 0, while others counted up to 500 batches"),
        (
            "apart",
            "counted another number of batches than the 500 of most others: statistics of another file, or layers that are "
            "skipped at times, or were frozen",
        ),
    ],
)
def test_counters_are_a_suspicion(kind, said):
    found = ask(reason(kind, "a", "b", "c", "d"))
    assert found.verdict == "suspected"
    assert facts(found) == [(f"4 of 9 batch normalisations {said}: a, b, c and 1 more", SOURCE, 4, 9)]


def test_one_reason_after_the_other():
    found = ask(reason("blank", "a"), reason("apart", "b"))
    assert found.verdict == "confirmed"
    assert [e.statement.rsplit(": ", 1)[1] for e in found.evidence] == ["a", "b"]


def test_counters_that_are_all_at_zero_are_for_information():
    found = ask(reason("none counted", "a", "b", total=2, usual=None))
    assert (found.code, found.kind, found.severity, found.verdict, found.grade, found.explains) == (
        "weights.stale_batchnorm",
        "info",
        "minor",
        "suspected",
        "for information, suspected",
        (),
    )
    assert facts(found) == [
        (
            "2 of 2 batch normalisations have statistics that moved, and no counter of the file is above 0: it was converted "
            "from a framework that keeps no counters, or its statistics were filled in after a reset; equal scores before and "
            "after show that nothing is lost: a, b",
            SOURCE,
            2,
            2,
        )
    ]
    assert found.remedy == (
        "compare a few scores with those of the network that the file was made from; where they are equal, there is "
        "nothing to repair"
    )


def test_counters_at_zero_beside_blank_statistics_are_no_mere_information():
    found = ask(reason("blank", "a"), reason("none counted", "b"))
    assert (found.kind, found.severity, found.verdict) == ("root", "moderate", "confirmed")
