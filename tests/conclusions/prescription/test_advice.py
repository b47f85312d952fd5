# pyright: reportArgumentType=false
import pytest
from tests.conclusions.prescription.inputs import COMMAND, SEEN

from touchstone.conclusions.prescription import Advice, DetectorPrescription, Phase, Task
from touchstone.conclusions.prescription.advice import sentence


@pytest.mark.parametrize(
    ("text", "subject", "expected"),
    [
        ("move the threshold", "tm", "Move the threshold"),
        ("Move it", "tm", "Move it"),
        ("tm answers 0.5", "tm", "tm answers 0.5"),
        ("cm answers 0.5", "tm", "Cm answers 0.5"),
        ("tms of tm", "tm", "tms of tm"),
        ("", "tm", ""),
    ],
)
def test_a_sentence_begins_with_a_capital_or_with_its_subject(text, subject, expected):
    assert sentence(text, subject) == expected


def advice(text, topic="training_focus", evidence=(SEEN,)):
    return Advice(topic=topic, text=text, findings=("a.b",), evidence=evidence, verify=COMMAND)


def task(model, action, evidence=(SEEN,)):
    return Task(model=model, action=action, findings=(), evidence=evidence, exit_criterion="it is gone", verify=COMMAND)


def test_there_is_no_advice_and_no_task_without_evidence():
    with pytest.raises(ValueError, match=r"^advice without evidence: Move it$"):
        advice("Move it", evidence=())
    with pytest.raises(ValueError, match=r"^a task without evidence: Move it$"):
        task("cm", "Move it", evidence=())


def test_texts_of_topics_are_in_the_order_of_the_topics():
    given = DetectorPrescription(
        detector="cm", priority="LOW", priority_reason="fine",
        advice=(advice("A", "augmentation"), advice("B", "architecture"), advice("C", "augmentation")),
    )  # fmt: skip
    assert given.texts() == ()
    assert given.texts("augmentation") == ("A", "C")
    assert given.texts("architecture", "augmentation") == ("B", "A", "C")
    assert given.texts("data_balance") == ()


def test_a_phase_says_its_tasks_in_one_sentence_each():
    phase = Phase(
        phase=1, name="Critical issues", duration="0-2 weeks", priority="HIGH", tasks=(task("cm", "Move it"), task("bg", "Train"))
    )  # fmt: skip
    assert phase.sentences == ("cm: Move it", "bg: Train")
    assert phase.empty_because is None
