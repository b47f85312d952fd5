"""What is advised, and why: no advice without the evidence that it stands on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from touchstone.conclusions.diagnosis import Evidence, Topic

Priority = Literal["HIGH", "MEDIUM", "LOW"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """One thing to do.

    Attributes:
        topic: which list it belongs to.
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
    """The text with a capital letter, unless it begins with the name of its subject.

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
        priority_reason: which number or finding decided the priority.
        advice: what to do, most urgent first; empty where nothing was found.
    """

    detector: str
    priority: Priority
    priority_reason: str
    advice: tuple[Advice, ...]

    def texts(self, *topics: Topic) -> tuple[str, ...]:
        """The texts of some topics, topic by topic, in order."""
        return tuple(advice.text for topic in topics for advice in self.advice if advice.topic == topic)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One task of the roadmap.

    Attributes:
        model: detector that it is about, or ``footage``, or ``ensemble``.
        action: what to do.
        findings: codes of the findings that it answers.
        evidence: what was measured; at least one.
        exit_criterion: how one sees that it is done.
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
    """One phase of the roadmap; without tasks it says why.

    Attributes:
        phase: its number, 1 to 5.
        name: what it is about.
        duration: how long it takes.
        priority: HIGH, MEDIUM or LOW.
        tasks: what to do, with evidence, exit criterion and check.
        empty_because: why nothing stands here; ``None`` where something does.
    """

    phase: int
    name: str
    duration: str
    priority: Priority
    tasks: tuple[Task, ...]
    empty_because: str | None = None

    @property
    def sentences(self) -> tuple[str, ...]:
        """What to do, one sentence each."""
        return tuple(f"{task.model}: {task.action}" for task in self.tasks)
