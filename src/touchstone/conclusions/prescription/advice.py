"""What is advised, and why: no advice without evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from touchstone.conclusions.diagnosis import Evidence, Topic

Priority = Literal["HIGH", "MEDIUM", "LOW"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """One thing to do.

    Attributes:
        topic: list of advice that it belongs to.
        text: what to do, with this run's numbers.
        findings: codes of the findings that it answers.
        evidence: what was measured; at least one.
        verify: command that checks whether it helped.
    """

    topic: Topic
    text: str
    findings: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    verify: str

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError(f"advice without evidence: {self.text}")


def sentence(text: str, subject: str) -> str:
    """The text with a capital first letter, unless it begins with the name of its subject.

    >>> sentence("move the threshold", "tm"), sentence("tm answers 0.5", "tm")
    ('Move the threshold', 'tm answers 0.5')
    """
    return text if text.startswith(subject) else text[:1].upper() + text[1:]


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectorPrescription:
    """Everything that is advised for one detector.

    Attributes:
        detector: its name.
        priority: HIGH, MEDIUM or LOW.
        priority_reason: the number or finding that decided the priority.
        advice: what to do, most urgent first; empty if nothing was found.
    """

    detector: str
    priority: Priority
    priority_reason: str
    advice: tuple[Advice, ...]

    def texts(self, *topics: Topic) -> tuple[str, ...]:
        """The texts of the advice on these topics, topic by topic, in the order given."""
        return tuple(advice.text for topic in topics for advice in self.advice if advice.topic == topic)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One task of the roadmap.

    Attributes:
        model: the detector that it is about, or ``footage``, or ``ensemble``.
        action: what to do.
        findings: codes of the findings that it answers.
        evidence: what was measured; at least one.
        exit_criterion: what holds when it is done.
        verify: command that checks it.
    """

    model: str
    action: str
    findings: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    exit_criterion: str
    verify: str

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError(f"a task without evidence: {self.action}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """One phase of the roadmap; if it has no tasks, it says why.

    Attributes:
        phase: its number, 1 to 5.
        name: what it is about.
        duration: how long it takes.
        priority: HIGH, MEDIUM or LOW.
        tasks: what to do, with evidence, exit criterion and check.
        empty_because: why there is no task; ``None`` if there is one.
    """

    phase: int
    name: str
    duration: str
    priority: Priority
    tasks: tuple[Task, ...]
    empty_because: str | None = None

    @property
    def sentences(self) -> tuple[str, ...]:
        """What to do, one sentence for each task."""
        return tuple(f"{task.model}: {task.action}" for task in self.tasks)
