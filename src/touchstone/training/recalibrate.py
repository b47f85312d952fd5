"""Calibrate again: fit offset, temperature and threshold to other footage; the weights do not change."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from touchstone.vocabulary.defaults import DEVICE
from touchstone.vocabulary.domains import DOMAINS
from touchstone.vocabulary.door import option
from touchstone.vocabulary.errors import CheckpointError, CorpusError, RunError, UsageError
from touchstone.vocabulary.processes import cores
from touchstone.vocabulary.progress import Progress
from touchstone.vocabulary.tables import locked, refuse_links

from .prepare import left_out, prepare
from .reading import sight_of
from .samples import Samples, open_samples
from .splits import TRAIN, VAL, stated

if TYPE_CHECKING:
    from touchstone.detectors.reference import ReferenceCard

    from .subject import Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibrating:
    """Settings of a calibration; checked when they are made.

    Attributes:
        key: domain of the specialist.
        corpus: labelled footage that the weights were not trained on.
        out: folder that the new file is written into.
        checkpoint: weights of a reference specialist or a full layout; ``None``: those that come with Touchstone.
        device: as :func:`touchstone.detectors.load.choose_device` takes it.
        workers: processes that read clips; ``None``: one per processor.
        strict_paths: refuse clips that lie outside the folder of the corpus.
        command: command that does this again; for the model card.
    """

    key: str
    corpus: Path
    out: Path
    checkpoint: Path | None = None
    device: str = DEVICE
    workers: int | None = None
    strict_paths: bool = False
    command: str = "touchstone calibrate"

    def __post_init__(self) -> None:
        if self.key not in DOMAINS:
            raise UsageError(f"no specialist {self.key!r} can be calibrated; there are {', '.join(DOMAINS)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalibrated:
    """A calibration that was fitted.

    Attributes:
        weights: the new file.
        offset: log-odds that are added.
        temperature: divides the sum.
        threshold: P(fake) of the best balanced accuracy.
        before: balanced log-loss in nats with the calibration that came with the weights.
        after: the same with the new calibration, each clip judged by a fit to other groups; ``None`` if no group can be held out.
        auc: AUC with its interval, as text; calibration does not change it.
        notes: notes for the user, one line each.
    """

    weights: Path
    offset: float
    temperature: float
    threshold: float
    before: float
    after: float | None
    auc: str
    notes: tuple[str, ...]


def calibrate(asked: Calibrating, progress: Progress) -> Recalibrated:
    """Fit a calibration and write the weights with it.

    If the corpus states validation clips, those are used, otherwise all clips outside its test and training splits.

    Args:
        asked: settings.
        progress: reports every clip that is read.

    Raises:
        CheckpointError: the weights cannot be used.
        CorpusError: the footage cannot be used, or lacks a class.
        UsageError: the new file would replace the old one.
        StoppedError: stopped by Ctrl-C; the same call continues.
    """
    from touchstone.detectors.keys import shipped_weights
    from touchstone.detectors.load import choose_device
    from touchstone.detectors.threads import torch_threads

    from .judge import LogOddsCalibration, balanced_loss, fit_calibration, loss_and_auc
    from .lesson import Measuring
    from .loop import score_all
    from .save import CardFacts, counted, save_weights

    source = asked.checkpoint or shipped_weights(asked.key)
    target = asked.out / f"{asked.key}.safetensors"
    device = choose_device(asked.device)
    if not source.is_file():
        raise CheckpointError(
            f"{source}: no such file; say {option('checkpoint', 'FILE')}, or train first: touchstone train {asked.key}"
        )
    if target.exists():
        raise UsageError(f"{target} exists already; choose another {option('out')}")
    subject, card = _weights(asked.key, source)
    with locked(asked.out, RunError, option("out")), torch_threads(cores()):
        refuse_links(asked.out, ("prepared",), RunError)
        samples = open_samples(asked.corpus, strict_paths=asked.strict_paths)
        fake, rows = _chosen(samples, asked.key)
        sight = sight_of(asked.key, "full" if card is None else "reference")
        store = prepare(samples, (sight,), asked.out / "prepared", progress, asked.workers)[sight.name]
        reasons, notes = store.reasons(), left_out(store, rows)
        shown = np.array([row for row in rows if reasons[row] is None], np.int64)
        fake = fake[shown]
        if len(set(fake.tolist())) < 2:
            raise CorpusError(f"the usable clips lack a class; {notes[0] if notes else 'add footage'}")
        names, group = np.unique([samples.group(int(row)) for row in shown], return_inverse=True)
        group = group.astype(np.int64)
        odds = score_all(subject, Measuring(store, subject), shown, device)
        fitted = fit_calibration(odds, fake)
        before = (
            LogOddsCalibration()
            if card is None
            else LogOddsCalibration(offset=card.offset, temperature=card.temperature)
        )
        _, auc = loss_and_auc(odds, fake, group)
        facts = CardFacts(
            data=f"calibrated on {asked.corpus.resolve().name}: {counted(fake.tolist(), len(names))}; weights of {source.name}"
            + ("" if card is None else f" ({card.data})"),
            command=asked.command,
            seed=0 if card is None else card.seed,
            auc=auc,
            limits=(
                "The calibration holds for footage like that it was fitted to; the AUC was measured on the same clips.",
                "Whether the weights were trained on some of these clips was not checked; if so, all numbers are too good.",
                *(() if card is None else card.limits),
            ),
            where="the clips that the calibration was fitted to",
        )
        save_weights(target, subject.network, facts, fitted)
    return Recalibrated(
        weights=target,
        offset=fitted.offset,
        temperature=fitted.temperature,
        threshold=fitted.threshold,
        before=balanced_loss((odds + before.offset) / before.temperature, fake),
        after=held_out_loss(odds, fake, group),
        auc=str(auc),
        notes=(*notes, *fitted.notes),
    )


def _weights(key: str, source: Path) -> tuple[Subject, ReferenceCard | None]:
    """The network of a file, and its card if it is a reference specialist."""
    from touchstone.detectors.isolation import Meant, read_apart
    from touchstone.detectors.keys import REFERENCE_PREFIX
    from touchstone.detectors.reference import load_reference, reference_key

    from .subject import ReferenceSubject, full_subject

    if reference_key(source) is None:
        return full_subject(key, source), None
    loaded = load_reference(read_apart(source, Meant(key=f"{REFERENCE_PREFIX}{key}")), key)
    return ReferenceSubject(loaded.network), loaded.card


def held_out_loss(odds: NDArray[np.float64], fake: NDArray[np.bool_], group: NDArray[np.int64]) -> float | None:
    """Balanced log-loss in nats; the calibration of each clip is fitted to the groups of the other folds.

    ``None`` if no group can be held out.
    """
    from touchstone.conclusions.metrics import grouped_folds

    from .judge import balanced_loss, fit_calibration, sample_of

    fold = grouped_folds(sample_of(odds, fake, group))
    if fold is None:
        return None
    judged = np.empty_like(odds)
    for number in np.unique(fold):
        inside = fold == number
        fitted = fit_calibration(odds[~inside], fake[~inside])
        judged[inside] = (odds[inside] + fitted.offset) / fitted.temperature
    return balanced_loss(judged, fake)


def _chosen(samples: Samples, key: str) -> tuple[NDArray[np.bool_], list[int]]:
    """Whether each clip is fake for the specialist, and the clips that calibration is fitted to."""
    words = [stated(samples.entries[s.entry].split) for s in samples.shown]
    rows = [i for i, word in enumerate(words) if word in VAL]
    rows = rows or [i for i, word in enumerate(words) if word not in TRAIN]
    fake = samples.fakes(key)
    if len({bool(fake[row]) for row in rows}) < 2:
        raise CorpusError(
            f"{samples.corpus.root}: the {len(rows)} clip(s) outside test and training splits lack a class; add footage, because "
            "clips of those splits are not used"
        )
    return fake, rows
