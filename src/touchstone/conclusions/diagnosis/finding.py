"""What a diagnosis says: a cause or a symptom, how sure, on what evidence, what to do, how to check it."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from touchstone.conclusions.metrics import Estimate

Kind = Literal["root", "symptom", "info"]
Severity = Literal["critical", "moderate", "minor"]
Verdict = Literal["confirmed", "suspected", "cannot_tell"]


class Evidence(BaseModel):
    """One measured piece of evidence, a witness."""

    model_config = ConfigDict(frozen=True)

    statement: str = Field(description="what was measured, in one sentence with its numbers")
    value: float | None = Field(default=None, description="the number")
    interval: tuple[float, float] | None = Field(default=None, description="its 95 % interval; null for exact facts")
    n: int | None = Field(default=None, description="videos (or other units) that it stands on")
    source: str = Field(description="tables and method that it comes from")
    measurement: str | None = Field(
        default=None, description="what kind of measurement it is; null for exact facts and for context"
    )
    minimum: float | None = Field(default=None, description="smallest effect that counts")
    points: Literal["for", "against", "neither"] | None = Field(
        default=None, description="whether it speaks for the cause; neither where there is too little to say"
    )

    @classmethod
    def of(cls, statement: str, estimate: Estimate, source: str) -> Evidence:
        """Evidence from an estimate; the statement gets its value, interval and n."""
        interval = None
        if estimate.low is not None and estimate.high is not None:
            interval = (estimate.low, estimate.high)
        return cls(
            statement=f"{statement}: {estimate}",
            value=estimate.value,
            interval=interval,
            n=estimate.n,
            source=f"{source} ({estimate.method})",
        )


class Alternative(BaseModel):
    """A cause that looks the same from what is at hand."""

    model_config = ConfigDict(frozen=True)

    code: str = Field(description="the other cause, from the catalogue")
    separated_by: str = Field(description="measurement that would tell the two apart")


class Finding(BaseModel):
    """One finding. Codes, kinds and severities stand in :mod:`touchstone.conclusions.diagnosis` under ``CODES``."""

    model_config = ConfigDict(frozen=True)

    code: str = Field(description="cause or symptom, from the catalogue")
    kind: Kind = Field(description="root: someone can fix it; symptom: explained by a root where one is found; info")
    severity: Severity = Field(description="critical and moderate ones decide the priority")
    subject: str = Field(description="detector that it is about, or 'footage', or 'ensemble'")
    verdict: Verdict = Field(description="cannot_tell says in its evidence what would be needed")
    confidence: float = Field(
        ge=0,
        le=1,
        description="1 for exact facts, 0 for cannot_tell; else the probability of the cause given its witnesses, learned on "
        "planted faults (docs/diagnosis.md)",
    )
    explains: tuple[str, ...] = Field(default=(), description="codes of symptoms of the same subject that it explains")
    alternatives: tuple[Alternative, ...] = Field(
        default=(), description="causes that it cannot be told from with what is at hand"
    )
    evidence: tuple[Evidence, ...] = Field(min_length=1, description="witnesses, each with its number")
    remedy: str = Field(description="what to do about it")
    verify: str = Field(description="command that checks whether it is gone")
