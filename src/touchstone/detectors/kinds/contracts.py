"""What the keys ``input`` and ``output`` of a section may say, and what a detector does with it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from touchstone.vocabulary.domains import IMAGENET_MEAN, IMAGENET_STD, InputContract, Interpolation, OutputContract
from touchstone.vocabulary.odds import log_odds

_Level = Annotated[float, Field(allow_inf_nan=False)]
_Spread = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class InputSettings(BaseModel):
    """``input = { kind = "frame", size = 224, mean = [0.5, 0.5, 0.5] }``; the fields of ``InputContract``, its views apart."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["frame", "clip"] = "frame"
    size: int = Field(default=224, ge=1, le=4096)
    color: Literal["rgb", "bgr"] = "rgb"
    mean: tuple[_Level, _Level, _Level] = IMAGENET_MEAN
    std: tuple[_Spread, _Spread, _Spread] = IMAGENET_STD
    crop: Literal["full"] = "full"
    interpolation: Interpolation = "bilinear"
    frames: int = Field(default=1, ge=1, le=512)

    @property
    def contract(self) -> InputContract:
        """The contract that it says."""
        return InputContract(**self.model_dump())


class OutputSettings(BaseModel):
    """``output = { kind = "probability", fake = 1 }``; the fields of ``OutputContract`` that a user can know."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["logits", "probability"] = "logits"
    fake: int = Field(default=1, ge=0)

    @property
    def contract(self) -> OutputContract:
        """The contract that it says."""
        return OutputContract(kind=self.kind, fake=self.fake)


def fed(contract: InputContract, pictures: NDArray[Any]) -> NDArray[np.float32]:
    """What a network is fed: channels in the contract's order, scaled, less the mean, over the spread.

    Args:
        contract: of kind ``frame`` or ``clip``.
        pictures: uint8 RGB, [n, size, size, 3] or [n, frames, size, size, 3].

    Returns:
        Shape [n, 3, size, size] or [n, frames, 3, size, size].

    >>> grey = InputContract(size=1, mean=(0, 0, 0), std=(1, 1, 1), color="bgr")
    >>> fed(grey, np.array([[[[0, 51, 255]]]], np.uint8)).ravel().round(1).tolist()
    [1.0, 0.20000000298023224, 0.0]
    """
    ordered = pictures[..., ::-1] if contract.color == "bgr" else pictures
    mean, std = np.asarray(contract.mean, np.float32), np.asarray(contract.std, np.float32)
    return np.ascontiguousarray(np.moveaxis((ordered.astype(np.float32) / np.float32(255) - mean) / std, -1, -3))


def answered_log_odds(contract: OutputContract, numbers: NDArray[Any]) -> NDArray[np.float64]:
    """Log-odds of *fake* from what a network answered.

    A probability of exactly 0 or 1 is taken for the nearest one that 32 bits tell from it; one outside [0, 1] is NaN, and so
    becomes a failed unit.

    Args:
        contract: what the numbers mean.
        numbers: [n, classes], or one number for each: [n, 1] or [n].

    Raises:
        ValueError: another shape, or fewer classes than the contract counts.

    >>> answered_log_odds(OutputContract(), np.array([[1.0, 3.0]])).tolist()
    [2.0]
    >>> answered_log_odds(OutputContract(kind="probability", fake=0), np.array([0.25])).round(3).tolist()  # low is fake
    [1.099]
    """
    values = np.asarray(numbers, np.float64)
    if values.ndim == 1:
        values = values[:, None]
    if values.ndim != 2 or not values.shape[1]:
        raise ValueError(
            f"it answered an array of shape {list(values.shape)}, not one number or one row for each input"
        )
    single = values.shape[1] == 1
    if contract.fake >= max(2, values.shape[1]):
        raise ValueError(f"it answers {values.shape[1]} numbers, and output.fake is {contract.fake}")
    if contract.kind == "probability":
        p = values[:, 0 if single else contract.fake]
        odds = log_odds(np.where((p >= 0) & (p <= 1), p, np.nan), _LEAST, 1 - _LEAST)
        return -odds if single and contract.fake == 0 else odds
    if single:
        return values[:, 0] if contract.fake else -values[:, 0]
    others = np.delete(values, contract.fake, axis=1)
    top = others.max(axis=1, keepdims=True)
    with np.errstate(invalid="ignore"):  # infinities become NaN, which the caller tells
        return values[:, contract.fake] - (top[:, 0] + np.log(np.exp(others - top).sum(axis=1)))


_LEAST = float(np.finfo(np.float32).eps) / 2
