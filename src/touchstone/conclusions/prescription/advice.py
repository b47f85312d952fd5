"""What is advised, and why: no advice without the evidence that it stands on."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from touchstone.conclusions.diagnosis import Evidence

Priority = Literal["HIGH", "MEDIUM", "LOW"]
Topic = Literal[
    "training_focus",
    "primary_datasets",
    "additional_datasets",
    "specific_needs",
    "data_balance",
    "architecture",
    "augmentation",
]


class Advice(BaseModel):
    """One thing to do."""

    model_config = ConfigDict(frozen=True)

    topic: Topic = Field(description="which list it belongs to")
    text: str = Field(description="what to do, with this run's numbers")
    findings: tuple[str, ...] = Field(description="codes of the findings that it answers")
    evidence: tuple[Evidence, ...] = Field(min_length=1, description="what was measured")
    verify: str = Field(description="command that checks whether it helped")


def sentence(text: str, subject: str) -> str:
    """The text with a capital letter, unless it begins with the name of its subject.

    >>> sentence("move the threshold", "tm"), sentence("tm answers 0.5", "tm")
    ('Move the threshold', 'tm answers 0.5')
    """
    return text if text.startswith(subject) else text[:1].upper() + text[1:]


class DetectorPrescription(BaseModel):
    """Everything that is advised for one detector."""

    model_config = ConfigDict(frozen=True)

    detector: str = Field(description="its name")
    priority: Priority = Field(description="HIGH, MEDIUM or LOW")
    priority_reason: str = Field(description="which number or finding decided the priority")
    advice: tuple[Advice, ...] = Field(description="what to do, most urgent first; empty where nothing was found")

    def texts(self, topic: Topic) -> list[str]:
        """The texts of one topic, in order."""
        return [advice.text for advice in self.advice if advice.topic == topic]


class Task(BaseModel):
    """One task of the roadmap."""

    model_config = ConfigDict(frozen=True)

    model: str = Field(description="detector that it is about, or 'footage', or 'ensemble'")
    action: str = Field(description="what to do")
    findings: tuple[str, ...] = Field(description="codes of the findings that it answers")
    evidence: tuple[Evidence, ...] = Field(min_length=1, description="what was measured")
    exit_criterion: str = Field(description="how one sees that it is done")
    verify: str = Field(description="command that checks it")


class Phase(BaseModel):
    """One phase of the roadmap; without tasks it says why."""

    model_config = ConfigDict(frozen=True)

    phase: int = Field(ge=1, le=5)
    name: str
    duration: str
    priority: Priority
    tasks: tuple[Task, ...]
    empty_because: str | None = Field(default=None, description="why nothing stands here; null where something does")
