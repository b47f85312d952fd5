"""The networks' part of one batch: the pictures of its videos through every detector."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from touchstone.detectors.kinds import Detector
from touchstone.footage.corpus import Entry
from touchstone.footage.observe import Observation
from touchstone.vocabulary.errors import RunError, is_out_of_memory, short_reason
from touchstone.vocabulary.odds import sigmoid


def score_batch(
    detector: Detector, batch: Sequence[tuple[Entry, Observation]], batch_size: int
) -> list[dict[str, Any]]:
    """Rows of the ``scores`` table of one detector for the videos of one batch.

    What is shown of all videos is scored together, ``batch_size`` at a time; how it is grouped depends on the batch
    alone, so that a continued run computes exactly what an unbroken one does. A video that could not be read, or
    lacks what the detector needs, is one failed row with its reason; one that its view cannot show is one abstained row.
    """
    contract = detector.card.input
    rows: list[dict[str, Any]] = []
    units: list[dict[str, Any]] = []
    pixels: list[Any] = []
    for entry, observation in batch:
        base = {"detector": detector.card.name, "video": entry.video, "unit": contract.unit}
        pictures = observation.pictures.get(contract)
        if contract in observation.unseen:
            rows.append({**base, "index": 0, "status": "abstained", "reason": observation.unseen[contract]})
            continue
        if pictures is None or not len(pictures.pixels):
            reason = observation.video.get("reason") or f"no {contract.unit} to score"
            rows.append({**base, "index": 0, "status": "failed", "reason": reason})
            continue
        pixels.append(pictures.pixels)
        units += [{**base, "index": i, "time": time} for i, time in zip(pictures.index, pictures.time, strict=True)]
    if units:
        rows += _scored(detector, units, np.concatenate(pixels), batch_size)
    return rows


def _scored(
    detector: Detector, units: list[dict[str, Any]], pixels: np.ndarray, batch_size: int
) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for start in range(0, len(units), batch_size):
        chunk = units[start : start + batch_size]
        try:
            logits = _log_odds(detector.score(pixels[start : start + batch_size]), len(chunk))
        except Exception as error:  # whatever foreign code raises; one detector's failure is its own
            # The machine's failure is not, and must not be kept as if it were.
            if is_out_of_memory(error):
                less = f"try a batch size below {batch_size}"
                raise RunError(f"{detector.card.name} ran out of memory; {less}") from error
            reason = f"the network failed: {_reason(error)}"
            rows += [{**unit, "status": "failed", "reason": reason} for unit in chunk]
            continue
        rows += [_row(unit, logit) for unit, logit in zip(chunk, logits, strict=True)]
    return rows


def _log_odds(answer: object, count: int) -> list[float]:
    """The answer as the contract of :meth:`Detector.score` has it: as many numbers as there were pictures."""
    numbers = np.asarray(answer)
    if numbers.dtype.kind not in "fiu":
        raise ValueError(f"it answered {type(answer).__name__} of {numbers.dtype}, not {count} numbers")
    if numbers.shape != (count,):
        raise ValueError(f"it answered an array of shape {list(numbers.shape)} to {count} inputs")
    return numbers.astype(np.float64).tolist()


def _reason(error: Exception) -> str:
    """The text of an error that a detector is meant to raise says enough; of others, the class is needed too."""
    reason = short_reason(error)
    return reason.removeprefix(f"{type(error).__name__}: ") if type(error) in (RuntimeError, ValueError) else reason


def _row(unit: dict[str, Any], logit: float) -> dict[str, Any]:
    if not np.isfinite(logit):
        return {**unit, "status": "failed", "reason": f"the network answered {logit}", "answer": "not finite"}
    return {**unit, "p_fake": float(sigmoid(logit)), "logit": logit, "status": "ok"}
