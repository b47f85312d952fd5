"""The networks' part of one batch: the pictures of its videos through all detectors."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from touchstone.detectors.kinds import Detector
from touchstone.detectors.threads import torch_threads
from touchstone.footage.corpus import Entry
from touchstone.footage.observe import Observation
from touchstone.vocabulary.domains import InputContract
from touchstone.vocabulary.errors import RunError, is_out_of_memory, short_reason
from touchstone.vocabulary.odds import sigmoid
from touchstone.vocabulary.processes import cores

Batch = Sequence[tuple[Entry, Observation]]
"""Videos of the corpus, and what was read of each."""

_Rows = list[dict[str, Any]]


def score_batch(
    batch: Batch,
    detectors: Sequence[Detector],
    batch_size: int,
    streams: Executor | None = None,
    count: Callable[[str, float], None] = lambda _of, _seconds: None,
) -> _Rows:
    """Rows of the ``scores`` table for the videos of one batch: those of the first detector, then those of the next.

    What is shown of all videos is scored together, ``batch_size`` at a time; how it is grouped depends on the batch
    alone, so that a continued run computes exactly what an unbroken one does. A video that could not be read, or
    lacks what the detector needs, is one failed row with its reason; one that its view cannot show is one abstained row.

    Args:
        batch: the videos.
        detectors: what scores them.
        batch_size: pictures, clips or views that pass through a network at once.
        streams: threads that compute concurrent detectors; this one does where there are none, and then computes the others,
            with all cores.
        count: takes the name of a detector and the seconds that it computed.

    Raises:
        RunError: a detector ran out of memory.
    """
    shown = {d.card.input: _shown(batch, d.card.input) for d in detectors}
    parts = {d.card.name: list(_parts(d, shown[d.card.input], batch_size)) for d in detectors}
    begun: dict[str, list[Future[_Answer]]] = {}
    if streams is not None:
        beside = (d.card.name for d in detectors if d.concurrent)
        begun = {name: [streams.submit(part) for part in parts[name]] for name in beside}
    answers = {name: [future.result() for future in futures] for name, futures in begun.items()}
    for detector in detectors:
        if detector.card.name not in begun:
            with nullcontext() if detector.concurrent else torch_threads(cores()):
                answers[detector.card.name] = [part() for part in parts[detector.card.name]]
    rows: _Rows = []
    for detector in detectors:
        name = detector.card.name
        rows += [{"detector": name, **row} for row in shown[detector.card.input].not_shown]
        for answer in answers[name]:
            rows += answer.rows
        count(name, sum(answer.seconds for answer in answers[name]))
    return rows


@dataclass(frozen=True, slots=True, eq=False)
class _Shown:
    """What the detectors of one contract are shown of a batch.

    Attributes:
        not_shown: a row for each video of which there is nothing.
        units: the beginning of a row for each picture.
        pixels: the pictures, in the same order.
    """

    not_shown: _Rows
    units: _Rows
    pixels: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class _Answer:
    rows: _Rows
    seconds: float


def _shown(batch: Batch, contract: InputContract) -> _Shown:
    not_shown: _Rows = []
    units: _Rows = []
    pixels: list[np.ndarray] = []
    for entry, observation in batch:
        base = {"video": entry.video, "unit": contract.unit}
        pictures = observation.pictures.get(contract)
        if contract in observation.unseen:
            not_shown.append({**base, "index": 0, "status": "abstained", "reason": observation.unseen[contract]})
            continue
        if pictures is None or not len(pictures.pixels):
            reason = observation.video.get("reason") or f"no {contract.unit} to score"
            not_shown.append({**base, "index": 0, "status": "failed", "reason": reason})
            continue
        pixels.append(pictures.pixels)
        units += [{**base, "index": i, "time": t} for i, t in zip(pictures.index, pictures.time, strict=True)]
    return _Shown(not_shown, units, np.concatenate(pixels) if pixels else np.zeros(0))


def _parts(detector: Detector, shown: _Shown, batch_size: int) -> Iterator[Callable[[], _Answer]]:
    for start in range(0, len(shown.units), batch_size):
        part = slice(start, start + batch_size)
        yield partial(_timed, detector, shown.units[part], shown.pixels[part])


def _timed(detector: Detector, units: _Rows, pixels: np.ndarray) -> _Answer:
    start = time.perf_counter()
    # A copy: others are shown the same pictures, and a foreign detector may work on them in place.
    rows = _scored(detector, [{"detector": detector.card.name, **unit} for unit in units], pixels.copy())
    return _Answer(rows, time.perf_counter() - start)


def _scored(detector: Detector, units: _Rows, pixels: np.ndarray) -> _Rows:
    try:
        logits = _log_odds(detector.score(pixels), len(units))
    except Exception as error:  # whatever foreign code raises; one detector's failure is its own
        # The machine's failure is not, and must not be kept as if it were.
        if is_out_of_memory(error):
            less = f"try a batch size below {len(units)}" if len(units) > 1 else "free some memory"
            raise RunError(f"{detector.card.name} ran out of memory; {less}") from error
        reason = f"the network failed: {_reason(error)}"
        return [{**unit, "status": "failed", "reason": reason} for unit in units]
    return [_row(unit, logit) for unit, logit in zip(units, logits, strict=True)]


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
