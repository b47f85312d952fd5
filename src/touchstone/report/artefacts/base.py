"""What every artefact is made of: numbers with their intervals, and where they come from."""

from __future__ import annotations

import math
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from touchstone.conclusions.examination import Question
from touchstone.conclusions.metrics import Difference, Estimate

from ..run import Run


def finite(value: float | None) -> float | None:
    """The number, or null for what JSON has no number for."""
    return value if value is not None and math.isfinite(value) else None


class Part(BaseModel):
    """A piece of an artefact."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Measured(Part):
    """A measured number with its 95 % interval, and on how much it stands."""

    value: float | None = Field(description="point estimate; null where the data do not define it")
    low: float | None = Field(description="lower limit of the 95 % interval; null where none can be given")
    high: float | None = Field(description="upper limit of the 95 % interval; null where none can be given")
    n: int = Field(description="videos (or other units) that it stands on")
    groups: int | None = Field(description="independent groups among them; null where groups are not known")
    method: str = Field(description="how the interval was made")
    warning: str | None = Field(description="why the interval is not to be trusted at its nominal level")

    @classmethod
    def of(cls, estimate: Estimate) -> Self:
        """The estimate, as an artefact holds it."""
        return cls(
            value=finite(estimate.value),
            low=finite(estimate.low),
            high=finite(estimate.high),
            n=estimate.n,
            groups=estimate.groups,
            method=estimate.method,
            warning=estimate.warning,
        )


class Contrast(Part):
    """A difference with its interval, and how probable one as large would be by chance."""

    difference: Measured
    p_value: float | None = Field(description="two-sided; null where there is no difference to test")
    test: str = Field(description="name of the test")
    p_adjusted: float | None = Field(description="p after correction for all comparisons made together")
    correction: str | None = Field(description="name of that correction")

    @classmethod
    def of(cls, difference: Difference) -> Self:
        """The difference, as an artefact holds it."""
        return cls(
            difference=Measured.of(difference.estimate),
            p_value=finite(difference.p_value),
            test=difference.test,
            p_adjusted=finite(difference.p_adjusted),
            correction=difference.correction,
        )


class Provenance(Part):
    """Where the numbers come from."""

    started: str = Field(description="when the run was started, ISO 8601")
    scored: str = Field(description="when its last video was scored, ISO 8601")
    touchstone: str = Field(description="version of Touchstone")
    command: str = Field(description="command that makes such a run")
    threshold: float = Field(description="P(fake) from which on a video is called fake")
    aggregation: str = Field(description="how the scores of a video's frames become one")
    settings: dict[str, JsonValue] = Field(description="what decided the tables, hashes of what went in among it")

    @classmethod
    def of(cls, run: Run, question: Question) -> Self:
        """Facts of the run, and how its scores were read."""
        return cls(
            started=run.started,
            scored=run.scored,
            touchstone=run.touchstone,
            command=run.command,
            threshold=question.threshold,
            aggregation=question.aggregation,
            settings=run.settings,
        )


class Artefact(Part):
    """One file below ``analysis/``."""

    schema_version: Literal[1] = Field(default=1, description="rises when a key changes its meaning or goes")
    run: Provenance
