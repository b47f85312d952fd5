"""What travels with the weights of a reference specialist: how its numbers are to be read, and its model card."""

from __future__ import annotations

import json
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from touchstone.vocabulary.domains import OutputContract

_Number = Annotated[float, Field(allow_inf_nan=False)]
_Line = Annotated[str, Field(min_length=1, max_length=2000)]

CALIBRATION = ("offset", "temperature", "threshold")
"""Fields next to the card in a file, so that other programs find them without reading it."""


class Measured(BaseModel):
    """One number of a model card.

    Attributes:
        name: what was measured, on what.
        value: the number.
        low: lower end of its 95 % interval.
        high: upper end.
        n: videos that it rests on.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    name: _Line
    value: _Number
    low: _Number
    high: _Number
    n: int = Field(ge=1)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.low <= self.value <= self.high:
            raise ValueError(f"{self.value} lies outside its interval [{self.low}, {self.high}]")
        return self


class ReferenceCard(BaseModel):
    """Calibration and model card.

    The calibrated log-odds of *fake* are (z + offset) / temperature, where z is the logit of *fake* less that of *real*.

    Attributes:
        data: footage that it was trained on.
        command: that trains it again.
        seed: of that training.
        numbers: how good it is, and on what.
        limits: what it must not be used for, and where it fails; one line each.
        offset: log-odds, fitted on footage that the weights were not fitted to.
        temperature: fitted likewise.
        threshold: P(fake) at which it decides after that.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    data: _Line
    command: _Line
    seed: int
    numbers: tuple[Measured, ...] = Field(default=(), max_length=500)
    limits: tuple[_Line, ...] = Field(min_length=1, max_length=100)
    offset: _Number = Field(default=0.0, ge=-1000, le=1000)
    temperature: _Number = Field(default=1.0, ge=1e-3, le=1e3)
    threshold: _Number = Field(default=0.5, gt=0, lt=1)

    @property
    def output(self) -> OutputContract:
        """What the network's numbers mean."""
        return OutputContract(offset=self.offset, temperature=self.temperature, threshold=self.threshold)

    def metadata(self) -> dict[str, str]:
        """The card as strings: the calibration apart, the rest as JSON."""
        numbers = {name: repr(float(getattr(self, name))) for name in CALIBRATION}
        return {**numbers, "card": self.model_dump_json(exclude=set(CALIBRATION))}


def card_of(metadata: dict[str, str]) -> ReferenceCard:
    """Read what :meth:`ReferenceCard.metadata` wrote; every field is checked.

    Raises:
        ValueError: a field is missing or makes no sense; the text names it in one line.
    """
    for name in (*CALIBRATION, "card"):
        if name not in metadata:
            raise ValueError(f"{name} is missing")
    fields: dict[str, object] = {}
    for name in CALIBRATION:
        try:
            fields[name] = float(metadata[name])
        except ValueError:
            raise ValueError(f"{name} is not a number") from None
    try:
        card = json.loads(metadata["card"])
    except (ValueError, RecursionError):
        raise ValueError("card is not JSON") from None
    if not isinstance(card, dict):
        raise ValueError("card is not a JSON object")  # noqa: TRY004  # of a file, not of the caller
    try:
        return ReferenceCard.model_validate_json(json.dumps({**card, **fields}))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        raise ValueError(f"{where}: {first['msg']}".splitlines()[0][:200]) from None
