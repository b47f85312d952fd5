"""From footage to weights: prepare, learn, calibrate, save; and go on where it stopped."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from touchstone.footage.synthesis import (
    PLANTED_BY_NAME,
    SIZES_BY_NAME,
    SPLITS,
    STORED_BY_NAME,
    Plan,
    Progress,
    build_corpus,
)
from touchstone.vocabulary.errors import CheckpointError, RunError
from touchstone.vocabulary.processes import cores
from touchstone.vocabulary.tables import locked, write_bytes

from .folder import KeyFolder
from .logs import check_logs
from .prepare import left_out, prepare, prepared_digest
from .samples import Goal, Samples, open_samples
from .settings import Training
from .sights import sight_of
from .store import Store


@dataclass(frozen=True, slots=True)
class Trained:
    """A specialist that was trained.

    Attributes:
        key: of its domain.
        weights: the file.
        auc: AUC on the clips that were held out, with its interval, in words.
        epoch: whose weights were kept, from 1.
        epochs: that were learned.
        minutes: of learning.
        before: whether an earlier start had finished it already.
    """

    key: str
    weights: Path
    auc: str
    epoch: int
    epochs: int
    minutes: float
    before: bool = False


def train(training: Training, building: Progress, preparing: Progress, learning: Progress) -> tuple[Trained, ...]:
    """Train the specialists of ``training``, one after the other; what an earlier call has done is kept.

    Args:
        training: what is wanted.
        building: told of the built-in corpus, where it is made.
        preparing: told of every clip that is read.
        learning: told of every step and epoch.

    Raises:
        UsageError: the folder was begun with other settings.
        CorpusError: the footage cannot be used.
        CheckpointError: the weights to start from cannot be used.
        MissingExtraError: a log needs a package that is not installed.
        RunError: what was saved cannot be read, or learning has failed.
        StoppedError: by Ctrl-C; the same call continues.
    """
    from touchstone.detectors.load import choose_device

    check_logs(training.logs)
    choose_device(training.device)
    if training.start is not None and not training.start.is_file():
        raise CheckpointError(f"{training.start}: no such file to start from")
    with locked(training.out, RunError, "--out"):
        samples = open_samples(_corpus(training, building), training.changes())
        for note in samples.corpus.notes:
            preparing.note(note)
        goals = {key: samples.goal(key, training.seed) for key in training.keys}
        folders = {key: KeyFolder(training.out, key) for key in training.keys}
        digest = prepared_digest(samples)
        for key, folder in folders.items():
            folder.begin(_settings(training, key, goals[key], digest))
        waiting = [key for key in training.keys if not folders[key].finished]
        stores: dict[str, Store] = {}
        if waiting:
            wanted = tuple(dict.fromkeys(sight_of(key, training.network) for key in waiting))
            stores = prepare(samples, wanted, training.out / "prepared", preparing, training.workers)
        done: list[Trained] = []
        for key in training.keys:
            if key in waiting:
                store = stores[sight_of(key, training.network).name]
                done.append(_train_one(training, key, samples, goals[key], store, folders[key], learning))
            else:
                done.append(_finished(folders[key]))
        return tuple(done)


def _corpus(training: Training, building: Progress) -> Path:
    if training.corpus is not None:
        return training.corpus
    plan = Plan(
        clips=SIZES_BY_NAME["training"],
        splits=tuple(SPLITS["training"].items()),
        planted=PLANTED_BY_NAME["training"],
        stored=STORED_BY_NAME["training"],
    )
    return build_corpus(training.out / "corpus", plan, building, training.workers).folder


def _settings(training: Training, key: str, goal: Goal, digest: str) -> dict[str, Any]:
    """Everything that decides the weights."""
    from touchstone.vocabulary.hashes import file_sha256

    marks = goal.fake.tobytes() + goal.train.tobytes() + goal.val.tobytes()
    return {
        "network": training.network,
        **asdict(training.recipe(key)),
        "steps": training.steps,
        "seed": training.seed,
        "augment": [str(change) for change in training.changes()],
        "from": None if training.start is None else file_sha256(training.start),
        "freeze_backbone": training.freeze_backbone,
        "prepared clips": digest,
        "division of clips": hashlib.sha256(marks).hexdigest()[:16],
    }


def _train_one(
    training: Training, key: str, samples: Samples, goal: Goal, store: Store, folder: KeyFolder, learning: Progress
) -> Trained:
    from touchstone.conclusions.metrics import Estimate
    from touchstone.detectors.load import choose_device
    from touchstone.detectors.threads import torch_threads

    from .lesson import lesson_of
    from .logs import Board
    from .loop import Keeping, Loop
    from .save import save_weights
    from .state import State, read_state, write_state
    from .subject import make_subject
    from .words import begin_words, conclude, epoch_words

    lesson = lesson_of(samples, goal, store)
    for line in (*goal.split.warnings, *left_out(store, [*goal.train, *goal.val])):
        learning.note(f"{key}: {line}")
    state = read_state(folder.state) or State(threads=cores())
    device = choose_device(training.device)
    with torch_threads(state.threads):
        loop = Loop(make_subject(key, training), lesson, training.recipe(key), training.seed, training.steps, device)
        learning.note(begin_words(key, goal, lesson, loop.total, len(state.history)))
        with Board(folder.board if "tensorboard" in training.logs else None, len(state.history)) as board:

            def tell(now: State, auc: Estimate) -> None:
                folder.write_log(now.history)
                board.write(now.history[-1])
                learning.note(f"{key} {epoch_words(now, auc, training.recipe(key).epochs)}")

            loop.run(state, Keeping(lambda s: write_state(folder.state, s), tell, learning, training.save_seconds))
        if state.step < loop.total:
            learning.note(f"{key}: no smaller validation loss since epoch {state.best_epoch}; stopped early")
        loop.load_best(state)
        calibration, told = conclude(training, samples, goal, lesson, loop, state, device)
        save_weights(folder.weights, loop.network, told, calibration)
    for line in calibration.notes:
        learning.note(f"{key}: {line}")
    result = Trained(
        key, folder.weights, str(told.auc), state.best_epoch, len(state.history), round(state.seconds / 60, 2)
    )
    _write_result(folder, result)
    return result


def _write_result(folder: KeyFolder, result: Trained) -> None:
    told = {**asdict(result), "weights": result.weights.name}
    del told["before"]
    write_bytes(folder.result, json.dumps(told, indent=2).encode())


def _finished(folder: KeyFolder) -> Trained:
    told = folder.read(folder.result) or {}
    try:
        return Trained(**{**told, "weights": folder.weights}, before=True)
    except TypeError as error:
        raise RunError(f"{folder.result} is damaged; remove it, and the weights are saved anew") from error
