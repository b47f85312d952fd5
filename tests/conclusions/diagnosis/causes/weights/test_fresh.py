"""What is said of a part that is as it was before training: by itself, when it was not loaded, and when it did not learn."""

# A finding that is not there fails the test by itself.
# pyright: reportOptionalMemberAccess=false

import math

import pytest
from tests.conclusions.small_checkpoint import checkpoint, described, norms, of_weights, part, tensor

from touchstone.conclusions.diagnosis import learned
from touchstone.conclusions.diagnosis.causes.weights import fresh, partial_load, untrained

ABOVE = math.nextafter(1e-3, 1)


def judged(name, **columns):
    """A weight tensor that was compared with its shuffled copies."""
    return tensor(
        name, **{"edge": 1.0, "spectrum_p": 0.5, "pattern_p": 0.5, "family": "normal", "family_p": 0.01, **columns}
    )


def evidence(this, *rows):
    return [(e.statement, e.source, e.value, e.n) for e in fresh.of_part(this, checkpoint(*rows))]


def spectrum(name="head", count=1, p="0.5", edge="1"):
    return (
        f"{name}: no singular value of its weight tensors ({count}) is larger than in random noise (combined p = {p}; the "
        f"largest is {edge} times the Marchenko–Pastur edge, where random noise ends)"
    )


def pattern(name="head", p="0.25"):
    return (
        f"{name}: its rows, channels and kernels show no more pattern than those of shuffled copies (combined p = {p})"
    )


# -------------------------------------------------------------------------------------------------------- a part


def test_spectrum_and_patterns_of_a_part():
    rows = [judged("head.1.weight", edge=1.2345), judged("head.2.weight", edge=0.9), judged("body.weight", edge=7.0)]
    this = part("head.", ("head.1.weight", "head.2.weight"), spectrum_p=0.1234, pattern_p=0.00456)
    assert evidence(this, *rows) == [
        (
            spectrum(count=2, p="0.12", edge="1.23"),
            "tensors: spectrum_p, against shuffled copies; Fisher's combination",
            0.1234,
            2,
        ),
        (pattern(p="0.0046"), "tensors: pattern_p, against shuffled copies; Fisher's combination", 0.00456, 2),
    ]


def test_a_part_without_a_name_is_all_of_it():
    found = evidence(part("", ("head.weight",)), judged("head.weight"))
    assert [statement for statement, *_ in found] == [spectrum("all of it"), pattern("all of it")]


def test_a_part_beside_others():
    this = part("a.head.", ("a.head.weight",), chance=0.0123, siblings=20, siblings_structured=19)
    assert evidence(this, judged("a.head.weight"))[2:] == [
        (
            "a.head: 19 of 20 weight tensors elsewhere in the file show traces of training; a part trained like them would "
            "show none with probability 0.012",
            "tensors: siblings of comparable size",
            0.0123,
            20,
        )
    ]
    assert len(evidence(part("a.head.", ("a.head.weight",), chance=0.0), judged("a.head.weight"))) == 3


@pytest.mark.parametrize(
    ("families", "said", "usual"),
    [
        ([("normal", 0.01)], None, 0),
        ([("normal", math.nextafter(0.01, 1))], "1 normal; weight tensors in all: 1", 1),
        ([("orthogonal", None)], "1 orthogonal; weight tensors in all: 1", 1),
        ([("uniform", 0.5), ("normal", 0.5), ("normal", 0.5)], "2 normal, 1 uniform; weight tensors in all: 3", 3),
        ([("uniform", 0.5), ("normal", 0.001), ("uniform", 0.5)], "2 uniform; weight tensors in all: 3", 2),
        ([(None, None)], None, 0),
    ],
)
def test_usual_distributions(families, said, usual):
    names = [f"head.{number}.weight" for number in range(len(families))]
    rows = [judged(name, family=kind, family_p=p) for name, (kind, p) in zip(names, families, strict=True)]
    found = evidence(part("head.", names), *rows, judged("body.weight", family_p=0.5))
    statement = f"head: the values follow distributions that usual initialisations draw from ({said})"
    assert found[2:] == ([] if said is None else [(statement, "tensors: family", usual, len(names))])


@pytest.mark.parametrize(
    ("name", "columns", "still"),
    [
        ("head.bias", {}, True),
        ("head.deep.bias", {}, True),
        ("body.bias", {}, False),
        ("head.scale", {}, False),
        ("head.bias", {"zeros": 3}, False),
        ("head.bias", {"shape": [1], "zeros": 1}, False),
        ("head.bias", {"shape": [2], "zeros": 2}, True),
    ],
)
def test_biases_that_are_still_zero(name, columns, still):
    found = evidence(
        part("head.", ("head.weight",)), judged("head.weight"), tensor(name, **{"shape": (4,), "zeros": 4, **columns})
    )
    statement = "head: bias tensors that hold only zeros: 1; initialisations leave them so"
    assert found[2:] == ([(statement, "tensors: zeros", 1, 1)] if still else [])


def test_all_evidence_of_a_part_in_order():
    this = part("head.", ("head.weight",), chance=0.001, siblings=20, siblings_structured=19)
    rows = [judged("head.weight", family_p=0.5), *(tensor(f"head.{n}.bias", (4,), zeros=4) for n in range(2))]
    found = evidence(this, *rows)
    assert [source for _, source, _, _ in found][2:] == [
        "tensors: siblings of comparable size",
        "tensors: family",
        "tensors: zeros",
    ]
    assert found[4] == (
        "head: bias tensors that hold only zeros: 2; initialisations leave them so",
        "tensors: zeros",
        2,
        2,
    )


# ------------------------------------------------------------------------------------------------- never loaded


def never_trained(*rows, **examined):
    refused, found = partial_load.partial_load(of_weights(*rows, **examined))
    assert refused is None
    return found


def saw_nothing(count, first):
    return (
        f"{count} of the batch normalisations never saw a batch (running mean 0, variance 1, counter 0 or absent), while "
        f"others did; the first is {first}"
    )


def test_a_part_that_was_not_loaded():
    found = never_trained(
        judged("head.1.weight"),
        absent=(part("head.", ("head.1.weight",)),),
        norms=norms(body=False, head__bn=True, head__bn2=True),
        unused_norms=norms(other=True),
    )
    assert (found.code, found.subject, found.verdict) == ("weights.partial_load", "net", "confirmed")
    assert found.confidence == learned.of_verdict("weights.partial_load", "confirmed") < 1
    assert [(e.statement, e.source, e.value, e.n) for e in found.evidence[:1]] == [
        (saw_nothing(2, "head.bn"), "tensors: running_mean, running_var, num_batches_tracked", 2, 2)
    ]
    assert [e.statement for e in found.evidence[1:]] == [spectrum(), pattern()]
    assert found.remedy == (
        "load all tensors with a strict check of their names, and save again: head did not take part in training"
    )
    assert found.explains == ("scores.constant", "scores.no_signal", "ensemble.broken_member")


def test_normalisations_alone_are_suspected():
    found = never_trained(norms=norms(body=False), unused_norms=norms(neck__bn=True, neck__bn2=True, neck__bn3=True))
    assert (found.verdict, found.confidence) == ("suspected", learned.of_verdict("weights.partial_load", "suspected"))
    assert [(e.statement, e.value, e.n) for e in found.evidence] == [(saw_nothing(3, "neck.bn"), 3, 3)]
    assert found.remedy == (
        "load all tensors with a strict check of their names, and save again: neck.bn did not take part in training"
    )


def test_two_parts_that_were_not_loaded():
    chance = {"chance": 0.001, "siblings": 20, "siblings_structured": 19}
    parts = (part("left.", ("left.weight",), **chance), part("right.", ("right.weight",), **chance))
    rows = [judged("left.weight", family_p=0.5), judged("right.weight", family_p=0.5)]
    found = never_trained(*rows, absent=parts, norms=norms(left__bn=True))
    assert found.remedy == (
        "load all tensors with a strict check of their names, and save again: left, right did not take part in training"
    )
    assert [e.statement.split(" ")[0] for e in found.evidence] == ["1", *["left:"] * 4, *["right:"] * 3]


def test_a_checkpoint_that_was_loaded_as_a_whole_has_no_finding():
    assert never_trained(norms=norms(body=False, head=True)) is None


# ---------------------------------------------------------------------------------------------------- not learned


def ask(*rows, **examined):
    return untrained.untrained(of_weights(*rows, **examined))


def remedy(what):
    return (
        f"train {what}, or give the file that was written after training; check that it was loaded before training, that "
        "the optimiser received its parameters, and that the last checkpoint was saved"
    )


def test_the_cause():
    assert described(untrained.CAUSE) == {
        "code": "weights.untrained",
        "kind": "root",
        "severity": "critical",
        "meaning": "a part, or all, of the network never learned",
        "needs": ("tensors",),
        "topic": "training_focus",
        "phase": 1,
        "done": "its weight tensors show more structure than their shuffled copies",
        "explains": ("scores.constant", "scores.no_signal", "ensemble.broken_member"),
        "look_alikes": untrained.CAUSE.look_alikes,
        "limits_all": False,
        "decided": "",
        "of_weights": "untrained",
    }
    assert [(x.code, x.separated_by) for x in untrained.CAUSE.look_alikes] == [
        ("training.collapsed", "whether the features that enter the part separate fake from real")
    ]


def test_a_network_that_learned_has_no_finding():
    assert ask(judged("head.weight"), norms=norms(head=True)) is None


def test_everything_looks_like_noise():
    names = ("neck.weight", "body.1.weight", "body.2.weight")
    rows = [
        *(judged(name) for name in names),
        tensor("count", (12,), dtype="int64"),
        judged("neck.weight", block="key"),
    ]
    found = ask(*rows, whole=part("", names), norms=norms(a=True, b=False, c=True))
    assert (found.code, found.subject, found.verdict) == ("weights.untrained", "net", "confirmed")
    assert found.confidence == learned.of_verdict("weights.untrained", "confirmed") < 1
    assert [(e.statement, e.source, e.value, e.n) for e in found.evidence] == [
        ("the whole file looks like random noise (body, neck): 100% of its values", "tensors", 1.0, 3),
        (spectrum("all of it", 3), "tensors: spectrum_p, against shuffled copies; Fisher's combination", 0.5, 3),
        (pattern("all of it"), "tensors: pattern_p, against shuffled copies; Fisher's combination", 0.25, 3),
        ("2 of 3 batch normalisations never saw a batch", "tensors: running statistics and counters", 2, 3),
    ]
    assert found.remedy == remedy("the network")


def test_everything_without_normalisations():
    found = ask(judged("head.weight"), whole=part("", ("head.weight",)))
    assert [e.statement for e in found.evidence] == [
        "the whole file looks like random noise (head): 100% of its values",
        spectrum("all of it"),
        pattern("all of it"),
    ]


def test_one_normalisation_that_never_saw_a_batch():
    found = ask(judged("head.weight"), whole=part("", ("head.weight",)), norms=norms(a=True))
    assert found.evidence[-1].statement == "1 of 1 batch normalisations never saw a batch"


def test_one_part_looks_like_noise():
    rows = [
        judged("head.weight"),
        judged("body.weight", shape=(7, 12), elements=84),
        tensor("head.bias", (4,)),
        tensor("head.count", (8,), dtype="int64"),
        judged("head.weight", block="key"),
    ]
    found = ask(*rows, idle=(part("head.", ("head.weight",), chance=1e-3),), norms=norms(head=True))
    assert (found.code, found.subject, found.verdict) == ("weights.untrained", "net", "confirmed")
    assert [(e.statement, e.value, e.n) for e in found.evidence[:1]] == [
        ("head looks like random noise: 16.0% of all values", 0.16, 2)
    ]
    assert len(found.evidence) == 4
    assert found.remedy == remedy("head")


def test_two_parts_look_like_noise():
    rows = [judged(f"{name}.weight", family_p=0.5) for name in ("left", "right", "body", "neck", "top")]
    idle = [part(f"{name}.", (f"{name}.weight",), chance=1e-3) for name in ("left", "right")]
    found = ask(*rows, idle=tuple(idle))
    assert (found.evidence[0].statement, found.evidence[0].value) == (
        "left, right look like random noise: 40.0% of all values",
        0.4,
    )
    assert found.remedy == remedy("left, right")
    assert [e.statement.split(" ")[0] for e in found.evidence] == ["left,", *["left:"] * 4, *["right:"] * 3]


def test_everything_goes_before_parts():
    found = ask(judged("head.weight"), whole=part("", ("head.weight",)), idle=(part("other.", ("head.weight",)),))
    assert found.remedy == remedy("the network")


@pytest.mark.parametrize(("size", "share"), [(1, 1.0), (0, 0.0)])
def test_the_share_of_a_file_of_few_values(size, share):
    rows = [judged("head.weight"), tensor("head.scale", (size,))]
    rows[0] |= {"dtype": "int64"}
    found = ask(*rows, idle=(part("head.", ("head.weight",)),))
    assert found.evidence[0].value == share


@pytest.mark.parametrize(
    ("columns", "verdict"),
    [
        ({"chance": 1e-3}, "confirmed"),
        ({"chance": ABOVE}, "suspected"),
        ({"chance": 1e-3, "values": 1999}, "suspected"),
        ({"chance": 1e-3, "spectrum_p": ABOVE, "pattern_p": ABOVE}, "confirmed"),
        ({"chance": 1e-3, "spectrum_p": 1e-3}, "suspected"),
        ({"chance": 1e-3, "pattern_p": 1e-3}, "suspected"),
        ({"tensors": ("head.weight",) * 3}, "confirmed"),
        ({"tensors": ("head.weight",) * 4}, "confirmed"),
        ({"tensors": ("head.weight",) * 2}, "suspected"),
        ({"tensors": ("head.weight",) * 3, "values": 1999}, "suspected"),
        ({"tensors": ("head.weight",) * 3, "pattern_p": 1e-3}, "suspected"),
    ],
)
def test_what_confirms(columns, verdict):
    this = part(**{"name": "head.", "tensors": ("head.weight",), **columns})
    found = ask(judged("head.weight"), idle=(this,))
    assert (found.verdict, found.confidence) == (verdict, learned.of_verdict("weights.untrained", verdict))


@pytest.mark.parametrize("chances", [(1e-3, 0.03), (0.03, 1e-3)])
def test_one_confirmed_part_confirms(chances):
    idle = tuple(part(f"{name}.", (f"{name}.weight",), chance=c) for name, c in zip("ab", chances, strict=True))
    assert ask(judged("a.weight"), judged("b.weight"), idle=idle).verdict == "confirmed"
    assert ask(judged("a.weight"), judged("b.weight"), idle=(idle[chances.index(0.03)],)).verdict == "suspected"
